import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { suppressTable } from './suppress-table.ts'
import type { Disclosed, DisclosedTable, SuppressionOptions, TotalRole } from './suppress-table.ts'
import oracle from './suppress-table.oracle.json' with { type: 'json' }

const hidden: Disclosed = { kind: 'hidden' }
const shown = (count: number): Disclosed => ({ kind: 'shown', count })

/** All counts of a table in one list: cells row by row, row totals, column totals, the total. */
function flat(counts: readonly (readonly number[])[]): number[] {
  const rows = counts.map((line) => line.reduce((sum, count) => sum + count, 0))
  const columns = counts[0]!.map((_, j) => counts.reduce((sum, line) => sum + line[j]!, 0))
  return [...counts.flat(), ...rows, ...columns, rows.reduce((sum, count) => sum + count, 0)]
}

function flatDisclosed(table: DisclosedTable): Disclosed[] {
  return [...table.cells.flat(), ...table.rowTotals, ...table.columnTotals, table.total]
}

function perLine(role: SuppressionOptions['rowTotals'], size: number): readonly TotalRole[] {
  return typeof role === 'object' ? role : Array.from({ length: size }, () => role ?? 'hideable')
}

function flatRoles(counts: readonly (readonly number[])[], options: SuppressionOptions): TotalRole[] {
  return [
    ...counts.flat().map(() => 'hideable' as const),
    ...perLine(options.rowTotals, counts.length),
    ...perLine(options.columnTotals, counts[0]!.length),
    options.total ?? 'hideable',
  ]
}

/** What an attacker can think possible: every table up to `most` a cell that agrees with the fixed counts. */
function possible(
  rows: number,
  columns: number,
  fixed: readonly (number | undefined)[],
  most: number,
): { low: number[]; high: number[] } {
  const low: number[] = fixed.map(() => Infinity)
  const high: number[] = fixed.map(() => -Infinity)
  const size = rows * columns
  const all = fixed.map(() => 0)
  const add = (place: number, count: number) => {
    const row = Math.floor(place / columns)
    for (const k of [place, size + row, size + rows + (place % columns), fixed.length - 1]) {
      all[k] = all[k]! + count
    }
  }
  const agrees = (k: number) => fixed[k] === undefined || fixed[k] === all[k]
  const fill = (place: number): void => {
    if (place > 0 && place % columns === 0 && !agrees(size + place / columns - 1)) return
    if (place === size) {
      if (!all.every((_, k) => agrees(k))) return
      all.forEach((count, k) => {
        low[k] = Math.min(low[k]!, count)
        high[k] = Math.max(high[k]!, count)
      })
      return
    }
    const only = fixed[place]
    for (let count = only ?? 0; count <= (only ?? most); count++) {
      add(place, count)
      fill(place + 1)
      add(place, -count)
    }
  }
  fill(0)
  return { low, high }
}

function expectSafe(counts: readonly (readonly number[])[], options: SuppressionOptions): void {
  const minimum = options.minimum ?? 5
  const truth = flat(counts)
  const roles = flatRoles(counts, options)
  const disclosed = flatDisclosed(suppressTable(counts, options))
  const most = Math.max(...counts.flat()) + minimum
  const seen = disclosed.map((cell) => (cell.kind === 'shown' ? cell.count : undefined))
  const after = possible(counts.length, counts[0]!.length, seen, most)
  const before = possible(
    counts.length,
    counts[0]!.length,
    truth.map((count, k) => (roles[k] === 'known' ? count : undefined)),
    most,
  )
  truth.forEach((count, k) => {
    const cell = disclosed[k]!
    if (cell.kind === 'shown') expect(cell.count).toBe(count)
    if (roles[k] === 'known') expect(cell.kind).toBe('shown')
    if (roles[k] === 'withheld') expect(cell.kind).toBe('hidden')
    if (roles[k] === 'known' || count >= minimum) return
    expect(cell.kind).toBe('hidden')
    const report = JSON.stringify({ counts, options, disclosed, k, low: after.low[k], high: after.high[k] })
    if (before.high[k]! >= minimum) {
      expect(after.high[k], report).toBeGreaterThanOrEqual(minimum)
    } else {
      expect([after.low[k], after.high[k]], report).toEqual([before.low[k], before.high[k]])
    }
  })
}

describe('suppressTable', () => {
  it('shows everything where nothing is small', () => {
    const table = suppressTable([
      [5, 9],
      [12, 7],
    ])
    expect(flatDisclosed(table)).toEqual([5, 9, 12, 7, 14, 19, 17, 16, 33].map(shown))
  })

  it('hides a small count and enough others that no total gives it away', () => {
    const table = suppressTable([
      [3, 20, 30],
      [15, 25, 40],
      [18, 22, 50],
    ])
    expect(table.cells[0]![0]).toEqual(hidden)
    expect(table.cells.flat().filter(({ kind }) => kind === 'hidden')).toHaveLength(4)
    expect([...table.rowTotals, ...table.columnTotals, table.total].every((t) => t.kind === 'shown')).toBe(
      true,
    )
  })

  it('lowers a small count only where raising it is not enough: what that would take stays shown', () => {
    const table = suppressTable([
      [3, 20, 30],
      [15, 0, 40],
      [18, 22, 50],
    ])
    const isHidden = table.cells.map((line) => line.map(({ kind }) => kind === 'hidden'))
    expect(isHidden).toEqual([
      [true, true, false],
      [true, true, false],
      [false, false, false],
    ])
  })

  it('treats zero as small: nobody is a disclosure too', () => {
    const table = suppressTable([
      [0, 20, 30],
      [15, 25, 40],
    ])
    expect(table.cells[0]![0]).toEqual(hidden)
  })

  it('guards homogeneity: where all of a line gave one answer, that line is not shown either', () => {
    const table = suppressTable([
      [12, 0, 0],
      [10, 11, 12],
      [14, 15, 16],
    ])
    expect(table.cells[0]).toEqual([hidden, hidden, hidden])
  })

  it('hides the total of a table of fewer than five people', () => {
    expect(flatDisclosed(suppressTable([[2, 1]])).every((cell) => cell.kind === 'hidden')).toBe(true)
  })

  it('keeps known totals, and hides all it can around a stratum of three', () => {
    const table = suppressTable(
      [
        [3, 0],
        [20, 30],
      ],
      { rowTotals: 'known', total: 'known' },
    )
    expect(table.rowTotals).toEqual([shown(3), shown(50)])
    expect(table.cells.flat().every((cell) => cell.kind === 'hidden')).toBe(true)
    expect(table.columnTotals.every((cell) => cell.kind === 'hidden')).toBe(false)
  })

  it('withstands an attacker who enumerates every possible table, on all 2 × 2 tables of 0 to 3', () => {
    const settings: readonly SuppressionOptions[] = [
      { minimum: 2 },
      { minimum: 2, rowTotals: 'known', total: 'known' },
      { minimum: 2, columnTotals: 'known', total: 'known' },
      { minimum: 2, rowTotals: 'known', columnTotals: 'known', total: 'known' },
      { minimum: 2, columnTotals: ['known', 'withheld'], total: 'known' },
      { minimum: 3, columnTotals: 'withheld' },
    ]
    for (let code = 0; code < 4 ** 4; code++) {
      const digit = (place: number) => Math.floor(code / 4 ** place) % 4
      const counts = [
        [digit(0), digit(1)],
        [digit(2), digit(3)],
      ]
      for (const options of settings) expectSafe(counts, options)
    }
  })

  it('withstands the same attacker on one line of up to four answers, minimum 5', () => {
    const answers = fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(answers, (line) => {
        expectSafe([line], { columnTotals: 'withheld', total: 'withheld' })
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  it('withstands the same attacker on 2 × 3 and 3 × 2 tables', () => {
    const roles = fc.constantFrom<TotalRole>('hideable', 'known', 'withheld')
    const table = fc.constantFrom([2, 3], [3, 2]).chain(([rows, columns]) =>
      fc.array(fc.array(fc.nat({ max: 2 }), { minLength: columns!, maxLength: columns! }), {
        minLength: rows!,
        maxLength: rows!,
      }),
    )
    fc.assert(
      fc.property(
        table,
        roles,
        fc.array(roles, { minLength: 3, maxLength: 3 }),
        roles,
        (counts, rowTotals, perColumn, total) => {
          expectSafe(counts, {
            minimum: 2,
            rowTotals,
            columnTotals: perColumn.slice(0, counts[0]!.length),
            total,
          })
        },
      ),
      { numRuns: 120, seed: 11 },
    )
  })

  it.each(oracle.cases)('agrees with GaussSuppression on $name, hiding at most one half more', (example) => {
    const { counts, minimum, primary, suppressed } = example
    const table = suppressTable(counts, { minimum })
    for (const [row, column] of primary) {
      expect(table.cells[Number(row)]![Number(column)]).toEqual(hidden)
    }
    const count = flatDisclosed(table).filter(({ kind }) => kind === 'hidden').length
    expect(count).toBeLessThanOrEqual(1.5 * suppressed.length)
    expect(table.total.kind).toBe('shown')
  })

  it('takes a role for each line, and a minimum of one', () => {
    const { rowTotals } = suppressTable(
      [
        [30, 20, 30],
        [15, 25, 40],
      ],
      { rowTotals: ['known', 'withheld'] },
    )
    expect(rowTotals).toEqual([shown(80), hidden])
    expect(flatDisclosed(suppressTable([[1, 2]], { minimum: 1 }))).toEqual([1, 2, 3, 1, 2, 3].map(shown))
  })

  it('refuses what is not a table of counts of people', () => {
    expect(() => suppressTable([])).toThrow(InvalidInput)
    expect(() => suppressTable([[]])).toThrow(InvalidInput)
    expect(() => suppressTable([[1, 2], [3]])).toThrow('rows of 2')
    expect(() => suppressTable([[1.5]])).toThrow('count must be a whole number ≥ 0, received 1.5')
    expect(() => suppressTable([[-1]])).toThrow(InvalidInput)
    expect(() => suppressTable([[Number.NaN]])).toThrow(InvalidInput)
    expect(() => suppressTable([[6]], { minimum: 0 })).toThrow('minimum must be a whole number ≥ 1')
    expect(() => suppressTable([[6]], { rowTotals: ['known', 'known'] })).toThrow('one per line (1)')
  })
})
