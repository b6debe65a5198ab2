import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersDelivered } from './features/rounds/public.ts'
import { features } from './features.ts'
import type { JobData, JobQueue } from './platform/jobs/job-queue.ts'
import { startJobs, sweepNetworks } from './platform/jobs/run-jobs.ts'
import { smtpMailer } from './platform/mail/mail.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from './test-app.ts'
import { type TestRound, aRound } from './test-round.ts'

const minute = 60_000
const day = 86_400_000
const start = new Date('2027-03-01T13:00:00Z')

let app: TestApp
let network: TestNetwork
let open: TestRound
let answered: TestRound
let administrator: Browser

const after = (ms: number) => app.setNow(new Date(start.getTime() + ms))
const sweep = () =>
  sweepNetworks(
    app.app.services,
    features.flatMap((feature) => feature.jobs ?? []),
  )
const keyOf = ({ round }: TestRound) =>
  join(app.app.services.config.dataDirectory, 'round-keys', network.id, `${round}.key`)

/** What a date does away with, or sets off for good. */
async function standing() {
  const rows = await app.inNetwork(network, (db) =>
    db
      .selectFrom('round')
      .select(['state', 'reminded_at'])
      .where('id', '=', open.round)
      .executeTakeFirstOrThrow(),
  )
  const { sessions } = await app.inNetwork(network, (db) =>
    db
      .selectFrom('session')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .executeTakeFirstOrThrow(),
  )
  return {
    state: rows.state,
    reminded: rows.reminded_at !== null,
    key: existsSync(keyOf(answered)),
    sessions,
  }
}

beforeAll(async () => {
  app = await startTestApp()
  after(0)
  network = await app.aNetwork()
  answered = await aRound(app, network, { people: 1, statements: 1 })
  open = await aRound(app, network, { people: 1, statements: 1 })
  await (await app.browser(network, answered.managerLead)).post(`/rounds/${answered.round}/close`)
  await app.inContext(network, answered.managerLead, (context) => answersDelivered(context, answered.round))
  administrator = await app.browser(network, await app.aPerson(network, { roles: ['network-administrator'] }))
  await sweep()
})
afterAll(() => app.stop())

test('a clock that is a year ahead for ten minutes closes, reminds and destroys nothing', async () => {
  const before = await standing()
  expect(before).toMatchObject({ state: 'open', reminded: false, key: true })
  for (const passed of [0, 1, 10]) {
    after(365 * day + passed * minute)
    await sweep()
    expect(await standing()).toEqual(before)
  }
  after(11 * minute)
  await sweep()
  expect(await standing()).toEqual(before)
  expect(await administrator.json('/administration/clock')).toMatchObject({ doubt: null })
})

test('a closing that the queue remembers waits too, though the queue goes by the clock of the database', async () => {
  const { services } = app.app
  const queues = new Map<string, (data: JobData) => Promise<void>>()
  const work: JobQueue['work'] = async (queue, handle) => void queues.set(queue, handle)
  const mailer = smtpMailer({ smtpUrl: null, from: 'x@example.org' })
  const handlers = features.flatMap((feature) => feature.jobs ?? []).filter(({ queue }) => queue !== 'sweep')
  const stop = await startJobs({ ...services, jobs: { ...services.jobs, work } }, mailer, handlers)
  await stop()
  const close = () => queues.get('close-round')?.({ networkId: network.id, subjectId: open.round })
  after(365 * day)
  await close()
  expect(await standing()).toMatchObject({ state: 'open' })
})

test('what was due while Rounds was off for two months waits until an administrator says what day it is', async () => {
  const before = await standing()
  for (const passed of [0, 59, 61]) {
    after(61 * day + passed * minute)
    await sweep()
  }
  expect(await standing()).toEqual(before)
  const late = await (
    await app.browser(network, answered.invited[0])
  ).get(`/rounds/${answered.round}/who-can-see`)
  expect(late.body).toContain('was to be destroyed on March 31, 2027')
  const home = await administrator.json<{ home: { duties: { kind: string }[] } }>('/')
  expect(home.home.duties[0]).toMatchObject({ kind: 'clock', href: '/administration/clock' })
  const page = await administrator.get('/administration/clock')
  expect(page.body).toContain('last trusted on March 1, 2027')
  expect(page.body, 'the date is not given away').not.toContain('May')

  const wrong = await administrator.post('/administration/clock', { today: '2027-05-02' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('shows May 1, 2027')
  await sweep()
  expect(await standing()).toMatchObject({ state: 'open', key: true })

  expect((await administrator.post('/administration/clock', { today: '2027-05-01' })).status).toBe(303)
  await sweep()
  expect(await standing()).toMatchObject({ state: 'published', key: false })
  const entries = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select(['action', 'details']).orderBy('seq').execute(),
  )
  expect(entries.find(({ action }) => action === 'administration.confirm-date')?.details).toEqual({
    sureUntil: new Date(start.getTime() + 11 * minute).toISOString(),
  })
})

test('after a night that Rounds was off all waits for an hour, in each network that was there', async () => {
  const doubt = async () =>
    (await administrator.json<{ doubt: { endsByItself: boolean } | null }>('/administration/clock')).doubt
  const other = await app.aNetwork()
  after(61 * day + 16 * 60 * minute)
  await sweep()
  expect(await doubt()).toMatchObject({ endsByItself: true })
  const seen = await app.inNetwork(other, (db) =>
    db.selectFrom('clock_watch').select('steady_since').executeTakeFirstOrThrow(),
  )
  expect(seen.steady_since, 'nobody knew this one before').toBeNull()
  after(61 * day + 17 * 60 * minute)
  await sweep()
  expect(await doubt()).toBeNull()
})

test('the demonstration goes on by itself after a week that it was off', async () => {
  await app.inNetwork(network, (db) => db.updateTable('network').set({ kind: 'demonstration' }).execute())
  after(69 * day)
  await sweep()
  expect(await administrator.json('/administration/clock')).toMatchObject({ doubt: null })
})
