import type { Buffer } from 'node:buffer'

/** A line that is not one JSON object as the landing takes it; `at` is an offset in the scanned bytes. */
export class ScanProblem extends Error {
  readonly at: number
  readonly expected: string

  constructor(at: number, expected: string) {
    super(`expected ${expected}`)
    this.name = 'ScanProblem'
    this.at = at
    this.expected = expected
  }
}

/** Bytes of JSON that are asked for by name. */
export const quote = 0x22
const backslash = 0x5c
const zero = 0x30
const nine = 0x39

/** 1 for a byte that JSON text does not hold as it is: control characters, the quote, the backslash. */
const endsPlainText = new Uint8Array(256)
endsPlainText.fill(1, 0, 0x20)
endsPlainText[quote] = 1
endsPlainText[backslash] = 1

/**
 * Of four bytes, the first one least, the lowest set bit is the high one of the first that ends plain text; 0 where
 * none does.
 *
 * Control characters and the quote are together what is below 0x21 once its second bit is turned.
 *
 * Source: "Determine if a word has a byte less than n", Bit Twiddling Hacks, https://graphics.stanford.edu/~seander/bithacks.html.
 * Only above a true one may a further bit be wrong.
 */
export function endingsOf(four: number): number {
  const below = (four ^ 0x02020202) - 0x21212121
  const backslashes = (four ^ 0x5c5c5c5c) - 0x01010101
  return (below | backslashes) & ~four & -0x7f7f7f80
}

/** Which of four bytes is the first that their `endingsOf`, not 0, means. */
export function indexOf(endings: number): number {
  return (31 - Math.clz32(endings & -endings)) >> 3
}

/** The bits of the bytes before that one. */
export function bitsBefore(endings: number): number {
  return ((endings & -endings) >>> 7) - 1
}

/** The offset after the spaces, which may be none. A line feed that ends the line stands at `end`. */
export function skipSpaces(bytes: Buffer, from: number, end: number): number {
  let at = from
  for (let byte = bytes[at]!; byte <= 0x20; byte = bytes[at]!) {
    if (at >= end || (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) return at
    at++
  }
  return at
}

/** The offset after the closing quote of a text whose opening quote stands before `from`. */
export function skipText(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    while (endsPlainText[bytes[at]!] === 0) at++
    const byte = bytes[at]
    if (byte === quote) return at + 1
    if (byte === 0x0a) throw new ScanProblem(at, 'the end of a text, the line ends')
    if (byte !== backslash) throw new ScanProblem(at, 'a text without control characters')
    at = skipEscape(bytes, at)
  }
}

function skipEscape(bytes: Buffer, at: number): number {
  const escaped = String.fromCharCode(bytes[at + 1]!)
  if ('"\\/bfnrt'.includes(escaped)) return at + 2
  if (escaped !== 'u') throw new ScanProblem(at, 'an escape of JSON')
  const unit = codeUnit(bytes, at)
  if (unit === null) throw new ScanProblem(at, 'four hexadecimal digits after \\u')
  if (unit === 0) throw new ScanProblem(at, 'a text without U+0000')
  if (unit < 0xd800 || unit > 0xdfff) return at + 6
  const low = unit < 0xdc00 ? codeUnit(bytes, at + 6) : null
  if (low !== null && low >= 0xdc00 && low <= 0xdfff) return at + 12
  throw new ScanProblem(at, 'two surrogates that belong together')
}

function codeUnit(bytes: Buffer, at: number): number | null {
  const text = bytes.toString('latin1', at, at + 6)
  return /^\\u[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text.slice(2), 16) : null
}

/** The offset after a number, which a double can hold. */
export function skipNumber(bytes: Buffer, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from
  at = bytes[at] === zero ? at + 1 : skipDigits(bytes, at)
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1)
  const hasExponent = (bytes[at]! | 0x20) === 0x65
  if (hasExponent) at = skipDigits(bytes, bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? at + 2 : at + 1)
  if ((hasExponent || at - from > 300) && !Number.isFinite(Number(bytes.toString('latin1', from, at)))) {
    throw new ScanProblem(from, 'a number below 1.8e308')
  }
  return at
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from
  for (let byte = bytes[at]!; byte >= zero && byte <= nine; byte = bytes[at]!) at++
  if (at === from) throw new ScanProblem(at, 'a digit')
  return at
}

/** The offset after `true`, `false` or `null`. */
export function skipWord(bytes: Buffer, at: number): number {
  const word = bytes[at] === 0x74 ? 'true' : bytes[at] === 0x66 ? 'false' : 'null'
  if (bytes.toString('latin1', at, at + word.length) === word) return at + word.length
  throw new ScanProblem(at, bytes[at] === 0x0a ? 'a value, the line ends' : 'a value of JSON')
}
