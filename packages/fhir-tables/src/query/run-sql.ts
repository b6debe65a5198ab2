import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import { damagedFile } from '../damaged-file.ts'
import type { Engine } from '../engine.ts'
import { interruptedBy } from '../interrupted-by.ts'
import { text } from '../sql/duckdb-words.ts'
import { type Row, streamRows } from '../stream-rows.ts'
import { ViewError } from '../view-error.ts'
import { boundValue } from './bind-value.ts'
import { expectOneSelect } from './expect-one-select.ts'
import { type DeclaredParameter, readSql } from './read-sql.ts'

export type SqlLimits = {
  /** Rows that may come, and seconds that it may take. */
  readonly rows: number
  readonly seconds: number
}

/**
 * Lets an engine read these files, and what it puts aside itself, and nothing else from now on: no other file, no
 * network, no extension, and no setting that would change it. Before that no SQL of others may meet it: DuckDB reads
 * files when it binds.
 */
export async function lockEngine({ connection }: Engine, files: readonly string[]): Promise<void> {
  await connection.run(`
    SET allowed_paths = [${files.map(text).join(', ')}];
    SET enable_external_access = false;
    SET lock_configuration = true`)
}

/**
 * Runs one SELECT over the relations of an engine, as rows come, some two thousand at a time.
 *
 * Parameters are bound, never written into the text. What else the SQL may reach is for `lockEngine` to say.
 *
 * The time is looked at between DuckDB's steps; one call that makes a list of a thousand million elements is one step.
 *
 * @param declared  parameters that are declared beside the text
 * @param prepare   makes the relations that the SQL names, within the same time
 * @param columns   is given the names of the columns before the rows
 * @param signal    ends the query with its reason
 * @param files     the Parquet files of the relations: an error that names one is a `DataError`
 * @throws {ViewError} if it is not one SELECT, DuckDB refuses it, a declared parameter is not given or a given one
 * not declared, more rows come than may (the first ones have been handed over) or the time is over
 */
export async function* sqlRows(
  { connection }: Engine,
  query: string,
  values: Readonly<Record<string, string>>,
  limits: SqlLimits,
  {
    declared,
    prepare,
    columns,
    signal,
    files = [],
  }: {
    readonly declared?: readonly DeclaredParameter[]
    readonly prepare?: (named: ReadonlySet<string>) => Promise<void>
    readonly columns?: ((names: readonly string[]) => void) | undefined
    readonly signal?: AbortSignal | undefined
    readonly files?: readonly string[]
  } = {},
): AsyncGenerator<readonly Row[]> {
  const { sql, parameters } = readSql(query, declared)
  const bound = Object.fromEntries(
    parameters.map(({ name, type }) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value === undefined)
        throw new ViewError('invalid', `--param ${name}`, `expected a ${type}, found nothing`)
      return [name, boundValue(name, type, value)]
    }),
  )
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(bound, name))
  if (unknown !== undefined) {
    throw new ViewError(
      'invalid',
      `--param ${unknown}`,
      'expected a parameter that the query declares by @param',
    )
  }
  const late = AbortSignal.timeout(limits.seconds * 1000)
  const told = signal === undefined ? late : AbortSignal.any([late, signal])
  const bind = (statement: DuckDBPreparedStatement): void => {
    for (let index = 1; index <= statement.parameterCount; index++) {
      const name = statement.parameterName(index)
      if (!Object.hasOwn(bound, name)) {
        throw new ViewError('invalid', 'the query', `expected $${name} to be declared by @param`)
      }
      bindValue(statement, index, bound[name]!)
    }
  }
  const stop = interruptedBy(connection, told)
  try {
    await prepare?.(await expectOneSelect(connection, sql, 'the query'))
    let left = limits.rows
    for await (const rows of streamRows(connection, sql, { bind, columns, signal: told })) {
      if (rows.length > left) {
        yield rows.slice(0, left)
        throw new ViewError('invalid', 'the query', `expected at most ${limits.rows} rows, found more`)
      }
      left -= rows.length
      yield rows
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (late.aborted)
      throw new ViewError('invalid', 'the query', `expected at most ${limits.seconds} s, it took longer`)
    if (error instanceof ViewError || !(error instanceof Error)) throw error
    const damaged = damagedFile(error, files)
    if (damaged !== null) throw damaged
    throw new ViewError('invalid', 'the query', error.message)
  } finally {
    stop()
  }
}

function bindValue(
  statement: DuckDBPreparedStatement,
  index: number,
  value: string | number | boolean,
): void {
  if (typeof value === 'boolean') statement.bindBoolean(index, value)
  else if (typeof value === 'string') statement.bindVarchar(index, value)
  else if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) statement.bindInteger(index, value)
  else statement.bindDouble(index, value)
}
