import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type PersonId, newId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'
import { tell } from './public.ts'
import { sendDigests } from './send-digests.ts'

let app: TestApp
let network: TestNetwork
let ada: PersonId
const at = (text: string) => app.setNow(new Date(text))

beforeAll(async () => {
  app = await startTestApp()
  await app.aNetwork()
})
beforeEach(async () => {
  network = await app.aNetwork()
  at('2027-03-01T13:00:00Z')
  ada = await app.aPerson(network, { name: 'Ada Power' })
})
afterAll(() => app.stop())

const outbox = () =>
  app.inNetwork(network, (db) => db.selectFrom('mail_message').selectAll().orderBy('not_before').execute())
const itGoesOut = () =>
  app.inNetwork(network, (db) => db.updateTable('mail_message').set({ state: 'sent' }).execute())
const tellAda = (kind: 'round-opened' | 'round-reminder' | 'answers-ready', id = newId()) =>
  app.inContext(network, null, (context) =>
    tell(context, {
      kind,
      subject: { type: 'round', id },
      people: [ada],
      parameters: { title: { en: 'Referral form' } },
    }),
  )

test('what a person is told stands on their page and in one message the next morning, once', async () => {
  const id = newId()
  await tellAda('round-opened', id)
  await tellAda('round-opened', id)
  await tellAda('answers-ready')
  const browser = await app.browser(network, ada)
  const model = await browser.json<{ notices: { kind: string; address: string }[] }>('/notices')
  expect(Object.fromEntries(model.notices.map((one) => [one.kind, one.address]))).toEqual({
    'answers-ready': '/said',
    'round-opened': `/rounds/${id}`,
  })
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toEqual([])
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  await app.runQueue(network, 'sweep')
  const messages = await outbox()
  expect(messages).toHaveLength(1)
  expect(messages[0]?.subject).toMatch(/^2 things for you – Network /)
  expect(messages[0]?.body).toContain('- You are asked something: Referral form')
  expect(messages[0]?.body).toContain(`\nhttp://${network.host}/\n`)
  expect(messages[0]?.body).not.toMatch(/token|code=|\?/)
})

test('two workers at once write one message', async () => {
  await tellAda('round-opened')
  at('2027-03-02T10:30:00Z')
  await Promise.all([1, 2, 3].map(() => app.runQueue(network, 'sweep')))
  expect(await outbox()).toHaveLength(1)
})

test('never more messages in seven days than the person wants', async () => {
  await tellAda('round-opened')
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  await itGoesOut()
  await tellAda('answers-ready')
  for (let day = 3; day <= 8; day += 1) {
    at(`2027-03-0${day}T12:00:00Z`)
    await app.runQueue(network, 'sweep')
  }
  expect(await outbox()).toHaveLength(1)
  at('2027-03-09T10:30:00Z')
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toHaveLength(2)
  await itGoesOut()
  await app.inNetwork(network, (db) => db.updateTable('person').set({ messages_per_week: 0 }).execute())
  await tellAda('round-opened')
  at('2027-04-09T12:00:00Z')
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toHaveLength(2)
})

test('a message that held nothing but a reminder counts too', async () => {
  const withMailServer = () =>
    app.inContext(network, null, (context) => {
      const mail = { ...context.services.config.mail, smtpUrl: 'smtp://mail.example.org' }
      return sendDigests({
        ...context,
        services: { ...context.services, config: { ...context.services.config, mail } },
      })
    })
  await tellAda('round-reminder')
  at('2027-03-02T10:30:00Z')
  expect(await withMailServer()).toBe(1)
  await itGoesOut()
  await tellAda('round-reminder')
  at('2027-03-05T10:30:00Z')
  expect(await withMailServer()).toBe(0)
})

test('while no mail goes out messages do not pile up: one waits, and the next holds the rest', async () => {
  for (const day of ['01', '08', '15', '22']) {
    at(`2027-03-${day}T13:00:00Z`)
    await tellAda('round-opened')
    at(`2027-03-${String(Number(day) + 1).padStart(2, '0')}T11:00:00Z`)
    await app.runQueue(network, 'sweep')
  }
  expect(await outbox()).toHaveLength(1)
  await itGoesOut()
  at('2027-03-24T11:00:00Z')
  await app.runQueue(network, 'sweep')
  expect((await outbox()).map((one) => one.subject)).toEqual([
    expect.stringMatching(/^One thing/),
    expect.stringMatching(/^3 things/),
  ])
})

test('"not now" reminds at 18:00 where the network is, and nothing comes before', async () => {
  await tellAda('round-opened')
  const browser = await app.browser(network, ada)
  expect((await browser.get('/notices')).body).toContain('Not now, remind me at 18:00')
  await browser.post('/notices/later')
  expect((await browser.get('/notices')).body).toContain('You will be reminded on')
  at('2027-03-01T21:29:59Z')
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toEqual([])
  at('2027-03-01T21:30:00Z')
  await app.runQueue(network, 'sweep')
  await app.runQueue(network, 'sweep')
  const messages = await outbox()
  expect(messages).toHaveLength(1)
  expect(messages[0]?.body).toContain('You asked to be reminded.')
  await browser.post('/notices/later')
  await browser.post('/notices/later/cancel')
  expect((await browser.json<{ remindAt: string | null }>('/notices')).remindAt).toBeNull()
})

test('a message is in the language of its person', async () => {
  const luc = await app.aPerson(network, { language: 'fr', name: 'Luc Roy' })
  await app.inContext(network, null, (context) =>
    tell(context, {
      kind: 'need-answered',
      subject: { type: 'need', id: newId() },
      people: [luc],
      parameters: { title: { en: 'Lab results', fr: 'Résultats de laboratoire' } },
    }),
  )
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  const [message] = await outbox()
  expect(message?.subject).toMatch(/^Une chose pour vous – Réseau /)
  expect(message?.body).toContain('Bonjour Luc Roy,')
  expect(message?.body).toContain('Ce que vous avez dit a une réponse\u00A0: Résultats de laboratoire')
})

test('a reminder is mailed with its round once and leaves no row that says who had not answered', async () => {
  const round = newId()
  await tellAda('round-opened', round)
  await tellAda('round-reminder', round)
  const browser = await app.browser(network, ada)
  expect((await browser.json<{ notices: unknown[] }>('/notices')).notices).toHaveLength(1)
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  const [message] = await outbox()
  expect(message?.body.match(/Referral form/g)).toHaveLength(1)
  const kinds = await app.inNetwork(network, (db) => db.selectFrom('notice').select('kind').execute())
  expect(kinds).toEqual([{ kind: 'round-opened' }])
})

test('a round that has closed is neither mailed nor listed, and its reminders are gone', async () => {
  const [initiative, round] = [newId(), newId()]
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('initiative')
      .values({ network_id: network.id, id: initiative, title: { en: 'Form' }, created_by: ada })
      .execute()
    await db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: round,
        initiative_id: initiative,
        kind: 'statements',
        title: { en: 'Referral form' },
        state: 'closed',
        opened_at: app.now(),
        closed_at: app.now(),
        created_by: ada,
      })
      .execute()
  })
  await tellAda('round-opened', round)
  await tellAda('round-reminder', round)
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toEqual([])
  expect(await app.inNetwork(network, (db) => db.selectFrom('notice').select('kind').execute())).toEqual([
    { kind: 'round-opened' },
  ])
  const browser = await app.browser(network, ada)
  expect((await browser.json<{ notices: unknown[] }>('/notices')).notices).toEqual([])
})

test('what was seen is not mailed', async () => {
  await tellAda('round-opened')
  await (await app.browser(network, ada)).post('/notices/seen')
  at('2027-03-02T10:30:00Z')
  await app.runQueue(network, 'sweep')
  expect(await outbox()).toEqual([])
})

test('the page is in French too', async () => {
  await tellAda('round-opened')
  const browser = await app.browser(network, ada)
  await browser.get('/notices?language=fr')
  expect((await browser.get('/notices')).body).toContain('Ce qu’on vous a annoncé')
})

test('no list and no count tells who is reminded: neither who is on it nor who is missing', async () => {
  const own = await app.aNetwork()
  const admin = await app.browser(own, await app.aPerson(own, { roles: ['network-administrator'] }))
  const { round, invited } = await aRound(app, own, { people: 8 })
  for (const person of invited.slice(0, 5))
    await (
      await app.browser(own, person)
    ).post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  const start = app.now()
  const shown = async () => JSON.stringify(await admin.json('/administration/outbox'))
  const mails = () =>
    app.inNetwork(own, (db) =>
      db.selectFrom('mail_message').select(['person_id', 'body', 'listed']).execute(),
    )
  app.setNow(new Date(start.getTime() + 30 * 3_600_000))
  await app.runQueue(own, 'sweep')
  const before = await shown()
  expect((await mails()).length).toBeGreaterThanOrEqual(8)
  app.setNow(new Date(start.getTime() + 6 * 86_400_000))
  await app.runQueue(own, 'sweep')
  await app.inNetwork(own, (db) => db.updateTable('person').set({ messages_per_week: 14 }).execute())
  app.setNow(new Date(start.getTime() + 6.9 * 86_400_000))
  await app.runQueue(own, 'sweep')
  expect(await shown(), 'without a mail server').toBe(before)
  expect(
    await app.inNetwork(own, (db) => db.selectFrom('notice').select('kind').execute()),
  ).not.toContainEqual({
    kind: 'round-reminder',
  })

  await app.inNetwork(own, (db) => db.updateTable('mail_message').set({ state: 'sent' }).execute())
  const sent = await shown()
  app.setNow(new Date(start.getTime() + 6 * 86_400_000))
  await app.inContext(own, null, (context) =>
    tell(context, {
      kind: 'round-reminder',
      subject: { type: 'round', id: round },
      people: invited.slice(5),
    }),
  )
  await app.inContext(own, null, (context) =>
    tell(context, {
      kind: 'answers-ready',
      subject: { type: 'round', id: round },
      people: invited.slice(0, 5),
    }),
  )
  app.setNow(new Date(start.getTime() + 6.95 * 86_400_000))
  await app.inContext(own, null, async (context) => {
    const mail = { ...context.services.config.mail, smtpUrl: 'smtp://mail.example.org' }
    const services = { ...context.services, config: { ...context.services.config, mail } }
    expect(await sendDigests({ ...context, services })).toBeGreaterThanOrEqual(3)
  })
  expect(await shown(), 'with a mail server that does not answer').toBe(sent)
  expect((await mails()).filter(({ listed }) => !listed).length).toBeGreaterThanOrEqual(3)
  app.setNow(start)
})
