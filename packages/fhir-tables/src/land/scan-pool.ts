import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import type { LineChunk } from './read-chunks.ts'
import { chunkBytes } from './read-chunks.ts'
import type { LineRules, ScannedLines, UsedArrays } from './scan-lines.ts'
import { lineScanner } from './scan-lines.ts'

/** What a worker is given: `bytes` are the whole of their buffer, which goes to it and comes back. */
export type ScanTask = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly start: number
  readonly end: number
  readonly rules: LineRules
  readonly used: UsedArrays | undefined
}

/** Lines with what was found in them. */
export type ScannedChunk = { readonly bytes: Buffer; readonly found: ScannedLines }

/** Scans chunks of lines, beside the caller where there are more than a few. */
export type ScanPool = {
  /** Starts the workers ahead, if so many bytes are worth it. */
  readonly expect: (bytes: number) => void
  /** A buffer of `chunkBytes`; what it holds is of no meaning. */
  readonly empty: () => Buffer
  /** Scans lines, whose buffer the caller must not touch until it comes back; rejects where a worker has failed. */
  readonly scan: (lines: LineChunk, rules: LineRules) => Promise<ScannedChunk>
  /** How many chunks keep every worker busy. */
  readonly enough: number
  /** Takes what came back and is read, to use it again: V8 counts what is thrown away, and looks after it the sooner. */
  readonly giveBack: (chunk: ScannedChunk) => void
  /** Ends the workers; what they still scan is rejected. */
  readonly close: () => Promise<void>
}

/** Chunks of a landing that the caller's thread scans: starting a worker takes longer. */
const fewChunks = 4

/** With more the caller's thread, which reads and writes, is the limit. */
const usefulThreads = 4

/**
 * Makes a pool of `threads` threads, at most `usefulThreads`, the caller's among them: it reads and writes, the others
 * scan. Nothing is started before it is worth it; until the first worker runs, the caller scans.
 */
export function scanPool(threads: number, startWorker: () => Worker = startScanWorker): ScanPool {
  const spare: Buffer[] = []
  const spareArrays: UsedArrays[] = []
  let lanes: readonly Lane[] = []
  const scanHere = lineScanner()
  const workers = Math.min(threads, usefulThreads) - 1
  let count = 0
  const start = (): void => {
    if (lanes.length === 0) lanes = Array.from({ length: workers }, () => lane(startWorker()))
  }
  return {
    expect: (bytes) => {
      if (bytes > fewChunks * chunkBytes) start()
    },
    empty: () => spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes),
    enough: 2 * Math.max(1, workers),
    scan: async (lines, rules) => {
      if (++count > fewChunks) start()
      const running = lanes.filter((one) => one.isRunning())
      if (running.length === 0)
        return { bytes: lines.bytes, found: scanHere(lines, rules, spareArrays.pop()) }
      return await running[count % running.length]!.scan(lines, rules, spareArrays.pop())
    },
    giveBack: ({ bytes, found }) => {
      if (bytes.length === chunkBytes) spare.push(bytes)
      spareArrays.push({ resources: found.resources, times: found.times })
    },
    close: async () => {
      await Promise.all(lanes.map((one) => one.close()))
    },
  }
}

type Lane = Pick<ScanPool, 'close'> & {
  /** Whether it answers soon, or has failed. */
  readonly isRunning: () => boolean
  readonly scan: (lines: LineChunk, rules: LineRules, used: UsedArrays | undefined) => Promise<ScannedChunk>
}
type Waiting = { readonly resolve: (chunk: ScannedChunk) => void; readonly reject: (reason: Error) => void }

/** A worker and what it has not yet answered, in order. Once it has failed, everything fails. */
function lane(worker: Worker): Lane {
  const waiting: Waiting[] = []
  let isRunning = false
  let failure: Error | null = null
  const fail = (reason: Error): void => {
    failure ??= reason
    isRunning = true
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.once('online', () => (isRunning = true))
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the thread that scans ended with code ${code}`)))
  worker.on('message', ({ bytes, found }: { bytes: Uint8Array<ArrayBuffer>; found: ScannedLines }) => {
    waiting.shift()!.resolve({ bytes: Buffer.from(bytes.buffer), found })
  })
  return {
    isRunning: () => isRunning,
    scan: ({ bytes, start, end }, rules, used) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure)
          return
        }
        waiting.push({ resolve, reject })
        const whole = new Uint8Array(bytes.buffer as ArrayBuffer)
        const lent = used === undefined ? [] : [used.resources.buffer, used.times.buffer]
        worker.postMessage({ bytes: whole, start, end, rules, used } satisfies ScanTask, [
          whole.buffer,
          ...lent,
        ])
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}

const startScanWorker = () => new Worker(new URL('./scan-worker.ts', import.meta.url), { execArgv: [] })
