import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { hideCells, primaryCells } from './hide-cells.ts'
import type { CellStatus } from './hide-cells.ts'
import oracle from './hide-cells.oracle.json' with { type: 'json' }
import { tableCells } from './table-cells.ts'
import type { CountCube, TableCell } from './table-cells.ts'
import { areParallel, cleared, pivotOf } from './whole-vectors.ts'

function twoWay(counts: readonly (readonly number[])[]): CountCube {
  const names = (size: number, letter: string) => Array.from({ length: size }, (_, i) => `${letter}${i}`)
  return {
    dimensions: [
      { name: 'row', categories: names(counts.length, 'r') },
      { name: 'column', categories: names(counts[0]!.length, 'c') },
    ],
    counts: counts.flat(),
  }
}

const at = (cells: readonly TableCell[], ...labels: readonly (string | null)[]) =>
  cells.findIndex((cell) => cell.labels.join() === labels.join())

const places = (statuses: readonly CellStatus[], status: CellStatus) =>
  [...statuses.keys()].filter((place) => statuses[place] === status)

type Row = readonly number[]

/** What of a vector is no sum of multiples of the rows: zero throughout where it is one. Whole numbers, checked. */
function remainder(vector: Row, rows: readonly { readonly lead: number; readonly row: Row }[]): Row {
  return rows.reduce((left, { lead, row }) => {
    const times = left[lead]!
    if (times === 0) return left
    const next = left.map((value, place) => row[lead]! * value - times * row[place]!)
    if (!next.every(Number.isSafeInteger)) throw new RangeError('not exact')
    const shared = next.reduce(greatestDivisor, 0)
    return shared > 1 ? next.map((value) => value / shared) : next
  }, vector)
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? Math.abs(one) : greatestDivisor(other, one % other)
}

/** Rows that span what the vectors span, each zero where an earlier one leads. */
function echelon(vectors: readonly Row[]) {
  const rows: { lead: number; row: Row }[] = []
  for (const vector of vectors) {
    const row = remainder(vector, rows)
    const lead = row.findIndex((value) => value !== 0)
    if (lead >= 0) rows.push({ lead, row })
  }
  return rows
}

function vectorOf({ parts }: TableCell, size: number): number[] {
  const vector = Array.from({ length: size }, () => 0)
  for (const part of parts) vector[part] = 1
  return vector
}

/** Places of hidden cells that are sums of multiples of published ones. */
function givenAway(cells: readonly TableCell[], statuses: readonly CellStatus[], size: number): number[] {
  const known = echelon(places(statuses, 'published').map((place) => vectorOf(cells[place]!, size)))
  return [...cells.keys()].filter(
    (place) =>
      statuses[place] !== 'published' &&
      remainder(vectorOf(cells[place]!, size), known).every((value) => value === 0),
  )
}

const cubes = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 3 }),
      groups: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .chain((shapes) => {
    const size = shapes.reduce((product, shape) => product * shape.size, 1)
    const dimensions = shapes.map((shape, d) => {
      const categories = Array.from({ length: shape.size }, (_, i) => `${d}-${i}`)
      const groups = shape.groups
        .map((mask, g) => ({
          name: `${d}-group-${g}`,
          categories: categories.filter((_, i) => (mask >> i) % 2 === 1),
        }))
        .filter((group) => group.categories.length > 0)
      return { name: String(d), categories, groups }
    })
    return fc
      .array(fc.oneof(fc.nat(6), fc.nat(40)), { minLength: size, maxLength: size })
      .map((counts): CountCube => ({ dimensions, counts }))
  })

describe('tableCells', () => {
  const cube: CountCube = {
    dimensions: [
      { name: 'site', categories: ['a', 'b', 'c'], groups: [{ name: 'north', categories: ['c', 'a'] }] },
      { name: 'role', categories: ['x', 'y'] },
    ],
    counts: [1, 2, 3, 4, 5, 6],
  }

  it('counts every combination of categories, groups and totals', () => {
    const cells = tableCells(cube)
    expect(cells).toHaveLength(15)
    expect(cells[at(cells, 'b', 'y')]).toEqual({ labels: ['b', 'y'], count: 4, parts: [3] })
    expect(cells[at(cells, 'north', 'x')]).toEqual({ labels: ['north', 'x'], count: 6, parts: [0, 4] })
    expect(cells[at(cells, 'north', null)]).toMatchObject({ count: 14 })
    expect(cells[at(cells, null, null)]).toMatchObject({ count: 21, parts: [0, 1, 2, 3, 4, 5] })
  })

  it('sums over the dimensions that a table does not have', () => {
    const cells = tableCells(cube, ['role'])
    expect(cells.map(({ labels, count }) => [...labels, count])).toEqual([
      [null, 'x', 9],
      [null, 'y', 12],
      [null, null, 21],
    ])
  })

  it.each<[string, Partial<CountCube>, string]>([
    ['no dimension', { dimensions: [] }, 'dimensions must be at least one'],
    ['a dimension twice', { dimensions: [cube.dimensions[1]!, cube.dimensions[1]!] }, 'each once'],
    ['no category', { dimensions: [{ name: 'a', categories: [] }] }, 'categories of a must be at least one'],
    [
      'a category twice',
      { dimensions: [{ name: 'a', categories: ['x', 'x'] }] },
      'labels of a must be each once, received x twice',
    ],
    ['too few counts', { counts: [1, 2] }, 'one per combination (6)'],
    ['half a person', { counts: [0.5, 2, 3, 4, 5, 6] }, 'count must be a whole number ≥ 0'],
    [
      'a group of strangers',
      { dimensions: [{ name: 'a', categories: ['x'], groups: [{ name: 'g', categories: ['y'] }] }] },
      'categories of g must be one or more categories of a, received y',
    ],
    [
      'a group of nobody',
      { dimensions: [{ name: 'a', categories: ['x'], groups: [{ name: 'g', categories: [] }] }] },
      'received none',
    ],
    [
      'a group that is called like a category',
      { dimensions: [{ name: 'a', categories: ['x'], groups: [{ name: 'x', categories: ['x'] }] }] },
      'received x twice',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => tableCells({ ...cube, ...change })).toThrow(InvalidInput)
    expect(() => tableCells({ ...cube, ...change })).toThrow(message)
  })

  it('refuses a table by something else, or by the same twice', () => {
    expect(() => tableCells(cube, ['size'])).toThrow('dimensions of the cube (site, role)')
    expect(() => tableCells(cube, ['role', 'role'])).toThrow(InvalidInput)
  })
})

describe('primaryCells', () => {
  it('are those below the minimum, zeros too, and those that are all of a margin', () => {
    const cells = tableCells(
      twoWay([
        [12, 0],
        [9, 4],
        [5, 8],
      ]),
    )
    const rules = primaryCells(cells)
    expect(rules.get(at(cells, 'r0', 'c0'))).toBe('homogeneity')
    expect(rules.get(at(cells, 'r0', 'c1'))).toBe('count')
    expect(rules.get(at(cells, 'r1', 'c1'))).toBe('count')
    expect(rules.size).toBe(3)
  })

  it('are not made of a table of one column, whose margin says nothing more', () => {
    expect(primaryCells(tableCells(twoWay([[12], [9]]))).size).toBe(0)
  })

  it('refuse a minimum that is none', () => {
    expect(() => primaryCells([], 0)).toThrow('minimum must be a whole number ≥ 1, received 0')
    expect(() => primaryCells([], 2.5)).toThrow(InvalidInput)
  })
})

describe('hideCells', () => {
  it.each(oracle.cases)(
    'hides what GaussSuppression hides on $name',
    ({ rows, columns, counts, minimum, primary, hidden }) => {
      const cube: CountCube = {
        dimensions: [
          { name: 'row', categories: rows },
          { name: 'column', categories: columns },
        ],
        counts: counts.flat(),
      }
      const cells = tableCells(cube)
      const rules = primaryCells(cells, minimum)
      const labels = (list: readonly number[]) =>
        list.map((place) => cells[place]!.labels.join('/')).toSorted()
      expect(labels([...rules.keys()])).toEqual(primary.toSorted())
      const statuses = hideCells(cells, new Set(rules.keys()))
      const all = [...places(statuses, 'primary'), ...places(statuses, 'secondary')]
      expect(labels(all)).toEqual(hidden.toSorted())
    },
  )

  it('lets no hidden cell be worked out by adding and subtracting, on tables with groups and three dimensions', () => {
    let small = 0
    fc.assert(
      fc.property(cubes, fc.integer({ min: 1, max: 6 }), (cube, minimum) => {
        const cells = tableCells(cube)
        const primary = primaryCells(cells, minimum)
        small += primary.size
        const statuses = hideCells(cells, new Set(primary.keys()))
        expect(givenAway(cells, statuses, cube.counts.length)).toEqual([])
        for (const [place, status] of statuses.entries())
          expect(status === 'primary').toBe(primary.has(place))
      }),
      { seed: 3, numRuns: 80 },
    )
    expect(small).toBeGreaterThan(200)
  })

  it('hides no cell that could be published as well', () => {
    fc.assert(
      fc.property(cubes, (cube) => {
        const cells = tableCells(cube)
        const statuses = hideCells(cells, new Set(primaryCells(cells).keys()))
        for (const place of places(statuses, 'secondary')) {
          const with1 = statuses.map((status, other) => (other === place ? 'published' : status))
          expect(givenAway(cells, with1, cube.counts.length).length).toBeGreaterThan(0)
        }
      }),
      { seed: 4, numRuns: 30 },
    )
  })

  it('counts as published what readers know already, and says nothing of a cell that is given away by that', () => {
    const cells = tableCells(
      twoWay([
        [3, 20],
        [30, 40],
      ]),
    )
    const small = at(cells, 'r0', 'c0')
    const known = [cells[at(cells, 'r0', 'c1')]!, cells[at(cells, 'r1', 'c0')]!]
    const statuses = hideCells(cells, new Set([small]), known)
    const published = statuses.map((status, place): CellStatus =>
      known.includes(cells[place]!) ? 'published' : status,
    )
    expect(givenAway(cells, published, 4)).toEqual([])
    expect(places(statuses, 'secondary').length).toBeGreaterThan(
      places(hideCells(cells, new Set([small])), 'secondary').length,
    )
    const exposed = hideCells(cells, new Set([small]), [cells[small]!])
    expect(exposed[small]).toBe('primary')
    expect(places(exposed, 'secondary')).toEqual([])
  })

  it('takes of equal counts those that hide fewer people, in whatever order the cells come', () => {
    const tables = fc.array(fc.array(fc.nat(7), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 3,
    })
    fc.assert(
      fc.property(tables, (counts) => {
        const hiddenOf = (cells: readonly TableCell[]) => {
          const statuses = hideCells(cells, new Set(primaryCells(cells, 3).keys()))
          const hidden = places(statuses, 'secondary').map((place) => cells[place]!.count)
          return [hidden.length, hidden.reduce((sum, count) => sum + count, 0)]
        }
        const cells = tableCells(twoWay(counts))
        expect(hiddenOf(cells.toReversed())).toEqual(hiddenOf(cells))
      }),
      { seed: 8, numRuns: 100 },
    )
  })

  it('refuses a primary cell that is none', () => {
    const cells = tableCells(twoWay([[3, 20]]))
    expect(() => hideCells(cells, new Set([17]))).toThrow('primary must be places of cells, received 17')
  })
})

describe('the elimination', () => {
  it('clears a place in whole numbers that share no divisor', () => {
    const vector = new Map([
      [0, 4],
      [1, 6],
    ])
    const pivot = pivotOf(
      new Map([
        [0, 6],
        [1, 3],
        [2, -3],
      ]),
    )
    expect(pivot.place).toBe(1)
    expect(cleared(vector, pivot)).toEqual(
      new Map([
        [0, -4],
        [2, 3],
      ]),
    )
    expect(cleared(new Map([[5, 1]]), pivot)).toEqual(new Map([[5, 1]]))
  })

  it('divides by what all entries share, and by nothing that only the first ones do', () => {
    const vector = (...values: readonly number[]) => new Map(values.map((value, place) => [place, value]))
    const pivot = { place: 0, vector: new Map([[0, 1]]) }
    expect([...cleared(vector(1, 2, 4, 3), pivot).values()]).toEqual([2, 4, 3])
    expect([...cleared(vector(1, 6, -4, 2), pivot).values()]).toEqual([3, -2, 1])
    expect([...cleared(vector(1, 3), pivot).values()]).toEqual([1])
  })

  it('calls vectors parallel that are multiples of each other, and no others', () => {
    const vector = (...entries: readonly [number, number][]) => new Map(entries)
    const one = vector([0, 2], [3, -3])
    expect(areParallel(one, vector([3, 6], [0, -4]))).toBe(true)
    expect(areParallel(one, vector([0, 2], [3, 3]))).toBe(false)
    expect(areParallel(one, vector([0, 2], [4, -3]))).toBe(false)
    expect(areParallel(one, vector([0, 2]))).toBe(false)
    expect(areParallel(one, vector([0, 2], [3, -3], [4, 1]))).toBe(false)
  })

  it('would rather stop than go on with numbers that are not exact', () => {
    const pivot = {
      place: 0,
      vector: new Map([
        [0, 3],
        [1, 1],
      ]),
    }
    expect(() =>
      cleared(
        new Map([
          [0, 2],
          [2, 2 ** 26],
        ]),
        pivot,
      ),
    ).toThrow(RangeError)
  })
})

describe('the rule "two hidden in every line"', () => {
  // sdcTable's test of its simple heuristic: two or more hidden in every row and column, and w/b can be worked out
  const table = twoWay([
    [30, 47, 64, 89],
    [90, 124, 5, 31],
    [92, 100, 59, 85],
    [800, 991, 651, 685],
  ])
  const cells = tableCells(table)
  const hidden = ['r0/c0', 'r0/c1', 'r0/c2', 'r1/c0', 'r1/c2', 'r2/c1', 'r2/c3', 'r3/c1', 'r3/c3']
  const primary = new Set(hidden.map((name) => at(cells, ...name.split('/'))))
  const statuses = cells.map((_, place): CellStatus => (primary.has(place) ? 'primary' : 'published'))

  it('holds on the table, and gives a count away', () => {
    for (const line of ['r0', 'r1', 'r2', 'r3', 'c0', 'c1', 'c2', 'c3']) {
      expect(hidden.filter((name) => name.includes(line)).length).toBeGreaterThanOrEqual(2)
    }
    const away = givenAway(cells, statuses, 16)
    expect(away.map((place) => [cells[place]!.labels.join('/'), cells[place]!.count])).toEqual([
      ['r0/c1', 47],
    ])
    expect(230 + 250 - (89 + 124 + 31) - (1021 + 770 - (92 + 59 + 800 + 651))).toBe(47)
  })

  it('is not what the elimination goes by: one more is hidden, and no count is given away', () => {
    const safe = hideCells(cells, primary)
    expect(places(safe, 'secondary')).toHaveLength(1)
    expect(givenAway(cells, safe, 16)).toEqual([])
  })
})
