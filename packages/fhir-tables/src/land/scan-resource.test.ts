import { Buffer, isUtf8 } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { mutatedLine } from './mutated-line.ts'
import { deepest, mostNames, resourceScanner } from './scan-resource.ts'
import { bitsBefore, endingsOf, indexOf, ScanProblem } from './skip-json.ts'

const scan = resourceScanner()

function scanned(text: string | Buffer) {
  const bytes = Buffer.concat([Buffer.from('before\n'), Buffer.from(text), Buffer.from('\nafter')])
  try {
    const { resourceType, id, lastUpdated, profile } = scan(bytes, 7, bytes.length - 6)
    const textOf = ({ start, end }: { start: number; end: number }) =>
      start < 0 ? null : bytes.toString('utf8', start, end)
    return {
      resourceType: textOf(resourceType),
      id: textOf(id),
      lastUpdated: textOf(lastUpdated),
      profile: textOf(profile),
    }
  } catch (error) {
    if (!(error instanceof ScanProblem)) throw error
    return `${error.at - 6}: ${error.expected}`
  }
}

/** What the scanner refuses although it is JSON. */
const stricter = /each name once|without escapes|surrogates|U\+0000|1\.8e308|at most|one JSON object/

it('finds the first of four bytes that ends plain text, whichever it is and whatever follows', () => {
  const ends = (byte: number) => byte < 0x20 || byte === 0x22 || byte === 0x5c
  const wrong: Buffer[] = []
  for (let byte = 0; byte < 256; byte++) {
    for (let place = 0; place < 4; place++) {
      for (const after of [0x00, 0x22, 0x23, 0x5d, 0x7f, 0xff]) {
        const bytes = Buffer.alloc(4, after)
          .fill('a', 0, place)
          .fill(byte, place, place + 1)
        const first = bytes.findIndex(ends)
        const found = endingsOf(bytes.readInt32LE())
        const isRight =
          found === 0 ? first < 0 : indexOf(found) === first && bitsBefore(found) === 2 ** (8 * first) - 1
        if (!isRight) wrong.push(bytes)
      }
    }
  }
  expect(wrong).toEqual([])
})

describe('resourceScanner', () => {
  it('finds type, id, time and profiles wherever they stand, at their own level only', () => {
    expect(
      scanned(
        ' { "contained":[{"resourceType":"Patient","id":"inner","meta":{"lastUpdated":"never"}}], "id" : "a.b-1",' +
          '"meta":{"tag":[{"id":"t"}],"lastUpdated":"2024","profile":["p","q"],"security":[[]]},"resourceType":"Observation"} ',
      ),
    ).toEqual({ resourceType: 'Observation', id: 'a.b-1', lastUpdated: '2024', profile: '["p","q"]' })
    expect(scanned('{"x":{"meta":{"lastUpdated":"no"}},"lastUpdated":"no","profile":["no"]}')).toEqual({
      resourceType: null,
      id: null,
      lastUpdated: null,
      profile: null,
    })
  })

  it('takes a name in two objects, and texts that look like names', () => {
    expect(scanned('{"a":{"a":1,"b":["a","a"]},"b":{"a":1}}')).toBeTypeOf('object')
  })

  it.each([
    ['', '1: one JSON object a line'],
    ['[]', '1: one JSON object a line'],
    ['{}{}', '3: nothing after the object'],
    ['{"a":1}, ', '8: nothing after the object'],
    ['{"a":1,}', '8: a name in quotes'],
    ['{"a" 1}', '6: a colon after the name'],
    ['{a:1}', '2: a name in quotes'],
    ['{"a":[1,]}', '9: a value of JSON'],
    ['{"a":[1 2]}', '9: a comma or ]'],
    ['{"a":1]', '7: a comma or }'],
    ['{"a":1', '7: a comma or }, the line ends'],
    ['{"a":', '6: a value, the line ends'],
    ['{"a":"b', '8: the end of a text, the line ends'],
    ['{"a":"b\\"', '10: the end of a text, the line ends'],
    ['{"a":"b\\', '8: an escape of JSON'],
    ['{"a":"\\x"}', '7: an escape of JSON'],
    ['{"a":"\\u12g4"}', '7: four hexadecimal digits after \\u'],
    ['{"a":"\\u0000"}', '7: a text without U+0000'],
    ['{"a":"\\ud800"}', '7: two surrogates that belong together'],
    ['{"a":"\\ude00\\ud83d"}', '7: two surrogates that belong together'],
    ['{"a":"\u0000"}', '7: a text without control characters'],
    ['{"a":"\t"}', '7: a text without control characters'],
    ['{"a":01}', '7: a comma or }'],
    ['{"a":-}', '7: a digit'],
    ['{"a":1.}', '8: a digit'],
    ['{"a":.5}', '6: a value of JSON'],
    ['{"a":1e}', '8: a digit'],
    ['{"a":+1}', '6: a value of JSON'],
    ['{"a":1e400}', '6: a number below 1.8e308'],
    [`{"a":${'9'.repeat(400)}}`, '6: a number below 1.8e308'],
    ['{"a":NaN}', '6: a value of JSON'],
    ['{"a":Infinity}', '6: a value of JSON'],
    ['{"a":nul}', '6: a value of JSON'],
    ['{"a":1,"b":2,"a":3}', '14: each name once, "a" is there again'],
    ['{"x":{"a":1,"a":1}}', '13: each name once, "a" is there again'],
    ['{"\\u0061":1}', '3: a name without escapes and its closing quote'],
    ['{"a', '4: a name without escapes and its closing quote'],
    ['{"a":1}\u0000', '8: nothing after the object'],
    [`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, `${5 + deepest}: at most ${deepest} levels`],
    ['{"a":/* no */1}', '6: a value of JSON'],
  ])('refuses %j', (line, problem) => {
    expect(scanned(line)).toBe(problem)
  })

  it.each([
    '{}',
    '{"a":-0}',
    '{"a":1e-400}',
    '{"a":0.10e+2}',
    '{"a":"\\ud83d\\ude00é😀\\b\\f\\n\\r\\t\\/\\\\"}',
    '{"":[[],{},null]}',
  ])('takes %s', (line) => {
    expect(scanned(line)).toBeTypeOf('object')
  })

  it('takes as many levels and names as it says, and not one more', () => {
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    expect(scanned(nested(deepest))).toBeTypeOf('object')
    expect(scanned(nested(deepest + 1))).toContain('levels')
    const named = (names: number) => `{${Array.from({ length: names }, (_, n) => `"n${n}":0`).join()}}`
    expect(scanned(named(mostNames))).toBeTypeOf('object')
    expect(scanned(named(mostNames + 1))).toContain(`at most ${mostNames} names`)
    const everywhere = (level: number): string =>
      `{${Array.from({ length: mostNames - 1 }, (_, n) => `"n${n}":0`).join()},"next":${level < deepest ? everywhere(level + 1) : '0'}}`
    expect(scanned(everywhere(1))).toBeTypeOf('object')
  })

  it('agrees with JSON.parse on 10,000 mutated lines, and says why where it is stricter', () => {
    const line = Buffer.from(
      '{"resourceType":"Observation","id":"bp-1","meta":{"versionId":"1","lastUpdated":"2024-04-08T09:52:00.000-04:00","profile":["http://example.org/p"]},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}],"text":"Tension artérielle \\"assise\\" \\u00e9"},"component":[{"valueQuantity":{"value":-12.50e1,"unit":"mmHg"}},{"valueQuantity":{"value":88}}],"interpretation":[],"note":[{"text":"😀"}],"valueBoolean":true,"x":null}',
    )
    let state = 1
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    const outcomes = { taken: 0, refused: 0, stricter: 0 }
    const faults: string[] = []
    for (let trial = 0; trial < 10_000; trial++) {
      const mutated = mutatedLine(line, random)
      if (!isUtf8(mutated)) continue
      const found = scanned(mutated)
      const text = mutated.toString('utf8')
      let parsed: unknown
      try {
        parsed = JSON.parse(text)
      } catch {
        parsed = undefined
      }
      if (typeof found === 'string') {
        const isInside = Number(found.split(':')[0]) <= mutated.length + 1
        if (!isInside || (parsed !== undefined && !stricter.test(found))) faults.push(`${found} in ${text}`)
        outcomes[parsed === undefined ? 'refused' : 'stricter']++
        continue
      }
      const { resourceType, id, meta } = (parsed ?? {}) as {
        resourceType?: unknown
        id?: unknown
        meta?: unknown
      }
      const read = (value: unknown) => (typeof value === 'string' ? value : null)
      const updated = read((meta as { lastUpdated?: unknown } | null | undefined)?.lastUpdated)
      const unescaped = (value: string | null) =>
        value === null ? null : (JSON.parse(`"${value}"`) as string)
      const isSame =
        unescaped(found.resourceType) === read(resourceType) &&
        unescaped(found.id) === read(id) &&
        unescaped(found.lastUpdated) === updated
      if (typeof parsed !== 'object' || !isSame) faults.push(text)
      outcomes.taken++
    }
    expect(faults).toEqual([])
    expect(outcomes.taken).toBeGreaterThan(1000)
    expect(outcomes.refused).toBeGreaterThan(3000)
    expect(outcomes.stricter).toBeGreaterThan(20)
  })
})
