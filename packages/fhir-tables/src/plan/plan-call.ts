import { familyOf, isKindOf, isResource, isType } from '../definitions/elements.ts'
import type { PathExpression } from '../fhirpath/path-expression.ts'
import { planCondition } from './plan-operation.ts'
import type { Expr } from './plan.ts'
import { expectFamily, failed, type Scope, single, typed } from './scope.ts'
import {
  type ChoiceValue,
  computed,
  derived,
  EMPTY,
  hasLostAside,
  memberOf,
  type TypedValue,
  type Value,
} from './value.ts'

type Call = PathExpression & { readonly kind: 'call' }
type Plan = (call: Call, scope: Scope) => Value

/** The functions that views may call. One that is not here is unsupported. */
const FUNCTIONS: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly plan: Plan }> =
  new Map([
    ['where', { least: 1, most: 1, plan: planWhere }],
    ['exists', { least: 0, most: 1, plan: planExists }],
    ['empty', { least: 0, most: 0, plan: planEmpty }],
    ['not', { least: 0, most: 0, plan: planNot }],
    ['first', { least: 0, most: 0, plan: planFirst }],
    ['last', { least: 0, most: 0, plan: planLast }],
    ['count', { least: 0, most: 0, plan: planCount }],
    ['join', { least: 0, most: 1, plan: planJoin }],
    ['ofType', { least: 1, most: 1, plan: planOfType }],
    ['as', { least: 1, most: 1, plan: planOfType }],
    ['is', { least: 1, most: 1, plan: planIs }],
    ['extension', { least: 1, most: 1, plan: planExtension }],
    ['getResourceKey', { least: 0, most: 0, plan: planResourceKey }],
    ['getReferenceKey', { least: 0, most: 1, plan: planReferenceKey }],
    ['lowBoundary', { least: 0, most: 1, plan: (call, scope) => planBoundary('low', call, scope) }],
    ['highBoundary', { least: 0, most: 1, plan: (call, scope) => planBoundary('high', call, scope) }],
  ])

export function planCall(call: Call, scope: Scope): Value {
  const known = FUNCTIONS.get(call.name)
  if (known === undefined) throw failed('unsupported', `the function ${call.name}()`, call, scope)
  const { least, most, plan } = known
  if (call.args.length < least || call.args.length > most) {
    const expected = least === most ? `${least}` : `${least} or ${most}`
    const problem = `expected ${expected} arguments of ${call.name}(), found ${call.args.length}`
    throw failed('invalid', problem, call, scope)
  }
  return plan(call, scope)
}

function receiver(call: Call, scope: Scope): Value {
  return call.of === null ? scope.focus : scope.plan(call.of, scope)
}

function typedReceiver(call: Call, scope: Scope): TypedValue | null {
  return typed(receiver(call, scope), call.of ?? call, scope)
}

function planWhere(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  return of === null ? EMPTY : filtered(of, call.args[0]!, scope)
}

function filtered(of: TypedValue, criterion: PathExpression, scope: Scope): TypedValue {
  if (!of.many) {
    const condition = planCondition(criterion, { ...scope, focus: of })
    const when = (value: TypedValue): TypedValue => ({
      ...value,
      expr: { op: 'when', condition, value: value.expr },
    })
    return { ...when(of), ...(of.aside && { aside: () => when(of.aside!()) }) }
  }
  const item = scope.fresh()
  const condition = planCondition(criterion, { ...scope, focus: derived(of, { op: 'variable', name: item }) })
  return derived(of, { op: 'filter', list: of.expr, item, condition }, true)
}

function planExists(call: Call, scope: Scope): Value {
  const [criterion] = call.args
  const value = receiver(call, scope)
  if (criterion === undefined) return computed(present(value), 'boolean')
  const of = typed(value, call, scope)
  return computed(present(of === null ? EMPTY : filtered(of, criterion, scope)), 'boolean')
}

function present(value: Value): Expr {
  if (value.kind === 'empty') return { op: 'literal', type: 'boolean', value: 'false' }
  if (value.kind === 'typed') return { op: 'present', of: value.expr, many: value.many }
  return value.types
    .map((type) => present(value.take(type)))
    .reduce((left, right) => ({ op: 'binary', operator: 'or', family: 'boolean', left, right }))
}

function planEmpty(call: Call, scope: Scope): Value {
  return computed({ op: 'not', of: present(receiver(call, scope)) }, 'boolean')
}

function planNot(call: Call, scope: Scope): Value {
  const of = single(receiver(call, scope), call, scope)
  if (of === null) return EMPTY
  if (familyOf(of.type) !== 'boolean') throw failed('unsupported', `not() of ${of.type}`, call, scope)
  return computed({ op: 'not', of: of.expr }, 'boolean')
}

function planFirst(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  if (of === null || !of.many) return of ?? EMPTY
  const index: Expr = { op: 'literal', type: 'integer', value: '0' }
  return derived(of, { op: 'at', list: of.expr, index })
}

function planLast(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  if (of === null || !of.many) return of ?? EMPTY
  return derived(of, { op: 'last', list: of.expr })
}

function planCount(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  const expr: Expr =
    of === null ? { op: 'literal', type: 'integer', value: '0' } : { op: 'count', of: of.expr, many: of.many }
  return computed(expr, 'integer')
}

function planJoin(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  const [given] = call.args
  const separator = given === undefined ? null : single(scope.plan(given, scope), given, scope)
  if (separator !== null) expectFamily(separator, 'text', given ?? call, scope)
  const nothing: Expr = { op: 'literal', type: 'string', value: '' }
  if (of === null) return computed(nothing, 'string')
  expectFamily(of, 'text', call.of ?? call, scope)
  const list: Expr = of.many ? of.expr : { op: 'list-of', of: of.expr }
  return computed({ op: 'join', list, separator: separator?.expr ?? nothing }, 'string')
}

function typeArgument(call: Call, scope: Scope): string {
  const given = call.args[0]!
  const name = nameOf(given)?.replace(/^(FHIR|System)\./, '') ?? ''
  const type = /^[A-Z]/.test(name) && !isType(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
  if (!isType(type)) throw failed('invalid', `expected a type of FHIR R4, found ${name}`, given, scope)
  return type
}

function nameOf(expression: PathExpression): string | undefined {
  if (expression.kind !== 'member') return undefined
  if (expression.of === null) return expression.name
  const before = nameOf(expression.of)
  return before === undefined ? undefined : `${before}.${expression.name}`
}

function planOfType(call: Call, scope: Scope): Value {
  const type = typeArgument(call, scope)
  const of = receiver(call, scope)
  if (of.kind === 'empty') return EMPTY
  if (of.kind === 'choice') {
    const fitting = of.types.filter((each) => isKindOf(each, type))
    if (fitting.length === 1) return of.take(fitting[0]!)
    if (of.types.includes(type)) return anyOf(of, fitting, type, scope)
    const problem = `expected one of ${of.types.join(', ')}, found ${type}`
    throw failed('invalid', problem, call.args[0]!, scope)
  }
  if (isKindOf(of.type, type)) return of
  if (of.type === 'Resource')
    throw failed('unsupported', `${call.name}(${type}) of a contained resource`, call, scope)
  throw failed('invalid', `expected ${of.type}, found ${type}`, call.args[0]!, scope)
}

/** Of each element the one value of it that is of a type or of one that rests on it, as a code on string. */
function anyOf(of: ChoiceValue, types: readonly string[], type: string, scope: Scope): TypedValue {
  if (!of.of.many) return firstOf(of, types, type)
  const item = scope.fresh()
  const element: TypedValue = { ...of.of, expr: { op: 'variable', name: item }, many: false }
  const each = firstOf(memberOf(element, of.name, scope.walks) as ChoiceValue, types, type)
  const body = each.expr
  return {
    ...each,
    expr: { op: 'map', list: of.of.expr, item, position: null, body, drop: true },
    many: true,
  }
}

function firstOf({ take }: ChoiceValue, types: readonly string[], type: string): TypedValue {
  const all = types.map(take)
  return { ...derived(all[0]!, { op: 'first-present', of: all.map(({ expr }) => expr) }), type }
}

function planIs(call: Call, scope: Scope): Value {
  const type = typeArgument(call, scope)
  const of = receiver(call, scope)
  if (of.kind === 'empty') return EMPTY
  const answer = (found: string): Expr => ({
    op: 'literal',
    type: 'boolean',
    value: String(isKindOf(found, type)),
  })
  if (of.kind === 'typed') {
    if (of.expr.op === 'variable') return computed(answer(of.type), 'boolean')
    const one = single(of, call, scope)!
    return computed({ op: 'when', condition: present(one), value: answer(of.type) }, 'boolean')
  }
  const taken = of.types.map((each) => of.take(each))
  if (taken.some(({ many }) => many)) {
    const answers = taken.map((value): Expr => {
      const item = scope.fresh()
      return { op: 'map', list: value.expr, item, position: null, body: answer(value.type), drop: false }
    })
    return computed({ op: 'only', list: { op: 'concat-lists', lists: answers }, at: scope.at }, 'boolean')
  }
  const fitting = of.types.filter((each) => isKindOf(each, type))
  const chosen = present({ ...of, types: fitting })
  const is: Expr = { op: 'when', condition: present(of), value: chosen }
  return computed(is, 'boolean')
}

function planExtension(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  const [given] = call.args
  const url = single(scope.plan(given!, scope), given!, scope)
  if (of === null || url === null) return EMPTY
  expectFamily(url, 'text', given!, scope)
  if (hasLostAside(of)) throw failed('unsupported', `extension() of one of several ${of.type}`, call, scope)
  const extensions = of.need === null ? undefined : memberOf(of, 'extension', scope.walks)
  if (extensions?.kind !== 'typed') {
    throw failed('invalid', `expected a value that has extensions, found ${of.type}`, call, scope)
  }
  const item = scope.fresh()
  const focus: TypedValue = { ...extensions, expr: { op: 'variable', name: item }, many: false }
  const own = memberOf(focus, 'url', scope.walks)
  if (own?.kind !== 'typed') return EMPTY
  const condition: Expr = { op: 'binary', operator: '=', family: 'text', left: own.expr, right: url.expr }
  return { ...extensions, expr: { op: 'filter', list: extensions.expr, item, condition } }
}

function planResourceKey(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  if (of === null || !isResource(of.type) || of.many) {
    throw failed('invalid', 'expected getResourceKey() at the resource', call, scope)
  }
  return memberOf(of, 'id', scope.walks) ?? EMPTY
}

function planReferenceKey(call: Call, scope: Scope): Value {
  const of = typedReceiver(call, scope)
  const resource = call.args.length === 0 ? null : typeArgument(call, scope)
  if (resource !== null && !isResource(resource)) {
    throw failed('invalid', `expected a resource type, found ${resource}`, call.args[0]!, scope)
  }
  if (of === null) return EMPTY
  const reference = of.type === 'Reference' ? memberOf(of, 'reference', scope.walks) : undefined
  if (reference?.kind !== 'typed') {
    throw failed('invalid', `expected a Reference, found ${of.type}`, call.of ?? call, scope)
  }
  if (!of.many) return computed({ op: 'reference-key', of: reference.expr, resource }, 'string')
  const item = scope.fresh()
  const body: Expr = { op: 'reference-key', of: { op: 'variable', name: item }, resource }
  return computed({ op: 'map', list: reference.expr, item, position: null, body, drop: true }, 'string', true)
}

function planBoundary(side: 'low' | 'high', call: Call, scope: Scope): Value {
  if (call.args.length > 0) throw failed('unsupported', `${call.name}() of a precision`, call, scope)
  const of = single(receiver(call, scope), call, scope)
  if (of === null) return EMPTY
  const family = familyOf(of.type)
  if (family === 'time') return boundary(of, side, 'time')
  if (family === 'date') return boundary(of, side, of.type === 'date' ? 'date' : 'dateTime')
  if (of.type !== 'decimal' || of.need?.need !== 'primitive') {
    throw failed('unsupported', `${call.name}() of ${of.type}`, call, scope)
  }
  const written = asWritten(of)
  if (written === null) throw failed('unsupported', `${call.name}() of one of several decimals`, call, scope)
  return boundary({ ...of, expr: written }, side, 'decimal')
}

function boundary(
  of: TypedValue,
  side: 'low' | 'high',
  type: 'decimal' | 'date' | 'dateTime' | 'time',
): TypedValue {
  return computed({ op: 'boundary', of: of.expr, side, type }, type)
}

/** The same decimal in the digits that the data have; null where only the number is known. */
export function asWritten({ expr, need }: TypedValue): Expr | null {
  const written = need?.need === 'primitive' ? withDigits(expr) : null
  if (need?.need === 'primitive' && written !== null) need.asWritten = true
  return written
}

function withDigits(expr: Expr): Expr | null {
  if (expr.op === 'field') return { ...expr, asWritten: true }
  if (expr.op === 'at' || expr.op === 'last' || expr.op === 'only') {
    const list = withDigits(expr.list)
    return list && { ...expr, list }
  }
  const value = expr.op === 'when' ? withDigits(expr.value) : null
  return expr.op === 'when' && value !== null ? { ...expr, value } : null
}
