import { asList, asObject, asText, type JsonObject, optional } from '../read-json.ts'
import { invalid, unsupported } from '../view-error.ts'

/** A value set as a relation: one row for each member. */
export type ValueSet = {
  readonly url: string
  readonly version: string | null
  readonly members: readonly Member[]
}

export type Member = {
  readonly system: string
  readonly version: string | null
  readonly code: string
  readonly display: string | null
  readonly inactive: boolean | null
}

const DEEPEST = 100

/**
 * Reads the members of a ValueSet: those of its expansion, at any depth and without the abstract ones; where it has no
 * expansion, the codes that it lists itself.
 *
 * @throws {ViewError} `unsupported` for a value set whose members only a terminology server could say
 */
export function readValueSet(json: unknown): ValueSet {
  const set = asObject(json, '$')
  if (set['resourceType'] !== 'ValueSet') throw invalid('$.resourceType', '"ValueSet"', set['resourceType'])
  const members = set['expansion'] === undefined ? listed(set) : expanded(set)
  const distinct = new Map(
    members.map((member) => [JSON.stringify([member.system, member.version, member.code]), member]),
  )
  return {
    url: asText(set['url'], '$.url'),
    version: optional(set['version'], '$.version', asText),
    members: [...distinct.values()],
  }
}

function expanded(set: JsonObject): readonly Member[] {
  const members: Member[] = []
  const add = (json: unknown, at: string, depth: number): void => {
    if (depth > DEEPEST) throw invalid(at, `at most ${DEEPEST} levels`, 'more')
    for (const [index, one] of asList(json ?? [], at).entries()) {
      const place = `${at}[${index}]`
      const entry = asObject(one, place)
      if (entry['abstract'] !== true) members.push(readMember(entry, place))
      add(entry['contains'], `${place}.contains`, depth + 1)
    }
  }
  add(asObject(set['expansion'], '$.expansion')['contains'], '$.expansion.contains', 0)
  return members
}

function readMember(entry: JsonObject, at: string): Member {
  const inactive = entry['inactive'] ?? null
  if (inactive !== null && typeof inactive !== 'boolean')
    throw invalid(`${at}.inactive`, 'true or false', inactive)
  return {
    system: asText(entry['system'], `${at}.system`),
    version: optional(entry['version'], `${at}.version`, asText),
    code: asText(entry['code'], `${at}.code`),
    display: optional(entry['display'], `${at}.display`, asText),
    inactive,
  }
}

function listed(set: JsonObject): readonly Member[] {
  const compose = asObject(set['compose'], '$.compose')
  if (compose['exclude'] !== undefined)
    throw unsupported('$.compose.exclude', 'a value set without an expansion')
  return asList(compose['include'], '$.compose.include').flatMap((one, index) => {
    const at = `$.compose.include[${index}]`
    const include = asObject(one, at)
    if (
      include['filter'] !== undefined ||
      include['valueSet'] !== undefined ||
      include['concept'] === undefined
    ) {
      throw unsupported(at, 'a value set without an expansion')
    }
    return asList(include['concept'], `${at}.concept`).map((concept, place) => {
      const { system, version } = include
      const entry = { ...asObject(concept, `${at}.concept[${place}]`), system, version }
      return readMember(JSON.parse(JSON.stringify(entry)) as JsonObject, `${at}.concept[${place}]`)
    })
  })
}
