import { Buffer } from 'node:buffer'
import {
  bitsBefore,
  endingsOf,
  indexOf,
  quote,
  ScanProblem,
  skipNumber,
  skipSpaces,
  skipText,
  skipWord,
} from './skip-json.ts'

/** Where a value stands in the scanned bytes, a text without its quotes; `start` −1 where it is absent. */
export type Span = { start: number; end: number }

/** What the landing needs of a resource. */
export type ScannedResource = {
  readonly resourceType: Span
  readonly id: Span
  readonly lastUpdated: Span
  readonly profile: Span
}

/** Levels of objects and lists in each other that a resource may have; FHIR's own stay under thirty. */
export const deepest = 100

/** Names that one object may have; a FHIR resource has fewer than seventy. */
export const mostNames = 512

const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b

/** The names whose values are kept, with the level at which they stand. */
const kept = (
  [
    [1, 'resourceType'],
    [1, 'id'],
    [1, 'meta'],
    [2, 'lastUpdated'],
    [2, 'profile'],
  ] as const
).map(([level, name]) => ({ level, name, hash: hashOf(name) }))
const none = -1
const meta = 2
const lastUpdated = 3
const profile = 4

/**
 * Makes a function that checks one line of NDJSON, byte by byte, and finds what the landing needs in it.
 *
 * A line is accepted if it is one JSON object (RFC 8259, no leniency), no object has a name twice (FHIR R4 2.6.2),
 * no name has an escape, escaped surrogates come in pairs and none is U+0000, numbers fit a double, and depth and
 * names stay within `deepest` and `mostNames`. So every later reader sees the same resource in it.
 *
 * @returns a function of the bytes (valid UTF-8; a line feed stands at `end`, and three bytes more), the offset at which the line starts
 * and the offset at which it ends; it gives what it found, the same object each time
 * @throws {ScanProblem} from that function, the first problem
 *
 * Checked: against `JSON.parse` on mutated lines (scan-resource.test.ts).
 */
export function resourceScanner(): (bytes: Buffer, start: number, end: number) => ScannedResource {
  const spans: readonly Span[] = kept.map(() => ({ start: -1, end: -1 }))
  const found: ScannedResource = {
    resourceType: spans[0]!,
    id: spans[1]!,
    lastUpdated: spans[lastUpdated]!,
    profile: spans[profile]!,
  }
  const closings = new Uint8Array(deepest + 1)
  const firstName = new Int32Array(deepest + 1)
  const hashes = new Int32Array(deepest * mostNames)
  const starts = new Int32Array(deepest * mostNames)
  const ends = new Int32Array(deepest * mostNames)

  let viewed: Buffer | null = null
  let view: DataView = new DataView(new ArrayBuffer(0))

  return (bytes, start, end) => {
    if (viewed !== bytes) {
      viewed = bytes
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    }
    for (const span of spans) span.start = span.end = none
    let depth = 0
    let names = 0
    let slot = none
    let inMeta = false
    let at = skipSpaces(bytes, start, end)
    let needsName = false
    if (bytes[at] !== openBrace) throw new ScanProblem(at, 'one JSON object a line')

    for (;;) {
      if (needsName) {
        at = skipSpaces(bytes, at, end)
        if (bytes[at] !== quote) throw new ScanProblem(at, 'a name in quotes')
        const nameStart = ++at
        let hash = 0
        for (;;) {
          const four = view.getInt32(at, true)
          const ending = endingsOf(four)
          if (ending === 0) {
            hash = (Math.imul(hash, 31) + four) | 0
            at += 4
            continue
          }
          hash = (Math.imul(hash, 31) + (four & bitsBefore(ending))) | 0
          at += indexOf(ending)
          break
        }
        if (bytes[at] !== quote) throw new ScanProblem(at, 'a name without escapes and its closing quote')
        const first = firstName[depth]!
        for (let known = first; known < names; known++) {
          if (hashes[known] === hash && isSame(bytes, starts[known]!, ends[known]!, nameStart, at)) {
            throw new ScanProblem(
              nameStart - 1,
              `each name once, "${bytes.toString('utf8', nameStart, at)}" is there again`,
            )
          }
        }
        if (names - first >= mostNames)
          throw new ScanProblem(nameStart - 1, `at most ${mostNames} names in an object`)
        hashes[names] = hash
        starts[names] = nameStart
        ends[names] = at
        names++
        if (depth === 1 || (depth === 2 && inMeta)) slot = slotOf(bytes, depth, hash, nameStart, at)
        at = skipSpaces(bytes, at + 1, end)
        if (bytes[at] !== 0x3a) throw new ScanProblem(at, 'a colon after the name')
        at++
      }

      at = skipSpaces(bytes, at, end)
      const byte = bytes[at]!
      if (slot === meta && byte !== openBrace) throw new ScanProblem(at, 'an object in meta')
      if (slot === lastUpdated && byte !== quote) throw new ScanProblem(at, 'a text in meta.lastUpdated')
      if (byte === quote) {
        const textStart = at + 1
        at = textStart
        let ending = endingsOf(view.getInt32(at, true))
        while (ending === 0) {
          at += 4
          ending = endingsOf(view.getInt32(at, true))
        }
        at += indexOf(ending)
        at = bytes[at] === quote ? at + 1 : skipText(bytes, at)
        if (slot !== none) {
          spans[slot]!.start = textStart
          spans[slot]!.end = at - 1
        }
      } else if (byte === openBrace || byte === openBracket) {
        if (depth === deepest) throw new ScanProblem(at, `at most ${deepest} levels`)
        if (slot === meta && byte === openBrace) inMeta = true
        if (slot === profile) spans[profile]!.start = at
        slot = none
        depth++
        closings[depth] = byte + 2
        firstName[depth] = names
        at = skipSpaces(bytes, at + 1, end)
        needsName = byte === openBrace
        if (bytes[at] !== byte + 2) continue
      } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
        at = skipNumber(bytes, at)
      } else {
        at = skipWord(bytes, at)
      }
      slot = none

      for (;;) {
        at = skipSpaces(bytes, at, end)
        if (depth === 0) {
          if (at < end) throw new ScanProblem(at, 'nothing after the object')
          return found
        }
        const following = bytes[at]!
        if (following === 0x2c) {
          at++
          needsName = closings[depth] === closeBrace
          break
        }
        if (following !== closings[depth]) {
          const closing = closings[depth] === closeBrace ? '}' : ']'
          throw new ScanProblem(at, `a comma or ${closing}${at >= end ? ', the line ends' : ''}`)
        }
        names = firstName[depth]!
        depth--
        at++
        if (inMeta && depth <= 2) {
          if (depth === 1) inMeta = false
          else if (spans[profile]!.start >= 0 && spans[profile]!.end === none) spans[profile]!.end = at
        }
      }
    }
  }
}

function isSame(bytes: Buffer, knownStart: number, knownEnd: number, start: number, end: number): boolean {
  return knownEnd - knownStart === end - start && bytes.compare(bytes, start, end, knownStart, knownEnd) === 0
}

/** Whether the bytes are a text of ASCII. */
export function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false
  return true
}

function slotOf(bytes: Buffer, depth: number, hash: number, start: number, end: number): number {
  for (let slot = 0; slot < kept.length; slot++) {
    const one = kept[slot]!
    if (one.hash === hash && one.level === depth && isText(bytes, start, end, one.name)) return slot
  }
  return none
}

/** Four bytes at a time, as the scanner makes it. */
function hashOf(name: string): number {
  const bytes = Buffer.alloc(name.length + 4)
  bytes.write(name, 'latin1')
  let hash = 0
  for (let at = 0; at <= name.length; at += 4) hash = (Math.imul(hash, 31) + bytes.readInt32LE(at)) | 0
  return hash
}
