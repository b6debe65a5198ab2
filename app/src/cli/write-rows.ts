import { once } from 'node:events'
import type { Row } from '@rounds/fhir-tables'
import { csvCell } from '../platform/csv.ts'
import { showProgress } from './show-progress.ts'

/** Rows as text, some at a time; `isFirst`: nothing came before them. */
export type RowFormat = (rows: readonly Row[], isFirst: boolean) => string

export const ndjsonRows: RowFormat = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

/** CSV with a header; a missing value is an empty cell, and a list or structure is JSON. */
export const csvRows: RowFormat = (rows, isFirst) => {
  const header = isFirst ? [Object.keys(rows[0] ?? {}).map(csvCell)] : []
  const lines = rows.map((row) => Object.values(row).map(csvValue))
  return [...header, ...lines].map((cells) => `${cells.join(',')}\n`).join('')
}

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return csvCell(typeof value === 'string' ? value : JSON.stringify(value))
}

/**
 * Writes rows to standard output as fast as it is read; a terminal is told how many there are.
 *
 * @param share  what to say of that before, as how much is read
 */
export async function writeRows(
  all: AsyncGenerator<readonly Row[]>,
  {
    format = ndjsonRows,
    share = () => '',
  }: { readonly format?: RowFormat; readonly share?: () => string } = {},
): Promise<void> {
  let written = 0
  const stop = showProgress((seconds) => `${share()}${written} rows, ${seconds} s`)
  try {
    for await (const rows of all) {
      const text = format(rows, written === 0)
      written += rows.length
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    }
  } finally {
    stop()
  }
}
