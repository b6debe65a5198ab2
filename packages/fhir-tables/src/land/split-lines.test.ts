import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineSplitter, longestLine } from './split-lines.ts'

function split(chunks: readonly Buffer[]): readonly string[] {
  const lines: string[] = []
  const splitter = lineSplitter({
    line: (bytes, start, end, number, isText) => {
      expect(bytes[end]).toBe(10)
      lines.push(`${number} ${isText ? 'text' : 'bytes'} ${bytes.toString('latin1', start, end)}`)
    },
    tooLong: (number) => lines.push(`${number} too long`),
  })
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return lines
}

describe('lineSplitter', () => {
  it('numbers lines from 1, empty ones as well, and needs no line feed at the end', () => {
    expect(split([Buffer.from('a\n\r\n\nb')])).toEqual(['1 text a', '2 text \r', '3 text ', '4 text b'])
    expect(split([])).toEqual([])
    expect(split([Buffer.from('a\n')])).toEqual(['1 text a'])
  })

  it('leaves out a byte order mark at the beginning only', () => {
    expect(split([Buffer.from('\ufeffa\n\ufeffb')])).toEqual(['1 text a', '2 text \xef\xbb\xbfb'])
    expect(split([Buffer.from('\ufeff')])).toEqual(['1 text '])
  })

  it('tells which lines are not UTF-8', () => {
    expect(split([Buffer.from([0x61, 10, 0xff, 10, 0xc3, 0xa9])])).toEqual([
      '1 text a',
      '2 bytes \xff',
      '3 text \xc3\xa9',
    ])
  })

  it('gives the same lines however the bytes are cut', () => {
    const bytes = fc.array(fc.constantFrom(0x61, 0xc3, 0xa9, 10, 13, 0xef, 0xbb, 0xbf), { maxLength: 40 })
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(40)), (values, cuts) => {
        const whole = Buffer.from(values)
        const places = [
          0,
          ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b),
          whole.length,
        ]
        const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end))
        expect(split(chunks)).toEqual(split([whole]))
      }),
    )
  })

  it('lets go of a line that is too long, and goes on after it', () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const long = Array.from({ length: longestLine / chunk.length + 1 }, () => chunk)
    const after = [Buffer.from('a\n'), ...long, Buffer.from('\nb\n'), ...long]
    expect(split(after)).toEqual(['1 text a', '2 too long', '3 text b', '4 too long'])
    expect(split([...long.slice(1), Buffer.from('\n')])[0]).toHaveLength(longestLine + '1 text '.length)
  })
})
