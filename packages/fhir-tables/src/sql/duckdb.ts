import { longestLine } from '../land/split-lines.ts'
import type { StructNeed } from '../plan/plan.ts'
import type { Dialect, Source } from './dialect.ts'
import { conditionSql, expressionSql } from './duckdb-expression.ts'
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
  { kind, files, mixed }: Source,
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
        : `SELECT json FROM read_ndjson_objects(${list}, maximum_object_size = ${longestLine})`
  const ofType = `json_extract_string(json, '$.resourceType') = ${text(resource)}`
  const shaped = shapedSql(fields)
  const own = mixed ? `CASE WHEN ${ofType} THEN ${shaped} ELSE false END` : shaped
  const shape = text(JSON.stringify(jsonShape(fields)))
  const parsed = `SELECT from_json(json, ${shape}) AS _r FROM (${rows}) WHERE ${own}`
  return `(${parsed}) AS _s${conditions(where)}`
}

/** `from_json` makes nothing of a value in another shape, and says nothing. What stands in lists is not looked at. */
function shapedSql(fields: StructNeed): string {
  const shapes = [...shapesOf(fields, '$')]
  if (shapes.length === 0) return 'true'
  const listed = (at: 0 | 1) => `[${shapes.map((shape) => text(shape[at])).join(', ')}]`
  return `fhir_shaped(json, ${listed(0)}, ${listed(1)})`
}

function* shapesOf(fields: StructNeed, at: string): Generator<readonly [path: string, shape: string]> {
  for (const [name, { need, many }] of fields.fields) {
    if (need.need === 'recursive') continue
    const path = `${at}.${name}`
    yield [path, many ? 'ARRAY' : need.need === 'struct' ? 'OBJECT' : '']
    if (!many && need.need === 'struct') yield* shapesOf(need, path)
  }
}
