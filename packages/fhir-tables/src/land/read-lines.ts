import { Buffer } from 'node:buffer'
import { open } from 'node:fs/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { reasonOf } from './reason-of.ts'
import type { LineReceiver } from './split-lines.ts'
import { lineSplitter } from './split-lines.ts'

/** How often more a compressed file may hold than its own bytes, once it holds more than `bombFrom`. */
export const mostExpansion = 200
const bombFrom = 256 * 1024 * 1024

const plainChunk = 4 * 1024 * 1024
const compressedChunk = 64 * 1024

/** What reading came to an end with: null at the end of the file, otherwise why the rest could not be read. */
export type ReadingEnd = string | null

/**
 * Reads the lines of one NDJSON file: plain, `.gz` or `.zst` by its name.
 *
 * @param path      the file
 * @param receiver  called for each line, in order
 * @param ready     awaited between chunks, so that what follows can keep up
 * @returns why the rest of a compressed file cannot be read (cut short, damaged, expands more than `mostExpansion`
 * times), the lines before it having been handed over; null for a whole file
 */
export async function readLines(
  path: string,
  receiver: LineReceiver,
  ready: () => Promise<void>,
): Promise<ReadingEnd> {
  const splitter = lineSplitter(receiver)
  const expand = path.endsWith('.gz')
    ? createGunzip({ chunkSize: 256 * 1024 })
    : path.endsWith('.zst')
      ? createZstdDecompress({ chunkSize: 256 * 1024 })
      : null
  const file = await open(path)
  let read = 0
  let expanded = 0
  try {
    const most = expand === null ? plainChunk : compressedChunk
    const told = (await file.stat()).size
    const size = told === 0 ? most : Math.min(most, told + 1)
    const ahead = (buffer: Buffer) => {
      const reading = file.read(buffer, 0, size)
      reading.catch(() => undefined)
      return reading
    }
    let next = ahead(Buffer.allocUnsafe(size))
    let other: Buffer = Buffer.allocUnsafe(size)
    const problem = new Promise<Error>((resolve) => expand?.once('error', resolve))
    let thrown: unknown = null
    expand?.on('data', (chunk: Buffer) => {
      expanded += chunk.length
      try {
        if (thrown === null) splitter.push(chunk)
      } catch (error) {
        thrown = error
      }
    })
    for (;;) {
      const { bytesRead, buffer } = await next
      if (bytesRead === 0) break
      next = ahead(other)
      other = buffer
      read += bytesRead
      const chunk = buffer.subarray(0, bytesRead)
      if (expand === null) splitter.push(chunk)
      else {
        const written = new Promise<Error | null>((resolve) => {
          expand.write(chunk, (error) => resolve(error ?? null))
        })
        const failed = await Promise.race([written, problem])
        if (thrown !== null) throw thrown
        if (failed !== null) return unreadable(failed)
        if (expanded > bombFrom && expanded > mostExpansion * read) {
          return `a file that expands at most ${mostExpansion} times`
        }
      }
      await ready()
    }
    if (expand !== null) {
      const ended = new Promise<null>((resolve) => expand.once('end', () => resolve(null)))
      expand.end()
      const failed = await Promise.race([ended, problem])
      if (thrown !== null) throw thrown
      if (failed !== null) return unreadable(failed)
    }
    splitter.end()
    return null
  } finally {
    expand?.destroy()
    await file.close()
  }
}

function unreadable(error: Error): string {
  return `a whole compressed file, found ${reasonOf(error)}`
}
