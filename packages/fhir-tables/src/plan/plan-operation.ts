import { familyOf, isInteger } from '../definitions/elements.ts'
import type { PathExpression } from '../fhirpath/path-expression.ts'
import type { BinaryOperator, Expr } from './plan.ts'
import { expectFamily, failed, type Scope, single, typed } from './scope.ts'
import { computed, EMPTY, type TypedValue, type Value } from './value.ts'

type Operation = PathExpression & { readonly kind: 'operation' }
type Comparable = 'text' | 'number' | 'boolean' | 'date' | 'time'

/** Operators of FHIRPath; a side without a value makes the result empty, but for `and`, `or`, `implies` and `&`. */
export function planOperation(operation: Operation, scope: Scope): Value {
  switch (operation.operator) {
    case 'and':
    case 'or':
    case 'xor':
    case 'implies':
      return planLogic(operation, operation.operator, scope)
    case '=':
      return planEquality(operation, scope)
    case '!=': {
      const equal = planEquality(operation, scope)
      return equal.kind === 'typed' ? computed({ op: 'not', of: equal.expr }, 'boolean') : equal
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return planComparison(operation, operation.operator, scope)
    case '&':
      return planJoined(operation, scope)
    case '+':
    case '-':
    case '*':
    case '/':
    case 'div':
    case 'mod':
      return planArithmetic(operation, operation.operator, scope)
  }
}

function planLogic({ left, right }: Operation, operator: BinaryOperator, scope: Scope): Value {
  const side = (of: PathExpression): Expr => planCondition(of, scope)
  const expr: Expr = { op: 'binary', operator, family: 'boolean', left: side(left), right: side(right) }
  return computed(expr, 'boolean')
}

/** An expression that is true, false or missing. */
export function planCondition(of: PathExpression, scope: Scope): Expr {
  const value = single(scope.plan(of, scope), of, scope)
  if (value === null) return { op: 'null', type: 'boolean' }
  if (familyOf(value.type) !== 'boolean') {
    const problem = `${value.type} as a condition (exists() says whether there is one)`
    throw failed('unsupported', problem, of, scope)
  }
  return value.expr
}

function planEquality({ left, right, ...operation }: Operation, scope: Scope): Value {
  const a = typed(scope.plan(left, scope), left, scope)
  const b = typed(scope.plan(right, scope), right, scope)
  if (a === null || b === null) return EMPTY
  const family = comparable(a, b, { ...operation, left, right }, scope)
  if (!a.many && !b.many) {
    return computed({ op: 'binary', operator: '=', family, left: a.expr, right: b.expr }, 'boolean')
  }
  const list = (value: TypedValue): Expr => (value.many ? value.expr : { op: 'list-of', of: value.expr })
  if (family === 'date' || family === 'time') {
    throw failed('unsupported', `= between lists of ${a.type}`, { ...operation, left, right }, scope)
  }
  return computed({ op: 'same-list', family, left: list(a), right: list(b) }, 'boolean')
}

function planComparison(operation: Operation, operator: BinaryOperator, scope: Scope): Value {
  const a = single(scope.plan(operation.left, scope), operation.left, scope)
  const b = single(scope.plan(operation.right, scope), operation.right, scope)
  if (a === null || b === null) return EMPTY
  const family = comparable(a, b, operation, scope)
  if (family === 'boolean') throw failed('invalid', 'expected values that have an order', operation, scope)
  return computed({ op: 'binary', operator, family, left: a.expr, right: b.expr }, 'boolean')
}

function comparable(a: TypedValue, b: TypedValue, operation: Operation, scope: Scope): Comparable {
  const family = familyOf(a.type)
  if (family !== familyOf(b.type)) {
    const problem = `expected two values of one kind, found ${a.type} ${operation.operator} ${b.type}`
    throw failed('invalid', problem, operation, scope)
  }
  if (family === 'complex') {
    throw failed('unsupported', `${operation.operator} between values of type ${a.type}`, operation, scope)
  }
  return family
}

function planJoined({ left, right }: Operation, scope: Scope): Value {
  const side = (of: PathExpression): Expr => {
    const value = single(scope.plan(of, scope), of, scope)
    const nothing: Expr = { op: 'literal', type: 'string', value: '' }
    if (value === null) return nothing
    expectFamily(value, 'text', of, scope)
    return { op: 'first-present', of: [value.expr, nothing] }
  }
  const expr: Expr = {
    op: 'binary',
    operator: 'concat',
    family: 'text',
    left: side(left),
    right: side(right),
  }
  return computed(expr, 'string')
}

function planArithmetic(operation: Operation, operator: BinaryOperator, scope: Scope): Value {
  const { left, right } = operation
  const a = single(scope.plan(left, scope), left, scope)
  const b = single(scope.plan(right, scope), right, scope)
  if (a === null || b === null) return EMPTY
  if (operator === '+' && familyOf(a.type) === 'text') {
    expectFamily(b, 'text', right, scope)
    const expr: Expr = { op: 'binary', operator: 'concat', family: 'text', left: a.expr, right: b.expr }
    return computed(expr, 'string')
  }
  expectFamily(a, 'number', left, scope)
  expectFamily(b, 'number', right, scope)
  const whole = operator === 'div' || (operator !== '/' && isInteger(a.type) && isInteger(b.type))
  const expr: Expr = { op: 'binary', operator, family: 'number', whole, left: a.expr, right: b.expr }
  return computed(expr, whole ? 'integer' : 'decimal')
}
