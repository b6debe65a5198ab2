import { type Element, elementOf, isKindOf, isPrimitive } from '../definitions/elements.ts'
import type { Expr, Need, StructNeed } from './plan.ts'
import type { Walks } from './walks.ts'

/** What a path stands for while a view is planned. */
export type Value = TypedValue | ChoiceValue | { readonly kind: 'empty' }

export type TypedValue = {
  readonly kind: 'typed'
  readonly expr: Expr
  /** FHIR type. */
  readonly type: string
  readonly many: boolean
  /** What is read of it; null for what was computed. */
  readonly need: Need | null
  /** The id and extensions of a primitive, which JSON keeps under another name. */
  readonly aside?: () => TypedValue
}

/** An element `value[x]` before its type is chosen. */
export type ChoiceValue = {
  readonly kind: 'choice'
  readonly of: TypedValue
  readonly name: string
  readonly types: readonly string[]
  readonly take: (type: string) => TypedValue
}

export const EMPTY: Value = { kind: 'empty' }

/** A value that was computed rather than read. */
export function computed(expr: Expr, type: string, many = false): TypedValue {
  return { kind: 'typed', expr, type, many, need: null }
}

/**
 * A value that was taken out of another one, as an element out of a list. Its id and extensions stand beside that list,
 * and which of them are its own is not known any more.
 */
export function derived({ type, need }: TypedValue, expr: Expr, many = false): TypedValue {
  return { kind: 'typed', expr, type, many, need }
}

export function hasLostAside({ type, need, aside }: TypedValue): boolean {
  return isPrimitive(type) && need !== null && aside === undefined
}

/** An element of a value, entered among what is read of it; undefined where its type has no such element. */
export function memberOf(value: TypedValue, name: string, walks: Walks): Value | undefined {
  if (isPrimitive(value.type)) {
    return name === 'extension' || name === 'id'
      ? value.aside && memberOf(value.aside(), name, walks)
      : undefined
  }
  const element = elementOf(value.type, name)
  if (element === undefined) return undefined
  if (!element.choice) return fieldOf(value, name, element.types[0]!, element, walks)
  return {
    kind: 'choice',
    of: value,
    name,
    types: element.types,
    take: (type) => fieldOf(value, nameOf(name, type), type, element, walks, alike(name, type, element)),
  }
}

const nameOf = (choice: string, type: string): string =>
  `${choice}${type.charAt(0).toUpperCase()}${type.slice(1)}`

/** The names of a choice under which a quantity of any kind may stand: what is read of one is read of all. */
const alike = (choice: string, type: string, { types }: Element): readonly string[] =>
  isKindOf(type, 'Quantity')
    ? types.filter((one) => isKindOf(one, 'Quantity')).map((one) => nameOf(choice, one))
    : []

function fieldOf(
  of: TypedValue,
  name: string,
  type: string,
  { many }: Pick<Element, 'many'>,
  walks: Walks,
  same: readonly string[] = [],
): TypedValue {
  const need = enter(of, name, type, many, walks, same)
  const recursive = need.need === 'recursive'
  const field: Expr = {
    op: 'field',
    of: of.expr,
    ofMany: of.many,
    name,
    need,
    many: many && !recursive,
  }
  const expr: Expr = recursive ? { op: 'parse', of: field, ofMany: of.many, need: need.of } : field
  return {
    kind: 'typed',
    expr,
    type,
    many: many || of.many,
    need: recursive ? need.of : need,
    ...(isPrimitive(type) && { aside: () => fieldOf(of, `_${name}`, 'Element', { many }, walks) }),
  }
}

function enter(
  of: TypedValue,
  name: string,
  type: string,
  many: boolean,
  walks: Walks,
  same: readonly string[],
): Need {
  const struct = of.need
  if (struct?.need !== 'struct') throw new Error(`nothing is read of a computed ${of.type}`)
  const known = struct.fields.get(name)
  if (known !== undefined) return known.need
  const shared = same.map((one) => struct.fields.get(one)?.need).find((need) => need !== undefined)
  const need = shared ?? needOf(`${struct.at}.${name}`, type, many, struct, walks)
  struct.fields.set(name, { need, many: many && need.need !== 'recursive' })
  return need
}

function needOf(at: string, type: string, many: boolean, within: StructNeed, walks: Walks): Need {
  if (isPrimitive(type)) return { need: 'primitive', type, asWritten: false }
  const walked = many ? within.walked.get(type) : undefined
  return walked === undefined ? walks.structure(at, within) : { need: 'recursive', of: walked }
}
