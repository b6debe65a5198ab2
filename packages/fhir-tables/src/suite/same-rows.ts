import type { Row } from '../stream-rows.ts'

/** Whether two lists have the same rows, in any order and as often. A column that a row lacks is null. */
export function sameRows(left: readonly Row[], right: readonly Row[]): boolean {
  if (left.length !== right.length) return false
  const sorted = (rows: readonly Row[]) => rows.map(canonical).toSorted()
  const others = sorted(right)
  return sorted(left).every((row, index) => row === others[index])
}

function canonical(row: Row): string {
  const entries = Object.entries(row).filter(([, value]) => value !== null)
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
