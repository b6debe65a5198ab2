import { elementsOf, familyOf, isPrimitive, isResource, numberOf } from '../definitions/elements.ts'
import type { JsonKind } from '../misshapen.ts'

/** The kinds of values as bits. */
export const kindBits: Readonly<Record<JsonKind, number>> = {
  object: 1,
  text: 2,
  number: 4,
  boolean: 8,
  list: 16,
}
const kinds = 31

/** What a shape is made of, from the lowest bit: see `Shape`. */
const beforeInner = 5
const beforeState = 10
const stateBits = 1023 << beforeState
const beforeMark = 20
const marks = 31
const beforeKept = 25

/**
 * What FHIR R4 says of the value of a name, as a number: the kinds that it may have; those that values in it may have
 * where it is a list; the state of the objects in it, which is a type of FHIR as a number, or 0 where FHIR says nothing
 * of their names; the mark of the name, from 1, which no other in such an object has, or 0 for one that has none; and
 * the place of the name, from 1, among those that whoever asks keeps.
 */
export type Shape = number

/** That of a value of which FHIR says nothing. */
export const anything: Shape = kinds | (kinds << beforeInner)

/** What the values in a list may be of which it is known what it may be. */
export function inList(shape: Shape): Shape {
  return shape === anything ? anything : ((shape >> beforeInner) & kinds) | (shape & stateBits)
}
export const stateOf = (shape: Shape): number => (shape & stateBits) >> beforeState
export const markOf = (shape: Shape): number => (shape >> beforeMark) & marks
/** From 0 here; −1 for none. */
export const keptOf = (shape: Shape): number => (shape >> beforeKept) - 1

/** The kind that a value has by FHIR, of which it says one. */
export function kindOf(shape: Shape): JsonKind {
  const found = Object.entries(kindBits).find(([, bit]) => (shape & kinds) === bit)
  if (found === undefined) throw new Error(`expected a shape of one kind, found ${shape}`)
  return found[0] as JsonKind
}

export type ShapeTable = {
  /** What a resource of a type may be. */
  readonly ofResource: (type: string) => Shape
  /** What the value of a name, which `hashOf` hashes, may be in an object of a state. */
  readonly ofName: (state: number, hash: number) => Shape
}

/** Slots of a table, a power of two: more than twice as many as there are names in all types of FHIR R4. */
const slotBits = 15

/**
 * Makes a table of the shapes that FHIR R4 gives to names. It knows no type yet: a resource type is added, with every
 * type below it, when it is first asked for.
 *
 * A name of which FHIR R4 says nothing is taken for a known one if their keys are the same by chance: whoever asks must
 * look at its bytes where that would matter. Of the known ones no two have the same key, whichever types are asked for.
 */
export function shapeTable(kept: readonly string[]): ShapeTable {
  const states = new Set<number>()
  const resources = new Map<string, Shape>()
  /** Key and shape of each slot, in turn; a shape of 0 is an empty slot. */
  const slots = new Int32Array(2 << slotBits)

  const slotOf = (key: number): number => {
    let slot = (Math.imul(key, 0x85ebca6b) >>> (32 - slotBits)) << 1
    while (slots[slot] !== key && slots[slot + 1] !== 0) slot = (slot + 2) & ((2 << slotBits) - 1)
    return slot
  }
  const put = (state: number, name: string, shape: Shape): void => {
    const key = keyOf(state, hashOf(name))
    const slot = slotOf(key)
    slots[slot] = key
    slots[slot + 1] = shape
  }
  const stateOfType = (type: string): number => {
    const state = numberOf(type)
    if (states.has(state)) return state
    states.add(state)
    let marked = 0
    for (const [name, { types, many, choice }] of elementsOf(type)) {
      for (const one of types) {
        const written = choice ? `${name}${one[0]!.toUpperCase()}${one.slice(1)}` : name
        const mark = choice || marked === marks ? 0 : ++marked
        const place = kept.indexOf(written) + 1
        put(state, written, shapeOf(one, many) | (mark << beforeMark) | (place << beforeKept))
        if (isPrimitive(one)) put(state, `_${written}`, shapeOf('Element', many))
      }
    }
    return state
  }
  const shapeOf = (type: string, many: boolean): Shape => {
    const kind = isPrimitive(type) ? kindBits[kindOfPrimitive(type)] : kindBits.object
    const state = isPrimitive(type) ? 0 : stateOfType(type) << beforeState
    return many ? kindBits.list | (kind << beforeInner) | state : kind | state
  }
  return {
    ofResource: (type) => {
      const known = resources.get(type)
      if (known !== undefined) return known
      if (!isResource(type)) return anything
      const shape = shapeOf(type, false)
      resources.set(type, shape)
      return shape
    },
    ofName: (state, hash) => {
      const shape = slots[slotOf(keyOf(state, hash)) + 1]!
      return shape === 0 ? anything : shape
    },
  }
}

const keyOf = (state: number, hash: number): number => hash ^ Math.imul(state, 0x9e3779b1)

function kindOfPrimitive(type: string): JsonKind {
  const family = familyOf(type)
  return family === 'number' || family === 'boolean' ? family : 'text'
}

/** A name of ASCII as the scanner hashes it, four bytes at a time. */
export function hashOf(name: string): number {
  let hash = 0
  for (let from = 0; from <= name.length; from += 4) {
    let four = 0
    for (let at = 0; at < 4 && from + at < name.length; at++) four |= name.charCodeAt(from + at) << (8 * at)
    hash = (Math.imul(hash, 31) + four) | 0
  }
  return hash
}
