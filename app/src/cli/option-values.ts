import { InputError } from './input-error.ts'

type Range = Readonly<{ least?: number; most?: number }>

/** The value of an option that has to be given. */
export function given(option: string, text: string | undefined, what = 'a file'): string {
  if (text === undefined) throw new InputError(option, null, `expected ${what}, found nothing`)
  return text
}

/** A whole number from 0, or from `least`, to `most`. */
export function wholeNumber(option: string, text: string, range: Range = {}): number {
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = range
  const number = Number(text)
  if (/^-?\d+$/.test(text) && number >= least && number <= most) return number
  throw new InputError(option, null, `expected a whole number in [${least}, ${most}], found "${text}"`)
}

/** A decimal number from `least` to `most`, with a point, in plain or scientific notation. */
export function decimal(option: string, text: string, range: Range = {}): number {
  const { least = -Infinity, most = Infinity } = range
  const number = parseDecimal(text)
  if (number !== null && number >= least && number <= most) return number
  throw new InputError(option, null, `expected a number in [${least}, ${most}], found "${text}"`)
}

/** One of the words an option takes. */
export function oneOf<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((one) => one === text)
  if (choice !== undefined) return choice
  throw new InputError(option, null, `expected ${choices.join(', ')}, found "${text}"`)
}

/** The words between the commas of an option. */
export function listed(option: string, text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim())
  if (words.every((word) => word !== '')) return words
  throw new InputError(option, null, `expected words with commas between them, found "${text}"`)
}

/** A finite decimal number as CSV files and options write it; null for anything else. */
export function parseDecimal(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}
