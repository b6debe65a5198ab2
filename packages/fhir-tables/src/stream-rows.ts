import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'

export type Row = Readonly<Record<string, unknown>>

/**
 * The rows of a SELECT as they come, some two thousand at a time. Rows that came before an error stand.
 *
 * DuckDB's interface for Node ends rows that break off as it ends those that are whole. But a failed statement spoils
 * its transaction: the next one in it is refused. Then the failed one is run again without its rows, for its words.
 *
 * @param bind     gives a prepared statement the values of its parameters
 * @param columns  is given the names of the columns before the rows, of which there may be none
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  {
    bind,
    columns,
  }: {
    readonly bind?: (statement: DuckDBPreparedStatement) => void
    readonly columns?: ((names: readonly string[]) => void) | undefined
  } = {},
): AsyncGenerator<readonly Row[]> {
  const prepared = async (text: string) => {
    const statement = await connection.prepare(text)
    bind?.(statement)
    return statement
  }
  const { jsonValue } = await import('./json-value.ts')
  await connection.run('BEGIN')
  try {
    const statement = await prepared(sql)
    const result = await statement.stream()
    columns?.(result.deduplicatedColumnNames())
    yield* result.yieldConvertedRowObjects(jsonValue)
    const brokeOff = await connection.run('SELECT 1').then(
      () => false,
      () => true,
    )
    if (!brokeOff) return
    await connection.run('ROLLBACK')
    await (await prepared(`EXPLAIN ANALYZE ${sql}`)).run()
    throw new Error('expected all rows, found that they broke off, and not when they were made again')
  } finally {
    await connection.run('ROLLBACK').catch(() => undefined)
  }
}
