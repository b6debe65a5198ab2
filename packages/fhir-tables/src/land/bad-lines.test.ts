import { Buffer } from 'node:buffer'
import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { mutatedLine } from './mutated-line.ts'
import { readLines } from './read-lines.ts'
import { longestLine } from './split-lines.ts'
import { landLater, landedRows, rejectedLines, resourceLine, writeFiles } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'bad-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

let number = 0
let to = ''
let from = ''
beforeEach(() => {
  number++
  to = join(folder, `landed-${number}`)
  from = join(folder, `export-${number}`)
})

const time = '2026-01-01T00:00:00Z'
const good = (id: string) => resourceLine('Patient', id, time)
const patient = (rest: string) => `{"resourceType":"Patient","id":"x"${rest}}`
const keysOf = async () => (await landedRows(to)).map(([key]) => key.slice(0, key.indexOf('@')))

/** Lines that are left out, each alone, and why: a bug found adds one. */
const badLines: readonly (readonly [name: string, line: string | Buffer, reason: string])[] = [
  ['cut short', good('x').slice(0, -2), '80 expected a comma or }, the line ends'],
  ['no object', 'null', '1 expected one JSON object a line'],
  ['a list', `[${good('x')}]`, '1 expected one JSON object a line'],
  ['two in a line', good('x') + good('y'), '82 expected nothing after the object'],
  [
    'two bytes of NUL in a text',
    patient(',"active":"\u0000\u0000"'),
    '46 expected a text without control characters',
  ],
  ['NUL after the object', `${good('x')}\u0000`, '82 expected nothing after the object'],
  ['NUL alone', '\u0000\u0000\u0000', '1 expected one JSON object a line'],
  [
    'bytes that are not UTF-8',
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    '1 expected UTF-8, found other bytes',
  ],
  ['UTF-16', Buffer.from(good('x'), 'utf16le'), '2 expected a name in quotes'],
  ['an id twice', patient(',"id":"y"'), '36 expected each name once, "id" is there again'],
  [
    'a name twice inside',
    patient(',"name":[{"use":"usual","use":"old"}]'),
    '59 expected each name once, "use" is there again',
  ],
  [
    '10,000 levels',
    patient(`,"extension":${'[{"extension":'.repeat(5000)}`),
    '735 expected at most 100 levels',
  ],
  ['a number without end', patient(',"multipleBirthInteger":1e400'), '59 expected a number below 1.8e308'],
  ['a number that is none', patient(',"multipleBirthInteger":NaN'), '59 expected a value of JSON'],
  ['half a surrogate', patient(',"gender":"\\udc00"'), '46 expected two surrogates that belong together'],
  ['no type', '{"id":"x"}', '1 expected a resourceType'],
  ['a type that is no text', '{"resourceType":1,"id":"x"}', '1 expected a resourceType'],
  [
    'a type of R5',
    '{"resourceType":"Transport","id":"x"}',
    '18 expected a resource type of FHIR R4, found "Transport"',
  ],
  [
    'a data type',
    '{"resourceType":"HumanName","id":"x"}',
    '18 expected a resource type of FHIR R4, found "HumanName"',
  ],
  [
    'a type without instances',
    '{"resourceType":"DomainResource","id":"x"}',
    '18 expected a resource type of FHIR R4, found "DomainResource"',
  ],
  [
    'a type of JavaScript',
    '{"resourceType":"__proto__","id":"x"}',
    '18 expected a resource type of FHIR R4, found "__proto__"',
  ],
  ['no id', '{"resourceType":"Patient"}', '1 expected an id'],
  [
    'an id with a path',
    '{"resourceType":"Patient","id":"../x"}',
    '33 expected an id of 1 to 64 letters, digits, - and ., found "../x"',
  ],
  [
    'an empty id',
    '{"resourceType":"Patient","id":""}',
    '33 expected an id of 1 to 64 letters, digits, - and ., found ""',
  ],
  [
    'an id with a line end',
    '{"resourceType":"Patient","id":"x\\n"}',
    '33 expected an id of 1 to 64 letters, digits, - and ., found "x\\\\n"',
  ],
  ...[
    ['a lastUpdated that is no text', '{"lastUpdated":5}', '58 expected a text in meta.lastUpdated'],
    ['a lastUpdated of nothing', '{"lastUpdated":null}', '58 expected a text in meta.lastUpdated'],
    ['a meta that is a list', '[{"lastUpdated":"2026-01-01T00:00:00Z"}]', '43 expected an object in meta'],
  ].map(
    ([name, meta, problem]) =>
      [name!, `{"resourceType":"Patient","id":"x","meta":${meta}}`, problem!] as const,
  ),
  ...(
    [
      ['year 0000', '0000-01-01T00:00:00Z'],
      ['no time zone', '2026-01-01T00:00:00'],
      ['a day only', '2026-01-01'],
      ['30 February', '2026-02-30T00:00:00Z'],
      ['a year after 9999', '9999-12-31T23:59:59-02:00'],
    ] as const
  ).map(
    ([name, instant]) =>
      [
        name,
        resourceLine('Patient', 'x', instant),
        `59 expected an instant with its time zone, found "${instant}"`,
      ] as const,
  ),
  ...[
    'http://hl7.org/fhir/StructureDefinition/Patient|3.0.2',
    'http://hl7.org/fhir/5.0/StructureDefinition/Patient',
  ].map(
    (profile) =>
      [
        `the profile ${profile}`,
        patient(`,"meta":{"profile":["http://example.org/p","${profile}"]}`),
        `54 expected profiles of FHIR R4, found "${profile}"`,
      ] as const,
  ),
]

/** Lines that look bad and are not. */
const goodLines: readonly (readonly [name: string, rest: string])[] = [
  ['minus zero', ',"multipleBirthInteger":-0'],
  ['a leap second', ',"meta":{"lastUpdated":"2016-12-31T23:59:60Z"}'],
  ['the year 9999', ',"meta":{"lastUpdated":"9999-12-31T23:59:59Z"}'],
  ['dates that only a view can judge', ',"birthDate":"0000-00-00"'],
  ['a reference to nothing', ',"generalPractitioner":[{"reference":"Practitioner/nobody"}]'],
  ['a profile of R4', ',"meta":{"profile":["http://hl7.org/fhir/StructureDefinition/Patient|4.0.1"]}'],
  ['a profile of R4B', ',"meta":{"profile":["http://hl7.org/fhir/4.3/StructureDefinition/Patient"]}'],
  [
    'a profile of others',
    ',"meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|7.0.0"]}',
  ],
  ['a hundred-digit decimal', `,"multipleBirthInteger":0.${'1'.repeat(100)}`],
  ['a carriage return and a tab between', ',\r\t"active"\r:\r\ttrue'],
  ['apostrophes, percent signs and separators', `,"gender":"';--%s\u2028\u2029\\u0001"`],
]

describe('a landing', () => {
  it('leaves out each bad line alone, with file, line, column and reason, and lands the others', async () => {
    writeFiles(from, {
      'bad.ndjson': Buffer.concat(
        badLines.flatMap(([, line], index) => [
          Buffer.from(`${good(`g${index}`)}\n`),
          Buffer.from(line),
          Buffer.from('\n'),
        ]),
      ),
    })
    const { totals, snapshot } = await landLater(from, to)
    const rejected = rejectedLines(to, snapshot.rejects)
    expect(rejected).toEqual(badLines.map(([, , reason], index) => `bad.ndjson:${2 * index + 2}:${reason}`))
    expect(totals).toEqual({
      read: 2 * badLines.length,
      loaded: badLines.length,
      unchanged: 0,
      deleted: 0,
      rejected: badLines.length,
    })
    expect(await keysOf()).toEqual(
      badLines.map((_, index) => `Patient/g${index}`).toSorted((a, b) => (`${a}@` < `${b}@` ? -1 : 1)),
    )
    expect((await landLater(from, to)).totals).toMatchObject({ loaded: 0, unchanged: badLines.length })
  })

  it('takes what looks bad and is not', async () => {
    const lines = goodLines.map(([, rest], index) => `{"resourceType":"Patient","id":"g${index}"${rest}}`)
    writeFiles(from, { 'good.ndjson': Buffer.from(lines.join('\n')) })
    const { snapshot, totals } = await landLater(from, to)
    expect(rejectedLines(to, snapshot.rejects)).toEqual([])
    expect(totals.loaded).toBe(lines.length)
    const landed = (await landedRows(to)).map(([, resource]) => JSON.parse(resource) as unknown)
    expect(landed).toHaveLength(lines.length)
    for (const line of lines) expect(landed).toContainEqual(JSON.parse(line))
  })

  it('counts lines as an editor does: byte order mark, CRLF, blank lines, no line feed at the end', async () => {
    writeFiles(from, {
      'a.ndjson': Buffer.from(`\ufeff${good('a')}\r\n\r\n  \n\t\n${good('b')} \r\nbad\r\n${good('c')}`),
    })
    const { totals, snapshot } = await landLater(from, to)
    expect(totals).toMatchObject({ read: 4, loaded: 3, rejected: 1 })
    expect(rejectedLines(to, snapshot.rejects)).toEqual(['a.ndjson:6:1 expected one JSON object a line'])
    expect((await landedRows(to)).map(([, resource]) => resource)).toEqual([good('a'), good('b'), good('c')])
  })

  it('lands what is whole of a file that ends at any byte', async () => {
    const whole = (k: string) => `${good(`a${k}`)}\n${good(`b${k}`)}\n${good(`c${k}`)}\n`
    const length = whole('000').length
    const names = Array.from({ length: length + 1 }, (_, k) => String(k).padStart(3, '0'))
    writeFiles(
      from,
      Object.fromEntries(names.map((k) => [`${k}.ndjson`, Buffer.from(whole(k).slice(0, Number(k)))])),
    )
    const { totals, snapshot } = await landLater(from, to)
    const ends = [1, 2, 3].map((line) => (line * length) / 3)
    const wholeLines = names.map((k) => ends.filter((end) => Number(k) >= end - 1).length)
    const cut = names.filter((k) => !ends.some((end) => [end - 1, end].includes(Number(k))) && k !== '000')
    expect(totals.loaded).toBe(wholeLines.reduce((sum, lines) => sum + lines, 0))
    expect(rejectedLines(to, snapshot.rejects).map((text) => text.slice(0, 10))).toEqual(
      cut.map((k) => `${k}.ndjson`),
    )
    expect(totals.read).toBe(totals.loaded + totals.rejected)
  })

  it.each(['gz', 'zst'] as const)(
    'says of a .%s that ends at any byte, is damaged or is none, that it is not whole',
    async (ending) => {
      const packed = (ending === 'gz' ? gzipSync : zstdCompressSync)(`${good('a')}\n${good('b')}\n`)
      const cut = Array.from({ length: packed.length - 1 }, (_, k) => packed.subarray(0, k + 1))
      const damaged = Buffer.from(packed)
      damaged[Math.floor(packed.length / 2)]! ^= 0xff
      const canTell = ending === 'gz' ? [damaged] : []
      const files = [...cut, ...canTell, Buffer.from('not packed at all, though it says so\n')]
      const receiver = { line: () => undefined, tooLong: () => undefined }
      for (const bytes of files) {
        writeFiles(from, { [`x.ndjson.${ending}`]: bytes })
        const end = await readLines(join(from, `x.ndjson.${ending}`), receiver, async () => undefined)
        expect(end, `${bytes.length} bytes`).toMatch(/^a whole compressed file, found /)
      }
      await expect(landLater(from, to)).rejects.toThrow(
        `x.ndjson.${ending}, line 1: expected a whole compressed file`,
      )
    },
  )

  it('never holds a line of 200 MB, nor what a small file expands to without end', async () => {
    const before = process.memoryUsage.rss()
    const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024))
    const long = Array<Buffer>(13).fill(gzipSync(Buffer.alloc(16 * 1024 * 1024, 'x')))
    writeFiles(from, {
      'bomb.ndjson.gz': Buffer.concat([gzipSync(`${good('a')}\n`), ...Array<Buffer>(20).fill(zeros)]),
    })
    await expect(landLater(from, to)).rejects.toThrow(
      'bomb.ndjson.gz, line 2: expected a file that expands at most 200 times',
    )
    rmSync(from, { recursive: true })
    writeFiles(from, {
      'long.ndjson.gz': Buffer.concat([gzipSync(`${good('b')}\n`), ...long, gzipSync(`\n${good('c')}\n`)]),
    })
    const { totals, snapshot } = await landLater(from, to)
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024)
    expect(totals).toMatchObject({ read: 3, loaded: 2, rejected: 1 })
    expect(rejectedLines(to, snapshot.rejects)).toEqual([
      'long.ndjson.gz:2: expected at most 16777216 bytes in a line',
    ])
    expect(await keysOf()).toEqual(['Patient/b', 'Patient/c'])
  })

  it('lands lines as long as may be, and compares them when they are landed again', async () => {
    const ids = ['a', 'b']
    const lines = ids.map((id) => resourceLine('Binary', id, null, { data: 'x'.repeat(longestLine - 100) }))
    writeFiles(from, { 'long.ndjson.zst': zstdCompressSync(lines.join('\n')) })
    expect((await landLater(from, to)).totals).toMatchObject({ read: 2, loaded: 2 })
    utimesSync(join(from, 'long.ndjson.zst'), 1, 1)
    expect((await landLater(from, to)).totals).toMatchObject({ read: 2, loaded: 0, unchanged: 2 })
  })

  it('lands 10,000 mutated lines without a crash, each rejection located, and every landed one is JSON with its key', async () => {
    let state = 11
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      mutatedLine(
        Buffer.from(
          resourceLine('Observation', `o${index}`, time, {
            status: 'final',
            valueQuantity: { value: 1.5e1, unit: 'µmol' },
          }),
        ),
        random,
      ),
    )
    writeFiles(from, { 'mutated.ndjson': Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])) })
    const { totals, snapshot } = await landLater(from, to)
    expect(totals.read).toBe(lines.filter((line) => !/^[ \t\r]*$/.test(line.toString('latin1'))).length)
    expect(totals.read).toBe(totals.loaded + totals.unchanged + totals.rejected)
    expect(totals.rejected).toBeGreaterThan(5000)
    expect(totals.loaded).toBeGreaterThan(500)
    const isLocated = (text: string) => {
      const [, line = '0', column = ''] = /^mutated\.ndjson:(\d+):(\d+) expected /.exec(text) ?? []
      return Number(column) <= (lines[Number(line) - 1]?.length ?? -2) + 1
    }
    expect(rejectedLines(to, snapshot.rejects).filter((text) => !isLocated(text))).toEqual([])
    const hasItsKey = ([key, resource]: readonly [string, string]) => {
      const { resourceType, id } = JSON.parse(resource) as Readonly<Record<string, unknown>>
      return key.slice(0, key.indexOf('@')) === `${String(resourceType)}/${String(id)}`
    }
    expect((await landedRows(to)).filter((row) => !hasItsKey(row))).toEqual([])
  })
})
