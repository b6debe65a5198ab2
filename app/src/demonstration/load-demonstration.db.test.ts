import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isEmptyInstallation } from '../features/sign-in/first-start.ts'
import type { NetworkId } from '../platform/ids.ts'
import { type TestApp, startTestApp } from '../test-app.ts'
import { loadDemonstration } from './load-demonstration.ts'

let app: TestApp
let network: { id: NetworkId; host: string }

const count = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
  app.inNetwork(network, async (db) => Number((await query.execute(db)).rows[0]?.n))

beforeAll(async () => {
  app = await startTestApp()
  const { services } = app.app
  const failing = {
    ...services,
    jobs: { ...services.jobs, enqueue: () => Promise.reject(new Error('the queue is away')) },
  }
  await expect(loadDemonstration(failing, () => undefined)).rejects.toThrow(
    'The demonstration could not be filled and nothing of it was kept: the queue is away',
  )
  expect(await isEmptyInstallation(services)).toBe(true)
  await loadDemonstration(services, () => undefined)
  const row = await services.database.untenanted
    .selectFrom('network_address')
    .selectAll()
    .where('host', '=', new URL(services.config.baseUrl).host)
    .executeTakeFirstOrThrow()
  network = { id: row.network_id as NetworkId, host: row.host }
})
afterAll(() => app.stop())

test('the region has its 340 physicians, its leaders and its twelve partners', async () => {
  expect(await count(sql`select count(*) as n from person where calling = 'physician'`)).toBe(340)
  expect(await count(sql`select count(*) as n from organisation`)).toBe(13)
  expect(await count(sql`select count(*) as n from role_grant where role = 'community-partner'`)).toBe(27)
})

test('the finished vote was answered by many, says that it is simulated, and its key is gone', async () => {
  const round = await app.inNetwork(network, (db) =>
    db
      .selectFrom('round')
      .selectAll()
      .where('state', '=', 'published')
      .where('anonymity_level', '=', 'C')
      .executeTakeFirstOrThrow(),
  )
  expect(round.source).toBe('simulation')
  expect(round.source_note).toMatchObject({ en: expect.stringContaining('simulated') })
  expect(round.key_destroyed_at).not.toBeNull()
  const keys = join(app.app.services.config.dataDirectory, 'round-keys', network.id)
  expect(existsSync(keys) ? readdirSync(keys) : []).toHaveLength(1)
  expect(
    await count(sql`select count(distinct participant) as n from vote where round_id = ${round.id}`),
  ).toBeGreaterThan(100)
  expect(await count(sql`select count(*) as n from statement where round_id = ${round.id}`)).toBe(24)
})

test('everything said in a decided initiative has an answer that was delivered', async () => {
  const owed = sql<{ n: number }>`
    select count(*) as n from contribution c join initiative i on i.network_id = c.network_id and i.id = c.initiative_id
    where i.state = 'decided' and not c.seeded and not exists (
      select from answer a where a.contribution_id = c.id and a.delivered_at is not null)`
  expect(await count(owed)).toBe(0)
})

test('nothing of the past is mailed now', async () => {
  expect(await count(sql`select count(*) as n from mail_message`)).toBe(0)
  expect(
    await count(
      sql`select count(*) as n from notice where mailed_at is null and deliver_after <= ${app.now()}`,
    ),
  ).toBe(0)
})

test('nobody is led to a page that does not open for them', async () => {
  const offering = await app.browser(network)
  type Groups = { groups: { role: string; people: { id: string }[] }[] }
  const { groups } = await offering.json<Groups>('/demonstration')
  const refused: string[] = []
  for (const { role, people } of groups) {
    const browser = await app.browser(network)
    await browser.post('/demonstration/sign-in', { person: people[0]?.id ?? '' })
    const kinds = new Set<string>()
    const ways = [{ to: '/', from: 'the start' }]
    for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
      const { to, from } = way
      const kind = to.replaceAll(/[0-9a-f-]{36}/g, ':id').replace(/[?].*|[^/]+[.]csv$/, '')
      if (kinds.has(kind) || /^[/]strategies[/]/.test(to)) continue
      kinds.add(kind)
      const reply = await browser.get(to)
      if (reply.status >= 400 || reply.body.includes('This round asks other people'))
        refused.push(`${role}: ${from} leads to ${to} (${reply.status})`)
      for (const [, link = ''] of reply.body.matchAll(/<a [^>]*href="([/][^"#]*)/g))
        ways.push({ to: link.replaceAll('&amp;', '&'), from: kind })
    }
    expect(kinds.size, role).toBeGreaterThan(4)
  }
  expect(refused).toEqual([])
})

test('who is offered on the page of people can answer the open round', async () => {
  const browser = await app.browser(network)
  const { groups } = await browser.json<{ groups: { role: string; people: { id: string }[] }[] }>(
    '/demonstration',
  )
  const person = groups.find(({ role }) => role === 'physician')?.people[0]?.id ?? ''
  await browser.post('/demonstration/sign-in', { person })
  const round = await app.inNetwork(network, (db) =>
    db.selectFrom('round').select('id').where('state', '=', 'open').executeTakeFirstOrThrow(),
  )
  const page = await browser.get(`/rounds/${round.id}`)
  expect(page.status).toBe(200)
  expect(page.body).toContain('statements/1')
})
