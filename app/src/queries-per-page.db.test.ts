import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newId } from './platform/ids.ts'
import { type TestApp, startTestApp } from './test-app.ts'
import { aSignedInitiative } from './test-round.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('pages that list rounds ask the database as often for six rounds of a kind as for one', async () => {
  const network = await app.aNetwork()
  const { initiative, physicianLead } = await aSignedInitiative(app, network)
  const administrator = await app.aPerson(network, { roles: ['network-administrator'] })
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
      const paid = { paid: true, pay_cents: 100, payer: { en: 'Us' }, pay_on: '2027-03-31' }
      await db
        .insertInto('round')
        .values([
          { ...round, id: newId(), state: 'open' },
          { ...round, ...paid, id: newId(), state: 'closed', closed_at: app.now() },
        ])
        .execute()
    })
  const pages = [
    ['/', await app.browser(network, physicianLead)],
    ['/', await app.browser(network, administrator)],
    ['/payments', await app.browser(network, administrator)],
  ] as const
  const asked = async () => {
    const counts: number[] = []
    const query = vi.spyOn(pg.Client.prototype, 'query')
    for (const [path, browser] of pages) {
      query.mockClear()
      expect((await browser.get(path)).status).toBe(200)
      counts.push(query.mock.calls.length)
    }
    query.mockRestore()
    return counts
  }
  await another()
  await asked()
  const ofOne = await asked()
  for (let more = 1; more < 6; more += 1) await another()
  expect(await asked()).toEqual(ofOne)
  expect(Math.min(...ofOne)).toBeGreaterThan(2)
})
