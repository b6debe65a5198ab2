import { familyOf } from '../definitions/elements.ts'
import type { PathExpression } from '../fhirpath/path-expression.ts'
import type { Constant } from '../view.ts'
import { ViewError } from '../view-error.ts'
import type { Expr } from './plan.ts'
import { type ChoiceValue, derived, type TypedValue, type Value } from './value.ts'
import type { Walks } from './walks.ts'

/** Where a path is evaluated. */
export type Scope = {
  /** What a path begins at: the resource, or an element of it. */
  readonly focus: TypedValue
  /** The position in the innermost forEach, forEachOrNull or repeat. */
  readonly rowIndex: () => Expr
  readonly constants: ReadonlyMap<string, Constant>
  /** Place of the path in the view. */
  readonly at: string
  /** An element that a type does not have is empty rather than an error: a walk tries its paths everywhere. */
  readonly lenient: boolean
  /** A name for a variable that no other has. */
  readonly fresh: () => string
  readonly walks: Walks
  readonly plan: (expression: PathExpression, scope: Scope) => Value
}

export function failed(
  kind: 'invalid' | 'unsupported',
  problem: string,
  where: PathExpression,
  scope: Scope,
): ViewError {
  const what = kind === 'invalid' ? problem : `${problem} is not supported`
  return new ViewError(kind, scope.at, `${what} at character ${where.start + 1}`)
}

/** The one value of an expression, null where it is known to have none; a list is checked when it is run. */
export function single(value: Value, where: PathExpression, scope: Scope): TypedValue | null {
  if (value.kind === 'empty') return null
  if (value.kind === 'choice') throw unchosen(value, where, scope)
  if (!value.many) return value
  return derived(value, { op: 'only', list: value.expr, at: scope.at })
}

export function typed(value: Value, where: PathExpression, scope: Scope): TypedValue | null {
  if (value.kind === 'choice') throw unchosen(value, where, scope)
  return value.kind === 'empty' ? null : value
}

/** FHIRPath goes on with an element of any of its types; a plan needs the one. */
function unchosen({ name, types }: ChoiceValue, where: PathExpression, scope: Scope): ViewError {
  const some = types.length > 6 ? [...types.slice(0, 6), '…'] : types
  return failed('unsupported', `${name} without ofType(…) with one of ${some.join(', ')}`, where, scope)
}

export function expectFamily(
  value: TypedValue,
  family: 'number' | 'text',
  where: PathExpression,
  scope: Scope,
): void {
  if (familyOf(value.type) === family) return
  throw failed('invalid', `expected a value of kind ${family}, found ${value.type}`, where, scope)
}
