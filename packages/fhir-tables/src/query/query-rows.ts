import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import { damagedFile, readAll } from '../damaged-file.ts'
import { DataError } from '../data-error.ts'
import { type Engine, openEngine } from '../engine.ts'
import type { QueryJob, Told } from '../jobs/job.ts'
import { fileToRead, text } from '../sql/quoted.ts'
import { type Row, streamRows } from '../stream-rows.ts'
import { ViewError } from '../view-error.ts'
import { expectOneSelect } from './expect-one-select.ts'

/**
 * Runs one SELECT over the relations of a job, as rows come, some two thousand at a time.
 *
 * Parameters are bound, never written into the text. Nothing but the files of the job can be read.
 *
 * @throws {ViewError} if it, or a library of it, is not one SELECT, DuckDB refuses it, or more rows come than may (the
 * first ones have been handed over)
 * @throws {DataError} for a file that cannot be read
 */
export async function* queryRows(job: QueryJob, { columns }: Told): AsyncGenerator<readonly Row[]> {
  const engine = await openEngine(job.engine, {
    macros: job.relations.some(({ create }) => create.includes('fhir_')),
  })
  try {
    await makeRelations(engine, job)
    let left = job.rows
    const named = (names: readonly string[]): void => {
      expectOwnNames(names)
      columns?.(names)
    }
    for await (const rows of streamRows(engine.connection, job.sql, { bind: bound(job), columns: named })) {
      if (rows.length > left) {
        yield rows.slice(0, left)
        throw new ViewError('invalid', 'the query', `expected at most ${job.rows} rows, found more`)
      }
      left -= rows.length
      yield rows
    }
    if (job.views.length > 0) await (await linesOf()).expectWholeLines(job)
  } catch (error) {
    if (error instanceof ViewError || error instanceof DataError || !(error instanceof Error)) throw error
    const ofLine = job.views.length > 0 ? await (await linesOf()).lineAtFault(error, job) : null
    const read = (file: string) => engine.connection.run(readAll(file))
    const atFault = ofLine ?? (await damagedFile(error, job.files, read))
    throw atFault ?? new ViewError('invalid', 'the query', await withNames(engine, job, error))
  } finally {
    engine.close()
  }
}

/** DuckDB calls the second `a` of a SELECT `a:1`, which may be there already; a row cannot hold all names. */
function expectOwnNames(names: readonly string[]): void {
  const lost = names.find((name, index) => name === '__proto__' || names.indexOf(name) < index)
  if (lost === undefined) return
  throw new ViewError('invalid', 'the query', `expected each column under a name of its own, found "${lost}"`)
}

/** What DuckDB says of a relation that is not there, knowing all that are: of what it knows it names the likeliest. */
async function withNames(
  { connection }: Engine,
  { relations, sql }: QueryJob,
  { message }: Error,
): Promise<string> {
  if (!message.startsWith('Catalog Error: Table with name')) return message
  for (const { create } of relations) await connection.run(create).catch(() => undefined)
  return await connection.prepare(sql).then(
    () => message,
    (again: Error) => again.message,
  )
}

/** Loaded where there are lines: a query over what has landed starts without it. */
const linesOf = () => import('./lines-of-query.ts')

async function makeRelations(engine: Engine, job: QueryJob): Promise<void> {
  const { connection } = engine
  const named = await expectOneSelect(connection, job.sql, 'the query')
  for (const { name, create } of job.relations) {
    if (name === null || named.has(name)) await connection.run(create)
  }
  for (const { sql, at, url } of job.libraries) {
    await expectOneSelect(connection, sql, at, ` in ${url}`)
    if (/;\s*$/.test(sql))
      throw new ViewError('invalid', at, `expected one SELECT in ${url}, found a semicolon`)
  }
  await lockEngine(engine, job.files)
  for (const { url, at, create } of job.libraries) {
    await connection.run(create).catch((error: Error) => {
      const problem = `expected a SELECT over its dependencies in ${url}: ${error.message}`
      throw new ViewError('invalid', at, problem)
    })
  }
  for (const create of job.labels) await connection.run(create)
}

/**
 * Lets an engine read these files, and what it puts aside itself, and nothing else from now on: no other file, no
 * network, no extension, and no setting that would change it. Before that no SQL of others may meet it: DuckDB reads
 * files when it binds.
 */
export async function lockEngine({ connection }: Engine, files: readonly string[]): Promise<void> {
  await connection.run(`
    SET allowed_paths = [${files.flatMap((file) => [text(file), fileToRead(file)]).join(', ')}];
    SET enable_external_access = false;
    SET lock_configuration = true`)
}

const bound =
  ({ values }: QueryJob) =>
  (statement: DuckDBPreparedStatement): void => {
    for (let index = 1; index <= statement.parameterCount; index++) {
      const name = statement.parameterName(index)
      if (!Object.hasOwn(values, name)) {
        throw new ViewError('invalid', 'the query', `expected $${name} to be declared by @param`)
      }
      bindValue(statement, index, values[name]!)
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
