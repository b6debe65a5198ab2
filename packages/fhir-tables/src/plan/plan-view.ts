import { familyOf, isInteger } from '../definitions/elements.ts'
import { columnsOf } from '../check-columns.ts'
import type { Column, Path, Select, View } from '../view.ts'
import { invalid, unsupported, ViewError } from '../view-error.ts'
import { asWritten } from './plan-call.ts'
import { planPath } from './plan-path.ts'
import { planWalk } from './plan-walk.ts'
import type { ColumnValue, Expr, Plan, PlannedColumn, Rows } from './plan.ts'
import type { Scope } from './scope.ts'
import { derived, type TypedValue, type Value } from './value.ts'
import { Walks } from './walks.ts'

const ZERO: Expr = { op: 'literal', type: 'integer', value: '0' }
/** A column, and whether its type may still be any: that of `{}`. */
type Entered = PlannedColumn & { readonly isOpen: boolean }
type Columns = Map<string, Entered>
/** More rows of the plan than this come of no view that a person wrote. */
const MOST_COLUMNS = 2_000

/**
 * Plans a view: types each path by the FHIR R4 definitions and collects the fields it reads.
 *
 * @throws {ViewError} for a path that does not fit the definitions (`invalid`) or that this engine does not do
 * (`unsupported`), with its place in the view and the character
 */
export function planView(view: View): Plan {
  const walks = new Walks()
  planOnce(view, walks)
  return planOnce(view, new Walks(walks))
}

function planOnce(view: View, walks: Walks): Plan {
  const fields = walks.structure('', null)
  let variables = 0
  const root: TypedValue = {
    kind: 'typed',
    expr: { op: 'variable', name: '_r' },
    type: view.resource,
    many: false,
    need: fields,
  }
  const scope: Scope = {
    focus: root,
    rowIndex: () => ZERO,
    constants: view.constants,
    at: '$',
    lenient: false,
    fresh: () => `_${++variables}`,
    walks,
    plan: planPath,
  }
  const columns = columnsOf(view.select)
  if (columns.length > MOST_COLUMNS)
    throw invalid('$.select', `at most ${MOST_COLUMNS} columns`, columns.length)
  const types: Columns = new Map()
  const where = view.where.map((path) => planFilter(path, scope))
  const rows = productOf(view.select.map((select) => planSelect(select, scope, types)))
  return {
    name: view.name,
    resource: view.resource,
    columns: columns.map(({ name }) => {
      const { type, collection } = types.get(name)!
      return { name, type, collection }
    }),
    fields,
    where,
    rows,
  }
}

function planFilter(path: Path, scope: Scope): Expr {
  const value = planPath(path.expression, { ...scope, at: path.at })
  if (value.kind === 'empty') return { op: 'null', type: 'boolean' }
  if (value.kind === 'choice' || familyOf(value.type) !== 'boolean') {
    throw invalid(path.at, 'a path that is true or false', path.text)
  }
  return value.many ? { op: 'only', list: value.expr, at: path.at } : value.expr
}

function planSelect(select: Select, outer: Scope, types: Columns): Rows {
  const { iterate } = select
  if (iterate === null) return planParts(select, outer, types)
  if (iterate.kind === 'repeat') {
    return planWalk(iterate.paths, outer, (scope) => planParts(select, scope, types))
  }
  const { path, kind } = iterate
  const found = planPath(path.expression, { ...outer, at: path.at })
  if (found.kind === 'choice') throw unsupported(path.at, `${found.name} without ofType(…)`)
  const focus = found.kind === 'empty' ? noElement(outer) : found
  const item = outer.fresh()
  const used = { position: false }
  const position = `${item}_at`
  const scope: Scope = {
    ...outer,
    focus: derived(focus, { op: 'variable', name: item }),
    rowIndex: () => {
      used.position = true
      return { op: 'position', of: position }
    },
  }
  const inner = planParts(select, scope, types)
  const list: Expr = focus.many ? focus.expr : { op: 'list-of', of: focus.expr }
  const orNull = kind === 'forEachOrNull'
  return { rows: 'each', each: { list, item, position: used.position ? position : null, orNull, inner } }
}

/** What `{}` leads to: an element without any fields. */
function noElement({ walks, at }: Scope): TypedValue {
  const need = walks.structure(at, null)
  return { kind: 'typed', expr: { op: 'concat-lists', lists: [] }, type: 'Element', many: true, need }
}

function planParts(select: Select, scope: Scope, types: Columns): Rows {
  const own = select.columns.map((column) => planColumn(column, scope, types))
  const parts: Rows[] = own.length > 0 ? [{ rows: 'columns', columns: own }] : []
  parts.push(...select.selects.map((nested) => planSelect(nested, scope, types)))
  if (select.unionAll.length > 0) {
    parts.push({ rows: 'union', branches: select.unionAll.map((one) => planSelect(one, scope, types)) })
  }
  return productOf(parts)
}

function productOf(parts: readonly Rows[]): Rows {
  const flat = parts.flatMap((part) => (part.rows === 'product' ? part.parts : [part]))
  return flat.length === 1 ? flat[0]! : { rows: 'product', parts: flat }
}

function planColumn(column: Column, scope: Scope, types: Columns): ColumnValue {
  const { path, name, collection } = column
  const found = planPath(path.expression, { ...scope, at: path.at })
  if (found.kind === 'choice') throw unsupported(path.at, `${found.name} without ofType(…)`)
  const isOpen = column.type === null && found.kind === 'empty'
  const type = column.type ?? (found.kind === 'empty' ? 'string' : found.type)
  if (familyOf(type) === 'complex') throw unsupported(path.at, `a column of type ${type}`)
  enter({ name, type, collection, isOpen }, column, types)
  const isIndex = path.expression.kind === 'constant' && path.expression.name === 'rowIndex'
  const nothing: Expr = { op: 'null', type: collection || isOpen ? 'Element' : type }
  const blank: Expr = !isIndex ? nothing : collection ? { op: 'list-of', of: ZERO } : ZERO
  return { name, value: inSqlType(valueOf(found, column, nothing, type), column), blank }
}

/** The branches of a unionAll enter the same column: its kind has to be one. */
function enter(planned: Entered, column: Column, types: Columns): void {
  const known = types.get(planned.name)
  if (known === undefined || (known.isOpen && known.collection === planned.collection)) {
    types.set(planned.name, planned)
  } else if (planned.isOpen && known.collection === planned.collection) {
    return
  } else if (familyOf(known.type) !== familyOf(planned.type) || known.collection !== planned.collection) {
    const shown = ({ type, collection }: PlannedColumn) => (collection ? `a collection of ${type}` : type)
    throw new ViewError(
      'invalid',
      column.at,
      `expected ${shown(known)} as in the first branch, found ${shown(planned)}`,
    )
  }
}

function inSqlType(of: Expr, { sqlType }: Column): Expr {
  return sqlType === null ? of : { op: 'as-sql-type', of, type: sqlType }
}

function valueOf(found: Value, column: Column, nothing: Expr, type: string): Expr {
  if (found.kind !== 'typed') return column.collection ? { op: 'or-empty', list: nothing } : nothing
  const [from, to] = [heldAs(found.type), heldAs(type)]
  if (from !== to && to !== 'text' && !(from === 'integer' && to === 'decimal')) {
    throw invalid(`${column.at}.type`, `a type that ${column.path.text} (${found.type}) fits`, type)
  }
  const digits = from === 'decimal' && to === 'text' ? asWritten(found) : null
  const expr = digits ?? found.expr
  const isHeld = from === to || digits !== null
  const converted = (of: Expr, many: boolean): Expr => (isHeld ? of : { op: 'convert', of, many, to: type })
  if (column.collection) {
    const list: Expr = found.many ? expr : { op: 'list-of', of: expr }
    return { op: 'or-empty', list: converted(list, true) }
  }
  return converted(found.many ? { op: 'only', list: expr, at: column.path.at } : expr, false)
}

/** Dates, times and all codes and texts are text in a table. */
function heldAs(type: string): 'integer' | 'decimal' | 'boolean' | 'complex' | 'text' {
  const family = familyOf(type)
  if (family === 'number') return isInteger(type) ? 'integer' : 'decimal'
  return family === 'boolean' || family === 'complex' ? family : 'text'
}
