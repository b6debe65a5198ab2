import { describe, expect, it } from 'vitest'
import { tableauSolver } from '../linear-program/tableau-solver.ts'
import type { CellStatus } from './hide-cells.ts'
import { openingSearch } from './opening-search.ts'
import { tableCells } from './table-cells.ts'

const cells = tableCells({ dimensions: [{ name: 'a', categories: ['x', 'y', 'z'] }], counts: [3, 9, 20] })
const statuses: CellStatus[] = ['primary', 'published', 'published', 'published']
const [, y, z, total] = cells

describe('openingSearch', () => {
  it('hides the smaller of two parts, at less than the total costs', () => {
    const search = openingSearch(cells, statuses, [], tableauSolver)
    expect(search.find(0, 5, statuses)).toEqual([1])
    expect(search.find(0, 3, statuses)).toEqual([])
    expect(search.find(0, 0, statuses)).toEqual([1])
    search.close()
  })

  it('takes what is hidden already, and goes further where one part is not enough', () => {
    const search = openingSearch(cells, statuses, [], tableauSolver)
    expect(search.find(0, 5, ['primary', 'published', 'secondary', 'published'])).toEqual([])
    expect(search.find(0, 13, statuses)).toEqual([1, 2])
    expect(search.find(0, 40, statuses)).toContain(3)
  })

  it('hides parts rather than margins, and as few margins as what is known leaves', () => {
    const table = tableCells({
      dimensions: [
        { name: 'a', categories: ['x', 'y'] },
        { name: 'b', categories: ['p', 'q'] },
      ],
      counts: [3, 90, 80, 70],
    })
    const all = table.map((_, place): CellStatus => (place === 0 ? 'primary' : 'published'))
    const labels = (list: readonly number[] | null) => list!.map((place) => table[place]!.labels.join('/'))
    const search = openingSearch(table, all, [], tableauSolver)
    expect(labels(search.find(0, 5, all))).toEqual(['x/q', 'y/p', 'y/q'])
    const known = table.filter(({ labels: [a, b] }) => a === 'y' && b === 'q')
    expect(labels(openingSearch(table, all, known, tableauSolver).find(0, 5, all)).toSorted()).toEqual([
      'x/',
      'y/',
      'y/p',
    ])
  })

  it('goes around what is known, and says where that is not possible', () => {
    const search = openingSearch(cells, statuses, [y!], tableauSolver)
    expect(search.find(0, 5, statuses)).toEqual([2])
    expect(search.find(0, 23, statuses)).toEqual([2])
    expect(search.find(1, 10, statuses)).toBeNull()
    expect(search.find(0, 5, statuses)).toEqual([2])
    expect(openingSearch(cells, statuses, [y!, z!], tableauSolver).find(0, 5, statuses)).toEqual([3])
    expect(openingSearch(cells, statuses, [y!, z!, total!], tableauSolver).find(0, 5, statuses)).toBeNull()
    expect(openingSearch(cells, statuses, [total!], tableauSolver).find(0, 33, statuses)).toBeNull()
    expect(openingSearch(cells, statuses, [], tableauSolver).find(0, -1, statuses)).toBeNull()
  })

  it('would rather stop than take a solver at less than its word', () => {
    const stopped = {
      ...tableauSolver.open({
        sense: 'minimize',
        variables: [{ cost: 0, lower: 0, upper: 1 }],
        constraints: [],
      }),
      addConstraint: () => {},
      setConstraintBounds: () => {},
      setCosts: () => {},
      solve: () => ({ status: 'stopped', reason: 'time', best: null, bound: 0 }) as const,
    }
    const search = openingSearch(cells, statuses, [], { ...tableauSolver, open: () => stopped })
    expect(() => search.find(0, 5, statuses)).toThrow('found no opening but stopped')
  })
})
