import type { Expr } from '../plan/plan.ts'

/** Whether an expression has no value wherever the variable has none, so that a blank row needs no guard. */
export function isMissingWith(expr: Expr, variable: string): boolean {
  switch (expr.op) {
    case 'variable':
      return expr.name === variable
    case 'null':
      return true
    case 'field':
    case 'struct-field':
    case 'not':
    case 'negative':
    case 'reference-key':
    case 'boundary':
    case 'convert':
    case 'as-sql-type':
    case 'parse':
      return isMissingWith(expr.of, variable)
    case 'filter':
    case 'at':
    case 'last':
    case 'only':
    case 'map':
    case 'flat-map':
      return isMissingWith(expr.list, variable)
    case 'when':
      return isMissingWith(expr.value, variable)
    case 'binary':
      return (
        !['and', 'or', 'implies'].includes(expr.operator) &&
        (isMissingWith(expr.left, variable) || isMissingWith(expr.right, variable))
      )
    case 'position':
    case 'literal':
    case 'present':
    case 'count':
    case 'join':
    case 'same-list':
    case 'list-of':
    case 'concat-lists':
    case 'struct':
    case 'or-blank':
    case 'or-empty':
    case 'first-present':
    case 'walk':
      return false
  }
}
