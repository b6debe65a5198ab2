import type { Buffer } from 'node:buffer'
import { isResource } from '../definitions/elements.ts'
import { resourceScanner } from './scan-resource.ts'
import { ScanProblem } from './skip-json.ts'
import { instantReader } from './instant-reader.ts'

/** What names a resource and its version. */
export type ResourceKey = {
  readonly type: string
  readonly id: string
  /** `meta.lastUpdated` in UTC as text that sorts, empty where it is absent. */
  readonly lastUpdated: string
}

const baseProfile =
  /^http:\/\/hl7\.org\/fhir\/(?:(\d+)\.\d+\/)?StructureDefinition\/[A-Za-z]+(?:\|(\d+)(?:\.\d+)*\S*)?$/

/**
 * Makes a function that reads the key of the resource in a line, as `resourceScanner` takes it.
 *
 * @throws {ScanProblem} from that function: the line is not one JSON object as the scanner has it, or the resource
 * is not of FHIR R4, has no id, no instant in `meta.lastUpdated`, or a profile of another version of FHIR
 */
export function resourceLineReader(): (bytes: Buffer, start: number, end: number) => ResourceKey {
  const scan = resourceScanner()
  const types = new Map<string, boolean>()
  const profiles = new Map<string, string | null>()
  const utcInstant = instantReader()

  const typeKnown = (type: string): boolean => {
    let known = types.get(type)
    if (known === undefined) {
      known = type !== 'Resource' && type !== 'DomainResource' && isResource(type)
      if (types.size < 1000) types.set(type, known)
    }
    return known
  }
  const foreignProfile = (text: string): string | null => {
    let foreign = profiles.get(text)
    if (foreign === undefined) {
      foreign = foreignOf(text)
      if (profiles.size < 1000) profiles.set(text, foreign)
    }
    return foreign
  }

  return (bytes, start, end) => {
    const { resourceType, id, lastUpdated, profile } = scan(bytes, start, end)
    if (resourceType.start < 0) throw new ScanProblem(start, 'a resourceType')
    const type = bytes.toString('latin1', resourceType.start, resourceType.end)
    if (!typeKnown(type))
      throw new ScanProblem(resourceType.start, `a resource type of FHIR R4, found ${quoted(type)}`)
    if (id.start < 0) throw new ScanProblem(start, 'an id')
    const key = bytes.toString('latin1', id.start, id.end)
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(key)) {
      throw new ScanProblem(id.start, `an id of 1 to 64 letters, digits, - and ., found ${quoted(key)}`)
    }
    if (profile.start >= 0) {
      const foreign = foreignProfile(bytes.toString('utf8', profile.start, profile.end))
      if (foreign !== null)
        throw new ScanProblem(profile.start, `profiles of FHIR R4, found ${quoted(foreign)}`)
    }
    if (lastUpdated.start < 0) return { type, id: key, lastUpdated: '' }
    const written = bytes.toString('latin1', lastUpdated.start, lastUpdated.end)
    const utc = utcInstant(written)
    if (utc === null) {
      throw new ScanProblem(lastUpdated.start, `an instant with its time zone, found ${quoted(written)}`)
    }
    return { type, id: key, lastUpdated: utc }
  }
}

/** The first profile of FHIR itself that belongs to another version than R4 or R4B. */
function foreignOf(text: string): string | null {
  const urls = (text.startsWith('[') ? JSON.parse(text) : [text]) as unknown[]
  for (const url of urls) {
    if (typeof url !== 'string') continue
    const match = baseProfile.exec(url)
    const major = match?.[1] ?? match?.[2]
    if (major !== undefined && major !== '4') return url
  }
  return null
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
