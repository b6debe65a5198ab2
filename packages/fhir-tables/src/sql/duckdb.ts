import { longestLine } from '../land/split-lines.ts'
import type { StructNeed } from '../plan/plan.ts'
import type { Dialect, Source } from './dialect.ts'
import { conditionSql, expressionSql } from './duckdb-expression.ts'
import { isOfType, linesSql } from './duckdb-lines.ts'
import { shapedSql } from './duckdb-shapes.ts'
import { fileToRead, identifier, jsonShape, structFields, text } from './duckdb-words.ts'

/** DuckDB 1.5: typed structs off `read_json`, lists by lambdas, `unnest` in SELECT. */
export const duckdb: Dialect = {
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
  { kind, files, mixed, misshapen = null }: Source,
  where: readonly string[],
): string {
  const list = `[${files.map(fileToRead).join(', ')}]`
  const conditions = (more: readonly string[]) =>
    more.length === 0 ? '' : `\nWHERE ${more.join('\n  AND ')}`
  if (kind === 'ndjson' && !mixed) {
    const columns = [`'resourceType': 'VARCHAR'`, ...structFields(fields)]
    const options = `format = 'newline_delimited', maximum_object_size = ${longestLine}`
    const own = `_r."resourceType" = ${text(resource)}`
    return `read_json(${list},\n  ${options},\n  columns = {\n    ${columns.join(',\n    ')}\n  }) AS _r${conditions([own, ...where])}`
  }
  const rows =
    files.length === 0
      ? 'SELECT NULL::VARCHAR AS json WHERE false'
      : kind === 'parquet'
        ? `SELECT resource AS json FROM read_parquet(${list})`
        : linesSql(files)
  const shaped = shapedSql(fields, misshapen)
  const own = mixed
    ? [`CASE WHEN ${isOfType(resource)} THEN ${['true', ...shaped].join(' AND ')} ELSE false END`]
    : shaped
  const shape = text(JSON.stringify(jsonShape(fields)))
  const parsed = `SELECT from_json(json, ${shape}) AS _r FROM (${rows})${own.length === 0 ? '' : ` WHERE ${own.join(' AND ')}`}`
  return `(${parsed}) AS _s${conditions(where)}`
}
