/** How the values of a primitive type are written, and the words for it. */
export type PrimitiveFormat = { readonly pattern: RegExp; readonly expected: string }

const day = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`
const clock = String.raw`([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?`
const zone = String.raw`(Z|[+-]\d\d:\d\d)`
const partOfDay = String.raw`T([01]\d|2[0-3])(:[0-5]\d(:([0-5]\d|60)(\.\d+)?)?)?${zone}?`

const formats: Readonly<Record<string, PrimitiveFormat>> = {
  boolean: { pattern: /^(true|false)$/, expected: 'true or false' },
  integer: { pattern: /^-?\d{1,10}$/, expected: 'a whole number' },
  positiveInt: { pattern: /^0*[1-9]\d{0,9}$/, expected: 'a whole number from 1' },
  unsignedInt: { pattern: /^\d{1,10}$/, expected: 'a whole number from 0' },
  decimal: { pattern: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, expected: 'a number with a point' },
  date: {
    pattern: new RegExp(String.raw`^(\d{4}|\d{4}-(0[1-9]|1[0-2])|${day})$`),
    expected: 'a date, YYYY-MM-DD',
  },
  dateTime: {
    pattern: new RegExp(String.raw`^(\d{4}|\d{4}-(0[1-9]|1[0-2])|${day}(${partOfDay})?)$`),
    expected: 'a date with or without time',
  },
  instant: { pattern: new RegExp(`^${day}T${clock}${zone}$`), expected: 'a date with time and zone' },
  time: { pattern: new RegExp(`^${clock}$`), expected: 'a time, HH:MM:SS' },
}

/** The format of a primitive type of FHIR; undefined for one whose values are any text. */
export function formatOf(type: string): PrimitiveFormat | undefined {
  return Object.hasOwn(formats, type) ? formats[type] : undefined
}
