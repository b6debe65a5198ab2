import { createHash, randomBytes } from 'node:crypto'

/** A seed that nobody can guess: 128 random bits. */
export function freshSeed(): string {
  return randomBytes(16).toString('hex')
}

/**
 * What is published before a draw, so that the seed cannot be chosen after: SHA-256 of the seed's UTF-8 bytes.
 *
 * Whoever is shown the seed after the draw computes this again (`printf %s SEED | sha256sum`) and repeats the draw.
 */
export function commitmentTo(seed: string): string {
  return createHash('sha256').update(seed).digest('hex')
}

/**
 * Uniform numbers in [0, 1) that follow from a seed alone: the first 53 bits of SHA-256("seed|purpose|0"),
 * SHA-256("seed|purpose|1") and so on. Each purpose has its own, so that one use does not move another.
 */
export function seededStream(seed: string, purpose: string): () => number {
  let counter = 0
  return () => {
    const digest = createHash('sha256').update(`${seed}|${purpose}|${counter++}`).digest()
    return (digest.readUInt32BE(0) * 0x200000 + (digest.readUInt32BE(4) >>> 11)) / 2 ** 53
  }
}
