import fs from 'node:fs'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Violation } from './architecture.ts'

type Element = { type: number; value?: unknown; options?: Record<string, { value: Element[] }> }

const LITERAL = 0

/** Words a sentence of a page may have; French says the same in a quarter more. */
const longest = { en: 20, fr: 25 } as const

/** What a French sentence is not written with; the space before « : » is made unbreakable when it is shown. */
const notFrench: readonly (readonly [RegExp, string])[] = [
  [/\s[;!?]/, 'no space before ; ! ?'],
  [/[^\s:/]:(?=\s|$)/, 'a space before :'],
  [/«\S|\S»/, 'spaces inside « »'],
  [/'|"|“|”/, 'the apostrophe ’ and the quotes « »'],
]

/** Sentences people can read at once: short in both languages, and French written as in Canada. */
export function checkReading(root: string, files: string[]): Violation[] {
  return files.flatMap((file) => {
    const language = /(?:^|\/)messages\.(en|fr)\.json$/.exec(file)?.[1] as 'en' | 'fr' | undefined
    if (language === undefined) return []
    const messages = JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>
    return Object.entries(messages).flatMap(([key, message]) =>
      problemsOf(String(message), language).map((problem) => ({
        rule: 'reading',
        file,
        message: `${key}: ${problem}`,
      })),
    )
  })
}

function problemsOf(message: string, language: 'en' | 'fr'): string[] {
  const text = plainText(message, language)
  const sentences = text.split(/(?<=[.?!]”?)\s+|\s*\n+\s*|:\s/)
  const tooLong = sentences.filter((sentence) => wordsOf(sentence) > longest[language])
  const written = language === 'fr' ? notFrench.filter(([pattern]) => pattern.test(text)) : []
  return [
    ...tooLong.map((sentence) => `${wordsOf(sentence)} words, ${longest[language]} at most: ${sentence}`),
    ...written.map(([, rule]) => `write ${rule}: ${text}`),
  ]
}

/** Words have a letter or a digit: a dash is none. */
function wordsOf(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** The longest that a message can become, each argument being one word; '' where it is not ICU. */
function plainText(message: string, language: string): string {
  const said = (elements: Element[]): string =>
    elements
      .map(({ type, value, options }) =>
        type === LITERAL
          ? String(value)
          : Object.values(options ?? { none: { value: [] } })
              .map((option) => said(option.value) || 'N')
              .reduce((a, b) => (wordsOf(b) > wordsOf(a) ? b : a)),
      )
      .join('')
  try {
    return said(new IntlMessageFormat(message, language).getAst() as unknown as Element[])
  } catch {
    return ''
  }
}
