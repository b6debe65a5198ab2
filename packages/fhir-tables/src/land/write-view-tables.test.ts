import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryLanded } from '../query/query-landed.ts'
import { readView } from '../read-view.ts'
import type { View } from '../view.ts'
import { landBulkData } from './land-bulk-data.ts'
import type { Snapshot } from './snapshot.ts'
import { landLater, resourceLine, writeFiles } from './test-landing.ts'
import { writeViewTables } from './write-view-tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'view-tables-'))
afterAll(() => rmSync(folder, { recursive: true }))
const from = join(folder, 'export')
const to = join(folder, 'landed')

const view = (name: string, resource: string, path: string) =>
  readView({
    name,
    resource,
    select: [
      {
        column: [
          { path: 'id', name: 'id' },
          { path, name: 'value' },
        ],
      },
    ],
  })
const patient = view('patient', 'Patient', 'gender')
const encounter = view('encounter', 'Encounter', 'status')

const land = (...views: readonly View[]) =>
  landBulkData({ from, to, now: new Date(Date.now() + 10_000), mostRejected: 0, views })

async function rowsOf(name: string) {
  const rows: unknown[] = []
  const query = {
    sql: `SELECT * FROM ${name} ORDER BY id`,
    parameters: {},
    views: [],
    limits: { rows: 9, seconds: 600 },
  }
  for await (const some of queryLanded(to, query)) rows.push(...some)
  return rows
}

it('keeps the rows of views in the same snapshot, and makes again what changed and nothing else', async () => {
  writeFiles(from, {
    'p.ndjson': [resourceLine('Patient', 'a', null, { gender: 'male' })],
    'e.ndjson': [resourceLine('Encounter', 'e', null, { status: 'planned' })],
  })
  const goal = view('goal', 'Goal', 'id')
  const first = (await land(patient, encounter, goal)).snapshot
  expect(Object.keys(first.tables)).toEqual(['patient', 'encounter', 'goal'])
  expect(await rowsOf('goal')).toEqual([])
  expect(await rowsOf('patient')).toEqual([{ id: 'a', value: 'male' }])
  expect((await land(patient, encounter, goal)).snapshot).toEqual(first)

  writeFiles(from, { 'q.ndjson': [resourceLine('Patient', 'b', null, { gender: 'female' })] })
  const second = (await land(patient, encounter)).snapshot
  expect(second.tables['encounter']).toEqual(first.tables['encounter'])
  expect(await rowsOf('patient')).toEqual([
    { id: 'a', value: 'male' },
    { id: 'b', value: 'female' },
  ])

  const third = (await land(view('patient', 'Patient', 'id'))).snapshot
  expect([third.id, Object.keys(third.tables), third.types]).toEqual(['000003', ['patient'], second.types])
  expect(await rowsOf('patient')).toEqual([
    { id: 'a', value: 'a' },
    { id: 'b', value: 'b' },
  ])
  await expect(rowsOf('encounter')).resolves.toMatchObject([
    { id: 'e', resource: expect.anything() as unknown },
  ])
})

it('lands all but the table of a view that fails on the data, and nothing for a view that cannot be run', async () => {
  const failing = view('name', 'Patient', 'name.family')
  const name = [{ family: 'A' }, { family: 'B' }]
  writeFiles(from, { 'r.ndjson': [resourceLine('Patient', 'c', null, { gender: 'other', name })] })
  const { snapshot, totals } = await land(failing, patient)
  expect(totals.loaded).toBe(1)
  expect(Object.keys(snapshot.tables)).toEqual(['patient'])
  expect(snapshot.failedViews).toEqual({
    name: expect.stringContaining('$.select[0].column[1].path: expected at most one value') as unknown,
  })
  await expect(rowsOf('name')).rejects.toThrow('name')
  expect((await land(failing, patient)).snapshot).toEqual(snapshot)
  const { failedViews, id } = (await land(patient)).snapshot
  expect([failedViews, Number(id)]).toEqual([undefined, Number(snapshot.id) + 1])
  writeFiles(from, { 's.ndjson': [resourceLine('Patient', 'd', null)] })
  await expect(land(patient, { ...patient, name: 'PATIENT' })).rejects.toThrow('found PATIENT again')
  await expect(land(view('x', 'Patient', 'nothing'))).rejects.toThrow('expected an element of Patient')
  expect((await land(patient)).totals.loaded).toBe(1)
})

describe('without its table', () => {
  const directory = join(folder, 'apart')
  const lines = { a: { multipleBirthInteger: 'two' }, b: { text: { div: 'x'.repeat(2 ** 20) } } }
  let types: Snapshot['types'] = {}
  beforeAll(async () => {
    for (const [id, elements] of Object.entries(lines)) {
      const files = writeFiles(join(folder, 'apart-export'), {
        [`${id}.ndjson`]: [resourceLine('Patient', id, null, elements)],
      })
      types = (await landLater(files, directory)).snapshot.types
    }
  })
  const write = (path: string, some = types, memory = '64MB') =>
    writeViewTables(directory, '000009', some, { views: [view('x', 'Patient', path)], before: {}, memory })

  it('says why in the same words whatever the files are called', async () => {
    expect(types['Patient']).toHaveLength(2)
    const { failedViews } = await write('multipleBirth.ofType(integer)')
    expect(failedViews).toEqual({ x: 'expected a number, found two' })
  })

  it('says that the memory is not enough', async () => {
    const { failedViews, tables } = await write('text.div', types, '4MB')
    expect([failedViews, tables]).toEqual([{ x: '--memory: expected enough for the view, found 4MB' }, {}])
  })

  it('says which part is damaged', async () => {
    mkdirSync(join(directory, 'parts', 'Patient'), { recursive: true })
    writeFileSync(join(directory, 'parts', 'Patient', 'cut.parquet'), 'PAR1 and no more')
    const { failedViews, tables } = await write('id', { Patient: [{ file: 'Patient/cut.parquet', rows: 1 }] })
    expect(tables).toEqual({})
    expect(failedViews['x']).toMatch(/^expected a whole Parquet file, found .*Patient\/cut\.parquet/)
  })

  it('is no landing where a file cannot be read or written', async () => {
    const lost = { Patient: [{ file: 'Patient/lost.parquet', rows: 1 }] }
    await expect(write('id', lost)).rejects.toThrow('IO Error')
    mkdirSync(join(directory, 'parts', 'tables', '000009-x.parquet'))
    await expect(write('id')).rejects.toThrow('expected a file that can be written, found a folder')
  })
})
