import type { ColumnValue, Expr, Rows } from './plan.ts'

/**
 * The rows of a part as one list of structs, so that the branches of a union are joined without reading twice.
 *
 * @param fresh  gives names that no other variable has
 */
export function rowsAsList(rows: Rows, fresh: () => string): Expr {
  switch (rows.rows) {
    case 'columns':
      return { op: 'list-of', of: structOf(rows.columns) }
    case 'union':
      return { op: 'concat-lists', lists: rows.branches.map((branch) => rowsAsList(branch, fresh)) }
    case 'each': {
      const { list, item, position, orNull, inner } = rows.each
      const each: Expr =
        inner.rows === 'columns'
          ? { op: 'map', list, item, position, body: structOf(inner.columns), drop: false }
          : { op: 'flat-map', list, item, position, body: rowsAsList(inner, fresh) }
      return orNull ? { op: 'or-blank', list: each, when: list, blank: blankOf(inner) } : each
    }
    case 'product':
      return crossed(rows.parts, [], fresh)
  }
}

/** A struct with what each column holds in a blank row. */
export function blankOf(rows: Rows): Expr {
  return structOf(columnsOf(rows).map(({ name, blank }) => ({ name, value: blank, blank })))
}

export function columnsOf(rows: Rows): readonly ColumnValue[] {
  switch (rows.rows) {
    case 'columns':
      return rows.columns
    case 'union':
      return rows.branches[0] === undefined ? [] : columnsOf(rows.branches[0])
    case 'each':
      return columnsOf(rows.each.inner)
    case 'product':
      return rows.parts.flatMap(columnsOf)
  }
}

/** Parts that are one row are written into each row of the parts that are lists. */
function crossed(parts: readonly Rows[], before: readonly ColumnValue[], fresh: () => string): Expr {
  const [part, ...others] = parts
  if (part === undefined) return { op: 'list-of', of: structOf(before) }
  if (part.rows === 'columns') return crossed(others, [...before, ...part.columns], fresh)
  const item = fresh()
  const taken = columnsOf(part).map(({ name, blank }): ColumnValue => {
    return { name, value: { op: 'struct-field', of: { op: 'variable', name: item }, name }, blank }
  })
  const list = rowsAsList(part, fresh)
  const columns = [...before, ...taken]
  if (others.every(({ rows }) => rows === 'columns')) {
    const last = [...columns, ...others.flatMap(columnsOf)]
    return { op: 'map', list, item, position: null, body: structOf(last), drop: false }
  }
  return { op: 'flat-map', list, item, position: null, body: crossed(others, columns, fresh) }
}

function structOf(columns: readonly ColumnValue[]): Expr {
  return { op: 'struct', fields: columns.map(({ name, value }) => [name, value]) }
}
