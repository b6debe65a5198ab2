import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import type { LinearProgram } from '../linear-program/linear-program.ts'
import { tableauSolver } from '../linear-program/tableau-solver.ts'
import { attackTable } from './attack-table.ts'
import { hideCells, primaryCells } from './hide-cells.ts'
import type { CellStatus } from './hide-cells.ts'
import oracle from './hide-cells.oracle.json' with { type: 'json' }
import { protectCells } from './protect-cells.ts'
import type { ProtectedTable } from './protect-cells.ts'
import { tableCells } from './table-cells.ts'
import type { CountCube, TableCell } from './table-cells.ts'

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

const labelled = ({ labels }: TableCell) => labels.join('/')

/** Range of every cell over all tables of whole numbers up to `most` that agree with the published cells. */
function enumerated(table: ProtectedTable, size: number, most: number) {
  const published = table.cells.filter(({ status }) => status === 'published')
  const range = table.cells.map(() => ({ lower: Infinity, upper: -Infinity }))
  const counts = Array.from({ length: size }, () => 0)
  const sum = ({ parts }: TableCell) => parts.reduce((total, part) => total + counts[part]!, 0)
  const complete = published.map((cell) => ({ cell, last: Math.max(...cell.parts) }))
  const fill = (place: number): void => {
    if (place === size) {
      for (const [index, cell] of table.cells.entries()) {
        const value = sum(cell)
        range[index]!.lower = Math.min(range[index]!.lower, value)
        range[index]!.upper = Math.max(range[index]!.upper, value)
      }
      return
    }
    for (let count = 0; count <= most; count++) {
      counts[place] = count
      if (complete.every(({ cell, last }) => last !== place || sum(cell) === cell.count)) fill(place + 1)
    }
    counts[place] = 0
  }
  fill(0)
  return range
}

describe('attackTable', () => {
  it('finds the bounds that sdcTable finds on its test, once one more cell is hidden', () => {
    const cells = tableCells(
      twoWay([
        [30, 47, 64, 89],
        [90, 124, 5, 31],
        [92, 100, 59, 85],
        [800, 991, 651, 685],
      ]),
    )
    const hidden = ['r0/c0', 'r0/c1', 'r0/c2', 'r1/c0', 'r1/c2', 'r2/c1', 'r2/c3', 'r3/c1', 'r3/c3']
    const hide = (names: readonly string[]) =>
      cells.map((cell): CellStatus => (names.includes(labelled(cell)) ? 'primary' : 'published'))
    const attacked = cells.findIndex((cell) => labelled(cell) === 'r0/c1')
    expect(attackTable(cells, hide(hidden), tableauSolver).get(attacked)).toEqual({ lower: 47, upper: 47 })
    const one = attackTable(cells, hide([...hidden, 'r1/c1']), tableauSolver)
    expect(one.get(attacked)).toEqual({ lower: 0, upper: 141 })
  })

  it('uses that nobody is fewer than none: zeros beside what is all of a margin are known', () => {
    const cells = tableCells(
      twoWay([
        [12, 0, 0],
        [10, 11, 12],
      ]),
    )
    const statuses = cells.map((cell): CellStatus => (cell.count === 0 ? 'primary' : 'published'))
    const intervals = attackTable(cells, statuses, tableauSolver)
    expect([...intervals.values()]).toEqual([
      { lower: 0, upper: 0 },
      { lower: 0, upper: 0 },
    ])
  })

  it('has no upper bound where no margin is published, and needs no solver where nothing is hidden', () => {
    const cells = tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y'] }], counts: [3, 9] })
    const intervals = attackTable(cells, ['primary', 'published', 'secondary'], tableauSolver)
    expect([...intervals]).toEqual([
      [0, { lower: 0, upper: null }],
      [2, { lower: 9, upper: null }],
    ])
    const unused = {
      ...tableauSolver,
      open: () => {
        throw new Error('a solver was used')
      },
    }
    expect(attackTable(cells, ['published', 'published', 'published'], unused).size).toBe(0)
    expect(attackTable(cells, ['primary', 'published', 'published'], unused).get(0)).toEqual({
      lower: 3,
      upper: 3,
    })
  })

  it('would rather stop than take a solver at less than its word', () => {
    const cells = tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y'] }], counts: [3, 9] })
    const statuses: CellStatus[] = ['primary', 'secondary', 'published']
    let closed = 0
    const stopping = {
      ...tableauSolver,
      open: (program: LinearProgram) => ({
        ...tableauSolver.open(program),
        solve: () => ({ status: 'stopped', reason: 'time', best: null, bound: 0 }) as const,
        close: () => void closed++,
      }),
    }
    expect(() => attackTable(cells, statuses, stopping)).toThrow('the solver found the table stopped')
    expect(closed).toBe(1)
  })

  it('counts what is known besides', () => {
    const cells = tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y', 'z'] }], counts: [3, 4, 9] })
    const statuses: CellStatus[] = ['primary', 'primary', 'published', 'published']
    expect(attackTable(cells, statuses, tableauSolver).get(0)).toEqual({ lower: 0, upper: 7 })
    expect(attackTable(cells, statuses, tableauSolver, [cells[1]!]).get(0)).toEqual({ lower: 3, upper: 3 })
  })
})

describe('protectCells', () => {
  it.each(oracle.cases)(
    'hides no more than GaussSuppression on $name, with nothing recomputable',
    (example) => {
      const { rows, columns, counts, minimum, hidden } = example
      const cube: CountCube = {
        dimensions: [
          { name: 'row', categories: rows },
          { name: 'column', categories: columns },
        ],
        counts: counts.flat(),
      }
      const table = protectCells(tableCells(cube), tableauSolver, { minimum })
      expect(table.audit).toEqual({ recomputable: 0, small: 0 })
      expect(
        table.cells
          .filter(({ status }) => status !== 'published')
          .map(labelled)
          .toSorted(),
      ).toEqual(hidden.toSorted())
    },
  )

  const shapes = fc.constantFrom<readonly [number, number]>([2, 2], [2, 3], [3, 2], [1, 4], [4, 1])
  const tables = shapes.chain(([rows, columns]) =>
    fc
      .array(fc.array(fc.oneof(fc.constant(0), fc.nat(3)), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      })
      .map(twoWay),
  )

  it('withstands an attacker who tries every table, and tells how far he gets', () => {
    let hidden = 0
    let exact = 0
    fc.assert(
      fc.property(tables, fc.integer({ min: 2, max: 3 }), (cube, minimum) => {
        const table = protectCells(tableCells(cube), tableauSolver, { minimum })
        const total = cube.counts.reduce((sum, count) => sum + count, 0)
        const most = Math.min(9, total + minimum)
        const possible = enumerated(table, cube.counts.length, most)
        for (const [place, cell] of table.cells.entries()) {
          const { lower, upper } = possible[place]!
          if (cell.status === 'published') {
            expect(cell.interval).toBeNull()
            continue
          }
          hidden++
          expect(lower).toBeLessThan(upper)
          expect(cell.interval!.lower).toBeLessThanOrEqual(lower)
          expect(cell.interval!.upper ?? Infinity).toBeGreaterThanOrEqual(upper)
          if (total <= most && table.cells.at(-1)!.status === 'published') {
            exact++
            expect(cell.interval).toEqual({ lower, upper })
          }
          if (cell.status === 'primary' && cell.count < minimum) expect(upper).toBeGreaterThanOrEqual(minimum)
        }
        expect(table.audit).toEqual({ recomputable: 0, small: 0 })
      }),
      { seed: 6, numRuns: 60 },
    )
    expect(hidden).toBeGreaterThan(200)
    expect(exact).toBeGreaterThan(100)
  })

  it.each([
    [
      [
        [0, 4, 0],
        [0, 4, 3],
        [2, 4, 1],
      ],
      'r0/c1',
    ],
    [
      [
        [0, 6, 4],
        [2, 0, 0],
        [6, 5, 3],
      ],
      'r2/c1',
    ],
    [
      [
        [6, 0, 1],
        [4, 4, 5],
        [0, 6, 1],
      ],
      'r1/c0',
    ],
  ])('hides more of %j, where adding and subtracting leaves one number for a large count', (counts, name) => {
    const cells = tableCells(twoWay(counts))
    const place = cells.findIndex((cell) => labelled(cell) === name)
    const { count } = cells[place]!
    const eliminated = hideCells(cells, new Set(primaryCells(cells, 3).keys()))
    expect(attackTable(cells, eliminated, tableauSolver).get(place)).toEqual({ lower: count, upper: count })
    const table = protectCells(cells, tableauSolver, { minimum: 3 })
    expect(table.audit).toEqual({ recomputable: 0, small: 0 })
    expect(table.cells[place]!.interval!.lower).toBeLessThan(table.cells[place]!.interval!.upper!)
  })

  const three = { dimensions: [{ name: 'a', categories: ['x', 'y', 'z'] }], counts: [3, 9, 20] }

  it('tells of a count that what readers know gives away, and hides what still helps another', () => {
    const cells = tableCells(three)
    const known = cells.filter((cell) => ['y', ''].includes(labelled(cell)))
    const table = protectCells(cells, tableauSolver, { known })
    expect(table.cells.map(({ status }) => status)).toEqual([
      'primary',
      'published',
      'secondary',
      'published',
    ])
    expect(table.audit).toEqual({ recomputable: 0, small: 0 })
    expect(table.cells[0]!.interval).toEqual({ lower: 0, upper: 23 })
    const all = protectCells(cells, tableauSolver, { known: [...known, cells[2]!] })
    expect(all.cells.map(({ status }) => status)).toEqual(['primary', 'published', 'published', 'published'])
    expect(all.audit).toEqual({ recomputable: 1, small: 1 })
  })

  it('tells of counts that can only be small, where a small total is known, and hides what keeps them uncertain', () => {
    const cells = tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y'] }], counts: [3, 0] })
    const table = protectCells(cells, tableauSolver, { known: [cells[2]!] })
    expect(table.cells.map(({ status, interval }) => [status, interval])).toEqual([
      ['primary', { lower: 0, upper: 3 }],
      ['primary', { lower: 0, upper: 3 }],
      ['published', null],
    ])
    expect(table.audit).toEqual({ recomputable: 0, small: 2 })
  })

  it('keeps hidden what was hidden before, and guards it against sums', () => {
    const cells = tableCells(three)
    const guarded = [cells[1]!]
    const table = protectCells(cells, tableauSolver, { minimum: 1, guarded })
    expect(table.cells.map(({ status, rule }) => [status, rule])).toEqual([
      ['secondary', null],
      ['secondary', null],
      ['published', null],
      ['published', null],
    ])
    const other = protectCells(cells.slice(0, 3), tableauSolver, { minimum: 1, guarded: [cells[3]!] })
    expect(other.cells.filter(({ status }) => status === 'published')).toHaveLength(2)
    expect(other.audit).toEqual({ recomputable: 0, small: 0 })
  })

  it('hides a part rather than a margin where either would do', () => {
    const table = protectCells(
      tableCells(
        twoWay([
          [12, 0, 0],
          [10, 11, 12],
          [14, 15, 16],
        ]),
      ),
      tableauSolver,
    )
    const hidden = table.cells.filter(({ status }) => status !== 'published').map(labelled)
    expect(hidden).toEqual(expect.arrayContaining(['r0/c0', 'r0/c1', 'r0/c2']))
    expect(hidden.filter((name) => name.startsWith('/') || name.endsWith('/'))).toEqual([])
    expect(table.cells.find((cell) => labelled(cell) === 'r0/c0')!.rule).toBe('homogeneity')
  })

  it('hides nothing more where what is shown leaves just the minimum', () => {
    const cells = (counts: readonly number[]) =>
      protectCells(
        tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y'] }], counts }),
        tableauSolver,
      ).cells.map(({ status }) => status)
    expect(cells([3, 2])).toEqual(['primary', 'primary', 'published'])
    expect(cells([2, 2])).toEqual(['primary', 'primary', 'primary'])
  })

  it('refuses a minimum that is none', () => {
    expect(() => protectCells(tableCells(twoWay([[1]])), tableauSolver, { minimum: 0 })).toThrow(InvalidInput)
  })
})
