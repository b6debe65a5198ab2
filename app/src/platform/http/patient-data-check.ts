import { findPatientData, findingsMark } from '../privacy/patient-data.ts'
import type { FormState, Route } from './route.ts'

/** The form field by which a writer says of what was found: this is no patient's data. */
export const notPatientDataField = 'not_patient_data'

const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)

/** An uploaded file as text; null where it is none. */
function asText(file: Buffer): string | null {
  if (file.includes(0) || file.subarray(0, 5).toString('latin1') === '%PDF-') return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return null
  }
}

/** Everything that was typed into a form, as it came: a text file stands in the field in whose place it was sent. */
function typedIn(route: Route, body: unknown): FormState['values'] {
  const values: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (typeof value === 'string') values[name] ??= value
    else if (Array.isArray(value)) values[name] = value.map(String)
    else if (Buffer.isBuffer(value) && value.length > 0 && route.fileText !== undefined) {
      const text = asText(value)
      if (text !== null) values[route.fileText] = text
    }
  }
  return values
}

/**
 * What was typed, where something in it looks like a patient's data and its writer has not said of exactly that that
 * it is none; null where it may go on.
 *
 * Every field of every form is looked through, except ids and those that the route names as no words (`notWords`).
 */
export function patientDataIn(
  route: Route,
  body: unknown,
): { values: FormState['values']; fields: readonly string[] } | null {
  if (route.notWords === 'all') return null
  const values = typedIn(route, body)
  const words = Object.entries(values).filter(
    ([name]) => name !== notPatientDataField && name !== '_language' && !route.notWords?.includes(name),
  )
  const found = words.flatMap(([name, value]) =>
    typeof value === 'string' && !isId(value) && findPatientData(value).length > 0 ? [{ name, value }] : [],
  )
  if (found.length === 0) return null
  if (values[notPatientDataField] === findingsMark(found.map(({ value }) => value))) return null
  return { values, fields: found.map(({ name }) => name) }
}
