import { once } from 'node:events'
import { fstatSync, writeFileSync } from 'node:fs'
import type { JobProcess, Row } from '@rounds/fhir-tables'
import { rowLine } from '@rounds/fhir-tables/row-line'
import { startProcess } from '@rounds/fhir-tables/start-process'
import { csvCell } from '../platform/csv.ts'
import { showProgress } from './show-progress.ts'

/** Rows as text, some at a time. */
export type RowFormat = (rows: readonly Row[]) => string

export const ndjsonRows = (rows: readonly Row[], columns: readonly string[] = []): string =>
  rows.map(rowLine(columns)).join('')

export const csvHeader = (columns: readonly string[]): string => `${columns.map(csvCell).join(',')}\n`

/**
 * CSV; a missing value is an empty cell, and a list or structure is JSON.
 *
 * @param columns  in their order, which a row does not keep where one is called by a number, as a year
 */
export const csvRows = (rows: readonly Row[], columns: readonly string[]): string =>
  rows.map((row) => `${columns.map((name) => csvValue(row[name])).join(',')}\n`).join('')

/** A number below 0 that comes as text because a double would not hold it: no formula. */
const exactNumber = /^-\d+(\.\d+)?$/

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return csvCell(JSON.stringify(value))
  return exactNumber.test(value) ? `"${value}"` : csvCell(value)
}

/**
 * Starts the process that makes rows. As NDJSON they go from there to standard output, unless that is a terminal, where Ctrl-Z is
 * to stop them with this process.
 */
export function startRows({ isNdjson }: { readonly isNdjson: boolean }): JobProcess {
  return startProcess(isNdjson && !process.stdout.isTTY ? process.stdout.fd : undefined)
}

/**
 * Writes rows to standard output as fast as it is read; a terminal is told how many there are. It ends where nobody reads on.
 *
 * @param rowsOf  makes them, and says how many are written where none come
 * @param share   what to say of that before, as how much is read
 * @param signal  ends the wait for whoever reads
 */
export async function writeRows(
  rowsOf: (written: (rows: number) => void) => AsyncGenerator<readonly Row[], unknown>,
  {
    format = ndjsonRows,
    share = () => '',
    signal,
  }: { readonly format?: RowFormat; readonly share?: () => string; readonly signal: AbortSignal },
): Promise<void> {
  let written = 0
  // Node's stream would not notice that a full disk took a part
  const isFile = fstatSync(process.stdout.fd).isFile()
  const stop = showProgress((seconds) => `${share()}${written} rows, ${seconds} s`)
  try {
    for await (const rows of rowsOf((count) => void (written = count))) {
      written += rows.length
      const text = format(rows)
      if (isFile) writeFileSync(process.stdout.fd, text)
      else if (!process.stdout.write(text)) await once(process.stdout, 'drain', { signal })
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  } finally {
    stop()
  }
}
