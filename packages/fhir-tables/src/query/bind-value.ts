import { formatOf } from '../definitions/primitive-format.ts'
import { ViewError } from '../view-error.ts'
import { type DeclaredParameter, readSql } from './read-sql.ts'

const texts = ['string', 'code', 'id', 'uri', 'url', 'canonical', 'oid', 'uuid', 'markdown']

/**
 * A query as DuckDB takes it, and the values of its parameters.
 *
 * @param declared  parameters that are declared beside the text
 * @throws {ViewError} if a declared parameter is not given, a given one not declared, or a value not of its type
 */
export function bindQuery(
  query: string,
  given: Readonly<Record<string, string>>,
  declared?: readonly DeclaredParameter[],
): { readonly sql: string; readonly values: Readonly<Record<string, string | number | boolean>> } {
  const { sql, parameters } = readSql(query, declared)
  const values = Object.fromEntries(
    parameters.map(({ name, type }) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      if (value === undefined)
        throw new ViewError('invalid', `--param ${name}`, `expected a value of type ${type}, found nothing`)
      return [name, boundValue(name, type, value)]
    }),
  )
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(values, name))
  if (unknown === undefined) return { sql, values }
  throw new ViewError(
    'invalid',
    `--param ${unknown}`,
    'expected a parameter that the query declares by @param',
  )
}

/**
 * The value of a parameter as it is bound: numbers and booleans as such, everything else as text, as the columns of
 * views hold it.
 *
 * @throws {ViewError} if the type is no FHIR primitive that can be bound, or the value is not of it
 */
export function boundValue(name: string, type: string, value: string): string | number | boolean {
  const format = formatOf(type)
  if (format === undefined && !texts.includes(type)) {
    throw new ViewError('invalid', `@param ${name}`, `expected a primitive type of FHIR, found ${type}`)
  }
  if (format !== undefined && !format.pattern.test(value)) {
    throw new ViewError(
      'invalid',
      `--param ${name}`,
      `expected ${format.expected}, found ${JSON.stringify(value)}`,
    )
  }
  if (type === 'boolean') return value === 'true'
  return ['integer', 'positiveInt', 'unsignedInt', 'decimal'].includes(type) ? Number(value) : value
}
