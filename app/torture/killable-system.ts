import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Database, connect } from '../src/platform/db/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { findPostmaster } from '../src/platform/db/postmaster.ts'
import { fileRoundKeys } from '../src/platform/keys/round-keys.ts'
import type { PowerDisk } from './power-disk.ts'

type RunningApp = Readonly<{ child: ChildProcess; port: number }>

/**
 * What is killed: the application, one of the database's processes (all of it then recovers), its first process, or
 * the power of the disk together with everything that runs.
 */
export const victims = ['app', 'backend', 'postmaster', 'power'] as const
export type Victim = (typeof victims)[number]

/** The whole system over a durable database, made to be killed and to come back. */
export type KillableSystem = Readonly<{
  /** The port of the application that answers now. */
  port: () => number
  /** Kills with SIGKILL and resolves once what was killed is on its way back. */
  kill: (victim: Victim) => Promise<void>
  /** Runs against the database, again until it answers. */
  withDatabase: <T>(work: (database: Database) => Promise<T>) => Promise<T>
  keys: ReturnType<typeof fileRoundKeys>
  stop: () => Promise<void>
}>

async function again<T>(work: () => Promise<T>, tries = 200): Promise<T> {
  for (let left = tries; ; left--)
    try {
      return await work()
    } catch (error) {
      if (left <= 0) throw error
      await sleep(50)
    }
}

/** An address whose commits are, or are not, in the kernel's hands before they are acknowledged, as a killed process needs. */
function flushing(address: string, flush: boolean): string {
  const url = new URL(address)
  url.searchParams.set('options', `-c synchronous_commit=${flush ? 'on' : 'off'}`)
  return url.href
}

/**
 * Starts database and application in a directory of their own, and a second application that stands by.
 *
 * @param options.durable false: commits reach the system's cache but not the disk, which is all that a killed
 *   process needs, and recovery is much faster; true is how it runs in production
 * @param options.flush false: answers are acknowledged before they are written anywhere, to see that it is found
 */
export async function startKillableSystem(options: {
  durable: boolean
  flush: boolean
  disk?: PowerDisk | undefined
}): Promise<KillableSystem> {
  const directory = options.disk?.folder ?? mkdtempSync(join(tmpdir(), 'rounds-torture-'))
  const cluster = join(directory, 'postgres')
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    directory: cluster,
    throwaway: !options.durable,
  })
  await migrate({ ownerUrl: postgres.url('owner') })
  const database = connect(flushing(postgres.url('app'), options.flush), 4)
  const children = new Set<ChildProcess>()
  /* One that waits for a database that died is started anew, and has longer: a busy machine needs it. */
  let startsWithin = 20_000

  const startApp = async (): Promise<RunningApp> => {
    const child = fork(
      fileURLToPath(new URL('voting-app.ts', import.meta.url)),
      [
        directory,
        flushing(postgres.url('app'), options.flush),
        options.durable && options.flush ? 'durable' : 'throwaway',
      ],
      {
        execArgv: ['--import', fileURLToPath(new URL('../jsx.mjs', import.meta.url))],
        silent: true,
      },
    )
    children.add(child)
    child.once('exit', () => children.delete(child))
    child.stderr?.resume()
    const port = await new Promise<number>((resolve, reject) => {
      const tooLong = setTimeout(() => {
        startsWithin = Math.min(2 * startsWithin, 80_000)
        child.kill('SIGKILL')
      }, startsWithin)
      child.stdout?.once('data', (text: Buffer) => {
        clearTimeout(tooLong)
        resolve(Number(String(text)))
      })
      child.once('exit', (code) => {
        clearTimeout(tooLong)
        reject(new Error(`the application ended with ${code} before it listened`))
      })
    })
    return { child, port }
  }
  const startSurely = () => again(startApp, 40)
  let running = await startSurely()
  let standby = startSurely()
  standby.catch(() => undefined)

  const backendPid = () =>
    again(async () => {
      const client = new pg.Client({ connectionString: postgres.url('admin') })
      client.on('error', () => undefined)
      await client.connect()
      try {
        const { rows } = await client.query<{ pid: number }>(
          `select pid from pg_stat_activity where application_name = 'rounds' and state <> 'idle' order by random() limit 1`,
        )
        const { rows: any } = await client.query<{ pid: number }>(
          `select pid from pg_stat_activity where application_name = 'rounds' limit 1`,
        )
        const pid = rows[0]?.pid ?? any[0]?.pid
        if (pid === undefined) throw new Error('no connection to kill')
        return pid
      } finally {
        await client.end().catch(() => undefined)
      }
    })

  return {
    port: () => running.port,
    keys: fileRoundKeys(join(directory, 'round-keys')),
    withDatabase: (work) => again(() => work(database)),
    async kill(victim) {
      if (victim === 'app') {
        running.child.kill('SIGKILL')
        running = await standby
        standby = startSurely()
        standby.catch(() => undefined)
        return
      }
      if (victim === 'backend') {
        const pid = await backendPid()
        try {
          process.kill(pid, 'SIGKILL')
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
        }
        return
      }
      const pid = findPostmaster(join(cluster, 'cluster'))?.pid
      if (pid === undefined) throw new Error('no database to kill')
      if (victim === 'power') {
        await standby.catch(() => undefined)
        options.disk?.cut()
        for (const child of children) child.kill('SIGKILL')
      }
      process.kill(pid, 'SIGKILL')
      if (victim === 'power') await options.disk?.restore()
      postgres = await again(
        () => startEmbeddedPostgres({ directory: cluster, throwaway: !options.durable }),
        40,
      )
      if (victim !== 'power') return
      running = await startSurely()
      standby = startSurely()
      standby.catch(() => undefined)
    },
    async stop() {
      await standby.catch(() => undefined)
      for (const child of children) child.kill('SIGKILL')
      await database.close()
      await postgres.stop()
      if (options.disk) await options.disk.remove()
      else rmSync(directory, { recursive: true, force: true })
    },
  }
}
