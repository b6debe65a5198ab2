import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A process that does one job, once it is sent one. */
export type JobProcess = {
  readonly child: ChildProcess
  /** Whether the rows go past this process. */
  readonly isDirect: boolean
  /** What is removed with it. */
  readonly leftovers: string[]
  /** How it ended. */
  readonly ended: Promise<string>
  /** Ends it, whatever it does, and removes what it left. */
  readonly remove: () => Promise<void>
}

/** Those that run: this process may end before they do. */
const running = new Set<JobProcess>()
process.on('exit', () => {
  for (const { child, leftovers } of running) {
    child.kill('SIGKILL')
    leftovers.forEach(removed)
  }
})

/**
 * Starts a process for one job. Whoever knows early that there will be one has it ready by then.
 *
 * @param output  the file descriptor that is given the rows, as lines of JSON, in place of whoever asks
 */
export function startProcess(output?: number): JobProcess {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-engine-'))
  const leftovers = [folder]
  try {
    const child = fork(new URL('./job-process.ts', import.meta.url), [folder], {
      // in a session of its own: Ctrl-C at a terminal is told to this process alone
      detached: true,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', output ?? 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
    })
    // where the system gives none of these, it says so next
    let words = ''
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => void (words = `${words}${text}`.slice(0, 4096)))
    const ended = new Promise<string>((resolve) => {
      child.once('error', ({ message }) => resolve(message))
      child.once('exit', (code, by) => resolve(`${by ?? `exit code ${code}`} ${said(words)}`.trim()))
    })
    const remove = async (): Promise<void> => {
      child.kill('SIGKILL')
      await ended
      leftovers.forEach(removed)
      running.delete(started)
    }
    const started: JobProcess = { child, isDirect: output !== undefined, leftovers, ended, remove }
    running.add(started)
    return started
  } catch (error) {
    removed(folder)
    throw error
  }
}

function removed(left: string): void {
  rmSync(left, { recursive: true, force: true, maxRetries: 3 })
}

/** The line of what a process said that tells why it ended. */
const said = (words: string): string => /^.*(?:Error|ERROR).*$/m.exec(words)?.[0] ?? ''
