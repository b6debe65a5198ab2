import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Services } from './context.ts'

const registry = new Registry()
collectDefaultMetrics({ register: registry })
const requests = new Histogram({
  name: 'rounds_request_seconds',
  help: 'Time to answer, by route and status',
  labelNames: ['route', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.3, 1, 3],
  registers: [registry],
})
const pool = new Gauge({
  name: 'rounds_database_connections',
  help: 'Connections, by state',
  labelNames: ['state'],
  registers: [registry],
})

/** Counts a finished request. */
export function countRequest(route: string, status: number, milliseconds: number): void {
  requests.labels(route, String(status)).observe(milliseconds / 1000)
}

/** `/metrics` for Prometheus; with a token it needs `Authorization: Bearer`, without one it is for a private listener. */
export function serveMetrics(server: FastifyInstance, services: Services, token: string | null): void {
  server.get('/metrics', async (request, reply) => {
    if (token !== null) {
      const given = Buffer.from((request.headers.authorization ?? '').replace(/^Bearer /, ''))
      const expected = Buffer.from(token)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(401).send()
    }
    pool.labels('total').set(services.database.pool.totalCount)
    pool.labels('idle').set(services.database.pool.idleCount)
    pool.labels('waiting').set(services.database.pool.waitingCount)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
