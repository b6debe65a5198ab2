import type { DuckDBConnection } from '@duckdb/node-api'
import { ViewError } from '../view-error.ts'

type ParsedSql =
  | { readonly error: true; readonly error_message: string }
  | { readonly error: false; readonly statements: readonly unknown[] }

/** What is looked at of a part of the SQL, as DuckDB writes it. */
type Node = {
  readonly type?: unknown
  readonly table_name?: unknown
  readonly query?: unknown
  readonly function?: { readonly function_name?: unknown }
}

/** Functions in the place of a table that compute. Others set something, tell of the machine or run SQL of a text. */
const COMPUTE: ReadonlySet<unknown> = new Set([
  'range',
  'generate_series',
  'unnest',
  'json_each',
  'json_tree',
])

/**
 * Refuses what is not one SELECT over relations and functions that compute. It parses and binds nothing: binding reads
 * the files that the SQL names.
 *
 * @returns the names of the relations that it reads, in lower case, those that it makes itself among them
 * @param of  the words for whose SQL it is, as ` in http://example.org/Library/x`
 * @throws {ViewError} at `at`
 */
export async function expectOneSelect(
  connection: DuckDBConnection,
  sql: string,
  at: string,
  of = '',
): Promise<ReadonlySet<string>> {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
  const parsed = JSON.parse(String(reader.getRows()[0]?.[0])) as ParsedSql
  const refused = (found: string) => new ViewError('invalid', at, `expected one SELECT${of}, found ${found}`)
  if (parsed.error)
    throw refused(parsed.error_message.startsWith('Only SELECT') ? 'another statement' : parsed.error_message)
  const { length } = parsed.statements
  if (length !== 1) throw refused(length === 0 ? 'nothing' : `${length} statements`)
  const relations = new Set<string>()
  const left: unknown[] = [...parsed.statements]
  while (left.length > 0) {
    const node = left.pop()
    if (node === null || typeof node !== 'object') continue
    const { type, table_name: relation, query, function: called } = node as Node
    if (type === 'TABLE_FUNCTION' && !COMPUTE.has(called?.function_name)) {
      throw refused(`the table function ${String(called?.function_name)}`)
    }
    if (type === 'SHOW_REF' && query === null) throw refused('a list of relations')
    if (type === 'BASE_TABLE') relations.add(String(relation).toLowerCase())
    for (const inside of Object.values(node)) left.push(inside)
  }
  return relations
}
