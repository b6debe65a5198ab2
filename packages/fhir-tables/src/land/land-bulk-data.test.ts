import { Buffer } from 'node:buffer'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { LandingProgress } from './land-bulk-data.ts'
import { landBulkData } from './land-bulk-data.ts'
import { readSnapshot } from './snapshot.ts'
import { landLater, landedRows, rejectedLines, resourceLine, writeFiles } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'landing-'))
afterAll(() => rmSync(folder, { recursive: true }))

let number = 0
let to = ''
let from = ''
beforeEach(() => {
  number++
  /* DuckDB would take it for a pattern, which those of the tests before fit. */
  to = join(folder, `landed${'*'.repeat(number)}`)
  from = join(folder, `export-${number}`)
})

const at = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`
const utc = (day: number) => at(day).replace('Z', '.000000000Z')
const manifest = (content: object) => ({
  transactionTime: at(20),
  request: 'http://example.org/$export',
  ...content,
})
const deletions = (...references: readonly string[]) =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: references.map((url) => ({ request: { method: 'DELETE', url } })),
  })
const keys = async () => (await landedRows(to)).map(([key]) => key)

describe('landBulkData', () => {
  it('lands every resource as it was written, one data set a type', async () => {
    const lines = [
      resourceLine('Patient', 'a', at(1), {
        name: [{ family: 'Ünïcode 😀 "quoted"' }],
        multipleBirthInteger: 2,
      }),
      resourceLine('Observation', 'b', null, { valueQuantity: { value: 1.1 } }).replace('1.1', '1.10'),
    ]
    writeFiles(from, { 'mixed.ndjson': lines })
    const { totals, snapshot } = await landLater(from, to)
    expect(totals).toEqual({ read: 2, loaded: 2, unchanged: 0, deleted: 0, rejected: 0 })
    expect(snapshot.id).toBe('000001')
    expect(await landedRows(to)).toEqual([
      ['Observation/b@', lines[1]],
      [`Patient/a@${utc(1)}`, lines[0]],
    ])
  })

  it('reads plain, gzip and zstd, and a resource of any length', async () => {
    const long = (id: string) => resourceLine('Binary', id, at(1), { data: 'x'.repeat(3_000_000) })
    writeFiles(from, {
      'a.ndjson': [long('a')],
      'b.ndjson.gz': gzipSync(`${long('b')}\n${resourceLine('Patient', 'b', at(1))}`),
      'c.ndjson.zst': zstdCompressSync(`${long('c')}\n`),
      'notes.txt': ['not data'],
      'log.ndjson': ['{"a":"client\'s log"}'],
    })
    const told: LandingProgress[] = []
    const later = new Date(Date.now() + 10_000)
    await landBulkData({ from, to, now: later, mostRejected: 0, onProgress: (one) => told.push(one) })
    const bytes = 3 * (long('a').length + 1) + resourceLine('Patient', 'b', at(1)).length + 1
    expect(told.slice(-2)).toEqual([2, 3].map((files) => ({ files, ofFiles: 3, bytes })))
    expect(await landedRows(to)).toEqual([
      [`Binary/a@${utc(1)}`, long('a')],
      [`Binary/b@${utc(1)}`, long('b')],
      [`Binary/c@${utc(1)}`, long('c')],
      [`Patient/b@${utc(1)}`, resourceLine('Patient', 'b', at(1))],
    ])
  })

  it('takes the newest version of each resource, whatever the order, and counts the others as unchanged', async () => {
    const version = (id: string, day: number) =>
      resourceLine('Patient', id, at(day), { active: day % 2 === 0 })
    writeFiles(from, {
      '1.ndjson': [version('a', 3), version('b', 1), version('a', 1), version('c', 1)],
      '2.ndjson': [version('b', 2), version('a', 2)],
    })
    expect((await landLater(from, to)).totals).toMatchObject({ read: 6, loaded: 3, unchanged: 3 })
    expect(await landedRows(to)).toEqual([
      [`Patient/a@${utc(3)}`, version('a', 3)],
      [`Patient/b@${utc(2)}`, version('b', 2)],
      [`Patient/c@${utc(1)}`, version('c', 1)],
    ])
    writeFiles(from, { '2.ndjson': [version('c', 9), version('b', 1), version('d', 1)] })
    expect((await landLater(from, to)).totals).toEqual({
      read: 7,
      loaded: 2,
      unchanged: 5,
      deleted: 0,
      rejected: 0,
    })
    expect(await keys()).toEqual([
      `Patient/a@${utc(3)}`,
      `Patient/b@${utc(2)}`,
      `Patient/c@${utc(9)}`,
      `Patient/d@${utc(1)}`,
    ])
  })

  it('compares moments, not their spelling', async () => {
    writeFiles(from, {
      'a.ndjson': [
        resourceLine('Patient', 'a', '2026-01-01T10:00:00Z'),
        resourceLine('Patient', 'a', '2026-01-01T06:30:00.5-04:00'),
        resourceLine('Patient', 'a', '2026-01-01T14:00:00+05:30'),
      ],
    })
    await landLater(from, to)
    expect(await keys()).toEqual(['Patient/a@2026-01-01T10:30:00.500000000Z'])
  })

  it('keeps, of resources without lastUpdated, the one landed last, and never instead of one that has it', async () => {
    const plain = (id: string, active: boolean) => resourceLine('Patient', id, null, { active })
    writeFiles(from, {
      'a.ndjson': [plain('a', true), plain('b', true), resourceLine('Patient', 'c', at(1)), plain('c', true)],
    })
    expect((await landLater(from, to)).totals).toMatchObject({ loaded: 3, unchanged: 1 })
    writeFiles(from, {
      'a.ndjson': [plain('b', false), plain('a', true), plain('a', false), plain('a', true)],
    })
    expect((await landLater(from, to)).totals).toEqual({
      read: 4,
      loaded: 1,
      unchanged: 3,
      deleted: 0,
      rejected: 0,
    })
    expect(await landedRows(to)).toEqual([
      ['Patient/a@', plain('a', true)],
      ['Patient/b@', plain('b', false)],
      [`Patient/c@${utc(1)}`, resourceLine('Patient', 'c', at(1))],
    ])
  })

  it('changes nothing when the same is landed again, and reads no file that was not touched', async () => {
    writeFiles(from, {
      'a.ndjson': [resourceLine('Patient', 'a', at(1)), resourceLine('Patient', 'b', null)],
    })
    const first = await landLater(from, to)
    const again = await landLater(from, to)
    expect(again.totals).toEqual({ read: 2, loaded: 0, unchanged: 2, deleted: 0, rejected: 0 })
    expect(again.skipped).toBe(1)
    expect(again.snapshot).toEqual(first.snapshot)
    utimesSync(join(from, 'a.ndjson'), 1, 1)
    const touched = await landLater(from, to)
    expect(touched.totals).toEqual(again.totals)
    expect(touched.skipped).toBe(0)
    expect(touched.snapshot.types).toEqual(first.snapshot.types)
  })

  it('reads again a file that was written as it was landed, because its times could not tell', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    const now = () => landBulkData({ from, to, now: new Date(), mostRejected: 1 })
    await now()
    expect((await now()).skipped).toBe(0)
  })

  it('honours deletions of versions until then, takes what is newer, and remembers them', async () => {
    writeFiles(from, {
      'manifest.json': manifest({ output: [{ type: 'Patient', url: 'p.ndjson' }], deleted: [] }),
      'p.ndjson': [
        resourceLine('Patient', 'a', at(1)),
        resourceLine('Patient', 'b', at(2)),
        resourceLine('Patient', 'c', null),
      ],
    })
    await landLater(from, to)
    const second = writeFiles(join(folder, `second-${number}`), {
      'manifest.json': manifest({
        output: [{ type: 'Patient', url: 'p.ndjson' }],
        deleted: [{ type: 'Bundle', url: 'd.ndjson' }],
      }),
      'p.ndjson': [resourceLine('Patient', 'b', at(25))],
      'd.ndjson': [
        deletions('Patient/a', 'Patient/b', 'Patient/c'),
        deletions('Observation/never', 'http://example.org/fhir/Patient/a'),
      ],
    })
    expect((await landLater(second, to)).totals).toEqual({
      read: 6,
      loaded: 1,
      unchanged: 1,
      deleted: 4,
      rejected: 0,
    })
    expect(await keys()).toEqual([`Patient/b@${utc(25)}`])
    utimesSync(join(from, 'p.ndjson'), 1, 1)
    expect((await landLater(from, to)).totals).toMatchObject({ read: 3, loaded: 1, unchanged: 2 })
    expect(await keys()).toEqual([`Patient/b@${utc(25)}`, 'Patient/c@'])
    expect(readSnapshot(to)?.deletions?.rows).toBe(4)
    writeFiles(second, { 'p.ndjson': [resourceLine('Patient', 'd', at(1))] })
    expect((await landLater(second, to)).totals).toMatchObject({ read: 6, loaded: 1, deleted: 0 })
    expect(await keys()).toEqual([`Patient/b@${utc(25)}`, 'Patient/c@', `Patient/d@${utc(1)}`])
  })

  it('dates a deletion without a manifest by when its file was written, so that a copy deletes nothing new', async () => {
    const deleted = writeFiles(from, { 'deleted/d.ndjson': [deletions('Patient/a')] })
    const written = new Date(at(10))
    utimesSync(join(deleted, 'deleted/d.ndjson'), written, written)
    writeFiles(from, { 'p.ndjson': [resourceLine('Patient', 'a', at(1))] })
    expect((await landLater(from, to)).totals).toMatchObject({ deleted: 1, unchanged: 1 })
    expect(await keys()).toEqual([])
    const later = writeFiles(join(folder, `later-${number}`), {
      'p.ndjson': [resourceLine('Patient', 'a', at(15))],
    })
    await landLater(later, to)
    const copy = join(folder, `copy-${number}`)
    cpSync(from, copy, { recursive: true, preserveTimestamps: true })
    expect((await landLater(copy, to)).totals).toMatchObject({ deleted: 0, unchanged: 2 })
    expect(await keys()).toEqual([`Patient/a@${utc(15)}`])
  })

  it('takes the deletions of a bare folder from its folder deleted', async () => {
    writeFiles(from, {
      'p.ndjson': [resourceLine('Patient', 'a', at(1)), resourceLine('Patient', 'b', at(1))],
    })
    await landLater(from, to)
    writeFiles(from, {
      'deleted/d.ndjson': [
        deletions('Patient/a'),
        deletions('Patient'),
        '{"resourceType":"Patient","id":"x"}',
      ],
    })
    const { totals, snapshot } = await landLater(from, to)
    expect(totals).toEqual({ read: 5, loaded: 0, unchanged: 2, deleted: 1, rejected: 2 })
    expect(rejectedLines(to, snapshot.rejects)).toEqual([
      'deleted/d.ndjson:2:1 expected DELETE of a type and an id in entry[0].request',
      'deleted/d.ndjson:3:1 expected a Bundle of deletions',
    ])
    expect(await keys()).toEqual([`Patient/b@${utc(1)}`])
  })

  it('stops at a file that is cut short, and leaves what was there', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    const before = (await landLater(from, to)).snapshot
    const packed = gzipSync(`${resourceLine('Patient', 'b', at(1))}\n`.repeat(1000))
    writeFiles(from, { 'b.ndjson.gz': packed.subarray(0, packed.length - 9) })
    await expect(landLater(from, to)).rejects.toThrow(
      /b\.ndjson\.gz, line \d+: expected a whole compressed file, found/,
    )
    expect(readSnapshot(to)).toEqual(before)
    expect(readdirSync(join(to, 'parts', 'Patient'))).toHaveLength(1)
  })

  it('stops where a file holds fewer or more resources than its manifest counts', async () => {
    const lines = [resourceLine('Patient', 'a', at(1)), 'bad']
    const counting = (count: unknown) =>
      writeFiles(from, {
        'manifest.json': manifest({ output: [{ type: 'Patient', url: 'p.ndjson', count }] }),
        'p.ndjson': lines,
      })
    await expect(landLater(counting(3), to)).rejects.toThrow(
      `${join(from, 'p.ndjson')}: expected 3 resources as the manifest says, found 2`,
    )
    await expect(landLater(counting('2'), to)).rejects.toThrow(
      'output[0].count: expected a whole number, found "2"',
    )
    expect(readSnapshot(to)).toBeNull()
    expect((await landLater(counting(2), to)).totals).toMatchObject({ loaded: 1, rejected: 1 })
    await expect(landLater(counting(1), to)).rejects.toThrow('expected 1 resources')
  })

  it('removes a type of which nothing is left', async () => {
    writeFiles(from, { 'p.ndjson': [resourceLine('Patient', 'a', at(1))] })
    await landLater(from, to)
    writeFiles(from, { 'deleted/d.ndjson': [deletions('Patient/a')] })
    expect((await landLater(from, to)).snapshot.types).toEqual({})
  })

  it('stops at more rejected lines than may be, tells them, and leaves what was there', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    const before = (await landLater(from, to)).snapshot
    writeFiles(from, { 'b.ndjson': [resourceLine('Patient', 'b', at(1)), 'bad', 'worse'] })
    await expect(landLater(from, to, 0.4)).rejects.toThrow(
      `${from}: expected at most 40 % of lines to be rejected, found 2 of 4 lines, see ${to}/rejects/stopped.ndjson`,
    )
    expect(readSnapshot(to)).toEqual(before)
    expect(readdirSync(join(to, 'parts', 'Patient'))).toHaveLength(1)
    expect(rejectedLines(to, 'rejects/stopped.ndjson')).toEqual([
      'b.ndjson:2:1 expected one JSON object a line',
      'b.ndjson:3:1 expected one JSON object a line',
    ])
    expect((await landLater(from, to, 0.5)).totals).toMatchObject({
      read: 4,
      loaded: 1,
      unchanged: 1,
      rejected: 2,
    })
  })

  it('reads no file with rejected lines again that was not touched, and every reject file tells all of them', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1)), 'bad'], 'b.ndjson': ['worse'] })
    const first = await landLater(from, to)
    const told = ['a.ndjson:2:1', 'b.ndjson:1:1'].map((line) => `${line} expected one JSON object a line`)
    const again = await landLater(from, to)
    expect(again.totals).toEqual({ read: 3, loaded: 0, unchanged: 1, deleted: 0, rejected: 2 })
    expect([again.skipped, again.snapshot]).toEqual([2, first.snapshot])
    expect(rejectedLines(to, again.snapshot.rejects)).toEqual(told)
    await expect(landLater(from, to, 0.05)).rejects.toThrow(`see ${to}/rejects/stopped.ndjson`)
    expect(rejectedLines(to, 'rejects/stopped.ndjson')).toEqual(told)
    writeFiles(from, { '0.ndjson': ['new'], 'b.ndjson': [resourceLine('Patient', 'b', at(1))] })
    const third = await landLater(from, to)
    expect([third.skipped, third.snapshot.rejects]).toEqual([1, 'rejects/000002.ndjson'])
    const toldThen = ['0.ndjson:1:1 expected one JSON object a line', told[0]]
    expect(rejectedLines(to, third.snapshot.rejects)).toEqual(toldThen)
    rmSync(join(from, '0.ndjson'))
    const fourth = await landLater(from, to)
    expect([fourth.skipped, fourth.totals.rejected]).toEqual([2, 1])
    expect(rejectedLines(to, fourth.snapshot.rejects)).toEqual(told.slice(0, 1))
  })

  it('reads a file again whose rejected lines are told no more', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1)), 'bad'] })
    await landLater(from, to)
    const other = writeFiles(join(folder, `other-${number}`), { 'a.ndjson': ['{}'] })
    await landLater(other, to)
    const again = await landLater(from, to)
    expect([again.skipped, again.totals.rejected]).toEqual([0, 1])
    expect(rejectedLines(to, again.snapshot.rejects)).toEqual([
      'a.ndjson:2:1 expected one JSON object a line',
    ])
    expect(readdirSync(join(to, 'rejects'))).toEqual(['000002.ndjson', '000003.ndjson'])
    rmSync(join(to, again.snapshot.rejects!))
    expect((await landLater(from, to)).skipped).toBe(0)
  })

  it('lets one landing at a time work on a directory', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    const both = await Promise.allSettled([landLater(from, to), landLater(from, to)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find((one) => one.status === 'rejected')
    expect(String(refused?.reason)).toContain('expected a directory that no other landing is working on')
  })

  it('opens again what a landing left that was killed as it began, and tells what is no lock', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    for (const left of ['', 'cut']) {
      writeFiles(to, { 'landing.duckdb': Buffer.from(left), 'landing.duckdb.wal': Buffer.from(left) })
      await landLater(from, to)
    }
    expect(await keys()).toEqual([`Patient/a@${utc(1)}`])
    const block = join(folder, `block-${number}`)
    mkdirSync(join(block, 'landing.duckdb'), { recursive: true })
    await expect(landLater(from, block)).rejects.toThrow(`${block}: expected to work in it, found IO Error`)
  })

  it('cleans up what a killed landing left, and keeps what the last two snapshots name', async () => {
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    await landLater(from, to)
    writeFiles(from, { 'b.ndjson': [resourceLine('Patient', 'a', at(2))] })
    await landLater(from, to)
    const left = [
      'staging/Patient-0001',
      'parts/Patient/000003-0001.parquet',
      'snapshots/000003.json',
      'current.next',
      'rejects/000009.ndjson',
    ]
    writeFiles(to, Object.fromEntries(left.map((name) => [name, ['left']])))
    expect(readdirSync(join(to, 'parts', 'Patient'))).toHaveLength(3)
    writeFiles(from, { 'c.ndjson': [resourceLine('Patient', 'c', at(2))] })
    await landLater(from, to)
    expect(left.filter((name) => existsSync(join(to, name)))).toEqual([
      'parts/Patient/000003-0001.parquet',
      'snapshots/000003.json',
    ])
    expect(readdirSync(join(to, 'snapshots'))).toEqual(['000002.json', '000003.json'])
    expect(await keys()).toEqual([`Patient/a@${utc(2)}`, `Patient/c@${utc(2)}`])
  })

  it('has nothing to say of a directory where nothing landed, and says what is broken', async () => {
    expect(readSnapshot(folder)).toBeNull()
    writeFiles(from, { 'a.ndjson': [resourceLine('Patient', 'a', at(1))] })
    await landLater(from, to)
    writeFileSync(join(to, 'current'), '../../x')
    expect(() => readSnapshot(to)).toThrow('expected the number of a snapshot')
    writeFileSync(join(to, 'current'), '000009')
    expect(() => readSnapshot(to)).toThrow('expected a file that can be read, found ENOENT')
    writeFileSync(join(to, 'snapshots', '000009.json'), '{')
    expect(() => readSnapshot(to)).toThrow('000009.json: expected a snapshot of JSON')
    writeFileSync(join(to, 'snapshots', '000009.json'), '{"format":2}')
    expect(() => readSnapshot(to)).toThrow('expected format 1, found 2')
  })
})
