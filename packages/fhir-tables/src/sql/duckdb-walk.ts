import type { Expr, Walk } from '../plan/plan.ts'
import { text } from './duckdb-words.ts'

/** Levels that a walk goes down; FHIR sets no limit, and forms nest a handful. */
export const DEEPEST_WALK = 64

/**
 * A walk down a tree as a fold: each turn moves a level from `todo` to `done` and looks one level further. The keys
 * (path and position, level by level) sort the elements so that each stands before those below it.
 */
export function walkSql({ start, item, next }: Walk, write: (expr: Expr) => string): string {
  const first = keyed(start.map(write), 'CAST([] AS BIGINT[])')
  if (next.length === 0) return `list_transform(${first}, lambda n: n.node)`
  const children = within('t.node', item, keyed(next.map(write), 't.key'))
  const below = `flatten(list_transform(s.todo, lambda t: ${children}))`
  const turn = `{'done': list_concat(s.done, s.todo), 'todo': ${below}}`
  const states = `list_resize([{'done': f[1:0], 'todo': f}], ${DEEPEST_WALK + 1})`
  const walked = within(first, 'f', `list_reduce(${states}, lambda s, i: ${turn})`)
  const problem = text(`repeat: expected at most ${DEEPEST_WALK} levels, found more`)
  const sorted = `CASE WHEN len(w.todo) > 0 THEN error(${problem}) ELSE list_sort(w.done) END`
  return `list_transform(${within(walked, 'w', sorted)}, lambda n: n.node)`
}

/** Each element with its key: that of the element above, which path led to it, and its place among those. */
function keyed(lists: readonly string[], above: string): string {
  const each = lists.map((list, path) => {
    const key = `list_concat(${above}, [CAST(${path} AS BIGINT), p])`
    return `list_transform(${list}, lambda n, p: {'key': ${key}, 'node': n})`
  })
  return each.length === 1 ? each[0]! : `list_concat(${each.join(', ')})`
}

/** A body in which a name stands for a value. */
function within(value: string, name: string, body: string): string {
  return `list_transform([${value}], lambda ${name}: ${body})[1]`
}
