import { Buffer } from 'node:buffer'
import type { ZstdCompress } from 'node:zlib'
import { constants, createZstdCompress } from 'node:zlib'

/** Bytes that a page of Parquet has, unless one value has more. */
export const pageBytes = 512 * 1024

/** How many pages may wait to be compressed before reading waits for them. */
const mostWaiting = 32

/** Gives empty pages out and compresses full ones beside the caller, on two threads. */
export type PageCompressor = {
  /** A buffer of `pageBytes`; what it holds is of no meaning. */
  readonly empty: () => Buffer
  /** The zstd of `before` and the first `used` bytes of a buffer, which the caller must not touch any more. */
  readonly compress: (page: Buffer, used: number, before?: Buffer) => Promise<Buffer>
  /** Resolves when so much is compressed that reading may go on. */
  readonly ready: () => Promise<void>
  /** Ends it; what still waits to be compressed is rejected. */
  readonly close: () => void
}

/**
 * Makes a compressor. Pages and the memory of zstd are used again, because looking after what is thrown away costs V8
 * more time than compressing.
 */
export function pageCompressor(): PageCompressor {
  const spare: Buffer[] = []
  const waiting: Promise<Buffer>[] = []
  const streams = [frameStream(zstdStream()), frameStream(zstdStream())]
  let count = 0
  return {
    empty: () => spare.pop() ?? Buffer.allocUnsafeSlow(pageBytes),
    compress: async (page, used, before) => {
      const content = page.subarray(0, used)
      const stream = streams[++count % streams.length]!
      const made = stream.compress(before === undefined ? content : Buffer.concat([before, content]))
      waiting.push(made)
      const compressed = await made
      if (page.length === pageBytes) spare.push(page)
      return compressed
    },
    ready: async () => {
      while (waiting.length >= mostWaiting) await waiting.shift()
    },
    close: () => {
      for (const stream of streams) stream.close()
    },
  }
}

const zstdStream = () =>
  createZstdCompress({
    // without a checksum most flipped bits unpack to other text, and nobody notices
    params: { [constants.ZSTD_c_compressionLevel]: leastEffort, [constants.ZSTD_c_checksumFlag]: 1 },
    flush: constants.ZSTD_e_end,
    // with room for the whole frame zstd reads the text where it stands, and copies it otherwise
    chunkSize: 2 * pageBytes,
  })

/**
 * Makes each text a frame of its own on one stream of zstd, which ends a frame with every write. Once the stream has
 * failed, every text fails.
 */
export function frameStream(stream: ZstdCompress) {
  let chunks: Buffer[] = []
  let last: Promise<unknown> = Promise.resolve()
  let fail: (reason: Error) => void = () => undefined
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  // where zstd fails Node does not call back: only this tells
  stream.on('error', (error) => fail(error))
  const frame = (text: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      fail = reject
      stream.write(text, (error) => {
        stream.read()
        const made = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
        chunks = []
        if (stream.destroyed) reject(error ?? new Error('the stream of zstd was closed'))
        else resolve(made)
      })
    })
  return {
    compress: (text: Buffer): Promise<Buffer> => {
      const made = last.then(() => frame(text))
      last = made.catch(() => undefined)
      return made
    },
    close: () => stream.destroy(),
  }
}

/** On FHIR it loses little to higher ones; −1 takes longer, −3 makes half as much again of it. */
const leastEffort = 1
