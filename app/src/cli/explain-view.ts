import { duckdb, writeSql } from '@rounds/fhir-tables'
import { askedView, type ViewRunOptions } from './make-view-rows.ts'

/** Writes the plan and the SQL of a view. */
export function explainView(options: ViewRunOptions): void {
  const { plan, source } = askedView(options)
  process.stdout.write(`${JSON.stringify(plan, shownInPlan, 2)}\n\n${writeSql(plan, source, duckdb)}\n`)
}

/** Maps as objects; a structure that contains itself by its name alone. */
function shownInPlan(key: string, value: unknown): unknown {
  if (key === 'walked' || key === 'need') return undefined
  return value instanceof Map ? Object.fromEntries(value) : value
}
