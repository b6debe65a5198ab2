import { statfs } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { pendingMigrations } from '../db/migrate.ts'
import type { Services } from './context.ts'

/** Bytes of free disk below which the service says it is not ready. */
const minimumFreeBytes = 256 * 1024 * 1024

/** A database that has not answered by then is not there. */
const patienceMs = 3000

export type Readiness = Readonly<Record<'database' | 'migrations' | 'keys' | 'disk' | 'scheduler', boolean>>

/** Whether each thing that an answer depends on is there. */
export async function readiness(services: Services): Promise<Readiness> {
  const { database, config, keys, jobs } = services
  const query = (text: string) => database.pool.query<{ name: string }>(text)
  const migrations = await Promise.race([
    pendingMigrations(query).catch(() => null),
    delay(patienceMs, null, { ref: false }),
  ])
  const disk = await statfs(config.dataDirectory).catch(() => null)
  return {
    database: migrations !== null,
    migrations: migrations?.length === 0,
    keys: await keys.writable(),
    disk: disk !== null && disk.bavail * disk.bsize > minimumFreeBytes,
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
