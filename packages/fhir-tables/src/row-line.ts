import type { Row } from './stream-rows.ts'

/**
 * Makes what writes a row as a line of JSON, its names in the order of the columns. JavaScript would put those that are
 * whole numbers first, as years.
 */
export function rowLine(columns: readonly string[]): (row: Row) => string {
  if (!columns.some((name) => /^\d+$/.test(name))) return (row) => `${JSON.stringify(row)}\n`
  return (row) => {
    const values = columns.map((name) => `${JSON.stringify(name)}:${JSON.stringify(row[name])}`)
    return `{${values.join(',')}}\n`
  }
}
