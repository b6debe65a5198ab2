import { familyOf, isInteger } from '../definitions/elements.ts'
import type { Field, Need, StructNeed } from '../plan/plan.ts'
import { identifier, text } from './quoted.ts'

export { fileToRead, identifier, text } from './quoted.ts'

/** The type in which a column or an element of a FHIR type is held. */
export function columnType(type: string): string {
  const family = familyOf(type)
  if (family === 'boolean') return 'BOOLEAN'
  if (family === 'number') return isInteger(type) ? 'INTEGER' : 'DOUBLE'
  return 'VARCHAR'
}

/** `'name': 'TYPE'` for each field, as `read_json` takes them. */
export function structFields(fields: StructNeed): readonly string[] {
  return [...fields.fields].map(([name, field]) => `${text(name)}: ${text(fieldType(field))}`)
}

function fieldType({ need, many }: Field): string {
  return many ? `${needType(need)}[]` : needType(need)
}

/**
 * The type that is read; of a structure without fields only its being there is asked. DuckDB would take "yes" for true
 * and 3.7 for the integer 4: what is read is made the value of its type in the expression.
 */
export function needType(need: Need): string {
  if (need.need === 'recursive') return 'JSON'
  if (need.need === 'primitive')
    return !need.asWritten && familyOf(need.type) === 'number' ? 'DOUBLE' : 'VARCHAR'
  if (need.fields.size === 0) return 'JSON'
  return `STRUCT(${[...need.fields].map(([name, field]) => `${identifier(name)} ${fieldType(field)}`).join(', ')})`
}

type Shape = string | readonly [Shape] | { readonly [name: string]: Shape }

/** The same as `from_json` takes it: numbers as text, since it makes nothing of what is none, and says nothing. */
export function jsonShape(need: Need): Shape {
  if (need.need === 'primitive') return 'VARCHAR'
  if (need.need !== 'struct' || need.fields.size === 0) return needType(need)
  return Object.fromEntries(
    [...need.fields].map(([name, field]) => {
      const shape = jsonShape(field.need)
      return [name, field.many ? [shape] : shape] as const
    }),
  )
}
