import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'
import { closeRoundDue } from './close-round.ts'
import { openRound } from './open-round.ts'

let app: TestApp
let network: TestNetwork
beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

test('a round counts what its people say of themselves as it closes, and keeps nobody’s categories after', async () => {
  const made = await aRound(app, network, { people: 12, statements: 1, open: false })
  const [own, roster] = [newId(), newId()]
  const [said, unit] = [newId(), newId()]
  await app.inNetwork(network, async (db) => {
    const both = [
      { id: own, code: 'gender', source: 'self', value: said },
      { id: roster, code: 'unit', source: 'roster', value: unit },
    ] as const
    for (const [position, { id, code, source, value }] of both.entries()) {
      const at = { network_id: network.id, label: { en: code }, position, code }
      await db
        .insertInto('stratum')
        .values({ ...at, id, source })
        .execute()
      await db
        .insertInto('stratum_value')
        .values({ ...at, id: value, stratum_id: id })
        .execute()
    }
    const of = { network_id: network.id, person_id: made.invited[0]! }
    const [organisation, membership] = [newId(), newId()]
    await db
      .insertInto('organisation')
      .values({
        network_id: network.id,
        id: organisation,
        code: 'unit',
        name: { en: 'Unit' },
        kind: 'health',
      })
      .execute()
    await db
      .insertInto('membership')
      .values({ ...of, id: membership, organisation_id: organisation, starts_on: '2026-01-01' })
      .execute()
    await db
      .insertInto('membership_value')
      .values({ network_id: network.id, membership_id: membership, stratum_id: roster, value_id: unit })
      .execute()
    for (const person_id of made.invited.slice(0, 7))
      await db
        .insertInto('declared_value')
        .values({ ...of, person_id, stratum_id: own, value_id: said })
        .execute()
  })
  await app.inContext(network, made.physicianLead, (context) =>
    openRound(context, made.round, { confirmed: true }),
  )
  for (const person of made.invited.slice(0, 6))
    await (
      await app.browser(network, person)
    ).post(`/rounds/${made.round}/statements/1`, { answer: 'agree', revision: '0' })
  await app.inNetwork(network, (db) =>
    db.deleteFrom('declared_value').where('person_id', '=', made.invited[0]!).execute(),
  )
  app.setNow(new Date(app.now().getTime() + 8 * 86_400_000))
  await app.inContext(network, null, (context) => closeRoundDue(context, made.round))
  const { counts, kinds, kept } = await app.inNetwork(network, async (db) => ({
    counts: await db
      .selectFrom('round_participation')
      .select(['value_id', 'respondents', 'invited'])
      .where('round_id', '=', made.round)
      .execute(),
    kinds: await db
      .selectFrom('round_kind')
      .select(['value_ids', 'people'])
      .where('round_id', '=', made.round)
      .execute(),
    kept: await db.selectFrom('invitation_value').selectAll().where('round_id', '=', made.round).execute(),
  }))
  expect(counts).toContainEqual({ value_id: said, respondents: 5, invited: 6 })
  expect(counts).toContainEqual({ value_id: unit, respondents: 1, invited: 1 })
  expect(new Set(kinds)).toEqual(
    new Set([
      { value_ids: [], people: 5 },
      { value_ids: [said], people: 6 },
      { value_ids: [unit], people: 1 },
    ]),
  )
  expect(kept).toEqual([])
})
