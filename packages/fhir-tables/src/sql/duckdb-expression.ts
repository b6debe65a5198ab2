import { familyOf, isInteger, isPrimitive } from '../definitions/elements.ts'
import type { Expr, StructNeed } from '../plan/plan.ts'
import { binarySql } from './duckdb-binary.ts'
import { walkSql } from './duckdb-walk.ts'
import { columnType, identifier, jsonShape, text } from './duckdb-words.ts'

const NO_ELEMENTS = 'CAST([] AS JSON[])'

/** An expression of a plan in DuckDB's SQL. */
export function expressionSql(expr: Expr): string {
  switch (expr.op) {
    case 'variable':
      return expr.name
    case 'position':
      return `CAST(${expr.of} - 1 AS INTEGER)`
    case 'field':
      return fieldSql(expr)
    case 'literal':
      return literalSql(expr.type, expr.value)
    case 'null':
      return isPrimitive(expr.type) ? `CAST(NULL AS ${columnType(expr.type)})` : 'NULL'
    case 'filter':
      return `list_filter(${expressionSql(expr.list)}, lambda ${expr.item}: ${conditionSql(expr.condition)})`
    case 'when':
      return `(CASE WHEN ${conditionSql(expr.condition)} THEN ${expressionSql(expr.value)} END)`
    case 'at':
      return atSql(expr.list, expr.index)
    case 'last':
      return `${expressionSql(expr.list)}[-1]`
    case 'present':
      return presentSql(expr.of, expr.many)
    case 'count':
      return countSql(expr.of, expr.many)
    case 'join':
      return joinSql(expr.list, expr.separator)
    case 'not':
      return `(NOT ${expressionSql(expr.of)})`
    case 'negative':
      return negativeSql(expr)
    case 'binary':
      return binarySql(expr, expressionSql)
    case 'same-list':
      return sameListSql(expressionSql(expr.left), expressionSql(expr.right))
    case 'reference-key':
      return referenceKeySql(expressionSql(expr.of), expr.resource)
    case 'boundary':
      return `fhir_${expr.side}_${expr.type.toLowerCase()}(${expressionSql(expr.of)})`
    case 'only':
      return onlySql(expressionSql(expr.list), expr.at)
    case 'list-of':
      return listOfSql(expr.of)
    case 'map': {
      const list = transformSql(expr.list, expr.item, expr.position, expressionSql(expr.body))
      return expr.drop ? presentOnly(list) : list
    }
    case 'flat-map':
      return `flatten(${transformSql(expr.list, expr.item, expr.position, expressionSql(expr.body))})`
    case 'concat-lists':
      return expr.lists.length === 0
        ? NO_ELEMENTS
        : `list_concat(${expr.lists.map(expressionSql).join(', ')})`
    case 'struct':
      return `{${expr.fields.map(([name, value]) => `${text(name)}: ${expressionSql(value)}`).join(', ')}}`
    case 'struct-field':
      return `${expressionSql(expr.of)}.${identifier(expr.name)}`
    case 'or-blank':
      return orBlankSql(expr.list, expr.when, expr.blank)
    case 'first-present':
      return `coalesce(${expr.of.map(expressionSql).join(', ')})`
    case 'or-empty':
      return `coalesce(${expressionSql(expr.list)}, [])`
    case 'as-sql-type':
      return `CAST(${expressionSql(expr.of)} AS ${expr.type})`
    case 'convert':
      return `CAST(${expressionSql(expr.of)} AS ${columnType(expr.to)}${expr.many ? '[]' : ''})`
    case 'parse':
      return parseSql(expr.of, expr.ofMany, expr.need)
    case 'walk':
      return walkSql(expr.walk, expressionSql)
  }
}

/** The same where a missing value counts as false, as in WHERE. */
export function conditionSql(expr: Expr): string {
  if (expr.op === 'present' && expr.many) return `len(${expressionSql(expr.of)}) > 0`
  if (expr.op === 'present' && expr.of.op === 'when') {
    const condition = conditionSql(expr.of.condition)
    const value = expr.of.value
    return value.op === 'variable' ? condition : `(${condition} AND ${expressionSql(value)} IS NOT NULL)`
  }
  if (expr.op === 'binary' && (expr.operator === 'and' || expr.operator === 'or')) {
    return `(${conditionSql(expr.left)} ${expr.operator.toUpperCase()} ${conditionSql(expr.right)})`
  }
  return expressionSql(expr)
}

function presentSql(of: Expr, many: boolean): string {
  if (many) return `coalesce(len(${expressionSql(of)}) > 0, false)`
  if (of.op !== 'when') return `(${expressionSql(of)} IS NOT NULL)`
  return `coalesce(${conditionSql({ op: 'present', of, many })}, false)`
}

function countSql(of: Expr, many: boolean): string {
  if (many) return `CAST(coalesce(len(${expressionSql(of)}), 0) AS INTEGER)`
  return `CAST(${expressionSql(of)} IS NOT NULL AS INTEGER)`
}

/** A list of primitives may have nulls where only an id or an extension stands. */
function fieldSql(field: Expr & { op: 'field' }, nullsToo = false): string {
  const { name, need, many, ofMany } = field
  const of = expressionSql(field.of)
  const step = `.${identifier(name)}`
  const primitive = need.need === 'primitive'
  const each = `list_transform(${of}, lambda x: x${step})`
  const all = !ofMany ? `${of}${step}` : many ? `flatten(${each})` : each
  const mayHaveNulls = (many && primitive) || (ofMany && !many)
  const whole = mayHaveNulls && !nullsToo ? presentOnly(all) : all
  if (!primitive || field.asWritten || nullsToo) return whole
  const family = familyOf(need.type)
  if (family !== 'number' && family !== 'boolean') return whole
  const valued = (value: string) => {
    if (family === 'boolean') return `fhir_boolean(${value})`
    return isInteger(need.type) ? `fhir_integer(${value})` : `fhir_decimal(${value})`
  }
  return many || ofMany ? `list_transform(${whole}, lambda x: ${valued('x')})` : valued(whole)
}

/** Nulls are left out of what is joined anyway. */
function joinSql(list: Expr, separator: Expr): string {
  const of = list.op === 'field' ? fieldSql(list, true) : expressionSql(list)
  return `coalesce(array_to_string(${of}, ${expressionSql(separator)}), '')`
}

function presentOnly(list: string): string {
  return `list_filter(${list}, lambda x: x IS NOT NULL)`
}

function literalSql(type: string, value: string): string {
  const family = familyOf(type)
  if (family === 'boolean') return value
  if (family !== 'number') return text(value)
  const number = isInteger(type) || /e/i.test(value) ? value : `${value}e0`
  return value.startsWith('-') ? `(${number})` : number
}

/** The negative of the least integer of 32 bits is none. */
function negativeSql({ of, whole }: Expr & { op: 'negative' }): string {
  const value = expressionSql(of)
  return whole && of.op !== 'literal' ? `TRY_CAST(-CAST(${value} AS BIGINT) AS INTEGER)` : `(-${value})`
}

function atSql(list: Expr, index: Expr): string {
  const of = expressionSql(list)
  if (index.op === 'literal' && !index.value.startsWith('-')) return `${of}[${Number(index.value) + 1}]`
  const at = expressionSql(index)
  return `(CASE WHEN ${at} >= 0 THEN ${of}[${at} + 1] END)`
}

function sameListSql(left: string, right: string): string {
  return `(CASE WHEN len(${left}) > 0 AND len(${right}) > 0 THEN ${left} = ${right} END)`
}

/** `Patient/1`, and the same behind an address or before a version; a type holds no wildcard of LIKE. */
function referenceKeySql(of: string, resource: string | null): string {
  const type = resource ?? '[A-Z][A-Za-z]+'
  const pattern = text(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$`)
  const found = `nullif(regexp_extract(${of}, ${pattern}, 1), '')`
  if (resource === null) return found
  const plain = `${of} LIKE ${text(`${resource}/_%`)} AND ${of} NOT LIKE ${text(`${resource}/%/%`)} AND NOT contains(${of}, ' ')`
  return `(CASE WHEN ${plain} THEN substr(${of}, ${resource.length + 2}) WHEN contains(${of}, ${text(`${resource}/`)}) THEN ${found} END)`
}

function onlySql(list: string, at: string): string {
  const problem = `${text(`${at}: expected at most one value, found `)} || len(${list})`
  return `(CASE WHEN len(${list}) > 1 THEN error(${problem}) ELSE ${list}[1] END)`
}

function listOfSql(of: Expr): string {
  if (of.op === 'struct') return `[${expressionSql(of)}]`
  if (of.op === 'at' && of.index.op === 'literal' && !of.index.value.startsWith('-')) {
    const at = Number(of.index.value) + 1
    return `${expressionSql(of.list)}[${at}:${at}]`
  }
  return presentOnly(`[${expressionSql(of)}]`)
}

function transformSql(list: Expr, item: string, position: string | null, body: string): string {
  const variables = position === null ? item : `${item}, ${position}`
  return `list_transform(${expressionSql(list)}, lambda ${variables}: ${body})`
}

function orBlankSql(list: Expr, when: Expr, blank: Expr): string {
  const of = expressionSql(list)
  return `(CASE WHEN len(${expressionSql(when)}) > 0 THEN ${of} ELSE [${expressionSql(blank)}] END)`
}

function parseSql(of: Expr, ofMany: boolean, need: StructNeed): string {
  const shape = text(JSON.stringify([jsonShape(need)]))
  const value = expressionSql(of)
  if (!ofMany) return `from_json(${value}, ${shape})`
  return `flatten(list_transform(${value}, lambda j: from_json(j, ${shape})))`
}
