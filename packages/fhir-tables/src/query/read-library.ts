import { asList, asObject, asText, type JsonObject, optional } from '../read-json.ts'
import { invalid, unsupported, ViewError } from '../view-error.ts'
import type { DeclaredParameter } from './read-sql.ts'

/** A SQLQuery or SQLView of SQL on FHIR: one SELECT over the relations that it names by labels. */
export type SqlLibrary = {
  readonly kind: 'query' | 'view'
  readonly url: string | null
  readonly version: string | null
  readonly sql: string
  readonly parameters: readonly DeclaredParameter[]
  readonly dependencies: readonly Dependency[]
}

/** A view, a SQLView or a value set by its canonical address, and the name that it has in the SQL. */
export type Dependency = { readonly label: string; readonly resource: string; readonly at: string }

const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/
const OURS = /^application\/sql\s*;\s*dialect\s*=\s*"?duckdb"?\s*$/i
const ANY = /^application\/sql\s*$/i

/**
 * Reads a Library with the profile SQLQuery or SQLView.
 *
 * Of several texts the one for DuckDB is taken, then the one for no dialect.
 *
 * @throws {ViewError} with the place in the JSON and what was expected there
 */
export function readLibrary(json: unknown): SqlLibrary {
  const library = asObject(json, '$')
  if (library['resourceType'] !== 'Library') {
    throw invalid('$.resourceType', '"Library"', library['resourceType'])
  }
  const kind = readKind(library)
  const parameters = readParameters(library)
  if (kind === 'view' && parameters.length > 0) {
    throw invalid('$.parameter', 'no parameters of a SQLView', library['parameter'])
  }
  return {
    kind,
    url: optional(library['url'], '$.url', asText),
    version: optional(library['version'], '$.version', asText),
    sql: readText(library),
    parameters,
    dependencies: readDependencies(library),
  }
}

function readKind(library: JsonObject): SqlLibrary['kind'] {
  const type = asObject(library['type'], '$.type')
  const codes = asList(type['coding'], '$.type.coding').map(
    (coding, index) => asObject(coding, `$.type.coding[${index}]`)['code'],
  )
  if (codes.includes('sql-query')) return 'query'
  if (codes.includes('sql-view')) return 'view'
  throw invalid('$.type.coding', 'the code sql-query or sql-view', codes[0])
}

function readParameters(library: JsonObject): readonly DeclaredParameter[] {
  const names = new Set<string>()
  return asList(library['parameter'] ?? [], '$.parameter').map((one, index) => {
    const at = `$.parameter[${index}]`
    const parameter = asObject(one, at)
    if (parameter['use'] !== 'in') throw invalid(`${at}.use`, '"in"', parameter['use'])
    const name = asText(parameter['name'], `${at}.name`)
    if (!LABEL.test(name)) throw invalid(`${at}.name`, 'a name of letters, digits and _', name)
    if (names.has(name)) throw invalid(`${at}.name`, 'a name that no other parameter has', name)
    names.add(name)
    return { name, type: asText(parameter['type'], `${at}.type`) }
  })
}

function readDependencies(library: JsonObject): readonly Dependency[] {
  const labels = new Set<string>()
  const artifacts = asList(library['relatedArtifact'] ?? [], '$.relatedArtifact')
  return artifacts.flatMap((one, index) => {
    const at = `$.relatedArtifact[${index}]`
    const artifact = asObject(one, at)
    if (artifact['type'] !== 'depends-on') return []
    const label = asText(artifact['label'], `${at}.label`)
    if (!LABEL.test(label)) throw invalid(`${at}.label`, 'a name of letters, digits and _', label)
    if (labels.has(label.toLowerCase())) throw invalid(`${at}.label`, 'a label that no other has', label)
    labels.add(label.toLowerCase())
    return [{ label, resource: asText(artifact['resource'], `${at}.resource`), at: `${at}.resource` }]
  })
}

function readText(library: JsonObject): string {
  const contents = asList(library['content'], '$.content').map((one, index) => {
    const at = `$.content[${index}]`
    const content = asObject(one, at)
    return { at, content, type: asText(content['contentType'], `${at}.contentType`) }
  })
  const chosen = contents.find(({ type }) => OURS.test(type)) ?? contents.find(({ type }) => ANY.test(type))
  if (chosen === undefined) {
    throw unsupported('$.content', `SQL in ${contents.map(({ type }) => type).join(', ') || 'no dialect'}`)
  }
  const at = `${chosen.at}.data`
  const data = asText(chosen.content['data'], at)
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) throw invalid(at, 'SQL in base64', data)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'))
  } catch {
    throw new ViewError('invalid', at, 'expected SQL in UTF-8, found other bytes')
  }
}
