import { type ChildProcess, fork } from 'node:child_process'
import { pollingThresholds } from '@rounds/methods'
import type { ComputeAnswer } from './compute-process.ts'
import { type ComputedResult, type ResultInput, computeResult } from './compute-result.ts'

/** How often it is said that a computation goes on, in milliseconds. */
const beatMs = 60_000

/** A computation ended without a result; the cause says how. */
export class NotComputed extends Error {
  override name = 'NotComputed'
  /** Whether the system, or Node itself, ended it, as they do where memory runs out. */
  readonly outOfMemory: boolean
  constructor(message: string, options: { cause?: unknown; outOfMemory?: boolean } = {}) {
    super(message, options)
    this.outOfMemory = options.outOfMemory === true
  }
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Computes a result in a process of its own, however long it takes: its steps are bounded, so it ends, later on a busy
 * machine. Where memory runs out it is the one that the system ends, and neither this process nor the database.
 * Where too few took part for groups it is computed at once: that takes a few milliseconds, and starting a process
 * hundreds.
 *
 * @param beat called every minute while it goes on
 * @param started is given the id of the process
 * @throws {NotComputed} when it fails, for instance for want of memory
 */
export async function computeInProcess(
  input: ResultInput,
  beat: () => void = () => undefined,
  started: (pid: number | undefined) => void = () => undefined,
): Promise<ComputedResult> {
  const failed = 'the result could not be computed'
  if (input.table.participants.length < pollingThresholds.minimumVoters)
    try {
      return computeResult(input)
    } catch (cause) {
      throw new NotComputed(failed, { cause })
    }
  // In a session of its own: Ctrl-C at a terminal is told to this process alone.
  const child = fork(new URL('./compute-process.ts', import.meta.url), {
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.add(child)
  const beating = setInterval(beat, beatMs)
  try {
    return await new Promise((resolve, reject) => {
      started(child.pid)
      child.once('error', (cause) => reject(new NotComputed(failed, { cause })))
      child.once('exit', (code, signal) => {
        const outOfMemory = signal === 'SIGKILL' || signal === 'SIGABRT'
        const how = signal === null ? `exit code ${code}` : signal
        reject(
          new NotComputed(
            outOfMemory
              ? `the computation was ended by ${how}: most likely the memory ran out`
              : `the computation ended without a result: ${how}`,
            { outOfMemory },
          ),
        )
      })
      child.once('message', (answer: ComputeAnswer) =>
        'result' in answer
          ? resolve(answer.result)
          : reject(new NotComputed(failed, { cause: answer.failure })),
      )
      // Where it ended before it had read all of it, its end says how.
      child.send(input, () => undefined)
    })
  } finally {
    clearInterval(beating)
    running.delete(child)
    child.kill('SIGKILL')
  }
}
