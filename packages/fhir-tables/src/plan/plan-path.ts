import { isInteger } from '../definitions/elements.ts'
import type { PathExpression } from '../fhirpath/path-expression.ts'
import { planCall } from './plan-call.ts'
import { planOperation } from './plan-operation.ts'
import type { Expr } from './plan.ts'
import { expectFamily, failed, type Scope, single, typed } from './scope.ts'
import { computed, derived, EMPTY, hasLostAside, memberOf, type Value } from './value.ts'

/** Gives each element of a FHIRPath expression its FHIR type and each step its place in the plan. */
export function planPath(expression: PathExpression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return computed({ op: 'literal', type: expression.type, value: expression.value }, expression.type)
    case 'empty':
      return EMPTY
    case 'this':
      return scope.focus
    case 'constant':
      return planConstant(expression, scope)
    case 'member':
      return planMember(expression, scope)
    case 'index':
      return planIndex(expression, scope)
    case 'call':
      return planCall(expression, scope)
    case 'negative': {
      const operand = single(planPath(expression.operand, scope), expression, scope)
      if (operand === null) return EMPTY
      expectFamily(operand, 'number', expression.operand, scope)
      const whole = isInteger(operand.type)
      return computed({ op: 'negative', of: operand.expr, whole }, whole ? 'integer' : 'decimal')
    }
    case 'operation':
      return planOperation(expression, scope)
    case 'type':
      return planCall(
        {
          kind: 'call',
          of: expression.of,
          name: expression.operator === 'as' ? 'ofType' : 'is',
          args: [{ kind: 'member', of: null, name: expression.type, start: expression.start }],
          start: expression.start,
        },
        scope,
      )
  }
}

/** What FHIRPath and FHIR name beside the constants of a view. */
const ENVIRONMENT: ReadonlySet<string> = new Set([
  'context',
  'resource',
  'rootResource',
  'ucum',
  'sct',
  'loinc',
])

function planConstant(expression: PathExpression & { kind: 'constant' }, scope: Scope): Value {
  const { name } = expression
  const constant = scope.constants.get(name)
  if (constant !== undefined) return computed({ op: 'literal', ...constant }, constant.type)
  if (name === 'rowIndex') return computed(scope.rowIndex(), 'integer')
  if (ENVIRONMENT.has(name)) throw failed('unsupported', `%${name}`, expression, scope)
  throw failed('invalid', `expected a constant that the view declares, found %${name}`, expression, scope)
}

function planMember(expression: PathExpression & { kind: 'member' }, scope: Scope): Value {
  const { name, of: before } = expression
  const of = before === null ? scope.focus : typed(planPath(before, scope), before, scope)
  if (of === null) return EMPTY
  const member = of.need === null ? undefined : memberOf(of, name, scope.walks)
  if (member !== undefined) return member
  if (before === null && name === of.type) return of
  if (hasLostAside(of) && (name === 'id' || name === 'extension')) {
    throw failed('unsupported', `${name} of one of several ${of.type}`, expression, scope)
  }
  if (scope.lenient) return EMPTY
  const choice = /^(.+?)[A-Z]/.exec(name)?.[1]
  const known =
    choice !== undefined && of.need !== null && memberOf(of, choice, scope.walks)?.kind === 'choice'
  const hint = known ? ` (write ${choice}.ofType(…))` : ''
  throw failed('invalid', `expected an element of ${of.type}, found ${name}${hint}`, expression, scope)
}

function planIndex(expression: PathExpression & { kind: 'index' }, scope: Scope): Value {
  const of = typed(planPath(expression.of, scope), expression.of, scope)
  const index = single(planPath(expression.index, scope), expression.index, scope)
  if (of === null || index === null) return EMPTY
  if (!isInteger(index.type)) {
    throw failed('invalid', `expected an integer, found ${index.type}`, expression.index, scope)
  }
  const list: Expr = of.many ? of.expr : { op: 'list-of', of: of.expr }
  return derived(of, { op: 'at', list, index: index.expr })
}
