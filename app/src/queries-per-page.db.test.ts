import { CompiledQuery, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { features } from './features.ts'
import { listAudit } from './features/administration/audit-entries.ts'
import { toldOf } from './features/initiatives/queries.ts'
import { forgetNotices } from './features/notices/forget-notices.ts'
import { lastComparison } from './features/results/publish-results.ts'
import type { Context } from './platform/http/context.ts'
import { newId } from './platform/ids.ts'
import { sweepNetworks } from './platform/jobs/run-jobs.ts'
import { forgetMail } from './platform/mail/forget-mail.ts'
import { type TestApp, type TestNetwork, startTestApp } from './test-app.ts'
import { aSignedInitiative, invite } from './test-round.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('a minute in which nothing is due asks the database three times for each thing that is looked for', async () => {
  await app.aNetwork()
  const handlers = features.flatMap((one) => one.jobs ?? []).filter(({ queue }) => queue === 'sweep')
  await sweepNetworks(app.app.services, handlers)
  const query = vi.spyOn(pg.Client.prototype, 'query')
  await sweepNetworks(app.app.services, handlers)
  const asked = query.mock.calls.length
  query.mockRestore()
  expect(handlers.length).toBeGreaterThan(10)
  expect(asked).toBeLessThanOrEqual(4 * handlers.length)
})

/** How the database finds what a page or a job asks it. */
async function readFor(network: TestNetwork, work: (context: Context) => Promise<unknown>): Promise<string> {
  return app.inContext(network, null, async (context) => {
    const query = vi.spyOn(pg.Client.prototype, 'query')
    await work(context)
    const calls: readonly (readonly unknown[])[] = [...query.mock.calls]
    query.mockRestore()
    const plans: string[] = []
    for (const [text, values] of calls) {
      const { rows } = await context.db.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain ${String(text)}`, values as unknown[]),
      )
      plans.push(...rows.map((row) => row['QUERY PLAN']))
    }
    return plans.join('\n')
  })
}

test('what grows with the years is found by an index', async () => {
  const network = await app.aNetwork()
  const person = await app.aPerson(network)
  await app.inNetwork(network, async (db) => {
    const day = sql`timestamptz '2020-01-01' + n * interval '1 day'`
    await sql`insert into notice (network_id, id, person_id, kind, subject_type, subject_id, created_at, deliver_after, seen_at, mailed_at)
      select ${network.id}, gen_random_uuid(), ${person}, 'answers-ready', 'round', gen_random_uuid(), ${day}, ${day}, ${day}, ${day}
      from generate_series(1, 3000) n`.execute(db)
    await sql`insert into mail_message (network_id, id, person_id, address, subject, body, state, not_before, sent_at)
      select ${network.id}, gen_random_uuid(), ${person}, '', '', '', 'sent', ${day}, ${day} from generate_series(1, 3000) n`.execute(
      db,
    )
    await sql`insert into audit_entry (network_id, seq, at, action, subject_type, subject_id, details, previous_hash, hash)
      select ${network.id}, n, ${day}, 'rounds.look', 'round', gen_random_uuid()::text, '{}', '', '' from generate_series(1, 3000) n`.execute(
      db,
    )
  })
  const owner = new pg.Client({ connectionString: app.ownerUrl })
  await owner.connect()
  await owner.query('analyze notice, mail_message, audit_entry').finally(() => owner.end())
  const read = (work: (context: Context) => Promise<unknown>) => readFor(network, work)
  const early = new Date('2020-01-01T12:00:00Z')
  expect(await read((context) => toldOf(context, [newId()]))).toContain('notice_escalation')
  expect(await read((context) => forgetMail(context.db, early))).toContain('mail_message_kept')
  expect(await read((context) => forgetNotices(context, early))).toContain('notice_delivered')
  expect(await read((context) => lastComparison(context, newId<'round'>()))).toContain('audit_entry_subject')
  expect(await read((context) => listAudit(context, { action: '', page: 1 }))).not.toContain('Aggregate')
})

test('pages that list rounds ask the database seldom, and as often for six rounds of a kind as for one', async () => {
  const network = await app.aNetwork()
  const { initiative, physicianLead } = await aSignedInitiative(app, network)
  const administrator = await app.aPerson(network, { roles: ['network-administrator'] })
  const physician = await app.aPerson(network)
  const another = () =>
    app.inNetwork(network, async (db) => {
      const round = {
        network_id: network.id,
        initiative_id: initiative,
        kind: 'statements' as const,
        title: { en: 'Calls' },
        opened_at: app.now(),
        created_by: physicianLead,
      }
      const [open, review] = [newId<'round'>(), newId<'round'>()]
      const paid = { paid: true, pay_cents: 100, payer: { en: 'Us' }, pay_on: '2027-03-31' }
      await db
        .insertInto('round')
        .values([
          { ...round, id: open, state: 'open' },
          { ...round, id: review, kind: 'prototype' as const, state: 'open' },
          { ...round, ...paid, id: newId(), state: 'closed', closed_at: app.now() },
        ])
        .execute()
      for (const id of [open, review]) {
        await app.app.services.keys.create(network.id, id)
        await invite(db, network, id, [physician])
      }
    })
  /** Page, who opens it, how often it may ask: begin and commit and who asks among it. */
  const pages = [
    ['/', await app.browser(network, physician), 11],
    ['/', await app.browser(network, physicianLead), 21],
    ['/', await app.browser(network, administrator), 16],
    ['/payments', await app.browser(network, administrator), 5],
  ] as const
  const asked = async () => {
    const counts: number[] = []
    const query = vi.spyOn(pg.Client.prototype, 'query')
    for (const [path, browser] of pages) {
      query.mockClear()
      expect((await browser.get(path)).status).toBe(200)
      // Whose network it is was asked before that, where nobody asked in the last seconds.
      const calls: readonly (readonly unknown[])[] = query.mock.calls
      counts.push(calls.length - calls.findLastIndex(([text]) => String(text).startsWith('begin')))
    }
    query.mockRestore()
    return counts
  }
  await another()
  await asked()
  const ofOne = await asked()
  for (let more = 1; more < 6; more += 1) await another()
  const ofSix = await asked()
  expect(ofSix).toEqual(ofOne)
  for (const [at, [, , most]] of pages.entries()) expect(ofSix[at]).toBeLessThanOrEqual(most)
  expect(Math.min(...ofSix)).toBeGreaterThan(2)
})
