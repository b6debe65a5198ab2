import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running server, as `postmaster.pid` and its processes tell. */
export type Postmaster = { pid: number; socketFolder: string; state: PostmasterState }

/** `still`: after a crash it neither recovers nor ends; for a moment, or for ever. */
export type PostmasterState = 'starting' | 'ready' | 'stopping' | 'still'

/** The live server of a cluster, or undefined: a zombie and a reused process id are not one. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = pidFileLines(cluster)
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !worksIn(pid, cluster)) return undefined
  return { pid, socketFolder: lines[4] ?? '', state: stateOf(pid, lines[7]?.trim()) }
}

/** A server that begins again after a crash goes on calling itself ready, so its processes are asked. */
function stateOf(pid: number, told: string | undefined): PostmasterState {
  if (told !== 'ready') return told === 'stopping' ? told : 'starting'
  const titles = childTitles(pid)
  const has = (process: string) => titles?.some((title) => title.includes(`: ${process}`)) ?? true
  if (has('walwriter')) return 'ready'
  // One that has just begun is called as its parent.
  const isBeginning = titles?.some((title) => title !== '' && !title.startsWith('postgres: '))
  return isBeginning === true || has('startup') ? 'starting' : 'still'
}

/** What the processes that a server started call themselves; undefined where this system does not tell. */
function childTitles(pid: number): string[] | undefined {
  try {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    return children.map((child) => commandLine(child))
  } catch {
    return undefined
  }
}

function commandLine(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/**
 * Makes room for a new server where a dead one left its lock file.
 *
 * Waits (up to `patience` ms) for orphaned backends, which still hold the shared memory; then removes a lock
 * file whose process id is a zombie or now belongs to somebody else, which PostgreSQL itself would refuse.
 */
export async function clearStaleLock(cluster: string, patience = 30_000): Promise<void> {
  const pid = Number(pidFileLines(cluster)[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  const deadline = Date.now() + patience
  while (processesIn(cluster).length > 0) {
    if (Date.now() > deadline) {
      const left = processesIn(cluster).join(', ')
      throw new Error(
        `processes of a dead PostgreSQL still use ${cluster} (${left}): end them, then start again`,
      )
    }
    await sleep(50)
  }
  if (fs.existsSync(`/proc/${pid}`)) fs.rmSync(path.join(cluster, 'postmaster.pid'), { force: true })
}

/** True while the process runs; a zombie does not. */
export function isRunning(pid: number): boolean {
  const state = statFields(pid)[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** When a process started, in clock ticks since boot: with the pid it names a process for good. */
export function startTicks(pid: number): string | undefined {
  return isRunning(pid) ? statFields(pid)[19] : undefined
}

/**
 * Runs `work` alone among all processes of this machine that use the same name.
 *
 * The lock is a socket in the abstract namespace, so the kernel frees it however its holder ends.
 */
export async function withMachineLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000
  let server = await listen(name)
  while (!server) {
    if (Date.now() > deadline) throw new Error(`another process has been starting or stopping it for 2 min`)
    await sleep(30)
    server = await listen(name)
  }
  try {
    return await work()
  } finally {
    server.close()
  }
}

async function listen(name: string): Promise<net.Server | undefined> {
  const server = net.createServer((socket) => socket.destroy())
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(`\0${name}`, () => resolve(server))
  })
}

function pidFileLines(cluster: string): string[] {
  try {
    return fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function worksIn(pid: number, cluster: string): boolean {
  try {
    return isRunning(pid) && fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(cluster)
  } catch {
    return false
  }
}

function processesIn(cluster: string): number[] {
  return fs
    .readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && worksIn(pid, cluster))
}

/** The fields of /proc/PID/stat that follow the process name: state first. */
function statFields(pid: number): string[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
