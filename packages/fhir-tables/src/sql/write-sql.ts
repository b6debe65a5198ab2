import { blankOf, columnsOf, rowsAsList } from '../plan/rows-as-list.ts'
import type { ColumnValue, Expr, Plan, Rows } from '../plan/plan.ts'
import type { Dialect, Source } from './dialect.ts'
import { isMissingWith } from './is-missing-with.ts'

/** A list that becomes rows: read off what stands at `of`, which is an earlier list, or −1 for the resource. */
type Unnested = {
  readonly list: string
  readonly of: number
  readonly item: string
  readonly position: string | null
}
type Valued = { readonly name: string; readonly value: string; readonly of: number }
type Above = { readonly of: number; readonly mayBeBlank: string | null }

/**
 * Writes a plan as one SELECT.
 *
 * Each list is unnested in a SELECT of its own, each inside the next, and what hangs on an element alone is computed
 * in the SELECT after: chains of lateral joins took five times the processor time for the same rows.
 */
export function writeSql(plan: Plan, source: Source, dialect: Dialect): string {
  const unnested: Unnested[] = []
  const values = new Map<string, Valued>()
  let variables = 0
  const fresh = (): string => `_u${++variables}`

  const guarded = (sql: string, blank: string, { mayBeBlank }: Above): string =>
    mayBeBlank === null ? sql : `CASE WHEN ${mayBeBlank} IS NULL THEN ${blank} ELSE ${sql} END`

  const addColumn = ({ name, value, blank }: ColumnValue, above: Above): void => {
    const sql = dialect.expression(value)
    const strict = above.mayBeBlank !== null && blank.op === 'null' && isMissingWith(value, above.mayBeBlank)
    const safe = strict ? sql : guarded(sql, dialect.expression(blank), above)
    values.set(name, { name, value: safe, of: above.of })
  }

  const addList = (
    list: string,
    above: Above,
    item: string,
    position: string | null,
    blank: string,
  ): number => {
    const safe = guarded(list, blank, above)
    return unnested.push({ list: safe, of: above.of, item, position }) - 1
  }

  const add = (rows: Rows, above: Above): void => {
    if (rows.rows === 'columns') {
      for (const column of rows.columns) addColumn(column, above)
    } else if (rows.rows === 'product') {
      for (const part of rows.parts) add(part, above)
    } else if (rows.rows === 'each') {
      const { list, item, position, orNull, inner } = rows.each
      const nothing: Expr = { op: 'null', type: 'Element' }
      const filled: Expr = orNull ? { op: 'or-blank', list, when: list, blank: nothing } : list
      const of = addList(dialect.expression(filled), above, item, position, dialect.blankList)
      add(inner, { of, mayBeBlank: orNull || above.mayBeBlank !== null ? item : null })
    } else {
      const item = fresh()
      const blank: Expr = { op: 'list-of', of: blankOf(rows) }
      const list = dialect.expression(rowsAsList(rows, fresh))
      const of = addList(list, above, item, null, dialect.expression(blank))
      for (const { name } of columnsOf(rows)) {
        const value: Expr = { op: 'struct-field', of: { op: 'variable', name: item }, name }
        addColumn({ name, value, blank: { op: 'null', type: 'string' } }, { of, mayBeBlank: null })
      }
    }
  }

  add(plan.rows, { of: -1, mayBeBlank: null })
  return nested(
    plan,
    source,
    dialect,
    unnested,
    plan.columns.map(({ name }) => values.get(name)!),
  )
}

function nested(
  plan: Plan,
  source: Source,
  dialect: Dialect,
  unnested: readonly Unnested[],
  columns: readonly Valued[],
): string {
  const { identifier } = dialect
  const where = plan.where.map((condition) => dialect.condition(condition))
  let from = dialect.scan(plan.resource, plan.fields, source, where)
  for (let step = 0; step <= unnested.length; step++) {
    const items: string[] = []
    for (const { name, value, of } of columns) {
      if (of === step - 1) items.push(`${value} AS ${identifier(name)}`)
      else if (of < step - 1) items.push(identifier(name))
    }
    for (const [at, { list, of, item }] of unnested.entries()) {
      if (at <= step) continue
      if (of === step - 1) items.push(`${list} AS ${item}_list`)
      else if (of < step - 1) items.push(`${item}_list`)
    }
    const now = unnested[step]
    if (now !== undefined) {
      const list = now.of === step - 1 ? now.list : `${now.item}_list`
      items.push(dialect.unnest(list, now.item, now.position))
    }
    from = `SELECT\n${indented(items.join(',\n'))}\nFROM ${step === 0 ? from : `(\n${indented(from)}\n)`}`
  }
  return from
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
