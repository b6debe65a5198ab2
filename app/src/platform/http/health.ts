import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { pendingMigrations } from '../db/migrate.ts'
import type { Services } from './context.ts'

/** Bytes of free disk below which the service says it is not ready. */
const minimumFreeBytes = 256 * 1024 * 1024

/** A database that has not answered by then is not there. */
const patienceMs = 3000

export type Readiness = Readonly<Record<'database' | 'migrations' | 'keys' | 'disk' | 'scheduler', boolean>>

/** What of the data may lie on a disk of its own. */
const places = ['', 'round-keys', 'postgres', 'postgres/cluster', 'postgres/cluster/pg_wal']

/** The free bytes of the fullest disk on which data lie; 0 where there are none. */
async function freeBytes(directory: string): Promise<number> {
  const disks = await Promise.all(places.map((place) => statfs(join(directory, place)).catch(() => null)))
  return disks[0] === null
    ? 0
    : Math.min(...disks.flatMap((disk) => (disk === null ? [] : [disk.bavail * disk.bsize])))
}

/** A standby that was promoted late, or an administrator's setting: pages open and nothing can be saved. */
async function takesWrites(query: (text: string) => Promise<{ rows: { name: string }[] }>): Promise<boolean> {
  const { rows } = await query(`select current_setting('transaction_read_only') as name`)
  return rows[0]?.name === 'off'
}

/** Whether each thing that an answer depends on is there. */
export async function readiness(services: Services): Promise<Readiness> {
  const { database, config, keys, jobs } = services
  const query = (text: string) => database.pool.query<{ name: string }>(text)
  const [writes, migrations] = await Promise.race([
    Promise.all([takesWrites(query), pendingMigrations(query)]).catch(() => [false, null] as const),
    delay(patienceMs, [false, null] as const, { ref: false }),
  ])
  return {
    database: writes,
    migrations: migrations?.length === 0,
    keys: await keys.writable(),
    disk: (await freeBytes(config.dataDirectory)) > minimumFreeBytes,
    scheduler: jobs.healthy(),
  }
}

/** `/healthz`: the process answers. `/readyz`: what it depends on is there, thing by thing. */
export function serveHealth(server: FastifyInstance, services: Services): void {
  server.get('/healthz', { config: { rateLimit: false } }, async () => ({ status: 'up' }))
  server.get('/readyz', { config: { rateLimit: false } }, async (_request, reply) => {
    const checks = await readiness(services)
    const ready = Object.values(checks).every(Boolean)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks })
  })
}
