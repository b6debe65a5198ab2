import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tableauSolver } from '../linear-program/tableau-solver.ts'
import { release } from './release-log.ts'
import type { ReleaseLog } from './release-log.ts'
import type { CountCube } from './table-cells.ts'

type Frozen = CountCube & { readonly fingerprint: string }

const frozen = (counts: readonly number[]): Frozen => ({
  fingerprint: 'one',
  dimensions: [
    { name: 'site', categories: ['a', 'b'] },
    { name: 'role', categories: ['x', 'y'] },
    { name: 'age', categories: ['old', 'young'] },
  ],
  counts,
})
const nothing: ReleaseLog = { fingerprint: 'one', releases: [] }

function released(cube: Frozen, by: readonly string[], log: ReleaseLog, minimum = 3) {
  const result = release(cube, by, log, tableauSolver, minimum)
  if (result.kind === 'refused') throw new Error(result.reason)
  return result
}

/** Every cube of counts up to `most` that agrees with all that has left. */
function possible(cube: Frozen, log: ReleaseLog, most: number): number[][] {
  const size = cube.counts.length
  const sums = log.releases.flatMap(({ by, published }) =>
    published.map(({ labels, count }) => ({
      count,
      parts: [...cube.counts.keys()].filter((part) =>
        cube.dimensions.every(({ name, categories }, d) => {
          const label = labels[by.indexOf(name)] ?? null
          return label === null || categories[Math.floor(part / 2 ** (2 - d)) % 2] === label
        }),
      ),
    })),
  )
  const found: number[][] = []
  const counts = Array.from({ length: size }, () => 0)
  const fill = (place: number): void => {
    if (place === size) return void found.push([...counts])
    for (let count = 0; count <= most; count++) {
      counts[place] = count
      const agrees = sums.every(({ parts, count: total }) => {
        const now = parts.reduce((sum, part) => sum + (part <= place ? counts[part]! : 0), 0)
        return parts.at(-1)! <= place ? now === total : now <= total
      })
      if (agrees) fill(place + 1)
    }
    counts[place] = 0
  }
  fill(0)
  return found
}

describe('release', () => {
  it('hides in a second table what the first would give away by subtraction', () => {
    // by site and role nobody is few; by site alone, then by site and age, the young of b are
    const cube = frozen([20, 9, 8, 7, 30, 4, 25, 2])
    const first = released(cube, ['site', 'age'], nothing, 8)
    expect(first.table.cells.every(({ status }) => status !== 'published')).toBe(false)
    const alone = released(cube, ['role', 'age'], nothing, 8)
    const after = released(cube, ['role', 'age'], first.log, 8)
    const count = (table: typeof alone.table) =>
      table.cells.filter(({ status }) => status === 'published').length
    expect(count(after.table)).toBeLessThanOrEqual(count(alone.table))
    expect(after.table.audit).toEqual({ recomputable: 0, small: 0 })
  })

  it('lets an attacker who tries every cube against all releases tell of no hidden small count that it is small', () => {
    const order = fc.shuffledSubarray(
      [['site', 'role'], ['role', 'age'], ['site'], ['site', 'age'], ['age']],
      { minLength: 2, maxLength: 3 },
    )
    const counts = fc.array(fc.oneof(fc.nat(1), fc.nat(3)), { minLength: 8, maxLength: 8 })
    let small = 0
    fc.assert(
      fc.property(counts, order, (list, tables) => {
        const cube = frozen(list)
        let log = nothing
        const hidden = new Map<string, { parts: readonly number[]; count: number }>()
        for (const by of tables) {
          const result = released(cube, by, log, 2)
          log = result.log
          for (const cell of result.table.cells) {
            if (cell.status === 'primary' && cell.count < 2) hidden.set(cell.labels.join(), cell)
          }
          expect(result.table.audit).toEqual({ recomputable: 0, small: 0 })
        }
        const cubes = possible(cube, log, 6)
        for (const { parts } of hidden.values()) {
          small++
          const values = cubes.map((one) => parts.reduce((sum, part) => sum + one[part]!, 0))
          expect(values.some((value) => value >= 2)).toBe(true)
        }
      }),
      { seed: 15, numRuns: 25 },
    )
    expect(small).toBeGreaterThan(50)
  })

  it('gives the same table again, and once published always published', () => {
    const cube = frozen([20, 9, 8, 7, 30, 4, 25, 2])
    const first = released(cube, ['age', 'site'], nothing, 8)
    const again = released(cube, ['age', 'site'], first.log, 8)
    expect(again.table.cells.map(({ status }) => status === 'published')).toEqual(
      first.table.cells.map(({ status }) => status === 'published'),
    )
    expect(again.log.releases[1]).toEqual(again.log.releases[0])
    expect(first.log.releases[0]!.published.find(({ labels }) => labels.join() === ',a')).toEqual({
      labels: [null, 'a'],
      count: 44,
    })
  })

  it('refuses counts that are not those of the log', () => {
    const cube = frozen([20, 9, 8, 7, 30, 4, 25, 2])
    const refused = { kind: 'refused', reason: 'other-counts' }
    const { log } = released(cube, ['site'], nothing)
    expect(release({ ...cube, fingerprint: 'two' }, ['role'], log, tableauSolver)).toEqual(refused)
    expect(release(frozen([20, 9, 8, 7, 30, 4, 25, 3]), ['role'], log, tableauSolver)).toEqual(refused)
  })
})
