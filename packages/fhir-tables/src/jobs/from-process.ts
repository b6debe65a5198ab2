import type { Row } from '../stream-rows.ts'
import { errorOf, type Failure } from './failure.ts'
import type { Job, Told } from './job.ts'
import { memoryOf, sizeOf } from './process-memory.ts'
import { type JobProcess, startProcess } from './start-process.ts'

/** What a process is sent. */
export type Started = {
  readonly job: Job
  /** What to remove once nobody waits for it. */
  readonly leftovers: readonly string[]
  /** Milliseconds that a line may take to its end when the job is ended; null where the rows are for whoever asks. */
  readonly grace: number | null
}

/** What a process tells. */
export type Message =
  | readonly ['columns', readonly string[]]
  | readonly ['share', number | null]
  | readonly ['written', number]
  | readonly ['failed', Failure]
  | readonly ['end', number | null]

export type Limits = Told & {
  /** Most seconds that the job may take, the start of its process and the wait for whoever takes the rows included. */
  readonly seconds?: number
  /** Ends the job with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Files that the job may leave half made. */
  readonly leftovers?: readonly string[]
  /** The one that does the job, where it was started before. */
  readonly process?: JobProcess | undefined
}

/** Why a job was ended, or ended itself. */
export class ProcessEnded extends Error {
  readonly limit: 'time' | 'memory' | null

  constructor(limit: ProcessEnded['limit'], problem: string) {
    super(problem)
    this.name = 'ProcessEnded'
    this.limit = limit
  }
}

/** Memory that a process needs beside what its engine counts: Node, rows on their way, the engine itself. */
const BESIDE = 256 * 2 ** 20
const WATCHED_EVERY = 50
/** Milliseconds in which a line that is being written may come to its end. */
const GRACE = 1000

/**
 * Does a job in a process of its own, which is killed once its time is over, it holds more memory than its engine may
 * take and `BESIDE` (where Linux tells how much it holds), it is told to end, or nobody takes more rows: whatever
 * DuckDB is doing. It ends itself where this process does. Nothing of it is left.
 *
 * The rows come as fast as they are taken; those that came before an error stand. A process with an output writes them
 * there, as fast as that is read, and none come.
 *
 * @returns what `runJob` does; how many rows were written to an output
 * @throws {ProcessEnded} at a limit, or where the process ended without a word
 * @throws what `runJob` does, and what the system says of an output that takes no more, with its code
 */
export async function* fromProcess(job: Job, limits: Limits): AsyncGenerator<readonly Row[], number | null> {
  const { seconds, signal } = limits
  signal?.throwIfAborted()
  const started = limits.process ?? startProcess()
  const { child, isDirect, leftovers, ended } = started
  leftovers.push(...(limits.leftovers ?? []))
  const timers: NodeJS.Timeout[] = []
  let reason: unknown
  const end = (why: unknown, grace: number): void => {
    if (reason !== undefined) return
    reason = why
    if (!isDirect) return void child.kill('SIGKILL')
    if (child.connected) child.disconnect()
    timers.push(setTimeout(() => child.kill('SIGKILL'), grace))
  }
  const abort = () => end(signal!.reason, GRACE)
  signal?.addEventListener('abort', abort, { once: true })
  const { memory } = job.engine
  const most = memory === undefined ? Infinity : sizeOf(memory) + BESIDE
  const watch = (): void => {
    if (memoryOf(child.pid) <= most) return
    end(new ProcessEnded('memory', `expected at most ${memory} of memory, it took more`), WATCHED_EVERY)
  }
  if (most < Infinity) timers.push(setInterval(watch, WATCHED_EVERY))
  if (seconds !== undefined) {
    const late = new ProcessEnded('time', `expected at most ${seconds} s, it took longer`)
    timers.push(setTimeout(() => end(late, GRACE), seconds * 1000))
  }
  /** Gives the last one back. */
  const hear = (message: Message): Last | null => {
    const [name, value] = message
    if (name === 'columns') limits.columns?.(value)
    else if (name === 'share') limits.share?.(value)
    else if (name === 'written') limits.written?.(value)
    else return message
    return null
  }
  try {
    const work: Started = { job, leftovers, grace: isDirect ? GRACE : null }
    child.send?.(work, () => undefined)
    if (isDirect) {
      const last = await new Promise<Last | null>((resolve) => {
        child.on('message', (message) => {
          const found = hear(message as Message)
          if (found !== null) resolve(found)
        })
        void ended.then(() => resolve(null))
      })
      if (last !== null && reason === undefined) return valueOf(last)
    } else {
      let part = ''
      for await (const text of (child.stdout?.setEncoding('utf8') ?? []) as AsyncIterable<string>) {
        if (reason !== undefined) break
        const at = text.lastIndexOf('\n')
        const lines = at < 0 ? [] : `${part}${text.slice(0, at)}`.split('\n')
        part = at < 0 ? part + text : text.slice(at + 1)
        const rows: Row[] = []
        let last: Last | null = null
        for (const line of lines) {
          if (line.startsWith('{')) rows.push(JSON.parse(line) as Row)
          else last = hear(JSON.parse(line) as Message) ?? last
        }
        if (rows.length > 0) yield rows
        if (last !== null) return valueOf(last)
      }
    }
    const how = await ended
    throw reason ?? new ProcessEnded(null, `expected its process to come to its end, found ${how}`)
  } finally {
    signal?.removeEventListener('abort', abort)
    timers.forEach(clearTimeout)
    await started.remove()
  }
}

type Last = Extract<Message, readonly ['failed' | 'end', unknown]>

function valueOf([name, value]: Last): number | null {
  if (name === 'failed') throw errorOf(value)
  return value
}
