import type { StructNeed } from '../plan/plan.ts'
import type { Dialect, Source } from './dialect.ts'
import { conditionSql, expressionSql } from './duckdb-expression.ts'
import { identifier, jsonShape, structFields, text } from './duckdb-words.ts'

/** Longest line of NDJSON that is read, in bytes. */
export const LONGEST_LINE = 16 * 2 ** 20

/** DuckDB 1.5: typed structs off `read_json`, lists by lambdas, `unnest` in SELECT. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  expression: expressionSql,
  condition: conditionSql,
  blankList: '[NULL]',
  unnest: (list, item, position) =>
    `unnest(${list}) AS ${item}${position === null ? '' : `,\ngenerate_subscripts(${list}, 1) AS ${position}`}`,
  scan: scanSql,
}

function scanSql(
  resource: string,
  fields: StructNeed,
  { kind, files, mixed }: Source,
  where: readonly string[],
): string {
  const list = `[${files.map(text).join(', ')}]`
  const conditions = (more: readonly string[]) =>
    more.length === 0 ? '' : `\nWHERE ${more.join('\n  AND ')}`
  if (kind === 'ndjson' && !mixed) {
    const columns = [`'resourceType': 'VARCHAR'`, ...structFields(fields)]
    const options = `format = 'newline_delimited', maximum_object_size = ${LONGEST_LINE}`
    const own = `_r."resourceType" = ${text(resource)}`
    return `read_json(${list},\n  ${options},\n  columns = {\n    ${columns.join(',\n    ')}\n  }) AS _r${conditions([own, ...where])}`
  }
  const rows =
    files.length === 0
      ? 'SELECT NULL::VARCHAR AS json WHERE false'
      : kind === 'parquet'
        ? `SELECT resource AS json FROM read_parquet(${list})`
        : `SELECT json FROM read_ndjson_objects(${list}, maximum_object_size = ${LONGEST_LINE})`
  const own = mixed ? ` WHERE json_extract_string(json, '$.resourceType') = ${text(resource)}` : ''
  const shape = text(JSON.stringify(jsonShape(fields)))
  const parsed = `SELECT from_json(json, ${shape}) AS _r FROM (${rows})${own}`
  return `(${parsed}) AS _s${conditions(where)}`
}
