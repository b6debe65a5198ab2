import type { Buffer } from 'node:buffer'

/** Ids that a landing remembers, by hashes of eight bytes each: 16 MB. */
const mostIds = 2 ** 21

/** Tells, of the ids that it is given, whether one of a type comes twice. */
export type RepeatedIds = {
  /** Adds the id of a type, the bytes from `start` to `end`. */
  readonly add: (type: string, bytes: Buffer, start: number, end: number) => void
  /**
   * Whether an id of a type may have been added twice: always where one was or where more than can be remembered
   * were added, and where two ids have the same hash.
   */
  readonly mayHave: (type: string) => boolean
}

type Hashes = { numbers: Int32Array<ArrayBuffer>; length: number }

/**
 * Makes what tells of which types no id stands twice in what a landing read, without reading any of it again.
 *
 * Hashes are those of FNV-1a, 32 bits, and as many with another factor; they are sorted once it is asked. A hash table
 * takes longer: each id waits for another place in memory.
 *
 * @param most  ids that it remembers
 */
export function repeatedIds(most = mostIds): RepeatedIds {
  const ofTypes = new Map<string, Hashes>()
  let count = 0
  return {
    add: (type, bytes, start, end) => {
      if (++count > most) {
        if (ofTypes.size > 0) ofTypes.clear()
        return
      }
      let hashes = ofTypes.get(type)
      if (hashes === undefined) ofTypes.set(type, (hashes = { numbers: new Int32Array(64), length: 0 }))
      if (hashes.length === hashes.numbers.length) {
        const { buffer } = hashes.numbers
        hashes.numbers = new Int32Array(buffer.transfer(2 * buffer.byteLength))
      }
      let one = 0x811c9dc5
      let other = 0x811c9dc5
      for (let at = start; at < end; at++) {
        one = Math.imul(one ^ bytes[at]!, 0x01000193)
        other = Math.imul(other ^ bytes[at]!, 0x5bd1e995)
      }
      hashes.numbers[hashes.length++] = one
      hashes.numbers[hashes.length++] = other
    },
    mayHave: (type) => count > most || hasTwice(ofTypes.get(type)),
  }
}

function hasTwice(hashes: Hashes | undefined): boolean {
  if (hashes === undefined) return false
  const { numbers, length } = hashes
  new BigUint64Array(numbers.buffer, 0, length / 2).sort()
  for (let at = 2; at < length; at += 2) {
    if (numbers[at] === numbers[at - 2] && numbers[at + 1] === numbers[at - 1]) return true
  }
  return false
}
