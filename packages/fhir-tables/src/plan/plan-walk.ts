import type { Path } from '../view.ts'
import { unsupported } from '../view-error.ts'
import type { Each, Expr, Rows } from './plan.ts'
import { type Scope, typed } from './scope.ts'
import type { TypedValue } from './value.ts'

/**
 * Plans `repeat`: the elements that the paths lead to from the focus, from each of those, and so on down.
 *
 * A path that a type does not have is empty there: `answer.item` is tried on the response and on each item.
 */
export function planWalk(paths: readonly Path[], outer: Scope, inner: (scope: Scope) => Rows): Rows {
  const item = outer.fresh()
  const start = reached(paths, outer)
  const { type, need } = start[0] ?? { type: 'Element', need: outer.walks.structure(paths[0]!.at, null) }
  const at = paths[0]!.at
  outer.walks.mark(
    at,
    type,
    start.map((value) => value.need),
  )
  const used = { position: false }
  const position = `${item}_at`
  const node: TypedValue = {
    kind: 'typed',
    expr: { op: 'variable', name: item },
    type,
    many: false,
    need,
  }
  const scope: Scope = {
    ...outer,
    focus: node,
    lenient: start.length === 0,
    rowIndex: () => {
      used.position = true
      return { op: 'position', of: position }
    },
  }
  const next = reached(paths, scope)
  const other = [...start, ...next].find((value) => value.type !== type)
  if (other !== undefined) throw unsupported(at, `a repeat over ${type} and ${other.type}`)
  const rows = inner(scope)
  const list: Expr =
    need?.need === 'struct' && start.length > 0
      ? { op: 'walk', walk: { start: start.map(listOf), item, next: next.map(listOf), need } }
      : { op: 'concat-lists', lists: [] }
  const each: Each = { list, item, position: used.position ? position : null, orNull: false, inner: rows }
  return { rows: 'each', each }
}

function reached(paths: readonly Path[], scope: Scope): readonly TypedValue[] {
  return paths.flatMap((path) => {
    const within = { ...scope, at: path.at, lenient: true }
    const value = typed(scope.plan(path.expression, within), path.expression, within)
    return value === null ? [] : [value]
  })
}

function listOf(value: TypedValue): Expr {
  return value.many ? value.expr : { op: 'list-of', of: value.expr }
}
