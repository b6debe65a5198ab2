import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DataError } from './data-error.ts'
import type { Engine } from './engine.ts'
import { reasonOf } from './land/reason-of.ts'
import { expectWhole } from './expect-whole.ts'
import { linesOfType } from './lines-of-type.ts'
import type { Plan } from './plan/plan.ts'
import type { Source } from './sql/dialect.ts'
import { duckdb } from './sql/duckdb.ts'
import { text } from './sql/duckdb-words.ts'
import { writeSql } from './sql/write-sql.ts'
import { type Row, streamRows } from './stream-rows.ts'
import { unfinished } from './unfinished.ts'

export type OutputFormat = 'csv' | 'ndjson' | 'parquet'
export type OutputFile = {
  readonly file: string
  readonly format: OutputFormat
  /** Where its rows are written until all of them are there. */
  readonly part?: string
}

/**
 * The rows of a view as they come, some two thousand at a time. Rows that came before an error stand.
 *
 * @throws {DataError} with file and line for data that cannot be read
 * @throws {ViewError} for a path with more values than its column holds
 */
export async function* viewRows(engine: Engine, plan: Plan, given: Source): AsyncGenerator<readonly Row[]> {
  const folder = folderIn(engine)
  let source = given
  try {
    source = await linesOfType(engine, plan.resource, given, folder)
    yield* streamRows(engine.connection, writeSql(plan, source, duckdb))
    await expectWhole(given)
  } catch (error) {
    throw await located(error, engine, plan, given, source)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Writes the rows of a view to a file, which is there only when all of them are.
 *
 * @returns how many rows were written
 * @throws as `viewRows` does
 */
export async function writeView(
  engine: Engine,
  plan: Plan,
  given: Source,
  { file, format, part = unfinished(file) }: OutputFile,
): Promise<number> {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new DataError(file, null, 'expected a file that can be written, found a folder')
  try {
    fs.writeFileSync(part, '')
    fs.rmSync(part)
  } catch (error) {
    throw new DataError(file, null, `expected a file that can be written, found ${reasonOf(error)}`)
  }
  const folder = folderIn(engine)
  let source = given
  try {
    source = await linesOfType(engine, plan.resource, given, folder)
    const sql = writeSql(plan, source, duckdb)
    const rows = format === 'csv' ? csvRows(sql, plan) : sql
    const result = await engine.connection.run(`COPY (\n${rows}\n) TO ${text(part)} (${OPTIONS[format]})`)
    await expectWhole(given)
    fs.renameSync(part, file)
    return Number((await result.getRowsJson())[0]?.[0])
  } catch (error) {
    fs.rmSync(part, { force: true })
    throw await located(error, engine, plan, given, source)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const folderIn = ({ temporary }: Engine): string => path.join(temporary, `lines-${randomUUID()}`)

/** An error with its place in what was given; what finds it is loaded where there is one. */
async function located(
  error: unknown,
  { connection }: Engine,
  plan: Plan,
  given: Source,
  { misshapen = null }: Source,
): Promise<unknown> {
  const { locatedError } = await import('./located-error.ts')
  const over = (files: readonly string[]) =>
    connection.run(writeSql(plan, { ...given, files, misshapen }, duckdb))
  return await locatedError(error, given, over)
}

const OPTIONS: Readonly<Record<OutputFormat, string>> = {
  csv: 'FORMAT csv, HEADER',
  ndjson: 'FORMAT json',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
}

/** What a spreadsheet would take for the beginning of a formula. */
const FORMULA = String.raw`^(\s*[=+\-@|%]|[\t\r\n\x00])`

/** CSV has no lists: a collection is written as JSON. A text that a spreadsheet would run gets an apostrophe. */
function csvRows(sql: string, plan: Plan): string {
  const columns = plan.columns.map(({ name, collection }) => {
    const column = duckdb.identifier(name)
    if (collection) return `to_json(${column}) AS ${column}`
    const value = `CAST(${column} AS VARCHAR)`
    const runs = `typeof(${column}) = 'VARCHAR' AND regexp_matches(${value}, ${text(FORMULA)})`
    return `CASE WHEN ${runs} THEN '''' || ${value} ELSE ${value} END AS ${column}`
  })
  return `SELECT ${columns.join(', ')} FROM (\n${sql}\n)`
}
