import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

/** Where the work in this checkout left main; the last commit on main itself, or where there is no main. */
export function whereWorkBegan(): string {
  try {
    return git('merge-base', 'HEAD', 'main')
  } catch {
    return git('rev-parse', 'HEAD')
  }
}

/** The files that changed since a commit or that git does not know yet, without the removed ones. */
export function filesChangedSince(commit: string): string[] {
  const lines = [git('diff', '--name-only', commit), git('ls-files', '--others', '--exclude-standard')]
  return lines
    .flatMap((text) => text.split('\n'))
    .filter((file) => file !== '' && fs.existsSync(path.join(root, file)))
}
