import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { groupsOf, mostSmallParts } from './join-small-parts.ts'
import { partPath } from './snapshot.ts'
import { landLater, landedRows, resourceLine, writeFiles } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'small-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('keeps few files however many small landings there are, and those of the snapshot before', async () => {
  const to = join(folder, 'landed[1]')
  symlinkSync(to, join(folder, 'landed1'))
  const from = join(folder, 'export')
  const time = (day: number) => `2026-01-01T00:00:${String(day).padStart(2, '0')}.000000000Z`
  const patient = (id: number, day: number) => resourceLine('Patient', `p${id}`, time(day))
  const days = 2 * mostSmallParts + 2
  let before: readonly string[] = []
  let most = 0
  for (let day = 0; day < days; day++) {
    const changed = day % 19 === 1 ? [patient(0, day)] : []
    writeFiles(from, { 'p.ndjson': [patient(day, day), ...changed] })
    const { snapshot, totals } = await landLater(from, to)
    expect(totals.loaded).toBe(1 + changed.length)
    expect(before.filter((file) => !existsSync(file))).toEqual([])
    const parts = snapshot.types['Patient']!
    before = parts.map((part) => partPath(to, part))
    most = Math.max(most, parts.length)
  }
  expect(most).toBe(mostSmallParts)
  const newest = Array.from({ length: days }, (_, id) => `Patient/p${id}@${time(id === 0 ? 20 : id)}`)
  expect((await landedRows(to)).map(([key]) => key)).toEqual(newest.toSorted())
})

const MB = 1024 * 1024

/** How many MB the parts of each group have. */
function groupedSizes(sizes: readonly number[], rows: number): readonly (readonly number[])[] {
  const bytes = new Map(sizes.map((size, index) => [{ file: `Patient/${index}.parquet`, rows }, size * MB]))
  return groupsOf([...bytes.keys()], bytes).map((group) => group.map((part) => bytes.get(part)! / MB))
}

const small = Array<number>(mostSmallParts + 1).fill(15)

it('joins small parts up to what may stand in one, and writes no part again that a landing called whole', () => {
  expect(groupedSizes([32, ...small, 128, 16], 10_000)).toEqual([
    [32],
    [128],
    [16],
    small.slice(0, 8),
    small.slice(0, 8),
    [15],
  ])
  const oneIsWhole = [...small.slice(1), 32]
  expect(groupedSizes(oneIsWhole, 10_000)).toEqual(oneIsWhole.map((size) => [size]))
})

it('keeps parts of long lines as small as the memory of a reader asks', () => {
  expect(groupedSizes(small, 100).map((group) => group.length)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 1])
})
