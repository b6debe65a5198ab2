import r4 from './r4.json' with { type: 'json' }

type Definitions = {
  readonly primitives: Readonly<Record<string, string | null>>
  readonly types: Readonly<
    Record<string, { readonly base?: string; readonly elements: Readonly<Record<string, string>> }>
  >
}

/** An element of a FHIR type: the types its value may have, and whether it repeats. */
export type Element = {
  readonly types: readonly string[]
  readonly many: boolean
  /** `value[x]`: the JSON names the type as well, as in `valueQuantity`. */
  readonly choice: boolean
}

/** What a value is compared and computed as. */
export type Family = 'text' | 'number' | 'boolean' | 'date' | 'time' | 'complex'

const { primitives, types } = r4 as unknown as Definitions
let typeNumbers: ReadonlyMap<string, number> | undefined
const elements = new Map<string, ReadonlyMap<string, Element>>()

/** The element of a type, those of its bases included. */
export function elementOf(type: string, name: string): Element | undefined {
  return elementsOf(type).get(name)
}

export function elementsOf(type: string): ReadonlyMap<string, Element> {
  const known = elements.get(type)
  if (known !== undefined) return known
  const definition = Object.hasOwn(types, type) ? types[type] : undefined
  const own = Object.entries(definition?.elements ?? {}).map(([name, text]): [string, Element] => {
    const choice = name.endsWith('[x]')
    const many = text.endsWith('*')
    const allowed = (many ? text.slice(0, -1) : text).split('|')
    return [choice ? name.slice(0, -3) : name, { types: allowed, many, choice }]
  })
  const inherited = definition?.base === undefined ? [] : elementsOf(definition.base)
  const all = new Map([...inherited, ...own])
  elements.set(type, all)
  return all
}

/** The number of a type that has elements, from 1: the same whatever was asked before. */
export function numberOf(type: string): number {
  return (typeNumbers ??= new Map(Object.keys(types).map((name, index) => [name, index + 1]))).get(type)!
}

export function isResource(type: string): boolean {
  return isKindOf(type, 'Resource')
}

/** Whether a type is another one or rests on it: a `code` is a `string`, a `Patient` a `DomainResource`. */
export function isKindOf(type: string, base: string): boolean {
  for (let at: string | null | undefined = type; at; at = primitives[at] ?? types[at]?.base) {
    if (at === base) return true
  }
  return false
}

/** Every type of which a resource can be. */
export function resourceTypes(): readonly string[] {
  const abstract = new Set(['Resource', 'DomainResource'])
  return Object.keys(types).filter((type) => isResource(type) && !abstract.has(type))
}

export function isPrimitive(type: string): boolean {
  return Object.hasOwn(primitives, type)
}

export function isType(type: string): boolean {
  return isPrimitive(type) || Object.hasOwn(types, type)
}

/** The primitive types from a type to its root: `positiveInt` is an `integer`. */
function rootOf(type: string): string {
  const base = primitives[type]
  return base === null || base === undefined ? type : rootOf(base)
}

export function familyOf(type: string): Family {
  if (!isPrimitive(type)) return 'complex'
  const root = rootOf(type)
  if (root === 'integer' || root === 'decimal') return 'number'
  if (root === 'date' || root === 'dateTime' || root === 'instant') return 'date'
  return root === 'boolean' || root === 'time' ? root : 'text'
}

export function isInteger(type: string): boolean {
  return isPrimitive(type) && rootOf(type) === 'integer'
}
