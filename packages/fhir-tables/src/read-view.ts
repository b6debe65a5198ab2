import { familyOf, isInteger, isPrimitive, isResource, isType } from './definitions/elements.ts'
import { formatOf } from './definitions/primitive-format.ts'
import { parsePath } from './fhirpath/parse-path.ts'
import { PathSyntaxError } from './fhirpath/path-syntax-error.ts'
import { checkColumns } from './check-columns.ts'
import { asList, asObject, asText, type JsonObject, optional } from './read-json.ts'
import type { Column, Constant, Iterate, Path, Select, View } from './view.ts'
import { invalid, unsupported, ViewError } from './view-error.ts'

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/
const SQL_TYPE =
  /^(boolean|smallint|int|integer|bigint|real|float|double|double precision|(decimal|numeric)( ?\(\d{1,2}(, ?\d{1,2})?\))?|date|time|timestamp|timestamp with(out)? time zone|(character varying|varchar|character|char)( ?\(\d{1,9}\))?)$/i
/** What each part of a view may have; a name that is none would be passed over, and give other rows. */
const NAMES = {
  select: /^(column|select|forEach|forEachOrNull|repeat|unionAll)$/,
  column: /^(name|path|description|collection|type|tag)$/,
  where: /^(path|description)$/,
  constant: /^(name|value[A-Z]\w*)$/,
}
const OF_ANY_ELEMENT = /^(id|extension|modifierExtension|_.*)$/
const DEEPEST = 50
const LONGEST_PATH = 10_000

/**
 * Reads a ViewDefinition (SQL on FHIR 2.0 or 3.0.0-ballot) from its JSON.
 *
 * @param json  what `JSON.parse` gives
 * @throws {ViewError} with the place in the JSON and what was expected there
 */
export function readView(json: unknown): View {
  const view = asObject(json, '$')
  const type = view['resourceType']
  if (type !== undefined && !/(^|\/)ViewDefinition(\||$)/.test(asText(type, '$.resourceType'))) {
    throw invalid('$.resourceType', '"ViewDefinition"', type)
  }
  const resource = asText(view['resource'], '$.resource')
  if (!isResource(resource)) throw invalid('$.resource', 'a resource type of FHIR R4', resource)
  for (const name of ['where', 'select', 'constant']) {
    const like = Object.keys(view).find((key) => key !== name && new RegExp(`^${name}s?$`, 'i').test(key))
    if (like !== undefined) throw invalid('$', `the name ${name}`, like)
  }
  const select = asList(view['select'], '$.select')
  if (select.length === 0) throw invalid('$.select', 'at least one select', select)
  const read: View = {
    name: view['name'] === undefined ? resource.toLowerCase() : columnName(view['name'], '$.name'),
    url: optional(view['url'], '$.url', asText),
    version: optional(view['version'], '$.version', asText),
    resource,
    constants: readConstants(view['constant']),
    where: asList(view['where'] ?? [], '$.where').map((one, index) => {
      const at = `$.where[${index}]`
      return readPath(asPart(one, at, 'where')['path'], `${at}.path`)
    }),
    select: select.map((one, index) => readSelect(one, `$.select[${index}]`, 0)),
  }
  checkColumns(read.select)
  return read
}

function readConstants(json: unknown): ReadonlyMap<string, Constant> {
  const constants = new Map<string, Constant>()
  for (const [index, one] of asList(json ?? [], '$.constant').entries()) {
    const at = `$.constant[${index}]`
    const constant = asPart(one, at, 'constant')
    const name = columnName(constant['name'], `${at}.name`)
    if (constants.has(name)) throw invalid(`${at}.name`, 'a name that no other constant has', name)
    constants.set(name, readConstant(constant, at))
  }
  return constants
}

function readConstant(constant: JsonObject, at: string): Constant {
  const values = Object.keys(constant).filter((key) => key.startsWith('value'))
  const [key] = values
  if (key === undefined || values.length > 1) throw invalid(at, 'one value[x]', values)
  const type = key.charAt(5).toLowerCase() + key.slice(6)
  const value = constant[key]
  if (!isPrimitive(type)) throw unsupported(`${at}.${key}`, `a constant of type ${key.slice(5)}`)
  if (!fits(value, type)) throw invalid(`${at}.${key}`, `a value of type ${type}`, value)
  const format = formatOf(type)
  if (format !== undefined && !format.pattern.test(String(value))) {
    throw invalid(`${at}.${key}`, format.expected, value)
  }
  return { type, value: String(value) }
}

function fits(value: unknown, type: string): boolean {
  if (familyOf(type) === 'number') return isInteger(type) ? isOf32Bits(value) : Number.isFinite(value)
  if (familyOf(type) === 'boolean') return typeof value === 'boolean'
  return typeof value === 'string' && !value.includes('\0')
}

const isOf32Bits = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31

function readSelect(json: unknown, at: string, depth: number): Select {
  if (depth > DEEPEST) throw invalid(at, `at most ${DEEPEST} levels of select`, 'more')
  const select = asPart(json, at, 'select')
  const nested = (key: 'select' | 'unionAll') =>
    asList(select[key] ?? [], `${at}.${key}`).map((one, index) =>
      readSelect(one, `${at}.${key}[${index}]`, depth + 1),
    )
  const read: Select = {
    at,
    iterate: readIterate(select, at),
    columns: asList(select['column'] ?? [], `${at}.column`).map((one, index) =>
      readColumn(one, `${at}.column[${index}]`),
    ),
    selects: nested('select'),
    unionAll: nested('unionAll'),
  }
  if (read.columns.length + read.selects.length + read.unionAll.length === 0) {
    throw invalid(at, 'a column, a select or a unionAll', undefined)
  }
  return read
}

function readIterate(select: JsonObject, at: string): Iterate | null {
  const given = (['forEach', 'forEachOrNull', 'repeat'] as const).filter((key) => select[key] !== undefined)
  const [kind] = given
  if (given.length > 1) {
    throw new ViewError(
      'invalid',
      at,
      `expected one of forEach, forEachOrNull, repeat, found ${given.join(', ')}`,
    )
  }
  if (kind === undefined) return null
  if (kind !== 'repeat') return { kind, path: readPath(select[kind], `${at}.${kind}`) }
  const paths = asList(select['repeat'], `${at}.repeat`)
  if (paths.length === 0) throw invalid(`${at}.repeat`, 'at least one path', paths)
  return { kind, paths: paths.map((path, index) => readPath(path, `${at}.repeat[${index}]`)) }
}

function readColumn(json: unknown, at: string): Column {
  const column = asPart(json, at, 'column')
  const type = optional(column['type'], `${at}.type`, asText)
  const collection = column['collection'] ?? false
  if (typeof collection !== 'boolean') throw invalid(`${at}.collection`, 'true or false', collection)
  const bare = type?.replace(/^(http:\/\/hl7\.org\/fhir\/StructureDefinition\/|FHIR\.)/, '') ?? null
  if (bare !== null && !isType(bare)) throw invalid(`${at}.type`, 'a type of FHIR R4', type)
  return {
    at,
    name: columnName(column['name'], `${at}.name`),
    path: readPath(column['path'], `${at}.path`),
    type: bare,
    collection,
    sqlType: sqlTypeOf(column['tag'], at, collection),
  }
}

function sqlTypeOf(json: unknown, at: string, collection: boolean): string | null {
  const tags = asList(json ?? [], `${at}.tag`).map((tag, index) => asObject(tag, `${at}.tag[${index}]`))
  const index = tags.findIndex((tag) => tag['name'] === 'ansi/type')
  if (index < 0) return null
  const place = `${at}.tag[${index}].value`
  const type = asText(tags[index]?.['value'], place)
  if (collection) throw unsupported(place, 'an SQL type of a collection')
  const [, width = '38', scale = '0'] = /\( ?(\d+)(?: ?, ?(\d+))?/.exec(type) ?? []
  const widest = /^(dec|num)/i.test(type) ? 38 : Infinity
  const isWide = Number(width) >= 1 && Number(width) <= widest && Number(scale) <= Number(width)
  if (!SQL_TYPE.test(type) || !isWide) throw unsupported(place, `the SQL type ${JSON.stringify(type)}`)
  return type.toUpperCase()
}

function asPart(json: unknown, at: string, part: keyof typeof NAMES): JsonObject {
  const object = asObject(json, at)
  const other = Object.keys(object).find((name) => !NAMES[part].test(name) && !OF_ANY_ELEMENT.test(name))
  if (other !== undefined) throw invalid(at, `only names that a ${part} has`, other)
  return object
}

function columnName(json: unknown, at: string): string {
  const name = asText(json, at)
  if (!NAME.test(name) || name.length > 255) {
    throw invalid(at, 'a name of letters, digits and _ that begins with a letter', name)
  }
  return name
}

function readPath(json: unknown, at: string): Path {
  const text = asText(json, at)
  if (text.length > LONGEST_PATH) throw invalid(at, `at most ${LONGEST_PATH} characters`, text)
  try {
    return { at, text, expression: parsePath(text) }
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error
    throw new ViewError(error.kind, at, `${error.message} at character ${error.start + 1}`)
  }
}
