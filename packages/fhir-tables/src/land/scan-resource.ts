import { Buffer } from 'node:buffer'
import type { JsonKind } from '../misshapen.ts'
import { mostMisshapen } from '../misshapen.ts'
import type { Shape } from './shape-table.ts'
import {
  anything,
  hashOf,
  inList,
  keptOf,
  kindBits,
  kindOf,
  markOf,
  shapeTable,
  stateOf,
} from './shape-table.ts'
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
  /** The bytes of `resourceType`, if it has some: those of a type of FHIR are ASCII. */
  readonly type: string
  readonly id: Span
  readonly lastUpdated: Span
  readonly profile: Span
  /**
   * Where values are of another kind than FHIR R4 gives to them, and that kind, as in `Misshapen`; null where that is
   * not known. With more than `mostMisshapen` there may be others.
   */
  readonly misshapen: ReadonlyMap<string, JsonKind> | null
}

/** Levels of objects and lists in each other that a resource may have; FHIR's own stay under thirty. */
export const deepest = 100

/** Names that one object may have; a FHIR resource has fewer than seventy. */
export const mostNames = 512

const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const colon = 0x3a
const comma = 0x2c
const space = 0x20

/** The bit of the kind of a value that begins with a byte; none for null. */
const kindsOfBytes = new Uint8Array(256)
kindsOfBytes[openBrace] = kindBits.object
kindsOfBytes[openBracket] = kindBits.list
kindsOfBytes[quote] = kindBits.text
for (const byte of Buffer.from('-0123456789')) kindsOfBytes[byte] = kindBits.number
for (const byte of Buffer.from('tf')) kindsOfBytes[byte] = kindBits.boolean

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

/** How a walk over a line ends. */
const whole = 0
const otherType = 1
const nameAgain = 2

const resourceType = 0
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
  const misshapen = new Map<string, JsonKind>()
  const found = {
    resourceType: spans[resourceType]!,
    type: '',
    id: spans[1]!,
    lastUpdated: spans[lastUpdated]!,
    profile: spans[profile]!,
    misshapen: misshapen as ReadonlyMap<string, JsonKind> | null,
  }
  const closings = new Uint8Array(deepest + 1)
  /** Names that have no mark. */
  const firstName = new Int32Array(deepest + 1)
  const hashes = new Int32Array(deepest * mostNames)
  const starts = new Int32Array(deepest * mostNames)
  const ends = new Int32Array(deepest * mostNames)
  /** Of what is open around the innermost: the marks that were met in it, and its state or what its values may be. */
  const metIn = new Int32Array(deepest + 1)
  const within = new Int32Array(deepest + 1)
  const lastNames = new Int32Array(deepest + 1)
  const shapes = shapeTable(kept.map(({ name }) => name))
  let shapeOfType = anything

  /** Where the value stands that is read now, in the innermost of `depth` objects and lists. */
  const placeOf = (bytes: Buffer, depth: number): string => {
    let place = ''
    for (let level = 1; level <= depth; level++) {
      const name = lastNames[level]!
      if (closings[level] === closeBrace)
        place += `.${bytes.toString('latin1', name, bytes.indexOf(quote, name))}`
      else place += '[*]'
    }
    return place.slice(1)
  }

  let viewed: Buffer | null = null
  let view: DataView = new DataView(new ArrayBuffer(0))

  /**
   * Walks over a line as a resource of a shape, as far as something else has to be done first. What is rarely done stands
   * outside: V8 takes a compiled function back where it first does what it never did.
   */
  const walk = (
    bytes: Buffer,
    data: DataView,
    start: number,
    end: number,
    ofType: Shape,
  ): typeof whole | typeof otherType | typeof nameAgain => {
    let closing = 0
    let met = 0
    /** The state of the innermost object, or what the values in the innermost list may be. */
    let inner = ofType
    let shape = anything
    let depth = 0
    let names = 0
    let slot = none
    let inMeta = false
    let at = skipSpaces(bytes, start, end)
    let needsName = false
    if (bytes[at] !== openBrace) throw new ScanProblem(at, 'one JSON object a line')

    for (;;) {
      if (needsName) {
        if (bytes[at] !== quote) {
          at = skipSpaces(bytes, at, end)
          if (bytes[at] !== quote) throw new ScanProblem(at, 'a name in quotes')
        }
        const nameStart = ++at
        let hash = 0
        for (;;) {
          const four = data.getInt32(at, true)
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
        shape = inner === 0 ? anything : shapes.ofName(inner, hash)
        lastNames[depth] = nameStart
        const mark = markOf(shape)
        if (mark === 0) {
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
          if (depth <= (inMeta ? 2 : 1)) slot = slotOf(bytes, depth, hash, nameStart, at)
        } else {
          if ((met & (1 << mark)) !== 0) return nameAgain
          met |= 1 << mark
          if (keptOf(shape) !== none && depth <= (inMeta ? 2 : 1)) {
            slot = keptOf(shape)
            if (depth !== kept[slot]!.level || !isText(bytes, nameStart, at, kept[slot]!.name)) slot = none
          }
        }
        at++
        if (bytes[at] !== colon) {
          at = skipSpaces(bytes, at, end)
          if (bytes[at] !== colon) throw new ScanProblem(at, 'a colon after the name')
        }
        at++
      } else {
        shape = inner
      }

      let byte = bytes[at]!
      if (byte <= space) {
        at = skipSpaces(bytes, at, end)
        byte = bytes[at]!
      }
      if ((kindsOfBytes[byte]! & ~shape) !== 0) {
        if (misshapen.size <= mostMisshapen) misshapen.set(placeOf(bytes, depth), kindOf(shape))
        // what stands in it, or after it in its list, is of no known shape
        shape = anything
        if (closing !== closeBrace) inner = anything
      }
      if (slot !== none) {
        if (slot === meta && byte !== openBrace) throw new ScanProblem(at, 'an object in meta')
        if (slot === lastUpdated && byte !== quote) throw new ScanProblem(at, 'a text in meta.lastUpdated')
        if (slot === meta) inMeta = true
        if (slot === profile && (byte === openBracket || byte === openBrace)) spans[profile]!.start = at
      }
      if (byte === quote) {
        const textStart = at + 1
        at = textStart
        let ending = endingsOf(data.getInt32(at, true))
        while (ending === 0) {
          at += 4
          ending = endingsOf(data.getInt32(at, true))
        }
        at += indexOf(ending)
        at = bytes[at] === quote ? at + 1 : skipText(bytes, at)
        if (slot !== none) {
          spans[slot]!.start = textStart
          spans[slot]!.end = at - 1
          if (slot === resourceType && !isText(bytes, textStart, at - 1, found.type)) return otherType
        }
      } else if (byte === openBrace || byte === openBracket) {
        if (depth === deepest) throw new ScanProblem(at, `at most ${deepest} levels`)
        slot = none
        metIn[depth] = met
        within[depth] = inner
        depth++
        closing = byte + 2
        closings[depth] = closing
        firstName[depth] = names
        if (byte === openBrace) {
          met = 0
          inner = stateOf(shape)
        } else {
          inner = inList(shape)
        }
        at = skipSpaces(bytes, at + 1, end)
        needsName = byte === openBrace
        if (bytes[at] !== byte + 2) continue
      } else if (kindsOfBytes[byte] === kindBits.number) {
        at = skipNumber(bytes, at)
      } else {
        at = skipWord(bytes, at)
      }
      slot = none

      for (;;) {
        let following = bytes[at]!
        if (following <= space) {
          at = skipSpaces(bytes, at, end)
          following = bytes[at]!
        }
        if (following === comma) {
          at++
          needsName = closing === closeBrace
          break
        }
        if (following !== closing) {
          const wanted = closing === closeBrace ? '}' : ']'
          throw new ScanProblem(at, `a comma or ${wanted}${at >= end ? ', the line ends' : ''}`)
        }
        names = firstName[depth]!
        depth--
        at++
        if (depth === 0) {
          at = skipSpaces(bytes, at, end)
          if (at < end) throw new ScanProblem(at, 'nothing after the object')
          return whole
        }
        closing = closings[depth]!
        inner = within[depth]!
        met = metIn[depth]!
        if (inMeta && depth <= 2) {
          if (depth === 1) inMeta = false
          else if (spans[profile]!.start >= 0 && spans[profile]!.end === none) spans[profile]!.end = at
        }
      }
    }
  }
  return (bytes, start, end) => {
    if (viewed !== bytes) {
      viewed = bytes
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    }
    found.misshapen = misshapen
    for (;;) {
      for (let kind = 0; kind < spans.length; kind++) spans[kind]!.start = spans[kind]!.end = none
      if (misshapen.size > 0) misshapen.clear()
      // names are told by their bytes, as if FHIR said nothing of any, where one seems to be there twice
      const outcome = walk(bytes, view, start, end, found.misshapen === null ? anything : shapeOfType)
      if (outcome === whole) return found
      if (outcome === nameAgain) found.misshapen = null
      else {
        found.type = bytes.toString('latin1', spans[resourceType]!.start, spans[resourceType]!.end)
        shapeOfType = shapes.ofResource(found.type)
      }
    }
  }
}

function isSame(bytes: Buffer, knownStart: number, knownEnd: number, start: number, end: number): boolean {
  return knownEnd - knownStart === end - start && bytes.compare(bytes, start, end, knownStart, knownEnd) === 0
}

/** Whether the bytes are a text of ASCII. */
function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
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
