import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { strategies } from './public.ts'

let app: TestApp
let network: TestNetwork
let lead: PersonId
let browser: Browser
const strategy = 'early-involvement'

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  lead = await app.aPerson(network, { roles: ['lead'] })
  browser = await app.browser(network, lead)
  const people: PersonId[] = []
  for (let index = 0; index < 30; index += 1) people.push(await app.aPerson(network))
  await app.inNetwork(network, async (db) => {
    const own = { network_id: network.id }
    const initiative = newId()
    await db
      .insertInto('initiative')
      .values({
        ...own,
        id: initiative,
        title: { en: 'Referral *form*' },
        state: 'decided',
        created_by: lead,
      })
      .execute()
    await db
      .insertInto('initiative_strategy')
      .values({ ...own, initiative_id: initiative, strategy })
      .execute()
    const round = newId()
    await db
      .insertInto('round')
      .values({
        ...own,
        id: round,
        initiative_id: initiative,
        kind: 'statements',
        title: { en: 'Round one' },
        anonymity_level: 'B',
        state: 'draft',
        created_by: lead,
      })
      .execute()
    await db
      .insertInto('round_invitation')
      .values(people.map((person) => ({ ...own, round_id: round, person_id: person })))
      .execute()
    const contributions = Array.from({ length: 12 }, () => newId())
    await db
      .insertInto('contribution')
      .values(
        contributions.map((id, index) => ({
          ...own,
          id,
          kind: 'statement' as const,
          initiative_id: initiative,
          round_id: round,
          author_id: people[index] ?? null,
          language: 'en' as const,
          text: `Statement ${index}`,
        })),
      )
      .execute()
    const statement = newId()
    await db
      .insertInto('statement')
      .values({ ...own, id: statement, round_id: round, contribution_id: contributions[0] ?? '', number: 1 })
      .execute()
    await db
      .updateTable('round')
      .set({ state: 'open', opened_at: new Date('2027-02-01T12:00:00Z') })
      .where('id', '=', round)
      .execute()
    await db
      .insertInto('vote')
      .values(
        people.slice(0, 18).map((person) => ({
          ...own,
          round_id: round,
          participant: person,
          statement_id: statement,
          answer: 'agree' as const,
        })),
      )
      .execute()
    await db
      .updateTable('round')
      .set({ state: 'closed', closed_at: new Date('2027-02-08T12:00:00Z') })
      .where('id', '=', round)
      .execute()
    await db
      .updateTable('round')
      .set({ state: 'published', published_at: new Date('2027-02-09T12:00:00Z') })
      .where('id', '=', round)
      .execute()
    await db
      .insertInto('answer')
      .values(
        contributions.map((id, index) => ({
          ...own,
          id: newId(),
          contribution_id: id,
          outcome: 'answered' as const,
          reason: { en: 'Because' },
          manner: 'one' as const,
          answered_by: lead,
          delivered_at: new Date(Date.UTC(2027, 1, 11 + index, 12)),
        })),
      )
      .execute()
  })
})
afterAll(() => app.stop())

test('the register shows every strategy once, with how often it is used here', async () => {
  const model = await browser.json<{ tags: { strategies: { id: string; uses: number }[] }[] }>('/strategies')
  const shown = model.tags.flatMap((tag) => tag.strategies)
  expect(new Set(shown.map((one) => one.id))).toEqual(new Set(strategies.map((one) => one.id)))
  expect(shown).toHaveLength(strategies.length)
  expect(shown.find((one) => one.id === strategy)?.uses).toBe(1)
})

test('a strategy shows where it was tried and what came of it, with n and intervals', async () => {
  expect(await browser.json(`/strategies/${strategy}`)).toMatchObject({
    initiatives: [{ state: 'decided' }],
    record: {
      rounds: 1,
      roundsLeftOut: 0,
      response: { kind: 'shown', count: 18, of: 30, rate: { share: 0.6 } },
      daysToAnswer: { kind: 'shown', median: 15.5, interval: [12, 19], of: 12 },
      notAnswered: { kind: 'hidden' },
    },
  })
  const { body } = await browser.get(`/strategies/${strategy}`)
  expect(body).toContain('60% of 30 (95% interval 42% to 75%)')
  expect(body).toContain('15.5 days, of 12 answers (95% interval 12 to 19)')
  expect(body).toContain('Hidden: could reveal fewer than 5 people')
  expect(body).toContain('These numbers are observational')
  expect(body).toContain('Doctors Nova Scotia')
})

test('one that was not tried says so; one that is not in the register is not here', async () => {
  const other = strategies.find((one) => one.id !== strategy)?.id ?? ''
  const { body } = await browser.get(`/strategies/${other}`)
  expect(body).toContain('It has not been tried in this network yet.')
  expect(body).toContain('No numbers yet')
  expect((await browser.get('/strategies/nothing')).status).toBe(404)
})

test('the brief is a page to print and a Markdown file, in both languages, with the warning', async () => {
  expect((await browser.get(`/strategies/${strategy}/brief`)).body).toContain(
    'These numbers are observational',
  )
  const markdown = await browser.get(`/strategies/${strategy}/brief.md`)
  expect(markdown.headers['content-type']).toContain('text/markdown')
  expect(markdown.headers['content-disposition']).toContain('early-involvement.md')
  expect(markdown.body).toContain('- Referral \\*form\\* (decided)')
  expect(markdown.body).toContain('> These numbers are observational')
  const luc = await app.browser(network, await app.aPerson(network, { language: 'fr' }))
  const french = await luc.get(`/strategies/${strategy}/brief.md`)
  expect(french.body).toContain('Ces chiffres proviennent d’observations')
  expect(french.body).toMatch(/\(intervalle à 95\s%\s: 12 à 19\)/)
  expect((await luc.get('/strategies')).body).toContain('Les stratégies et ce qu’elles ont donné')
})
