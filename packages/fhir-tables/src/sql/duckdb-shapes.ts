import type { JsonKind, Misshapen } from '../misshapen.ts'
import type { Need, StructNeed } from '../plan/plan.ts'
import { text } from './duckdb-words.ts'

/** What `fhir_shaped` calls the kinds: numbers and booleans are looked at where they are made values. */
const shapes: Readonly<Record<JsonKind, string>> = {
  object: 'OBJECT',
  list: 'ARRAY',
  text: '',
  number: '',
  boolean: '',
}

/**
 * Conditions that hold where what is read of a resource has the shape that FHIR gives it, and are an error with path and
 * resource where it has not: typed reading makes nothing of a value in another shape, and says nothing.
 *
 * Only the places where resources may be misshapen are looked at; where they are not known, all that stand in no list.
 */
export function shapedSql(fields: StructNeed, misshapen: Misshapen): readonly string[] {
  const places =
    misshapen === null
      ? [...placesOutsideLists(fields, '$')]
      : Object.entries(misshapen)
          .filter(([place]) => isRead(fields, place.replaceAll('[*]', '').split('.')))
          .map(([place, kind]) => [`$.${place}`, shapes[kind]] as const)
  const alone = places.filter(([place]) => !place.includes('[*]'))
  const listed = (at: 0 | 1) => `[${alone.map((one) => text(one[at])).join(', ')}]`
  return [
    ...(alone.length === 0 ? [] : [`fhir_shaped(json, ${listed(0)}, ${listed(1)})`]),
    ...places
      .filter((one) => !alone.includes(one))
      .map(([place, shape]) => `fhir_each_shaped(json, ${text(place)}, ${text(shape)})`),
  ]
}

function* placesOutsideLists(
  fields: StructNeed,
  at: string,
): Generator<readonly [place: string, shape: string]> {
  for (const [name, { need, many }] of fields.fields) {
    if (need.need === 'recursive') continue
    const place = `${at}.${name}`
    yield [place, many ? 'ARRAY' : need.need === 'struct' ? 'OBJECT' : '']
    if (!many && need.need === 'struct') yield* placesOutsideLists(need, place)
  }
}

/** Whether the value at these names, or in it, may be read. */
function isRead(fields: StructNeed, names: readonly string[]): boolean {
  let at: Need = fields
  for (const name of names) {
    if (at.need === 'recursive') return true
    if (at.need === 'primitive') return false
    const field = at.fields.get(name)
    if (field === undefined) return false
    at = field.need
  }
  return true
}
