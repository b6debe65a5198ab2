import fs from 'node:fs'
import path from 'node:path'
import type { Violation } from './architecture.ts'

/** Written with one-letter classes, so that this file does not contain what it looks for. */
export const FORBIDDEN_WORDS: [RegExp, string][] = [
  [
    /(?<![\w.~/-])\/(?:[w]ork|[r]oot|[f]arm|[h]ome\/[a-z]\w*|[U]sers\/[a-z]\w*)\/[\w.-]+/,
    'a path of one machine',
  ],
  [/[r]egistry\.(?:npmjs|yarnpkg)|\b[p]ypi\.org|\b[d]eb\.debian|[c]rates\.io/, 'the host of a registry'],
  [/\b[c]laude\b|[a]nthropic|\b[o]penai\b|[c]hatgpt|\b[c]opilot\b|[c]o-authored-by/i, 'a tool or its maker'],
  [/\b[A]I[- ](?:generated|written|assistant|agent)|\b[s]ubagents?\b/i, 'how a text was made'],
]
const BINARY = /\.(png|jpe?g|gif|webp|avif|ico|woff2?|parquet|gz|zip|pdf)$/

/** No path of one machine, no registry's host and no word on how a text was made, in any file. */
export function checkWords(root: string, files: string[]): Violation[] {
  return files
    .filter((file) => !BINARY.test(file))
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), 'utf8')
      if (!FORBIDDEN_WORDS.some(([pattern]) => pattern.test(text))) return []
      return text.split('\n').flatMap((content, index) =>
        FORBIDDEN_WORDS.flatMap(([pattern, what]): Violation[] => {
          const match = pattern.exec(content)
          if (match === null) return []
          return [{ rule: 'words', file, line: index + 1, message: `${what}: ${match[0]}` }]
        }),
      )
    })
}
