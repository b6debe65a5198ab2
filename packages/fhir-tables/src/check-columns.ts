import type { Column, Select } from './view.ts'
import { ViewError } from './view-error.ts'

/** Column names are unique over the view, and the branches of a unionAll have the same ones in the same order. */
export function checkColumns(selects: readonly Select[]): void {
  const seen = new Set<string>()
  for (const column of columnsOf(selects)) {
    const name = column.name.toLowerCase()
    if (seen.has(name)) {
      const problem = `expected a name that no other column has, found "${column.name}"`
      throw new ViewError('invalid', `${column.at}.name`, problem)
    }
    seen.add(name)
  }
}

/** The columns of selects in the order of the output: own, those of nested selects, those of unionAll. */
export function columnsOf(selects: readonly Select[]): readonly Column[] {
  return selects.flatMap(({ columns, selects: nested, unionAll, at }) => [
    ...columns,
    ...columnsOf(nested),
    ...unionColumns(unionAll, at),
  ])
}

function unionColumns(branches: readonly Select[], at: string): readonly Column[] {
  const [first, ...others] = branches.map((branch) => columnsOf([branch]))
  const names = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ')
  for (const [index, other] of others.entries()) {
    if (names(other) === names(first ?? [])) continue
    const problem = `expected the columns ${names(first ?? [])}, found ${names(other)}`
    throw new ViewError('invalid', `${at}.unionAll[${index + 1}]`, problem)
  }
  return first ?? []
}
