import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonId, newId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { type TestRound, aRound } from '../../test-round.ts'
import { closeRoundDue, openRound } from '../rounds/public.ts'
import { publishResults } from './public.ts'

let app: TestApp
let network: TestNetwork
beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

/** The first people invited agree with the first statements. */
async function vote(made: TestRound, people: readonly PersonId[], statements: readonly string[]) {
  const key = await app.app.services.keys.read(network.id, made.round)
  await app.inNetwork(network, async (db) => {
    for (const person of people)
      for (const [index, statement] of statements.entries())
        await db
          .insertInto('vote')
          .values({
            network_id: network.id,
            round_id: made.round,
            participant: key === null ? '' : pseudonymOf(key, person),
            statement_id: statement,
            answer: (made.invited.indexOf(person) + index) % 3 === 0 ? 'disagree' : 'agree',
          })
          .execute()
  })
}

type Told = { participation: { values: { label: { en: string }; respondents: number | null }[] }[] }

/** How many took part by value, as a lead reads it. */
async function toldBy(lead: Browser, made: TestRound) {
  const { participation } = await lead.json<Told>(`/rounds/${made.round}/results`)
  return new Map(
    participation.flatMap(({ values }) => values.map(({ label, respondents }) => [label.en, respondents])),
  )
}

async function publish(made: TestRound) {
  const start = app.now()
  app.setNow(new Date(start.getTime() + 8 * 86_400_000))
  await app.inContext(network, null, async (context) => {
    await closeRoundDue(context, made.round)
    await publishResults(context, made.round)
  })
  app.setNow(start)
}

type Results = {
  computed: {
    participants: number | null
    rounded: boolean
    statements: { answered: number | null; agree: { kind: string; count?: number | null } }[]
  }
}

/** Everything about a round that its lead can open, as one text. */
async function everything(lead: Browser, made: TestRound): Promise<string> {
  const pages = [
    `/rounds/${made.round}/results`,
    `/rounds/${made.round}/edit`,
    `/initiatives/${made.initiative}`,
    '/',
  ]
  const texts: string[] = []
  for (const page of pages) texts.push((await lead.get(page)).body, JSON.stringify(await lead.json(page)))
  for (const table of ['statements', 'participation'])
    texts.push((await lead.get(`/rounds/${made.round}/results/${table}.csv`)).body)
  return texts.join('\n')
}

test('while a round runs the number moves in steps of five, on every page that shows it', async () => {
  const made = await aRound(app, network, { people: 30 })
  const lead = await app.browser(network, made.managerLead)
  const participant = await app.browser(network, made.invited[29])
  const seen = async () => {
    type Taking = { participation: { tookPart: number | null } }
    const { participation } = await lead.json<Taking>(`/rounds/${made.round}/edit`)
    const closing = await lead.json<{ tookPart: number | null }>(`/rounds/${made.round}/close`)
    type Home = { home: { running: { id: string; tookPart: { count?: number } }[] } }
    const { home } = await lead.json<Home>('/?as=lead')
    const running = home.running.find(({ id }) => id === made.round)
    return [participation.tookPart, closing.tookPart, running?.tookPart.count ?? null]
  }
  expect(await seen()).toEqual([null, null, null])
  await vote(made, made.invited.slice(0, 11), made.statements.slice(0, 1))
  expect(await seen()).toEqual([10, 10, 10])
  const before = (await lead.get(`/rounds/${made.round}/edit`)).body
  expect(before).toContain('10 or more of 30')
  await vote(made, made.invited.slice(11, 12), made.statements.slice(0, 1))
  expect((await lead.get(`/rounds/${made.round}/edit`)).body).toBe(before)
  await vote(made, made.invited.slice(12, 29), made.statements.slice(0, 1))
  expect(await seen()).toEqual([25, 25, 25])
  expect((await participant.get(`/rounds/${made.round}/thanks`)).body).not.toMatch(/29 of 30/)
})

test('where fewer than five did not take part, nothing tells how many did', async () => {
  const made = await aRound(app, network, { people: 30, statements: 2 })
  await vote(made, made.invited.slice(0, 28), made.statements)
  await publish(made)
  const lead = await app.browser(network, made.managerLead)
  const results = await lead.json<Results>(`/rounds/${made.round}/results`)
  expect(results.computed).toMatchObject({ participants: null, rounded: true })
  for (const { answered, agree } of results.computed.statements) {
    expect(answered).toBeNull()
    expect(agree).toMatchObject({ kind: 'shown', count: null })
  }
  const texts = await everything(lead, made)
  expect(texts).not.toMatch(/\b28\b(?!px|,\d)/)
  expect(texts).toContain('shares are rounded to 5 points')
})

test('otherwise it is exact, with the counts of every statement', async () => {
  const made = await aRound(app, network, { people: 30, statements: 2 })
  await vote(made, made.invited.slice(0, 21), made.statements)
  await publish(made)
  const lead = await app.browser(network, made.managerLead)
  const results = await lead.json<Results>(`/rounds/${made.round}/results`)
  expect(results.computed).toMatchObject({ participants: 21, rounded: false })
  expect(results.computed.statements.map(({ answered }) => answered)).toEqual([21, 21])
  expect((await lead.get(`/rounds/${made.round}/results`)).body).toContain('21 of 30 people took part')
})

/** Puts people into two strata: sites, and the zones in which these lie. */
async function inSitesOfZones(people: readonly PersonId[], sites: readonly [site: string, zone: string][]) {
  const put = { network_id: network.id }
  const organisation = newId()
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('organisation')
      .values({ ...put, id: organisation, code: 'o', name: { en: 'Clinic' }, kind: 'health' })
      .execute()
    const memberships = people.map((person) => ({
      ...put,
      id: newId(),
      person_id: person,
      organisation_id: organisation,
      starts_on: '2020-01-01',
    }))
    await db.insertInto('membership').values(memberships).execute()
    for (const [position, code] of (['site', 'zone'] as const).entries()) {
      const stratum = newId()
      await db
        .insertInto('stratum')
        .values({ ...put, id: stratum, code, label: { en: code }, source: 'roster', position })
        .execute()
      for (const name of new Set(sites.map((one) => one[position]!))) {
        const value = {
          ...put,
          id: newId(),
          stratum_id: stratum,
          code: name,
          label: { en: name },
          position: 0,
        }
        await db.insertInto('stratum_value').values(value).execute()
        const own = memberships.filter((_, index) => sites[index]?.[position] === name)
        await db
          .insertInto('membership_value')
          .values(
            own.map(({ id }) => ({ ...put, membership_id: id, stratum_id: stratum, value_id: value.id })),
          )
          .execute()
      }
    }
  })
}

test('a zone and its other sites do not tell how many of one site took part', async () => {
  const made = await aRound(app, network, { people: 60, open: false })
  const places = [
    ...Array.from({ length: 20 }, () => ['Hospital', 'West'] as [string, string]),
    ...Array.from({ length: 12 }, () => ['Clinic', 'West'] as [string, string]),
    ...Array.from({ length: 14 }, () => ['Harbour', 'East'] as [string, string]),
    ...Array.from({ length: 14 }, () => ['Hill', 'East'] as [string, string]),
  ]
  await inSitesOfZones(made.invited, places)
  await app.inContext(network, made.managerLead, (context) =>
    openRound(context, made.round, { confirmed: true }),
  )
  const from = (start: number, count: number) => made.invited.slice(start, start + count)
  // Two of the clinic.
  await vote(
    made,
    [...from(0, 10), ...from(20, 2), ...from(32, 7), ...from(46, 8)],
    made.statements.slice(0, 1),
  )
  await publish(made)
  const lead = await app.browser(network, made.managerLead)
  const told = await toldBy(lead, made)
  const [hospital, west, east] = ['Hospital', 'West', 'East'].map((name) => told.get(name) ?? null)
  expect(told.get('Clinic')).toBeNull()
  expect(hospital !== null && west !== null, 'West less Hospital is Clinic').toBe(false)
  expect(hospital !== null && east !== null, 'so is everybody less East and Hospital').toBe(false)
  expect([...told.values()].filter((count) => count !== null)).not.toEqual([])
  const steward = (steward_id: PersonId | null) =>
    app.inNetwork(network, (db) =>
      db.updateTable('stratum_value').set({ steward_id }).where('code', '=', 'Hill').execute(),
    )
  const all = (count: number | null) => [...told.keys()].map((name) => [name, count])
  await steward(made.managerLead)
  expect([...(await toldBy(lead, made)).values()].filter((count) => count !== null)).toEqual([])
  await app.runQueue(network, 'sweep')
  expect((await toldBy(lead, made)).has('Hill'), 'held: counted with others').toBe(false)
  await steward(null)
  expect([...(await toldBy(lead, made))]).toEqual(all(null))
  await app.runQueue(network, 'sweep')
  expect(await toldBy(lead, made)).toEqual(told)
})

test('a round whose key was lost before its end is published, and says nothing of who took part', async () => {
  network = await app.aNetwork()
  const made = await aRound(app, network, { people: 30, open: false })
  await inSitesOfZones(
    made.invited,
    made.invited.map((_, index) => [index < 15 ? 'Band' : 'Cove', 'Everywhere']),
  )
  await app.inContext(network, made.managerLead, (context) =>
    openRound(context, made.round, { confirmed: true }),
  )
  await vote(made, made.invited.slice(0, 20), made.statements.slice(0, 1))
  await app.app.services.keys.destroy(network.id, made.round)
  await publish(made)
  const told = await toldBy(await app.browser(network, made.managerLead), made)
  expect([...told]).toEqual(['Band', 'Cove', 'Everywhere'].map((name) => [name, null]))
})

test('what a steward releases is not subtracted from what it was counted with before', async () => {
  network = await app.aNetwork()
  const made = await aRound(app, network, { people: 72, open: false })
  const at = (site: string, people: number) =>
    Array.from({ length: people }, () => [site, 'Everywhere'] as [string, string])
  await inSitesOfZones(made.invited, [
    ...at('Band', 20),
    ...at('Clinic', 12),
    ...at('Cove', 12),
    ...at('Hill', 28),
  ])
  const steward = (released_at: Date | null) =>
    app.inNetwork(network, (db) =>
      db
        .updateTable('stratum_value')
        .set({ steward_id: made.physicianLead, released_at })
        .where('code', '=', 'Band')
        .execute(),
    )
  await steward(null)
  await app.inContext(network, made.managerLead, (context) =>
    openRound(context, made.round, { confirmed: true }),
  )
  const from = (start: number, count: number) => made.invited.slice(start, start + count)
  // Two of the clinic, three of the cove.
  await vote(
    made,
    [...from(0, 9), ...from(20, 2), ...from(32, 3), ...from(44, 14)],
    made.statements.slice(0, 1),
  )
  await publish(made)
  const lead = await app.browser(network, made.managerLead)
  const together = [...(await toldBy(lead, made)).values()]
  expect(together).toContain(11)
  await steward(app.now())
  await app.runQueue(network, 'sweep')
  const apart = await toldBy(lead, made)
  expect([apart.has('Band'), apart.get('Clinic')]).toEqual([true, null])
  expect(apart.get('Band'), '11 less 9 is the clinic').toBeNull()
})
