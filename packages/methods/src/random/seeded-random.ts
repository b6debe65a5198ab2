import { InvalidInput } from '../errors.ts'

/**
 * A reproducible stream of uniform numbers in [0, 1): sfc32, seeded through splitmix32.
 *
 * Every method that needs chance takes such a function, so a result can be recomputed from its seed.
 *
 * @param seed  whole number, 0 ≤ seed ≤ 4294967295
 * @returns     a function; each call gives the next number, a multiple of 2⁻³²
 * @throws {InvalidInput} if seed is not a whole number in range
 *
 * Source: sfc32, Doty-Humphrey C, PractRand 0.93 (public domain); splitmix32 finaliser after Steele GL,
 * Lea D, Flood CH. OOPSLA 2014. doi:10.1145/2660193.2660195
 * Not for: secrets, tokens, or a draw that must be verifiable by others.
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new InvalidInput('seed', seed, 'a whole number in [0, 4294967295]')
  }
  let state = seed | 0
  const splitmix = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  let a = splitmix()
  let b = splitmix()
  let c = splitmix()
  let counter = 1
  const next = () => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    c |= 0
    return (result >>> 0) / 0x100000000
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** A whole number in [0, bound), from one draw; bias at most bound·2⁻³². */
export function randomIndex(random: () => number, bound: number): number {
  return Math.min(bound - 1, Math.floor(random() * bound))
}
