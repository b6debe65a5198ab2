import { hash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NetworkId, PersonId, RoundId } from '../ids.ts'

const keyBytes = 32

/** How long a process remembers a key that another process may have destroyed. */
const rememberedMs = 60_000

/** The keys of pseudonymous rounds: files outside the database and its backups. */
export type RoundKeys = Readonly<{
  /** Makes a round's key; one that is there already (an opening that was rolled back) stays. */
  create: (network: NetworkId, round: RoundId) => Promise<void>
  read: (network: NetworkId, round: RoundId) => Promise<Buffer | null>
  destroy: (network: NetworkId, round: RoundId) => Promise<void>
  /** Whether a key could be made now: a file is written beside them and removed. */
  writable: () => Promise<boolean>
}>

/**
 * Keeps one 256-bit key a round in `directory`, readable by the process's user alone.
 *
 * A created key is on the disk (file and directory synced) before the promise resolves. A key is remembered
 * for a minute, so that one destroyed by another process is soon gone from this one; `destroy` overwrites.
 *
 * @param monotonicMs a clock that only grows; for tests
 */
export function fileRoundKeys(
  directory: string,
  monotonicMs: () => number = () => performance.now(),
): RoundKeys {
  const cache = new Map<string, { key: Buffer; until: number }>()
  const remember = (round: RoundId, key: Buffer): void => {
    cache.set(round, { key, until: monotonicMs() + rememberedMs })
  }
  const fileOf = (network: NetworkId, round: RoundId) => join(directory, network, `${round}.key`)
  return {
    async create(network, round) {
      const file = fileOf(network, round)
      if (await stat(file).catch(() => null)) return
      await mkdir(join(directory, network), { recursive: true, mode: 0o700 })
      const key = randomBytes(keyBytes)
      const handle = await open(
        `${file}.new`,
        constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC,
        0o600,
      )
      try {
        await handle.writeFile(key)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(`${file}.new`, file)
      const parent = await open(join(directory, network), constants.O_RDONLY)
      await parent.sync().finally(() => parent.close())
      remember(round, key)
    },
    async read(network, round) {
      const known = cache.get(round)
      if (known && known.until > monotonicMs()) return known.key
      cache.delete(round)
      try {
        const key = await readFile(fileOf(network, round))
        // With half of it everybody would be somebody else, and could answer twice.
        if (key.length !== keyBytes)
          throw new Error(`the key of round ${round} is damaged: ${key.length} bytes instead of ${keyBytes}`)
        remember(round, key)
        return key
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    async destroy(network, round) {
      cache.get(round)?.key.fill(0)
      cache.delete(round)
      const file = fileOf(network, round)
      try {
        const handle = await open(file, constants.O_WRONLY)
        await handle.write(randomBytes(keyBytes), 0, keyBytes, 0)
        await handle.sync()
        await handle.close()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
      await rm(file, { force: true })
    },
    async writable() {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 })
        const probe = join(directory, `probe-${randomBytes(8).toString('hex')}`)
        await writeFile(probe, '', { mode: 0o600 })
        await rm(probe, { force: true })
        return true
      } catch {
        return false
      }
    },
  }
}

/**
 * The pseudonym of a person in a round: the first 128 bits of HMAC-SHA-256(round key, person), written as a UUID.
 *
 * Without the key it is chance to tell whose it is; with 2^128 values two people of a round never meet.
 */
export function pseudonymOf(key: Buffer, person: PersonId): string {
  const hex = hmacSha256(key, person)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/** Of SHA-256, which takes 64 bytes at a time. */
const blockBytes = 64

/**
 * HMAC as RFC 2104 writes it out, for keys of at most one block. `createHmac` takes a key in anew each time, which
 * is five times the cost of the two hashes.
 */
function hmacSha256(key: Buffer, text: string): string {
  const padded = (byte: number) => {
    const block = Buffer.alloc(blockBytes, byte)
    for (const [index, own] of key.entries()) block[index] = byte ^ own
    return block
  }
  const inner = hash('sha256', Buffer.concat([padded(0x36), Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([padded(0x5c), inner]), 'hex')
}
