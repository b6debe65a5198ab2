import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { findSource } from './find-source.ts'
import { planView } from './plan/plan-view.ts'
import { readView } from './read-view.ts'
import type { Row } from './stream-rows.ts'
import { type OutputFormat, viewRows, writeView } from './view-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'view-rows-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

const here = (text: string) => text.replaceAll(`${folder}/`, '')

/** The plan of a view of patients with these paths in its columns. */
const planOf = (paths: Readonly<Record<string, string>>, more: object = {}) =>
  planView(
    readView({
      resource: 'Patient',
      select: [
        {
          column: Object.entries(paths).map(([name, path]) => ({ name, path, collection: name === 'given' })),
        },
      ],
      ...more,
    }),
  )

/** The rows, and what ended them. */
async function found(plan: ReturnType<typeof planOf>, path: string) {
  const rows: Row[] = []
  try {
    for await (const some of viewRows(engine, plan, findSource([path], 'Patient'))) rows.push(...some)
  } catch (error) {
    return { rows, problem: here((error as Error).message) }
  }
  return { rows, problem: null }
}

const patients = [
  { resourceType: 'Patient', id: 'a', active: true, name: [{ family: 'Ng', given: ['Ada', 'Éve'] }] },
  { resourceType: 'Patient', id: 'b', name: [{ family: "O'Neil, Jr" }] },
]
const lines = (resources: readonly object[]) => resources.map((one) => `${JSON.stringify(one)}\n`).join('')
const named = planOf({ id: 'id', family: 'name.family.first()', given: 'name.given' })
const rows = [
  { id: 'a', family: 'Ng', given: ['Ada', 'Éve'] },
  { id: 'b', family: "O'Neil, Jr", given: [] },
]

describe('viewRows', () => {
  it.each([
    ['a folder', () => join(file('plain/Patient.ndjson', lines(patients)), '..')],
    ['a pattern', () => join(file('plain/Patient.ndjson', lines(patients)), '..', 'Pat*.ndjson')],
    ['gzip', () => file('gz/Patient.0001.ndjson.gz', gzipSync(lines(patients)))],
    ['zstd', () => file('zst/Patient.ndjson.zst', zstdCompressSync(lines(patients)))],
    [
      'a file with other types',
      () => file('all.ndjson', lines([{ resourceType: 'Device', name: 'x' }, ...patients])),
    ],
    [
      'a file whose name would be a pattern, and no other that it fits',
      () => {
        file('stars/Patient2.ndjson', lines(patients))
        return file('stars/Patient*.ndjson', lines(patients))
      },
    ],
    [
      'lines that end in CRLF and empty ones',
      () => file('crlf/Patient.ndjson', lines(patients).replaceAll('\n', '\r\n\r\n')),
    ],
  ])('reads %s', async (_what, path) => {
    expect(await found(named, path())).toEqual({ rows, problem: null })
  })

  it.each([
    ['cut off', '{"resourceType":"Patient","id":', 'expected JSON, found {"resourceType":"Patient","id":'],
    ['no object', '[1]', 'expected object, found [1]'],
    [
      'a name that is no list',
      '{"resourceType":"Patient","name":{"family":"x"}}',
      'expected array, found {"family":"x"}',
    ],
    [
      'a surrogate alone',
      String.raw`{"resourceType":"Patient","id":"\ud800"}`,
      'expected two surrogates that belong together, found surrogate',
    ],
    [
      'a key twice',
      '{"resourceType":"Patient","id":"a","id":"b"}',
      'Object {"resourceType":"Patient","id":"a","id":"b"} has duplicate key "id"',
    ],
  ])('names the line of data that is %s', async (_what, line, problem) => {
    const bad = file('badline/Patient.ndjson', `${lines(patients)}\n${line}\n${lines(patients)}`)
    expect((await found(named, bad)).problem).toBe(`badline/Patient.ndjson, line 4: ${problem}`)
  })

  it.each([
    ['{"resourceType":"Patient","id":"o","name":{"family":"x"}}', 'a list at $.name, found {"family":"x"}'],
    ['{"resourceType":"Patient","id":"o","name":"x"}', 'a list at $.name, found "x"'],
    ['{"resourceType":"Patient","id":"o","maritalStatus":[{}]}', 'an object at $.maritalStatus, found [{}]'],
    ['{"resourceType":"Patient","id":"o","gender":["male"]}', 'one value at $.gender, found ["male"]'],
    [
      '{"resourceType":"Patient","id":"o","name":[{"family":["x"]}]}',
      'one value at $.name[*].family, found ["x"]',
    ],
    ['{"resourceType":"Patient","id":"o","name":[{"family":"a"},"x"]}', 'an object at $.name[*], found "x"'],
  ])('names the line of another shape among resources of any type: %s', async (line, problem) => {
    const plan = planOf({ c0: 'name.family', c1: 'maritalStatus.text', c2: 'gender' })
    const other = '{"resourceType":"Device","name":{"family":1},"gender":[1],"maritalStatus":[]}'
    const good = '{"resourceType":"Patient","name":null,"maritalStatus":{"text":"m"}}'
    expect(await found(plan, file('shapes.ndjson', [other, good, line].join('\n')))).toEqual({
      rows: [],
      problem: `shapes.ndjson, line 3: expected ${problem} in the resource o`,
    })
    expect((await found(plan, file('shapes.ndjson', [other, good].join('\n')))).rows).toEqual([
      { c0: null, c1: 'm', c2: null },
    ])
  })

  it('names the line whatever stands before it, and in gzip', async () => {
    const before = `${lines(patients)}${'\n'.repeat(300)}`
    const dated = planOf({ id: 'id' }, { where: [{ path: 'birthDate > @1950-01-01' }] })
    const problemOf = async (name: string, plan: typeof dated, content: string | Buffer) =>
      (await found(plan, file(name, content))).problem
    const unknown = '{"resourceType":"Patient","birthDate":"unknown"}\n'
    expect(await problemOf('far/Patient.ndjson', named, `${before.repeat(2)}[1]\n`)).toBe(
      'far/Patient.ndjson, line 605: expected object, found [1]',
    )
    expect(await problemOf('date/Patient.ndjson', dated, `${before}${unknown}${before}`)).toMatch(
      /^date\/Patient\.ndjson, line 303: .*unknown/,
    )
    expect(await problemOf('date/Patient.ndjson.gz', dated, gzipSync(`${before}${unknown}`))).toMatch(
      /^date\/Patient\.ndjson\.gz, line 303: .*unknown/,
    )
    const long = `{"resourceType":"Patient","id":"${'x'.repeat(33 * 2 ** 20)}"}\n`
    expect(await problemOf('long-line/Patient.ndjson', named, `${before}${long}`)).toBe(
      'long-line/Patient.ndjson, line 303: expected at most 16777216 bytes in a line',
    )
    const cut = gzipSync(lines(patients).repeat(1000))
    expect(await problemOf('cut/Patient.ndjson.gz', named, cut.subarray(0, cut.length - 20))).toMatch(
      /^cut\/Patient\.ndjson\.gz, line \d+: expected a whole compressed file, found/,
    )
  })

  it.each([
    ['is cut off after a line', (packed: Buffer) => packed.subarray(0, packed.length - 8)],
    [
      'has another checksum',
      (packed: Buffer) => packed.map((byte, at) => (at === packed.length - 6 ? byte ^ 1 : byte)),
    ],
  ])('names the packed file that %s, and leaves none', async (_what, broken) => {
    const packed = broken(gzipSync(lines(patients)))
    const from = file('Conversion/Patient.ndjson.gz', Buffer.from(packed))
    const out = join(folder, 'Conversion', 'out.csv')
    const problem = /^Conversion\/Patient\.ndjson\.gz: expected a whole compressed file, found Z_\w+$/
    expect(await found(named, from)).toEqual({ rows, problem: expect.stringMatching(problem) as unknown })
    await expect(
      writeView(engine, named, findSource([from], 'Patient'), { file: out, format: 'csv' }),
    ).rejects.toThrow('expected a whole compressed file')
    expect(readdirSync(join(folder, 'Conversion'))).toEqual(['Patient.ndjson.gz'])
  })
})

describe('writeView', () => {
  it('writes CSV, NDJSON and Parquet, whole or not at all', async () => {
    const source = findSource([file('formats/Patient.ndjson', lines(patients))], 'Patient')
    const written = async (name: string, format: OutputFormat) => {
      const out = file(`written/${name}`, 'before')
      expect(await writeView(engine, named, source, { file: out, format })).toBe(2)
      return out
    }
    const csv = readFileSync(await written('out.csv', 'csv'), 'utf8')
    expect(csv).toBe('id,family,given\na,Ng,"[""Ada"",""Éve""]"\nb,"O\'Neil, Jr",[]\n')
    const ndjson = readFileSync(await written('out.ndjson', 'ndjson'), 'utf8')
      .trim()
      .split('\n')
    expect(ndjson.map((line) => JSON.parse(line) as unknown)).toEqual(rows)
    const parquet = await written('out.parquet', 'parquet')
    const reader = await engine.connection.runAndReadAll(`FROM '${parquet}'`)
    expect(reader.getRowObjectsJson()).toEqual(rows)
    const bad = findSource([file('bad/Patient.ndjson', `${lines(patients)}{`)], 'Patient')
    const to = { file: join(folder, 'written', 'bad.csv'), format: 'csv' } as const
    await expect(writeView(engine, named, bad, to)).rejects.toThrow('line 3')
    expect(readdirSync(join(folder, 'written')).toSorted()).toEqual(['out.csv', 'out.ndjson', 'out.parquet'])
  })

  it('says what of a value does not fit the SQL type of its column', async () => {
    const born = file('born/Patient.ndjson', lines([{ resourceType: 'Patient', id: 'a', birthDate: '1980' }]))
    const plan = planView(
      readView({
        resource: 'Patient',
        select: [
          { column: [{ name: 'born', path: 'birthDate', tag: [{ name: 'ansi/type', value: 'DATE' }] }] },
        ],
      }),
    )
    expect(await found(plan, born)).toEqual({
      rows: [],
      problem: 'born/Patient.ndjson, line 1: expected a date or a time, found 1980',
    })
  })

  it('refuses a folder before it runs', async () => {
    const source = findSource([file('plain/Patient.ndjson', lines(patients))], 'Patient')
    const out = join(folder, 'folder.csv')
    mkdirSync(out)
    await expect(writeView(engine, named, source, { file: out, format: 'csv' })).rejects.toThrow(
      `${out}: expected a file that can be written, found a folder`,
    )
  })

  it('names what cannot be written or read', async () => {
    const source = findSource([file('formats/Patient.ndjson', lines(patients))], 'Patient')
    const to = { file: join(folder, 'none', 'x.csv'), format: 'csv' } as const
    await expect(writeView(engine, named, source, to)).rejects.toThrow(
      'none/x.csv: expected a file that can be written, found ENOENT',
    )
    const parquet = file('other/Patient.parquet', '')
    await engine.connection.run(`COPY (SELECT 1 AS a) TO '${parquet}'`)
    expect((await found(named, parquet)).problem).toMatch(/^other\/Patient\.parquet: .*"resource"/)
    const nothing = viewRows(engine, named, { kind: 'parquet', files: [], mixed: false })
    expect(await nothing.next()).toEqual({ value: undefined, done: true })
  })

  it('writes nothing into CSV that a spreadsheet would run', async () => {
    const formulas = ['=cmd|x', ' +1', '-1', '@x', '\t=1', 'plain-1', '1'].map((family) => ({
      resourceType: 'Patient',
      name: [{ family }],
      multipleBirthInteger: -1,
    }))
    const plan = planOf({ family: 'name.family.first()', n: 'multipleBirth.ofType(integer)' })
    const out = join(folder, 'formulas.csv')
    const source = findSource([file('formulas/Patient.ndjson', lines(formulas))], 'Patient')
    expect(await writeView(engine, plan, source, { file: out, format: 'csv' })).toBe(7)
    expect(readFileSync(out, 'utf8')).toBe(
      "family,n\n'=cmd|x,-1\n' +1,-1\n'-1,-1\n'@x,-1\n'\t=1,-1\nplain-1,-1\n1,-1\n",
    )
  })
})
