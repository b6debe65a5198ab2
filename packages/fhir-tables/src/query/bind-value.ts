import { ViewError } from '../view-error.ts'

const formats: Readonly<Record<string, readonly [RegExp, string]>> = {
  boolean: [/^(true|false)$/, 'true or false'],
  integer: [/^-?\d{1,10}$/, 'a whole number'],
  positiveInt: [/^0*[1-9]\d{0,9}$/, 'a whole number from 1'],
  unsignedInt: [/^\d{1,10}$/, 'a whole number from 0'],
  decimal: [/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, 'a number with a point'],
  date: [/^\d{4}(-\d\d(-\d\d)?)?$/, 'a date, YYYY-MM-DD'],
  dateTime: [
    /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/,
    'a date with or without time',
  ],
  instant: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, 'a date with time and zone'],
  time: [/^\d\d:\d\d:\d\d(\.\d+)?$/, 'a time, HH:MM:SS'],
}
const texts = ['string', 'code', 'id', 'uri', 'url', 'canonical', 'oid', 'uuid', 'markdown']

/**
 * The value of a parameter as it is bound: numbers and booleans as such, everything else as text, as the columns of
 * views hold it.
 *
 * @throws {ViewError} if the type is no FHIR primitive that can be bound, or the value is not of it
 */
export function boundValue(name: string, type: string, value: string): string | number | boolean {
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined
  if (format === undefined && !texts.includes(type)) {
    throw new ViewError('invalid', `@param ${name}`, `expected a primitive type of FHIR, found ${type}`)
  }
  if (format !== undefined && !format[0].test(value)) {
    throw new ViewError('invalid', `--param ${name}`, `expected ${format[1]}, found ${JSON.stringify(value)}`)
  }
  if (type === 'boolean') return value === 'true'
  return ['integer', 'positiveInt', 'unsignedInt', 'decimal'].includes(type) ? Number(value) : value
}
