import { formatOf } from '../definitions/primitive-format.ts'
import { ViewError } from '../view-error.ts'

const texts = ['string', 'code', 'id', 'uri', 'url', 'canonical', 'oid', 'uuid', 'markdown']

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
