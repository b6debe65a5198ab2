import fs from 'node:fs'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Violation } from './architecture.ts'

type Element = {
  type: number
  value?: unknown
  options?: Record<string, { value: Element[] }>
  children?: Element[]
}

const LITERAL = 0
const POUND = 7

/** messages.en.json and messages.fr.json beside each other: same keys, valid ICU, same arguments. */
export function checkMessages(root: string, files: string[]): Violation[] {
  const folders = files
    .filter((file) => /(^|\/)messages\.(en|fr)\.json$/.test(file))
    .map((file) => path.posix.dirname(file))
  return [...new Set(folders)].flatMap((folder) => {
    const broken = (language: string, message: string): Violation => ({
      rule: 'messages',
      file: `${folder}/messages.${language}.json`,
      message,
    })
    const read = (language: string) => {
      const file = path.join(root, folder, `messages.${language}.json`)
      return fs.existsSync(file) ? flatten(JSON.parse(fs.readFileSync(file, 'utf8'))) : undefined
    }
    const en = read('en')
    const fr = read('fr')
    if (en === undefined) return [broken('en', 'is missing')]
    if (fr === undefined) return [broken('fr', 'is missing')]
    const found: Violation[] = []
    for (const key of new Set([...en.keys(), ...fr.keys()])) {
      const english = en.get(key)
      const french = fr.get(key)
      if (english === undefined) found.push(broken('en', `${key} is missing`))
      else if (french === undefined) found.push(broken('fr', `${key} is missing`))
      else {
        const inEnglish = argumentsOf(english, 'en')
        const inFrench = argumentsOf(french, 'fr')
        if (inEnglish instanceof Error) found.push(broken('en', `${key}: ${inEnglish.message}`))
        else if (inFrench instanceof Error) found.push(broken('fr', `${key}: ${inFrench.message}`))
        else if (inEnglish !== inFrench) {
          found.push(broken('fr', `${key} takes {${inFrench}} and its English {${inEnglish}}`))
        }
      }
    }
    return found
  })
}

function flatten(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[prefix, value]])
  const entries = Object.entries(value as Record<string, unknown>)
  return new Map(
    entries.flatMap(([key, inner]) => [...flatten(inner, prefix === '' ? key : `${prefix}.${key}`)]),
  )
}

function argumentsOf(message: string, locale: string): string | Error {
  try {
    const names = new Set<string>()
    collect(new IntlMessageFormat(message, locale).getAst() as unknown as Element[], names)
    return [...names].toSorted().join(', ')
  } catch (error) {
    return new Error(`is not ICU (${(error as Error).message.split('\n')[0]}): ${message}`)
  }
}

function collect(elements: Element[], names: Set<string>): void {
  for (const element of elements) {
    if (element.type !== LITERAL && element.type !== POUND) names.add(String(element.value))
    for (const option of Object.values(element.options ?? {})) collect(option.value, names)
    if (element.children !== undefined) collect(element.children, names)
  }
}
