import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Gunzip, ZstdDecompress } from 'node:zlib'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { packingOf } from '../ndjson-file.ts'
import { reasonOf } from './reason-of.ts'

/** How often more a compressed file may hold than its own bytes, once it holds more than `bombFrom`. */
const mostExpansion = 200
const bombFrom = 256 * 1024 * 1024

const compressedChunk = 64 * 1024
const expandedChunk = 256 * 1024

/** What reading came to an end with: null at the end of the file, otherwise why the rest could not be read. */
export type ReadingEnd = string | null

/** The bytes of a file, in order. */
export type ByteSource = {
  /** Reads into a buffer, from `from` to `to`; gives how many bytes it read, fewer only if no more come. */
  readonly read: (into: Buffer, from: number, to: number) => Promise<number>
  /** Why no more came. */
  readonly end: () => ReadingEnd
  readonly close: () => Promise<void>
}

/** Opens a file: plain, `.gz` or `.zst` by its name. What of it can be read or expanded is read before its end. */
export async function openBytes(path: string): Promise<ByteSource> {
  const packing = packingOf(path)
  if (packing === 'gzip') return expandedBytes(path, createGunzip({ chunkSize: expandedChunk }))
  if (packing === 'zstd') return expandedBytes(path, createZstdDecompress({ chunkSize: expandedChunk }))
  const file = await open(path)
  let end: ReadingEnd = null
  return {
    read: async (into, from, to) => {
      let at = from
      try {
        for (;;) {
          const { bytesRead } = await file.read(into, at, to - at)
          at += bytesRead
          if (bytesRead === 0 || at === to) return at - from
        }
      } catch (error) {
        if (!isOfReading(error)) throw error
        end = cannotRead(error)
        return at - from
      }
    },
    end: () => end,
    close: () => file.close(),
  }
}

/** Whether a file was there, and the system could not read on: a folder, or a disk that fails. */
const isOfReading = (error: unknown) => (error as NodeJS.ErrnoException).syscall === 'read'

const cannotRead = (error: unknown) => `a file that can be read, found ${reasonOf(error)}`

function expandedBytes(path: string, expand: Gunzip | ZstdDecompress): ByteSource {
  const file = createReadStream(path, { highWaterMark: compressedChunk })
  let unreadable: Error | null = null
  let isOver = false
  let problem: ReadingEnd = null
  let end: ReadingEnd = null
  let wake = (): void => undefined
  const over = (): void => {
    isOver = true
    wake()
  }
  file.once('error', (error) => {
    if (isOfReading(error)) problem = cannotRead(error)
    else unreadable = error
    over()
  })
  expand.once('error', (error) => {
    problem = `a whole compressed file, found ${reasonOf(error)}`
    over()
  })
  expand.once('end', over)
  expand.on('readable', () => wake())
  file.pipe(expand)
  let piece: Buffer = Buffer.alloc(0)
  let taken = 0
  let expanded = 0

  const next = async (): Promise<boolean> => {
    for (;;) {
      const read = expand.read() as Buffer | null
      if (read !== null) {
        piece = read
        taken = 0
        expanded += read.length
        if (expanded > bombFrom && expanded > mostExpansion * expand.bytesWritten) {
          end = `a file that expands at most ${mostExpansion} times`
        }
        return end === null
      }
      if (unreadable !== null) throw unreadable
      if (isOver) {
        end = problem
        return false
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    read: async (into, from, to) => {
      let at = from
      while (at < to) {
        if (taken === piece.length && (end !== null || !(await next()))) break
        const count = piece.copy(into, at, taken, taken + to - at)
        taken += count
        at += count
      }
      return at - from
    },
    end: () => end,
    close: async () => {
      expand.destroy()
      file.destroy()
    },
  }
}
