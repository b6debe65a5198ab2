import { seededRandom } from '@rounds/methods'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersGoOut } from '../asked-initiative.ts'
import type { Conversation } from '../features/rounds/public.ts'
import { type TestApp, startTestApp } from '../test-app.ts'
import { bringIn } from './import-polis.ts'

const title = '自用車載客 — 討論'
const textOf = (number: number) => `第 ${number} 句：計程車「應該」有保險`

function conversation(people: number): Conversation {
  const random = seededRandom(3)
  return {
    title: { zh: title },
    sourceNote: { en: 'Public conversation (made for a test)' },
    language: 'zh',
    openedAt: new Date('2026-01-01T00:00:00Z'),
    closedAt: new Date('2026-02-01T00:00:00Z'),
    statements: Array.from({ length: 12 }, (_, index) => ({
      id: String(index),
      text: textOf(index),
      accepted: index < 11,
    })),
    votes: Array.from({ length: people }, (_, person) =>
      Array.from({ length: 12 }, (__, statement) => ({
        participant: String(person),
        statement: String(statement),
        answer:
          random() < 0.15
            ? ('pass' as const)
            : (person % 2 === statement % 2) === random() < 0.85
              ? ('agree' as const)
              : ('disagree' as const),
      })),
    ).flat(),
  }
}

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('a public conversation is looked at, decided and answered like any round, in its own script', async () => {
  const network = await app.aNetwork()
  await app.aPerson(network, { roles: ['network-administrator'] })
  const decider = await app.aPerson(network, { roles: ['decision-maker'], name: 'Dora Decider' })
  const lead = await app.aPerson(network, { roles: ['lead', 'physician'] })
  const round = await app.inContext(network, null, (context) => bringIn(context, conversation(80)))
  const browser = await app.browser(network, decider)

  const results = await browser.get(`/rounds/${round}/results?all=1`)
  expect(results.body).toContain(title)
  expect(results.body).toContain(textOf(10))
  expect(results.body).toContain('This conversation took place elsewhere')
  const csv = await browser.get(`/rounds/${round}/results/statements.csv`)
  expect(csv.body).toContain(textOf(3))
  const model = await browser.json<{ round: { initiativeId: string; title: unknown } }>(
    `/rounds/${round}/results`,
  )
  expect(model.round.title).toEqual({ zh: title })

  const initiative = `/initiatives/${model.round.initiativeId}`
  const decided = await browser.post(`${initiative}/decision`, {
    outcome: 'adapt',
    reason_en: 'Insurance for everybody who drives for money, as most asked.',
    revisitOn: '',
    reviewOn: '2027-09-01',
    revision: '0',
    answerTheRest: 'yes',
  })
  expect(decided.status).toBe(303)
  const answers = await browser.json(`${initiative}/answers`)
  expect(answers).toMatchObject({ given: { one: 0, group: 0, bulk: 11 } })
  await answersGoOut(app, network)
  const said = await (await app.browser(network, lead)).get(initiative)
  expect(said.body).toContain(title)
})

test('a conversation that is here already is not brought in twice unasked', async () => {
  const network = await app.aNetwork()
  await app.aPerson(network, { roles: ['network-administrator'] })
  const bring = (again: boolean, made = conversation(60)) =>
    app.inContext(network, null, (context) => bringIn(context, made, { again }))
  const first = await bring(false)
  await expect(bring(false)).rejects.toThrow(`it is here already, as /rounds/${first}/results`)
  const rounds = () => app.inNetwork(network, (db) => db.selectFrom('round').select('id').execute())
  expect(await rounds()).toHaveLength(1)
  await bring(false, { ...conversation(60), sourceNote: { en: 'Another public conversation' } })
  await bring(true)
  expect(await rounds()).toHaveLength(3)
})
