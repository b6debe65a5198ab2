import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transaction } from 'kysely'
import { pino } from 'pino'
import { features } from './features.ts'
import { type App, buildApp } from './main.ts'
import type { Role } from './platform/auth/authorization.ts'
import { openSession, sessionCookieName } from './platform/auth/session.ts'
import { readConfig } from './platform/config.ts'
import type { DB } from './platform/db/tables.gen.ts'
import { createTestDatabase } from './platform/db/test-server.ts'
import { type Context, contextOver } from './platform/http/context.ts'
import { readNetwork } from './platform/http/networks.ts'
import { type NetworkId, type PersonId, newId } from './platform/ids.ts'
import { type JobHandler, runJob } from './platform/jobs/run-jobs.ts'

type Fields = Record<string, string | readonly string[]>
export type Reply = {
  status: number
  body: string
  location: string | undefined
  headers: Record<string, unknown>
  json: () => Record<string, unknown>
}

/** A browser of one person: keeps cookies, sends what a browser sends. */
export type Browser = Readonly<{
  get: (path: string) => Promise<Reply>
  json: <T = Record<string, unknown>>(path: string) => Promise<T>
  post: (path: string, fields?: Fields) => Promise<Reply>
  cookies: Map<string, string>
}>

export type TestNetwork = Readonly<{ id: NetworkId; host: string }>

export type TestApp = Readonly<{
  app: App
  /** The time the application believes it is; move it with `setNow`. */
  now: () => Date
  setNow: (now: Date) => void
  /** The same database as the owner of its tables. */
  ownerUrl: string
  /** Every line logged so far. */
  logLines: readonly string[]
  /** As the application's role, inside a network. */
  inNetwork: <T>(network: TestNetwork, work: (db: Transaction<DB>) => Promise<T>) => Promise<T>
  /** A context of nobody, or of a person, for calling commands directly. */
  inContext: <T>(
    network: TestNetwork,
    person: PersonId | null,
    work: (context: Context) => Promise<T>,
  ) => Promise<T>
  aNetwork: (slug?: string) => Promise<TestNetwork>
  aPerson: (
    network: TestNetwork,
    options?: { roles?: readonly Role[]; name?: string; language?: 'en' | 'fr' },
  ) => Promise<PersonId>
  browser: (network: TestNetwork, person?: PersonId) => Promise<Browser>
  /** Runs the handlers of a queue now. */
  runQueue: (network: TestNetwork, queue: JobHandler['queue'], subjectId?: string) => Promise<void>
  stop: () => Promise<void>
}>

/** The whole application over a database of its own, with a clock that stands still; no job runs by itself. */
export async function startTestApp(environment: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const database = await createTestDatabase()
  const directory = mkdtempSync(join(tmpdir(), 'rounds-app-'))
  let now = new Date('2027-03-01T13:00:00Z')
  const logLines: string[] = []
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logLines.push(line) })
  const config = readConfig({
    ROUNDS_DATA: directory,
    ROUNDS_PSEUDO_LOCALE: 'on',
    ROUNDS_REQUESTS_PER_MINUTE: '100000',
    ...environment,
  })
  const app = await buildApp(config, {
    appUrl: database.appUrl,
    clock: () => now,
    jobs: false,
    log,
    durable: false,
  })
  const { services, server } = app
  const inNetwork: TestApp['inNetwork'] = (network, work) => services.database.tenant(network.id, work)

  return {
    app,
    ownerUrl: database.ownerUrl,
    now: () => now,
    setNow: (value) => (now = value),
    logLines,
    inNetwork,
    async inContext(network, person, work) {
      const found = await readNetwork(services.database, network.id)
      if (!found) throw new Error('no such network')
      return services.database.tenant(network.id, async (db) => {
        const roles = person
          ? await db
              .selectFrom('role_grant')
              .select('role')
              .where('person_id', '=', person)
              .where('ended_at', 'is', null)
              .execute()
          : []
        const actor = person
          ? {
              personId: person,
              sessionId: newId<'session'>(),
              ownDevice: false,
              name: 'Test',
              language: 'en' as const,
              roles: new Set(roles.map((r) => r.role)),
            }
          : null
        return work(contextOver(services, db, { network: found, actor, locale: 'en' }))
      })
    },
    async aNetwork(slug = `n${newId().slice(0, 8)}`) {
      const network = { id: newId<'network'>(), host: `${slug}.test` }
      await services.database.untenanted
        .insertInto('network_address')
        .values({ host: network.host, network_id: network.id })
        .execute()
      await inNetwork(network, (db) =>
        db
          .insertInto('network')
          .values({
            network_id: network.id,
            slug,
            name: { en: `Network ${slug}`, fr: `Réseau ${slug}` },
            kind: 'production',
          })
          .execute(),
      )
      return network
    },
    async aPerson(network, options = {}) {
      const id = newId<'person'>()
      const [given = 'Ada', family = 'Person'] = (options.name ?? `Ada P${id.slice(0, 6)}`).split(' ')
      await inNetwork(network, async (db) => {
        await db
          .insertInto('person')
          .values({
            network_id: network.id,
            id,
            roster_key: id,
            given_name: given,
            family_name: family,
            email: `${id}@example.org`,
            joined_on: '2020-01-01',
            language: options.language ?? 'en',
          })
          .execute()
        for (const role of options.roles ?? ['physician'])
          await db
            .insertInto('role_grant')
            .values({ network_id: network.id, id: newId(), person_id: id, role })
            .execute()
      })
      return id
    },
    async browser(network, person) {
      const cookies = new Map<string, string>()
      if (person) {
        const token = await inNetwork(network, (db) =>
          openSession(db, network.id, person, { now, device: 'test' }),
        )
        cookies.set(sessionCookieName(config.baseUrl), token)
      }
      const send = async (
        method: 'GET' | 'POST',
        path: string,
        accept: string,
        fields?: Fields,
      ): Promise<Reply> => {
        const form = new URLSearchParams()
        for (const [key, value] of Object.entries(fields ?? {}))
          for (const one of [value].flat()) form.append(key, one)
        const reply = await server.inject({
          method,
          url: path,
          headers: {
            host: network.host,
            accept,
            'sec-fetch-site': 'same-origin',
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          },
          ...(method === 'POST' ? { payload: form.toString() } : {}),
        })
        for (const cookie of reply.cookies) cookies.set(cookie.name, cookie.value)
        return {
          status: reply.statusCode,
          body: reply.body,
          location: reply.headers.location,
          headers: reply.headers,
          json: () => reply.json(),
        }
      }
      return {
        cookies,
        get: (path) => send('GET', path, 'text/html'),
        json: async <T>(path: string) => (await send('GET', path, 'application/json')).json() as T,
        post: (path, fields) => send('POST', path, 'text/html', fields ?? {}),
      }
    },
    async runQueue(network, queue, subjectId) {
      for (const handler of features
        .flatMap((feature) => feature.jobs ?? [])
        .filter((one) => one.queue === queue))
        await runJob(services, handler, { networkId: network.id, ...(subjectId ? { subjectId } : {}) })
    },
    async stop() {
      await app.stop()
      await database.drop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
