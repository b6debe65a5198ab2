import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishResults } from './features/results/public.ts'
import { closeRoundDue, openRound } from './features/rounds/public.ts'
import { type PersonId, newId } from './platform/ids.ts'
import { pseudonymOf } from './platform/keys/round-keys.ts'
import { type TestApp, type TestNetwork, startTestApp } from './test-app.ts'
import { aRound } from './test-round.ts'

let app: TestApp
let network: TestNetwork
beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

/** A stratum of three values, the last one stewarded, and who has which: 20, 15 and 9 people. */
async function strata(people: readonly PersonId[], steward: PersonId) {
  const put = { network_id: network.id }
  const [stratum, organisation] = [newId(), newId()]
  const values = ['North shore', 'South shore', 'Kestrel Cove'].map((label) => ({ id: newId(), label }))
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('stratum')
      .values({ ...put, id: stratum, code: 'place', label: { en: 'Place' }, source: 'roster', position: 1 })
      .execute()
    for (const [position, { id, label }] of values.entries())
      await db
        .insertInto('stratum_value')
        .values({
          ...put,
          id,
          stratum_id: stratum,
          code: `v${position}`,
          label: { en: label },
          position,
          steward_id: position === 2 ? steward : null,
        })
        .execute()
    await db
      .insertInto('organisation')
      .values({ ...put, id: organisation, code: 'o', name: { en: 'Clinic' }, kind: 'health' })
      .execute()
    for (const [index, person] of people.entries()) {
      const membership = newId()
      await db
        .insertInto('membership')
        .values({
          ...put,
          id: membership,
          person_id: person,
          organisation_id: organisation,
          starts_on: '2020-01-01',
        })
        .execute()
      const value = values[index < 20 ? 0 : index < 35 ? 1 : 2]?.id ?? ''
      await db
        .insertInto('membership_value')
        .values({ ...put, membership_id: membership, stratum_id: stratum, value_id: value })
        .execute()
    }
  })
  return values.map(({ id }) => id)
}

test('a stewarded value stands in no page, no data and no download until its steward releases it', async () => {
  const { round, initiative, invited, managerLead } = await aRound(app, network, { people: 44, open: false })
  const steward = await app.aPerson(network, { name: 'Stella Steward' })
  const [, , held = ''] = await strata(invited, steward)
  await app.inContext(network, managerLead, (context) => openRound(context, round, { confirmed: true }))
  const key = await app.app.services.keys.read(network.id, round)
  const took = [...invited.slice(0, 10), ...invited.slice(20, 28), ...invited.slice(35, 40)]
  await app.inNetwork(network, async (db) => {
    const { id } = await db
      .selectFrom('statement')
      .select('id')
      .where('round_id', '=', round)
      .where('number', '=', 1)
      .executeTakeFirstOrThrow()
    for (const person of took)
      await db
        .insertInto('vote')
        .values({
          network_id: network.id,
          round_id: round,
          participant: key === null ? '' : pseudonymOf(key, person),
          statement_id: id,
          answer: 'agree',
        })
        .execute()
  })
  const start = app.now()
  app.setNow(new Date(start.getTime() + 8 * 86_400_000))
  await app.inContext(network, null, async (context) => {
    await closeRoundDue(context, round)
    await publishResults(context, round)
  })
  const lead = await app.browser(network, managerLead)
  const pages = [
    `/rounds/${round}/results`,
    `/rounds/${round}/results/participation.csv`,
    `/initiatives/${initiative}`,
    `/initiatives/${initiative}/rounds/new`,
    '/strategies/S01',
    `/people/${invited[40]}`,
  ]
  const shown = async () => {
    const naming: string[] = []
    for (const page of pages) {
      const html = (await lead.get(page)).body
      const data = page.endsWith('.csv') ? '' : JSON.stringify(await lead.json(page))
      if ((html + data).includes('Kestrel Cove')) naming.push(page)
    }
    return naming
  }
  type Results = { participation: { values: { invited: number; respondents: number | null }[] }[] }
  const lines = async () =>
    (await lead.json<Results>(`/rounds/${round}/results`)).participation[0]?.values.map((one) => [
      one.invited,
      one.respondents,
    ])
  expect(await shown()).toEqual([])
  expect(await lines()).toEqual([
    [20, 10],
    [24, 13],
  ])
  const invites = await lead.json<{ wouldInvite: number }>(
    (
      await lead.post(`/initiatives/${initiative}/rounds/new`, { title_en: 'Again', value: held })
    ).location?.replace('?saved=on', '') ?? '',
  )
  expect(invites.wouldInvite, 'a value that is put into the form by hand').toBe(0)

  const theirs = await app.browser(network, steward)
  expect((await theirs.post(`/strata/values/${held}/release`, { release: 'yes' })).status).toBe(303)
  expect(await shown()).toEqual([
    `/rounds/${round}/results`,
    `/rounds/${round}/results/participation.csv`,
    `/initiatives/${initiative}/rounds/new`,
    `/people/${invited[40]}`,
  ])
  expect(await lines()).toHaveLength(3)
  app.setNow(start)
})
