import { createHash } from 'node:crypto'
import { FormRefused } from '../../platform/http/route.ts'
import { findPatientData } from '../../platform/privacy/patient-data.ts'

/** The form field by which a writer says of what was found: this is no patient's data. */
export const notPatientDataField = 'not_patient_data'

/** What stands for the findings in these texts: any other finding gives another value. */
export function findingsMark(texts: readonly string[]): string {
  const found = texts.flatMap((text) => findPatientData(text).map(({ start, end }) => text.slice(start, end)))
  return createHash('sha256').update(JSON.stringify(found)).digest('hex').slice(0, 16)
}

/**
 * Lets texts pass in which nothing looks like a patient's data, or whose writer has said of exactly
 * these findings that they are none.
 *
 * @param confirmed the value that came in `not_patient_data`
 * @throws {FormRefused} with `patient_data`: the view then shows `PatientDataStep`
 */
export function requireNoPatientData(texts: readonly string[], confirmed: string | undefined): void {
  if (texts.every((text) => findPatientData(text).length === 0)) return
  if (confirmed !== findingsMark(texts)) throw new FormRefused({ patient_data: 'found' })
}

/**
 * As `requireNoPatientData`, over the fields of a form by their names.
 *
 * @param fields in the order in which the form's view gives them to `PatientDataStep`
 */
export function requireNoPatientDataIn(
  values: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): void {
  const textOf = (field: string): string => (typeof values[field] === 'string' ? values[field] : '')
  requireNoPatientData(fields.map(textOf), textOf(notPatientDataField))
}
