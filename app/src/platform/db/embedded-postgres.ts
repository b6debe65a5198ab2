import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { makeFolder } from '../make-folder.ts'
import { createCluster, requireEntry } from './create-cluster.ts'
import { explained, lastComplaint } from './postgres-complaint.ts'
import { connectionString, directoryKey, isOurs, makeSocketFolder } from './postgres-socket.ts'
import { keepRunning } from './keep-running.ts'
import { prepareRoles } from './prepare-roles.ts'
import { findPostgresBinaries, type PostgresBinaries, type RunAs } from './postgres-binaries.ts'
import { clearStaleLock, findPostmaster, isRunning, startTicks, withMachineLock } from './postmaster.ts'

export type PostgresRole = 'admin' | 'owner' | 'app'

export type EmbeddedPostgres = {
  /** A connection string; the database is `rounds`, for the admin `postgres`, unless named. */
  url: (role: PostgresRole, database?: string) => string
  /** Shuts the server down (fast), unless another live process still uses it. May be called twice. */
  stop: () => Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Where cluster, log and socket live; made when missing. */
  directory: string
  onProgress?: (sentence: string) => void
  /** Starts the server again within a second when it ends by itself, and within ten when it stands still. */
  keepRunning?: boolean
  /** For tests alone: data that need not survive the run, written without waiting for the disk. */
  throwaway?: boolean
  /** For tests alone: forces one way of running as root. */
  runAs?: RunAs
}

const DATABASE = 'rounds'
const USERS = { admin: 'postgres', owner: 'rounds_owner', app: 'rounds_app' } as const
const DURABLE_SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes']
const LOG_LIMIT = 10_000_000

/** By then PostgreSQL has killed what outlived a crash and begins again; a server that still does nothing never will. */
const STILL_LIMIT_MS = 6000

let started = 0

/**
 * Starts the PostgreSQL that npm installed on a data directory, or adopts the one already running there.
 *
 * A unix socket only, in a folder that its user alone may enter; commits wait for the disk (asserted). The
 * server outlives a killed process and is adopted by the next start. Works as an ordinary user and as root.
 * Throws an Error of one line that says what failed and where.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory)
  const say = options.onProgress ?? (() => {})
  try {
    makeFolder(directory, 0o755)
    const lock = `rounds-postgres-${directoryKey(directory)}`
    const cluster = path.join(directory, 'cluster')
    const holder = path.join(directory, 'holders', `${process.pid}-${++started}`)
    const socketFolder = await withMachineLock(lock, async () => {
      hold(holder)
      try {
        return await launch(directory, cluster, options, say)
      } catch (error) {
        await release(holder, cluster)
        throw error
      }
    })
    let stopped = false
    const again = () =>
      withMachineLock(lock, async () => {
        if (!stopped) await launch(directory, cluster, options, () => {})
      }).catch((error: unknown) => {
        throw explained(error, directory)
      })
    const endLooking =
      options.keepRunning === true
        ? keepRunning(() => (findPostmaster(cluster)?.state ?? 'still') !== 'still', again, say)
        : () => {}
    return {
      url: (role, database = role === 'admin' ? 'postgres' : DATABASE) =>
        connectionString(socketFolder, USERS[role], database),
      stop: () => {
        stopped = true
        endLooking()
        return withMachineLock(lock, () => release(holder, cluster))
      },
    }
  } catch (error) {
    throw explained(error, directory)
  }
}

async function launch(
  directory: string,
  cluster: string,
  options: EmbeddedPostgresOptions,
  say: (sentence: string) => void,
): Promise<string> {
  const running = findPostmaster(cluster)
  if (running) {
    say('PostgreSQL is running already')
    // One that was found while it died never becomes ready.
    const died = () => (findPostmaster(cluster) === undefined ? 'it ended' : undefined)
    if ((await untilReady(cluster, died, say)) === undefined && (await answers(running.socketFolder))) {
      await prepare(running.socketFolder, options)
      return running.socketFolder
    }
    await shutDown(cluster)
  }
  const owner = fs.statSync(cluster, { throwIfNoEntry: false })?.uid
  if (owner !== undefined && !isOurs(owner)) {
    throw new Error(`it belongs to user ${owner}: start as that user, or hand it over first (chown -R)`)
  }
  const binaries = findPostgresBinaries(directory, options.runAs)
  requireEntry(directory, binaries.ownerUid)
  const owned = (folder: string) => {
    if (binaries.ownerUid !== undefined) fs.chownSync(folder, binaries.ownerUid, binaries.ownerUid)
  }
  if (!fs.existsSync(cluster)) await createCluster(directory, cluster, binaries, owned, say)
  const major = fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (major !== binaries.major) {
    throw new Error(
      `its data were written by PostgreSQL ${major} and this version brings ${binaries.major}: restore a backup into a new directory`,
    )
  }
  await clearStaleLock(cluster)
  fs.chmodSync(cluster, 0o700)
  const socketFolder = makeSocketFolder(directory)
  owned(socketFolder)
  // No server lives here; PostgreSQL would take a zombie named in the lock of the socket for one.
  fs.rmSync(path.join(socketFolder, '.s.PGSQL.5432.lock'), { force: true })
  say('starting PostgreSQL')
  await spawnServer(directory, cluster, socketFolder, binaries, options.throwaway === true, say)
  await prepare(socketFolder, options)
  return socketFolder
}

async function prepare(socketFolder: string, options: EmbeddedPostgresOptions): Promise<void> {
  const settings = await prepareRoles((name) => connectionString(socketFolder, USERS.admin, name))
  for (const name of options.throwaway === true ? [] : DURABLE_SETTINGS) {
    if (settings[name] !== 'on') {
      throw new Error(`${name} is ${settings[name]} and must be on: an acknowledged answer has to survive`)
    }
  }
}

async function spawnServer(
  directory: string,
  cluster: string,
  socketFolder: string,
  binaries: PostgresBinaries,
  throwaway: boolean,
  say: (sentence: string) => void,
): Promise<void> {
  const logFile = path.join(directory, 'server.log')
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) {
    fs.renameSync(logFile, `${logFile}.1`)
  }
  const durable = throwaway ? 'off' : 'on'
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    fsync: durable,
    full_page_writes: durable,
    synchronous_commit: durable,
    max_connections: '100',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    max_logical_replication_workers: '0',
    // What people wrote must not reach the log: neither the statement nor the offending value.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, options } = binaries.command('postgres', ['-D', cluster, ...flags])
  const log = fs.openSync(logFile, 'a', 0o600)
  const before = fs.fstatSync(log).size
  const child = spawn(file, args, { ...options, cwd: '/', detached: true, stdio: ['ignore', log, log] })
  fs.closeSync(log)
  let why: (() => string) | undefined
  child.on('error', (error) => (why = () => error.message))
  child.on('exit', () => {
    why ??= () => `${lastComplaint(fs.readFileSync(logFile, 'utf8').slice(before))} (log: ${logFile})`
  })
  child.unref()
  const ended = await untilReady(cluster, () => why?.(), say)
  if (ended !== undefined) throw new Error(`PostgreSQL did not start: ${ended}`)
}

/** Waits until the server takes connections. @returns undefined, or why it never will */
async function untilReady(
  cluster: string,
  ended: () => string | undefined,
  say: (sentence: string) => void,
): Promise<string | undefined> {
  const begun = Date.now()
  let told = begun
  let moved = begun
  for (;;) {
    const state = findPostmaster(cluster)?.state
    if (state === 'ready') return undefined
    const why = ended()
    if (why !== undefined) return why
    if (state !== 'still') moved = Date.now()
    if (Date.now() - moved > STILL_LIMIT_MS) return 'it neither recovers nor ends'
    if (Date.now() - begun > 600_000) return 'it was not ready after 10 min'
    if (Date.now() - told > 5000) {
      say('PostgreSQL is recovering after a crash')
      told = Date.now()
    }
    await sleep(15)
  }
}

async function answers(socketFolder: string): Promise<boolean> {
  const client = new Client({ connectionString: connectionString(socketFolder, USERS.admin, 'postgres') })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

function hold(holder: string): void {
  fs.mkdirSync(path.dirname(holder), { recursive: true })
  fs.writeFileSync(holder, startTicks(process.pid) ?? '')
}

async function release(holder: string, cluster: string): Promise<void> {
  fs.rmSync(holder, { force: true })
  const folder = path.dirname(holder)
  const others = (fs.existsSync(folder) ? fs.readdirSync(folder) : []).filter((name) => {
    const file = path.join(folder, name)
    const ticks = startTicks(Number(name.split('-')[0]))
    if (ticks !== undefined && ticks === fs.readFileSync(file, 'utf8')) return true
    fs.rmSync(file, { force: true })
    return false
  })
  if (others.length === 0) await shutDown(cluster)
}

async function shutDown(cluster: string): Promise<void> {
  const running = findPostmaster(cluster)
  if (!running) return
  const begun = Date.now()
  const gently = running.state === 'still' ? 0 : 60_000
  const steps = [
    { signal: 'SIGINT', at: 0 },
    { signal: 'SIGQUIT', at: gently },
    { signal: 'SIGKILL', at: gently + 15_000 },
  ]
  while (isRunning(running.pid)) {
    if (Date.now() - begun >= (steps[0]?.at ?? Infinity)) process.kill(running.pid, steps.shift()?.signal)
    await sleep(15)
  }
}
