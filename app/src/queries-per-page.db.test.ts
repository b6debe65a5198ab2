import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newId } from './platform/ids.ts'
import { type TestApp, startTestApp } from './test-app.ts'
import { aSignedInitiative, invite } from './test-round.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

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
