import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '../stream-rows.ts'
import { errorOf, type Failure } from './failure.ts'
import type { Job, Told } from './job.ts'
import { memoryOf, sizeOf } from './process-memory.ts'

/** What a process is sent: a job, and what to remove once nobody waits for it. */
export type Started = { readonly job: Job; readonly leftovers: readonly string[] }

export type Limits = Told & {
  /** Most seconds that the job may take, the start of its process and the wait for whoever takes the rows included. */
  readonly seconds?: number
  /** Ends the job with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Files that the job may leave half made. */
  readonly leftovers?: readonly string[]
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

/** Processes that run and what they leave: this one may end before they do. */
const running = new Map<ChildProcess, readonly string[]>()
const remove = (left: string) => rmSync(left, { recursive: true, force: true, maxRetries: 3 })
process.on('exit', () => {
  for (const [child, leftovers] of running) {
    child.kill('SIGKILL')
    leftovers.forEach(remove)
  }
})

/**
 * Does a job in a process of its own, which is killed once its time is over, it holds more memory than its engine may
 * take and `BESIDE` (where Linux tells how much it holds), it is told to end, or nobody takes more rows: whatever
 * DuckDB is doing. It ends itself where this process does. Nothing of it is left.
 *
 * The rows come as fast as they are taken; those that came before an error stand.
 *
 * @returns what `runJob` does
 * @throws {ProcessEnded} at a limit, or where the process ended without a word
 * @throws what `runJob` does
 */
export async function* fromProcess(job: Job, limits: Limits): AsyncGenerator<readonly Row[], number | null> {
  const { seconds, signal } = limits
  signal?.throwIfAborted()
  const folder = mkdtempSync(join(tmpdir(), 'rounds-engine-'))
  const leftovers = [folder, ...(limits.leftovers ?? [])]
  const child = fork(new URL('./job-process.ts', import.meta.url), {
    // in a session of its own: Ctrl-C at a terminal is told to this process alone
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
  })
  running.set(child, leftovers)
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('exit', (code, by) => resolve(by ?? `exit code ${code}`))
  })
  let words = ''
  child
    .stderr!.setEncoding('utf8')
    .on('data', (text: string) => void (words = `${words}${text}`.slice(0, 4096)))
  let reason: unknown
  const end = (why: unknown): void => {
    reason ??= why
    child.kill('SIGKILL')
  }
  const abort = () => end(signal!.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const { memory } = job.engine
  const most = memory === undefined ? Infinity : sizeOf(memory) + BESIDE
  const watch = setInterval(() => {
    if (memoryOf(child.pid) > most)
      end(new ProcessEnded('memory', `expected at most ${memory} of memory, it took more`))
  }, WATCHED_EVERY)
  const clock =
    seconds === undefined
      ? undefined
      : setTimeout(
          () => end(new ProcessEnded('time', `expected at most ${seconds} s, it took longer`)),
          seconds * 1000,
        )
  try {
    child.send({ job, leftovers } satisfies Started, () => undefined)
    let part = ''
    for await (const text of child.stdout!.setEncoding('utf8') as AsyncIterable<string>) {
      if (reason !== undefined) break
      const at = text.lastIndexOf('\n')
      const lines = at < 0 ? [] : `${part}${text.slice(0, at)}`.split('\n')
      part = at < 0 ? part + text : text.slice(at + 1)
      const rows: Row[] = []
      const told: Message[] = []
      for (const line of lines) {
        if (line.startsWith('{')) rows.push(JSON.parse(line) as Row)
        else told.push(JSON.parse(line) as Message)
      }
      for (const [name, value] of told) {
        if (name === 'columns') limits.columns?.(value)
        if (name === 'share') limits.share?.(value)
      }
      if (rows.length > 0) yield rows
      for (const [name, value] of told) {
        if (name === 'failed') throw errorOf(value)
        if (name === 'end') return value
      }
    }
    const how = await ended
    throw (
      reason ??
      new ProcessEnded(
        null,
        `expected its process to come to its end, found ${[how, said(words)].join(' ')}`.trim(),
      )
    )
  } finally {
    signal?.removeEventListener('abort', abort)
    clearInterval(watch)
    clearTimeout(clock)
    child.kill('SIGKILL')
    await ended
    leftovers.forEach(remove)
    running.delete(child)
  }
}

type Message =
  | readonly ['columns', readonly string[]]
  | readonly ['share', number | null]
  | readonly ['failed', Failure]
  | readonly ['end', number | null]

/** The line of what a process said that tells why it ended. */
const said = (words: string): string => /^.*(?:Error|ERROR).*$/m.exec(words)?.[0] ?? ''
