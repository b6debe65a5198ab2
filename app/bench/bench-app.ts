import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type App, buildApp } from '../src/main.ts'
import { openSession, sessionCookieName } from '../src/platform/auth/session.ts'
import { readConfig } from '../src/platform/config.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { findPostmaster } from '../src/platform/db/postmaster.ts'
import type { NetworkId, PersonId } from '../src/platform/ids.ts'
import { makeVoteNetwork } from './vote-round.ts'

/** The application on an embedded database of its own, listening on a free port of the loopback. */
export type BenchApp = Readonly<{
  app: App
  /** `http://localhost:PORT` */
  address: string
  appUrl: string
  network: NetworkId
  person: PersonId
  /** A `Cookie` header of that person, who is a lead and a physician. */
  cookie: string
  /** What the database's processes have used of the processors since it started, in milliseconds. */
  databaseMs: () => number
  stop: () => Promise<void>
}>

/**
 * Starts the application as it runs in production, except for where it listens and how many requests it takes.
 *
 * @param options.log takes every line that production's usual level would log, and more
 * @param options.durable false: nothing waits for the disk, where neither speed nor survival is looked at
 */
export async function startBenchApp(
  options: { log?: (line: string) => void; durable?: boolean } = {},
): Promise<BenchApp> {
  const durable = options.durable !== false
  const directory = mkdtempSync(join(tmpdir(), 'rounds-bench-'))
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    throwaway: !durable,
  })
  await migrate({ ownerUrl: postgres.url('owner') })
  const config = readConfig({
    ROUNDS_DATA: directory,
    ROUNDS_LOG_LEVEL: 'error',
    ROUNDS_REQUESTS_PER_MINUTE: '1000000',
  })
  const app = await buildApp(config, {
    appUrl: postgres.url('app'),
    jobs: false,
    durable,
    ...(options.log ? { log: pino({ level: 'debug' }, { write: options.log }) } : {}),
  })
  const { database, clock } = app.services
  const { network, lead: person } = await makeVoteNetwork(database)
  const token = await database.tenant(network, (db) =>
    openSession(db, network, person, { now: clock(), device: 'bench' }),
  )
  const address = (await app.server.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost')
  return {
    app,
    address,
    appUrl: postgres.url('app'),
    network,
    person,
    cookie: `${sessionCookieName(config.baseUrl)}=${token}`,
    databaseMs: () => processorMsUnder(join(directory, 'postgres', 'cluster')),
    async stop() {
      await app.stop()
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A tick of /proc, in milliseconds. */
const tickMs = 10

/** Of the first process of a cluster, those it has made, and those of them that have ended. */
function processorMsUnder(cluster: string): number {
  const first = findPostmaster(cluster)?.pid
  let ticks = 0
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const { parent, own, withEnded } = usedBy(pid)
    if (pid === first) ticks += withEnded
    else if (parent === first) ticks += own
  }
  return ticks * tickMs
}

/** A process's parent, what it used itself, and that with what its ended children used; zeros where it is gone. */
function usedBy(pid: number): { parent: number; own: number; withEnded: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
    const own = user + system
    return { parent: fields[1] ?? 0, own, withEnded: own + endedUser + endedSystem }
  } catch {
    return { parent: 0, own: 0, withEnded: 0 }
  }
}
