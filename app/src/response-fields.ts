import { z } from 'zod'

/** What an answer may hold: a value, or fields by name. Lists, and what may be missing, are what they hold. */
type Shape = 'value' | ReadonlyMap<string, Shape>
type Schema = {
  properties?: Record<string, Schema>
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

const languages = 'en fr und zh'

function shapeOf(schema: Schema): Shape {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const inner = [...parts, ...(schema.items ? [schema.items] : []), ...(schema.prefixItems ?? [])]
  const fields = new Map<string, Shape>()
  for (const [name, one] of Object.entries(schema.properties ?? {})) add(fields, name, shapeOf(one))
  for (const one of inner.map(shapeOf))
    if (one !== 'value') for (const [name, each] of one) add(fields, name, each)
  const isText = [...fields.keys()].toSorted().join(' ') === languages
  return fields.size === 0 || isText ? 'value' : fields
}

function add(fields: Map<string, Shape>, name: string, shape: Shape): void {
  const known = fields.get(name)
  fields.set(
    name,
    known === undefined || known === 'value'
      ? shape
      : shape === 'value'
        ? known
        : new Map([...known, ...shape]),
  )
}

const paths = (shape: Shape, at = ''): string[] =>
  shape === 'value'
    ? [at]
    : [...shape].flatMap(([name, inner]) => paths(inner, at === '' ? name : `${at}.${name}`))

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.values(value).every(isNothing))

function found(shape: Shape, value: unknown, at = ''): string[] {
  if (isNothing(value)) return []
  if (Array.isArray(value)) return value.flatMap((one) => found(shape, one, at))
  if (shape === 'value') return [at]
  return [...shape].flatMap(([name, inner]) =>
    found(inner, (value as Record<string, unknown>)[name], at === '' ? name : `${at}.${name}`),
  )
}

/** Every field that a model lets out, by path. */
export const fieldsOf = (model: z.ZodType): readonly string[] =>
  paths(shapeOf(z.toJSONSchema(model, { unrepresentable: 'any', io: 'output' }) as Schema))

/** The fields of a model that an answer holds something in. */
export const fieldsIn = (model: z.ZodType, answer: unknown): ReadonlySet<string> =>
  new Set(found(shapeOf(z.toJSONSchema(model, { unrepresentable: 'any', io: 'output' }) as Schema), answer))

/** Paths as one line: `title people{name part}`. */
export function asLine(fields: readonly string[]): string {
  const byFirst = Map.groupBy(fields, (path) => path.split('.')[0] ?? '')
  return [...byFirst]
    .map(([name, of]) => {
      const inner = of.filter((path) => path !== name).map((path) => path.slice(name.length + 1))
      return inner.length === 0 ? name : `${name}{${asLine(inner)}}`
    })
    .join(' ')
}

/** Who looked: their role, and whether the thing was theirs. */
export type Viewer = `${'own' | 'other'} ${string}`

function whoSaw(viewers: readonly Viewer[], saw: ReadonlySet<Viewer>): string {
  const part = (whose: 'own' | 'other') => {
    const all = viewers.filter((one) => one.startsWith(`${whose} `))
    const some = all.filter((one) => saw.has(one)).map((one) => one.slice(whose.length + 1))
    return { every: some.length === all.length, roles: some.join(', '), any: some.length > 0 }
  }
  const [other, own] = [part('other'), part('own')]
  if (other.every && own.every) return 'whoever may open it'
  const others = other.any ? (other.every ? ['others, whatever their role'] : [other.roles]) : []
  const owners =
    own.any && own.roles !== other.roles ? [own.every ? 'whose it is' : `whose it is, as ${own.roles}`] : []
  return [...others, ...owners].join('; ') || 'nobody in the made network'
}

/**
 * Lists an address: for each group of people, the fields they were shown something in.
 *
 * @param shown by viewer, what their answer held
 */
export function listFields(
  address: string,
  all: readonly string[],
  shown: ReadonlyMap<Viewer, ReadonlySet<string>>,
): string {
  const viewers = [...shown.keys()]
  const groups = Map.groupBy(all, (field) =>
    whoSaw(viewers, new Set(viewers.filter((viewer) => shown.get(viewer)?.has(field)))),
  )
  const lines = [...groups].map(([who, fields]) => `  ${who}: ${asLine(fields)}`)
  return [address, ...lines].join('\n')
}
