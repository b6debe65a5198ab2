import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Browser, type TestApp, startTestApp } from './test-app.ts'
import { type TestRound, aRound } from './test-round.ts'

let app: TestApp
let at: TestRound
let browser: Browser

beforeAll(async () => {
  app = await startTestApp()
  const network = await app.aNetwork()
  at = await aRound(app, network, { level: 'B', statements: 3, people: 2 })
  browser = await app.browser(network, at.invited[0]!)
  browser.cookies.set('rounds-language', 'fr')
})
afterAll(() => app.stop())

/** Ends what hangs: a busy machine needs longer than any other. */
const patiently = { timeout: 240_000 }
const statement = (number: number): string => `/rounds/${at.round}/statements/${number}`
const answer = (number: number) => browser.post(statement(number), { answer: 'agree', revision: '0' })

async function as<T>(url: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Whether a statement waits for what this connection has locked. */
const isWaiting = async (owner: pg.Client): Promise<boolean> =>
  (await owner.query('select from pg_locks where not granted and relation = $1::regclass', ['vote'])).rows
    .length > 0

test('a database that does not answer: after a while the page says that it is not certain, and opens the statement again', async () => {
  await as(app.ownerUrl, async (owner) => {
    await owner.query('begin; lock table vote')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const sent = answer(1)
    while (!(await isWaiting(owner))) await delay(20)
    await vi.advanceTimersByTimeAsync(31_000)
    vi.useRealTimers()
    const page = await sent
    expect(page.status).toBe(503)
    expect(page.body).toContain('Il n’est pas certain')
    expect(page.body).toContain(`href="${statement(1)}"`)
    await owner.query('rollback')
  })
  await expect.poll(async () => (await browser.get(statement(1))).body, patiently).toContain('value="1"')
})

test('a database that takes no writes is said to be away, keeps what was sent, and takes it when it does', async () => {
  const name = new URL(app.ownerUrl).pathname.slice(1)
  const set = (value: string) =>
    as(process.env['ROUNDS_TEST_ADMIN_URL'], async (admin) => {
      await admin.query(`alter database "${name}" ${value}`)
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    })
  await set('set default_transaction_read_only = on')
  const ready = async () => (await app.app.server.inject({ url: '/readyz' })).json()
  await expect.poll(ready, patiently).toMatchObject({ checks: { database: false, migrations: true } })
  const page = await answer(2)
  expect(page.status).toBe(503)
  expect(page.body).toContain('name="answer" value="agree"')
  await set('reset default_transaction_read_only')
  await expect.poll(ready, patiently).toMatchObject({ checks: { database: true } })
  expect((await answer(2)).status).toBe(303)
})
