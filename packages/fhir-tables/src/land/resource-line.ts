import type { Buffer } from 'node:buffer'
import { isResource } from '../definitions/elements.ts'
import type { ScannedResource, Span } from './scan-resource.ts'
import { resourceScanner } from './scan-resource.ts'
import { ScanProblem } from './skip-json.ts'
import { writeUtc } from './utc-instant.ts'

/** What names a resource and its version. */
export type ResourceKey = {
  type: string
  /** Where its id stands in the line: ASCII. */
  id: Span
  /** Whether it has `meta.lastUpdated`. */
  isDated: boolean
  misshapen: ScannedResource['misshapen']
}

const baseProfile =
  /^http:\/\/hl7\.org\/fhir\/(?:(\d+)\.\d+\/)?StructureDefinition\/[A-Za-z]+(?:\|(\d+)(?:\.\d+)*\S*)?$/

/** 1 for a byte that an id may have. */
const inId = new Uint8Array(256)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.') {
  inId[letter.charCodeAt(0)] = 1
}
const longestId = 64

/**
 * Makes a function that reads the key of the resource in a line, as `resourceScanner` takes it; the same object each
 * time. What `writeUtc` writes of its `meta.lastUpdated` stands in `utc` then.
 *
 * @throws {ScanProblem} from that function: the line is not one JSON object as the scanner has it, or the resource
 * is not of FHIR R4, has no id, no instant in `meta.lastUpdated`, or a profile of another version of FHIR
 */
export function resourceLineReader(utc: Buffer): (bytes: Buffer, start: number, end: number) => ResourceKey {
  const scan = resourceScanner()
  const key: ResourceKey = { type: '', id: { start: 0, end: 0 }, isDated: false, misshapen: null }
  const profiles = new Map<string, string | null>()

  return (bytes, start, end) => {
    const { resourceType, type, id, lastUpdated, profile, misshapen } = scan(bytes, start, end)
    if (resourceType.start < 0) throw new ScanProblem(start, 'a resourceType')
    if (type === '' || key.type !== type) {
      if (type === 'Resource' || type === 'DomainResource' || !isResource(type)) {
        throw expected(bytes, resourceType, 'a resource type of FHIR R4')
      }
      key.type = type
    }
    if (id.start < 0) throw new ScanProblem(start, 'an id')
    let at = id.start
    while (at < id.end && inId[bytes[at]!] === 1) at++
    if (at < id.end || at === id.start || at - id.start > longestId) {
      throw expected(bytes, id, `an id of 1 to ${longestId} letters, digits, - and .`)
    }
    key.id = id
    if (profile.start >= 0) {
      const text = bytes.toString('utf8', profile.start, profile.end)
      let foreign = profiles.get(text)
      if (foreign === undefined) {
        foreign = foreignOf(text)
        if (profiles.size < 1000) profiles.set(text, foreign)
      }
      if (foreign !== null) {
        throw new ScanProblem(profile.start, `profiles of FHIR R4, found ${quoted(foreign)}`)
      }
    }
    key.misshapen = misshapen
    key.isDated = lastUpdated.start >= 0
    if (key.isDated && !writeUtc(bytes, lastUpdated.start, lastUpdated.end, utc)) {
      throw expected(bytes, lastUpdated, 'an instant with its time zone')
    }
    return key
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

function expected(bytes: Buffer, { start, end }: Span, what: string): ScanProblem {
  return new ScanProblem(start, `${what}, found ${quoted(bytes.toString('utf8', start, end))}`)
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
