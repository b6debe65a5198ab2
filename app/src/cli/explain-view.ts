import { copyLinesSql, duckdb, writeSql } from '@rounds/fhir-tables'
import { askedView, type ViewRunOptions } from './make-view-rows.ts'

/** Writes the plan and the SQL of a view; of files of several types, the copying of the lines of one first. */
export function explainView(options: ViewRunOptions): void {
  const { plan, source } = askedView(options)
  const isCopied = source.kind === 'ndjson' && source.mixed
  const lines = { kind: 'ndjson', files: [`${plan.resource}.ndjson`], mixed: false } as const
  const copy = isCopied ? `${copyLinesSql(plan.resource, source.files, lines.files[0]!)};\n\n` : ''
  const rows = writeSql(plan, isCopied ? lines : source, duckdb)
  process.stdout.write(`${JSON.stringify(plan, shownInPlan, 2)}\n\n${copy}${rows}\n`)
}

/** Maps as objects; a structure that contains itself by its name alone. */
function shownInPlan(key: string, value: unknown): unknown {
  if (key === 'walked' || key === 'need') return undefined
  return value instanceof Map ? Object.fromEntries(value) : value
}
