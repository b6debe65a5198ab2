import { StatementType } from '@duckdb/node-api'
import type { Engine } from '../engine.ts'
import { jsonValue } from '../json-value.ts'
import type { Row } from '../run-view.ts'
import { text } from '../sql/duckdb-words.ts'
import { ViewError } from '../view-error.ts'
import { boundValue } from './bind-value.ts'
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
 * @param library  what the query declares beside its text, and what makes its relations, within the same time
 * @throws {ViewError} if it is not one SELECT, DuckDB refuses it, a declared parameter is not given or a given one
 * not declared, more rows come than may (the first ones have been handed over) or the time is over
 */
export async function* sqlRows(
  { connection }: Engine,
  query: string,
  values: Readonly<Record<string, string>>,
  limits: SqlLimits,
  library: {
    readonly declared?: readonly DeclaredParameter[]
    readonly prepare?: () => Promise<void>
  } = {},
): AsyncGenerator<readonly Row[]> {
  const { sql, parameters } = readSql(query, library.declared)
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
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    connection.interrupt()
  }, limits.seconds * 1000)
  try {
    await library.prepare?.()
    if (sql.replaceAll(blank, '') === '') throw notOneSelect('nothing')
    const statements = await connection.extractStatements(sql)
    if (statements.count !== 1) throw notOneSelect(`${statements.count} statements`)
    const statement = await statements.prepare(0)
    if (statement.statementType !== StatementType.SELECT) {
      throw notOneSelect(StatementType[statement.statementType] ?? 'another statement')
    }
    for (let index = 1; index <= statement.parameterCount; index++) {
      const name = statement.parameterName(index)
      if (!Object.hasOwn(bound, name)) {
        throw new ViewError('invalid', 'the query', `expected $${name} to be declared by @param`)
      }
      bind(statement, index, bound[name]!)
    }
    let left = limits.rows
    const result = await statement.stream()
    for await (const rows of result.yieldConvertedRowObjects(jsonValue)) {
      if (rows.length > left) {
        yield rows.slice(0, left)
        throw new ViewError('invalid', 'the query', `expected at most ${limits.rows} rows, found more`)
      }
      left -= rows.length
      yield rows
    }
  } catch (error) {
    if (isLate)
      throw new ViewError('invalid', 'the query', `expected at most ${limits.seconds} s, it took longer`)
    if (error instanceof ViewError || !(error instanceof Error)) throw error
    throw new ViewError('invalid', 'the query', error.message)
  } finally {
    clearTimeout(timer)
  }
}

/** Comments, spaces and semicolons: DuckDB has no statement to prepare in them. */
const blank = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[\s;]/g

type Statement = {
  readonly bindBoolean: (index: number, value: boolean) => void
  readonly bindInteger: (index: number, value: number) => void
  readonly bindDouble: (index: number, value: number) => void
  readonly bindVarchar: (index: number, value: string) => void
}

function bind(statement: Statement, index: number, value: string | number | boolean): void {
  if (typeof value === 'boolean') statement.bindBoolean(index, value)
  else if (typeof value === 'string') statement.bindVarchar(index, value)
  else if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) statement.bindInteger(index, value)
  else statement.bindDouble(index, value)
}

function notOneSelect(found: string): ViewError {
  return new ViewError('invalid', 'the query', `expected one SELECT, found ${found}`)
}
