import { Buffer } from 'node:buffer'

const tokens = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '.',
  '0',
  '1e400',
  '-0',
  'NaN',
  'Infinity',
  'null',
  'true',
  '\u0000',
  '\r',
  '\t',
  ' ',
  '\\u0000',
  '\\ud800',
  '\\u00e9',
  '"id":"x",',
  '"meta":{},',
  ',,',
  '\ufeff',
  '/**/',
  '1E+',
  '01',
]

/** A damaged copy of a line: bytes changed, cut, doubled, swapped, or tokens of JSON put in. For tests. */
export function mutatedLine(line: Buffer, random: () => number): Buffer {
  const whole = (bound: number) => Math.floor(random() * bound)
  let bytes = Buffer.from(line)
  for (let change = 0; change <= whole(3); change++) {
    const at = whole(bytes.length + 1)
    const until = Math.min(bytes.length, at + 1 + whole(12))
    const parts: readonly Buffer[] = [
      [bytes.subarray(0, at), bytes.subarray(until)],
      [bytes.subarray(0, at)],
      [bytes.subarray(0, until), bytes.subarray(at)],
      [bytes.subarray(0, at), Buffer.from(tokens[whole(tokens.length)]!), bytes.subarray(at)],
      [bytes.subarray(0, at), Buffer.from([whole(256)]), bytes.subarray(Math.min(bytes.length, at + 1))],
      [bytes.subarray(until), bytes.subarray(0, until)],
    ][whole(6)]!
    bytes = Buffer.concat(parts)
  }
  return Buffer.from(bytes.filter((byte) => byte !== 10))
}
