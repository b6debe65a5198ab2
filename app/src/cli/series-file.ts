import { denominatorOf } from '@rounds/methods'
import type { ChartKind, Observation } from '@rounds/methods'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

type Columns = { readonly value: string; readonly date: string; readonly denominator: string | undefined }

const wholeValues: ReadonlySet<ChartKind> = new Set(['p', 'pp', 'u', 'up', 'c', 'g'])

/**
 * Reads what a chart plots, in order of its days; subgroups (xbar, s) are the lines of a day.
 *
 * @throws {InputError} with line and column
 */
export function readSeries(file: string, chart: ChartKind, columns: Columns): readonly Observation[] {
  const { rows } = readColumns(file, {
    required: [
      columns.date,
      columns.value,
      ...(columns.denominator === undefined ? [] : [columns.denominator]),
    ],
  })
  const ofDay = new Map<string, NamedRow[]>()
  for (const row of rows) {
    const day = row.day(columns.date)
    const rowsOfDay = ofDay.get(day)
    if (rowsOfDay === undefined) ofDay.set(day, [row])
    else rowsOfDay.push(row)
  }
  const days = [...ofDay].toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (chart === 'xbar' || chart === 's') {
    return days.map(([date, [first, ...others]]) => {
      if (others.length === 0) throw first!.expected(columns.date, 'at least two lines for each day')
      return { date, value: [first!, ...others].map((row) => row.number(columns.value)) }
    })
  }
  return days.map(([date, [row, again]]) => {
    if (again !== undefined) throw again.expected(columns.date, 'each day once')
    return observation(row!, date, chart, columns)
  })
}

function observation(row: NamedRow, date: string, chart: ChartKind, columns: Columns): Observation {
  const value = wholeValues.has(chart)
    ? row.number(columns.value, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true })
    : row.number(columns.value)
  if (chart === 't' && value <= 0) throw row.expected(columns.value, 'a time above 0')
  if (columns.denominator === undefined || denominatorOf(chart) === 'none') return { date, value }
  const cases = chart === 'p' || chart === 'pp'
  const denominator = row.number(columns.denominator, cases ? { least: 1, whole: true } : {})
  if (denominator <= 0) throw row.expected(columns.denominator, 'a number above 0')
  if (cases && value > denominator) {
    throw row.expected(columns.value, `at most the ${columns.denominator}, ${denominator}`)
  }
  return { date, value, denominator }
}
