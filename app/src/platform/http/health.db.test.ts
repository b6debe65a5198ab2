import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../../test-app.ts'

const token = 'a-token-of-the-test-alone'
let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ ROUNDS_METRICS_TOKEN: token })
})
afterAll(() => app.stop())

async function ready(): Promise<{ status: number; red: string[] }> {
  const reply = await app.app.server.inject({ url: '/readyz' })
  const { checks } = reply.json<{ checks: Record<string, boolean> }>()
  return { status: reply.statusCode, red: Object.keys(checks).filter((name) => !checks[name]) }
}
const well = { status: 200, red: [] }

async function asked(url: string | undefined, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const one of statements) await client.query(one)
  } finally {
    await client.end()
  }
}

test('with everything there it is ready', async () => {
  expect((await app.app.server.inject({ url: '/healthz' })).json()).toEqual({ status: 'up' })
  expect(await ready()).toEqual(well)
})

test('it is not while a migration is missing', async () => {
  await asked(app.ownerUrl, `update schema_migration set name = 'x' || name where name like '0004%'`)
  expect(await ready()).toEqual({ status: 503, red: ['migrations'] })
  await asked(app.ownerUrl, `update schema_migration set name = substr(name, 2) where name like 'x%'`)
  expect(await ready()).toEqual(well)
})

test('it is not without its database, answers all the same, and is again when that is back', async () => {
  const admin = process.env['ROUNDS_TEST_ADMIN_URL']
  const name = new URL(app.ownerUrl).pathname.slice(1)
  const network = await app.aNetwork()
  const browser = await app.browser(network)
  await asked(
    admin,
    `alter database ${name} allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  )
  expect((await ready()).red).toEqual(['database', 'migrations'])
  expect((await app.app.server.inject({ url: '/healthz' })).statusCode).toBe(200)
  const lost = await browser.post('/sign-in', { email: 'typed@example.org' })
  expect(lost.status).toBe(500)
  await asked(admin, `alter database ${name} allow_connections true`)
  expect(await ready()).toEqual(well)
  expect((await browser.get('/sign-in')).status).toBe(200)
})

test('it is not where no key could be kept', async () => {
  const keys = join(app.app.services.config.dataDirectory, 'round-keys')
  rmSync(keys, { recursive: true, force: true })
  writeFileSync(keys, 'in the way')
  expect(await ready()).toEqual({ status: 503, red: ['keys'] })
  rmSync(keys)
  expect(await ready()).toEqual(well)
})

test('it is not without a data directory to measure', async () => {
  const { dataDirectory } = app.app.services.config
  rmSync(dataDirectory, { recursive: true, force: true })
  writeFileSync(dataDirectory, 'in the way')
  expect((await ready()).red).toContain('keys')
  rmSync(dataDirectory)
  mkdirSync(dataDirectory)
  expect(await ready()).toEqual(well)
})

test('it is not once the jobs have stopped', async () => {
  await app.app.services.jobs.stop()
  expect(await ready()).toEqual({ status: 503, red: ['scheduler'] })
  await app.app.services.jobs.start()
  expect(await ready()).toEqual(well)
})

test('metrics are for who has the token, and name no person, network or id', async () => {
  const get = (authorization?: string) =>
    app.app.server.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } })
  for (const wrong of [undefined, '', 'Bearer', `Bearer ${token}x`, `Basic ${token}`])
    expect((await get(wrong)).statusCode).toBe(401)
  const { statusCode, body } = await get(`Bearer ${token}`)
  expect(statusCode).toBe(200)
  expect(body).toContain('rounds_request_seconds')
  expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|\.test"/)
})

test('without a token there are no metrics on the public listener', async () => {
  const plain = await startTestApp()
  try {
    expect((await plain.app.server.inject({ url: '/metrics' })).statusCode).toBe(404)
  } finally {
    await plain.stop()
  }
})

test('it is not where a disk on which a part of the data lies is full', async () => {
  const database = join(app.app.services.config.dataDirectory, 'postgres')
  // A file system without any room.
  symlinkSync('/proc', database)
  expect(await ready()).toEqual({ status: 503, red: ['disk'] })
  rmSync(database)
  expect(await ready()).toEqual(well)
})
