import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { findSource } from './find-source.ts'
import { planView } from './plan/plan-view.ts'
import { readView } from './read-view.ts'
import { viewRows, writeView } from './view-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'lines-of-type-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const column = [
  { name: 'id', path: 'id' },
  { name: 'family', path: 'name.family.first()' },
]
const plan = planView(readView({ resource: 'Patient', select: [{ column }] }))
const patient = (id: string, name: unknown = [{ family: 'Ng' }]) =>
  `${JSON.stringify({ resourceType: 'Patient', id, name })}\n`
const device = '{"resourceType":"Device","id":"d","name":"of another shape"}\r\n'

function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  return Object.entries(contents).map(([name, content]) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  })
}

async function idsIn(files: readonly string[]): Promise<string> {
  const ids: string[] = []
  for await (const rows of viewRows(engine, plan, findSource(files, 'Patient')))
    ids.push(...rows.map((row) => String(row['id'])))
  return ids.toSorted((a, b) => a.localeCompare(b)).join('')
}

const mark = '\uFEFF'

it('reads packed files whose names end in capitals, and a mark before the first line', async () => {
  const files = filesOf({
    'Patient.1.NDJSON': patient('a'),
    'Patient.2.ndjson.GZ': gzipSync(patient('b')),
    'Patient.3.ndjson.Zst': zstdCompressSync(patient('c')),
    'Patient.4.ndjson': mark + patient('d'),
    'Patient.5.ndjson.gz': gzipSync(`${mark}${patient('e')}\n${patient('f')}`),
    'Patient.6.ndjson.GZ': gzipSync(mark + patient('g')),
    'all.ndjson': `${mark}${device}${patient('h')}${device}`,
  })
  expect(await idsIn(files)).toBe('abcdefgh')
  const to = { file: join(folder, 'out.csv'), format: 'csv' } as const
  expect(await writeView(engine, plan, findSource(files, 'Patient'), to)).toBe(8)
  expect(readdirSync(engine.temporary)).toEqual([])
})

it('reads a file once however it is named', async () => {
  const [file = ''] = filesOf({ 'Patient.once.ndjson': patient('a') })
  expect(await idsIn([file, relative('.', file), `${folder}/./Patient.once.ndjson`])).toBe('a')
})

it('leaves what comes through a pipe to DuckDB', async () => {
  const pipe = join(folder, 'Patient.pipe.ndjson')
  execFileSync('mkfifo', [pipe])
  const [ids] = await Promise.all([idsIn([pipe]), writeFile(pipe, patient('a') + patient('b'))])
  expect(ids).toBe('ab')
})

it.each([
  ['Patient.bad.ndjson', `${patient('a')}bad\n`, /Patient\.bad\.ndjson: unexpected character/],
  ['all.bad.ndjson', `${device}${patient('a')}bad\n`, /all\.bad\.ndjson: unexpected character/],
])('tells without waiting what is wrong in the pipe %s', async (name, content, expected) => {
  const pipe = join(folder, name)
  execFileSync('mkfifo', [pipe])
  const said = idsIn([pipe]).catch((error: Error) => error.message)
  const [ids] = await Promise.all([said, writeFile(pipe, content)])
  expect(ids).toMatch(expected)
})

it.each([
  ['marked.ndjson', `${mark}${device}${patient('a')}\nbad\n`, 'line 4: expected JSON, found bad'],
  ['mixed.ndjson', `${patient('a')}{"resourceType":"Device"\n`, 'line 2: expected JSON, found {"res'],
  [
    'list.ndjson',
    `${device}${patient('a')}${patient('b', [{ family: ['x'] }])}`,
    'line 3: expected one value at $.name[*].family',
  ],
  ['cut.ndjson.GZ', gzipSync(patient('a')).subarray(0, 40), ': expected a whole compressed file'],
])('names what is wrong in %s', async (name, content, problem) => {
  await expect(idsIn(filesOf({ [name]: content }))).rejects.toThrow(problem)
  expect(readdirSync(engine.temporary)).toEqual([])
})
