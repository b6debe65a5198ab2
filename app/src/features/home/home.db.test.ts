import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AskedInitiative, anAskedInitiative, answersGoOut } from '../../asked-initiative.ts'
import { newId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

type PhysicianModel = {
  home: { kind: string; practice: string; items: { kind: string; href: string }[]; said: number }
}
type SaidModel = {
  items: { id: string; state: string; answers: unknown[]; others: number | null }[]
  total: number
  gone: { id: string }[]
}

const open = (at: AskedInitiative) =>
  app.inNetwork(at.network, async (db) => {
    const round = newId<'round'>()
    await app.app.services.keys.create(at.network.id, round)
    await db
      .insertInto('round')
      .values({
        network_id: at.network.id,
        id: round,
        initiative_id: at.initiative,
        kind: 'statements',
        title: { en: 'Night calls', fr: 'Appels de nuit' },
        state: 'open',
        opened_at: new Date('2027-02-28T12:00:00Z'),
        closes_at: new Date('2027-03-05T21:30:00Z'),
        created_by: at.physicianLead,
      })
      .execute()
    const contribution = newId()
    await db
      .insertInto('contribution')
      .values({
        network_id: at.network.id,
        id: contribution,
        kind: 'statement',
        round_id: round,
        seeded: true,
        language: 'en',
        text: 'Calls after 22:00 can wait.',
        wording: { en: 'Calls after 22:00 can wait.' },
        wording_state: 'approved',
        moderation: 'accepted',
      })
      .execute()
    await db
      .insertInto('statement')
      .values({
        network_id: at.network.id,
        id: newId(),
        round_id: round,
        contribution_id: contribution,
        number: 1,
      })
      .execute()
    for (const person of at.asked)
      await db
        .insertInto('round_invitation')
        .values({ network_id: at.network.id, round_id: round, person_id: person })
        .execute()
    return round
  })

async function answerAll(at: AskedInitiative, outcome: 'adopt' | 'decline' = 'adopt') {
  const lead = await app.browser(at.network, at.physicianLead)
  for (const [index, thing] of at.said.entries())
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      thing,
      outcome,
      reason_en: `Answer number ${index}, for this one alone.`,
    })
}

const deliver = (at: AskedInitiative) => answersGoOut(app, at.network, at.round)

describe('a physician’s home', () => {
  test('shows what is open, how long it takes, a start and "not now"; never more than three things', async () => {
    const at = await anAskedInitiative(app)
    const round = await open(at)
    await app.inNetwork(at.network, async (db) => {
      for (const kind of ['answers-ready', 'decision-made', 'results-published', 'commitment-done'])
        await db
          .insertInto('notice')
          .values({
            network_id: at.network.id,
            id: newId(),
            person_id: at.asked[7]!,
            kind,
            subject_type: 'round',
            subject_id: at.round,
            deliver_after: app.now(),
            created_at: app.now(),
          })
          .execute()
    })
    const browser = await app.browser(at.network, at.asked[7]!)
    const model = await browser.json<PhysicianModel>('/')
    expect(model.home.kind).toBe('physician')
    expect(model.home.items).toHaveLength(3)
    expect(model.home.items[0]).toMatchObject({ kind: 'round', href: `/rounds/${round}` })
    const page = (await browser.get('/')).body
    for (const words of ['3 things, about', 'Start · ', 'Not now', 'Say one thing', 'Night calls'])
      expect(page).toContain(words)
    expect(page).not.toMatch(/dyad|stratum|contribution|pseudonym|divisive/i)
    expect((await browser.get('/?language=fr')).status).toBe(303)
    const french = (await browser.get('/')).body
    for (const words of ['3 choses, environ', 'Commencer', 'Pas maintenant', 'Appels de nuit'])
      expect(french).toContain(words)
  })

  test('with nothing to do says so, and where to say something', async () => {
    const network = await app.aNetwork()
    const browser = await app.browser(network, await app.aPerson(network))
    const page = (await browser.get('/')).body
    expect(page).toContain('Nothing needs you today')
    expect(page).toContain('See what changed')
    expect(page).not.toContain('about you, if you like')
    await app.inNetwork(network, (db) =>
      db
        .insertInto('stratum')
        .values({
          network_id: network.id,
          id: newId(),
          code: 'gender',
          label: {},
          source: 'self',
          position: 1,
        })
        .execute(),
    )
    expect((await browser.get('/')).body).toContain('One question about you, if you like')
    expect(page).toContain('href="/say"')
  })

  test('differs by how the person works', async () => {
    const network = await app.aNetwork()
    const words: Record<string, string> = {}
    for (const code of ['hospital', 'community-clinic', 'locum']) {
      const person = await app.aPerson(network)
      await practise(network, person, code)
      const browser = await app.browser(network, person)
      expect((await browser.json<PhysicianModel>('/')).home.practice).toBe(
        code === 'community-clinic' ? 'clinic' : code,
      )
      words[code] = (await browser.get('/')).body
    }
    expect(words['hospital']).toContain('discharge list')
    expect(words['community-clinic']).toContain('Lab results arrive at night')
    expect(words['locum']).toContain('who is on call')
  })
})

async function practise(network: TestNetwork, person: string, code: string) {
  await app.inNetwork(network, async (db) => {
    const put = { network_id: network.id }
    let stratum = await db.selectFrom('stratum').select('id').executeTakeFirst()
    if (!stratum) {
      stratum = { id: newId() }
      await db
        .insertInto('stratum')
        .values({ ...put, id: stratum.id, code: 'practice-type', label: {}, source: 'roster', position: 1 })
        .execute()
    }
    const [value, organisation, membership] = [newId(), newId(), newId()]
    await db
      .insertInto('stratum_value')
      .values({ ...put, id: value, stratum_id: stratum.id, code, label: {}, position: 1 })
      .execute()
    await db
      .insertInto('organisation')
      .values({ ...put, id: organisation, code, name: {}, kind: 'health' })
      .execute()
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
    await db
      .insertInto('membership_value')
      .values({ ...put, membership_id: membership, stratum_id: stratum.id, value_id: value })
      .execute()
  })
}

describe('what you said', () => {
  test('is found by pseudonym while the key lives, with reader, reason and name; and by nobody else', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    await answerAll(at)
    await deliver(at)
    const author = await app.browser(at.network, at.asked[0]!)
    const mine = at.said[0]!
    const list = await author.json<SaidModel>('/said')
    expect(list.items.map((one) => one.id)).toEqual([mine])
    expect(await author.json(`/said/${mine}`)).toMatchObject({
      state: 'decided',
      readBy: 'Lea Lead',
      receivedAt: null,
      answers: [{ outcome: 'adopt', by: 'Lea Lead', reason: { en: 'Answer number 0, for this one alone.' } }],
    })
    const page = (await author.get(`/said/${mine}`)).body
    for (const words of ['by Lea Lead', 'Why:', 'This does not answer me']) expect(page).toContain(words)
    expect((await author.get(`/said/${at.said[1]!}`)).status).toBe(404)
    expect((await (await app.browser(at.network, at.physicianLead)).get(`/said/${mine}`)).status).toBe(404)

    await app.app.services.keys.destroy(at.network.id, at.round)
    const after = await author.json<SaidModel>('/said')
    expect(after.items).toEqual([])
    expect(after.gone.map((one) => one.id)).toEqual([at.round])
    expect((await author.get(`/said/${mine}`)).status).toBe(404)
    expect((await author.get(`/said/rounds/${at.round}`)).body).toContain('Answer number 0')
  })

  test('has no answer and is not decided before the answer goes out, because it can still be taken back', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const author = await app.browser(at.network, at.asked[0]!)
    const own = `/said/${at.said[0]!}`
    const ofRound = `/said/rounds/${at.round}`
    const states = async () => {
      const round = await author.json<{ items: { state: string; answer: unknown }[] }>(ofRound)
      const { state, answers } = await author.json<{ state: string; answers: unknown[] }>(own)
      return [state, answers.length, ...round.items.map((one) => [one.state, one.answer !== null])]
    }
    await answerAll(at)
    expect(await states()).toEqual(['read', 0, ['read', false], ['read', false]])
    expect((await author.get(own)).body).not.toContain('Answer number 0')
    await deliver(at)
    expect(await states()).toEqual(['decided', 1, ['decided', true], ['decided', true]])
  })

  test('leaves no line in the log', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const author = await app.browser(at.network, at.asked[0]!)
    const before = app.logLines.length
    for (const path of ['/', '/said', `/said/${at.said[0]!}`, `/said/rounds/${at.round}`])
      expect((await author.get(path)).status).toBe(200)
    expect(app.logLines.slice(before)).toEqual([])
  })

  test('says with how many others only from 5 on', async () => {
    for (const [things, shown] of [
      [5, null],
      [6, 5],
    ] as const) {
      const at = await anAskedInitiative(app, { things, people: 8 })
      await app.inNetwork(at.network, (db) =>
        db
          .updateTable('contribution')
          .set({ merged_into_id: at.seeded })
          .where('seeded', '=', false)
          .execute(),
      )
      const author = await app.browser(at.network, at.asked[0]!)
      const model = await author.json<SaidModel>('/said')
      expect(model.items[0]?.others).toBe(shown)
    }
  })

  test('asks whether it fixed it, once it is done with evidence, and says when it is open again', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, {
      outcome: 'adopt',
      reason_en: 'Nobody has read field 8 since 2019.',
      reviewOn: '2027-09-01',
      revision: '0',
      answerTheRest: 'yes',
    })
    await decider.post(`${location}/commitments`, {
      what_en: 'Field 8 goes.',
      owner: at.managerLead,
      dueOn: '2027-05-01',
    })
    await deliver(at)
    const author = await app.browser(at.network, at.asked[0]!)
    const mine = `/said/${at.said[0]!}`
    expect((await author.get(mine)).body).toContain('Field 8 goes.')
    const { commitments } = await decider.json<{ commitments: { id: string }[] }>(location)
    await (
      await app.browser(at.network, at.managerLead)
    ).post(`/commitments/${commitments[0]!.id}`, {
      before_en: '14 fields',
      after_en: '13 fields',
      source_en: 'Form 12',
      source_fr: 'Formulaire 12',
    })
    const done = (await author.get(mine)).body
    for (const words of ['Did this fix it?', '14 fields', '13 fields', 'Form 12'])
      expect(done).toContain(words)
    expect((await author.get('/said')).body).toContain('The answer: Yes')
    await author.get('/said?language=fr')
    for (const page of [mine, `/commitments/${commitments[0]!.id}`])
      expect((await author.get(page)).body).toContain(' lang="fr">Formulaire 12<')
    await author.get('/said?language=en')
    await author.post(`${mine}/fixed`, { verdict: 'no' })
    expect((await author.get(mine)).body).toContain('It is open again')
  })

  test('of a round, everybody who was asked sees the same; nobody else sees it', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    await answerAll(at, 'decline')
    await deliver(at)
    const path = `/said/rounds/${at.round}`
    const one = await (await app.browser(at.network, at.asked[0]!)).json(path)
    const other = await (await app.browser(at.network, at.asked[7]!)).json(path)
    expect(one).toEqual(other)
    expect(one).toMatchObject({ total: 2 })
    const stranger = await app.aPerson(at.network)
    expect((await (await app.browser(at.network, stranger)).get(path)).status).toBe(403)
  })
})

describe('a lead’s home', () => {
  type Lead = {
    home: {
      kind: string
      owed: { kind: string; count: number | null; late: boolean; href: string }[]
      figures: {
        withOutcome: { share: number | null; of: number | null }
        inBulk: { share: number | null }
        askToTell: { medianDays: number | null; waiting: number }
      }
      points: { rows: { state: string }[]; total: number }
    }
    also: string[]
  }
  test('shows first what is owed, late first, and figures that count no seeded statement', async () => {
    const at = await anAskedInitiative(app, { things: 6 })
    await app.inNetwork(at.network, (db) =>
      db
        .updateTable('contribution')
        .set({ merged_into_id: at.said[0]! })
        .where('id', '=', at.said[1]!)
        .execute(),
    )
    const lead = await app.browser(at.network, at.physicianLead)
    const before = (await lead.json<Lead>('/')).home
    expect(before.kind).toBe('lead')
    expect(before.owed).toContainEqual(
      expect.objectContaining({ kind: 'answers', count: 5, href: `/rounds/${at.round}/answers` }),
    )
    expect(before.figures.withOutcome).toEqual({ share: 0, of: 6 })
    expect(before.figures.askToTell).toMatchObject({ medianDays: null, waiting: 1 })
    await answerAll(at)
    await deliver(at)
    const after = (await lead.json<Lead>('/')).home
    expect(after.owed.filter((one) => one.kind === 'answers')).toEqual([])
    expect(after.figures.withOutcome).toEqual({ share: 1, of: 6 })
    expect(after.figures.inBulk.share).toBe(0)
    expect(after.figures.askToTell.medianDays).toBeCloseTo(19.04, 1)
    expect((await lead.get('/')).body).toContain('Over one round')
  })

  test('leads to no page that is for somebody else: who only reads is not sent to where a round is followed', async () => {
    const at = await anAskedInitiative(app)
    const round = await open(at)
    const reader = await app.aPerson(at.network, { roles: ['lead'] })
    await app.inNetwork(at.network, (db) =>
      db
        .insertInto('initiative_person')
        .values({
          network_id: at.network.id,
          initiative_id: at.initiative,
          person_id: reader,
          part: 'triager',
        })
        .execute(),
    )
    for (const [person, href] of [
      [at.physicianLead, `/rounds/${round}/edit`],
      [reader, `/initiatives/${at.initiative}`],
    ] as const) {
      const browser = await app.browser(at.network, person)
      const { running } = (await browser.json<{ home: { running: { href: string }[] } }>('/')).home
      expect(running.map((one) => one.href)).toEqual([href])
      expect((await browser.get(href)).status).toBe(200)
    }
  })

  test('filters and pages everything said', async () => {
    const at = await anAskedInitiative(app, { things: 60, people: 8 })
    const lead = await app.browser(at.network, at.physicianLead)
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      thing: at.said.slice(0, 2),
      outcome: 'adopt',
      reason_en: 'These two go on 1 April.',
    })
    expect((await lead.json<Lead>('/?page=6')).home.points).toMatchObject({ total: 60 })
    expect((await lead.json<Lead>('/?page=6')).home.points.rows).toHaveLength(10)
    await deliver(at)
    expect((await lead.json<Lead>('/?state=decided')).home.points.total).toBe(2)
  })

  test('is one of several for somebody with several roles', async () => {
    const network = await app.aNetwork()
    const person = await app.aPerson(network, { roles: ['physician', 'lead', 'champion'] })
    const browser = await app.browser(network, person)
    expect(await browser.json<Lead>('/')).toMatchObject({ home: { kind: 'lead' }, also: ['physician'] })
    expect(await browser.json<Lead>('/?as=physician')).toMatchObject({
      home: { kind: 'physician' },
      also: ['lead'],
    })
    expect(await browser.json<Lead>('/?as=auditor')).toMatchObject({ home: { kind: 'lead' } })
  })
})

test('every office has its home, in both languages', async () => {
  const network = await app.aNetwork()
  const offices = [
    'decision-maker',
    'community-partner',
    'network-administrator',
    'privacy-officer',
    'analyst',
    'auditor',
  ] as const
  for (const role of offices)
    for (const language of ['en', 'fr'] as const) {
      const browser = await app.browser(network, await app.aPerson(network, { roles: [role], language }))
      expect(await browser.json('/')).toMatchObject({ home: { kind: role } })
      const reply = await browser.get('/')
      expect(reply.status).toBe(200)
      expect(reply.body).toContain(`<html lang="${language}-CA"`)
    }
})

test('help opens for anybody, and leads where harm is reported', async () => {
  const network = await app.aNetwork()
  await app.inNetwork(network, (db) =>
    db
      .updateTable('network')
      .set({ settings: { safetyReportingUrl: 'https://safety.example/report' } })
      .execute(),
  )
  const page = (await (await app.browser(network)).get('/help')).body
  expect(page).toContain('https://safety.example/report')
})

test('a partner meets what is asked of them and for how long, as a physician does, in a partner’s words', async () => {
  const at = await anAskedInitiative(app)
  const round = await open(at)
  const partner = await app.aPerson(at.network, { roles: ['community-partner'] })
  const decider = await app.browser(at.network, at.decider)
  await app.inNetwork(at.network, (db) =>
    db
      .insertInto('round_invitation')
      .values(
        [partner, at.decider].map((person_id) => ({ network_id: at.network.id, round_id: round, person_id })),
      )
      .execute(),
  )
  const browser = await app.browser(at.network, partner)
  expect(await browser.json('/')).toMatchObject({
    home: { kind: 'community-partner', practice: 'partner', items: [{ href: `/rounds/${round}` }] },
  })
  const page = (await browser.get('/')).body
  for (const words of ['One thing, about', 'asked as an equal', 'somebody we support', 'Say one thing'])
    expect(page).toContain(words)
  expect(await decider.json('/')).toMatchObject({ home: { asked: [{ href: `/rounds/${round}` }] } })
  expect((await decider.get('/')).body).toContain('Asked of you')
})

test('needs are owed by those who are named to read them; an administrator hears when nobody is', async () => {
  const at = await anAskedInitiative(app)
  const admin = await app.browser(
    at.network,
    await app.aPerson(at.network, { roles: ['network-administrator'] }),
  )
  const other = await app.browser(at.network, await app.aPerson(at.network, { roles: ['lead'] }))
  const reader = await app.browser(at.network, at.managerLead)
  const owed = async (who: typeof reader) =>
    (await who.json<{ home: { owed: { kind: string }[] } }>('/')).home.owed.map((one) => one.kind)
  await app.inNetwork(at.network, (db) =>
    db
      .insertInto('contribution')
      .values(
        (['received', 'read'] as const).map((state) => ({
          network_id: at.network.id,
          id: newId(),
          kind: 'need' as const,
          author_id: at.asked[0]!,
          language: 'en' as const,
          text: 'Beds are short',
          state,
          received_at: app.now(),
        })),
      )
      .execute(),
  )
  expect((await admin.get('/')).body).toContain('Have a mail server set')
  await app.inNetwork(at.network, (db) =>
    db
      .insertInto('mail_message')
      .values(
        [true, false, false].map((listed) => ({
          network_id: at.network.id,
          id: newId(),
          person_id: at.managerLead,
          address: 'a@example.org',
          subject: 'x',
          body: 'x',
          listed,
        })),
      )
      .execute(),
  )
  expect(await admin.json('/')).toMatchObject({
    home: { duties: expect.arrayContaining([expect.objectContaining({ kind: 'mail', count: 1 })]) },
  })
  const { mail } = app.app.services.config
  Object.assign(mail, { smtpUrl: 'smtp://127.0.0.1:1' })
  await app.inNetwork(at.network, (db) => db.updateTable('mail_message').set({ attempts: 6 }).execute())
  expect((await admin.get('/')).body).toContain('One message does not go out')
  Object.assign(mail, { smtpUrl: null })
  const lacks = (await admin.get('/')).body
  expect(lacks).toContain('Name who reads needs')
  expect(lacks).toContain('Add the categories')
  expect(lacks).not.toContain('Import the roster')
  await admin.post('/needs/readers', { person: at.managerLead })
  expect((await admin.get('/')).body).not.toContain('Name who reads needs')
  expect(await owed(reader)).toEqual(expect.arrayContaining(['needs', 'need-answers']))
  expect(await owed(other)).toEqual([])
  expect((await reader.get('/')).body).toMatch(/One need in no initiative waits/)
  await app.inNetwork(at.network, (db) =>
    db
      .updateTable('contribution')
      .set({ initiative_id: at.initiative })
      .where('kind', '=', 'need')
      .where('state', '=', 'read')
      .execute(),
  )
  const lead = await app.browser(at.network, at.physicianLead)
  expect(await lead.json('/'), 'who answers in an initiative is led there').toMatchObject({
    home: {
      owed: expect.arrayContaining([
        expect.objectContaining({ kind: 'need-answers', href: `/initiatives/${at.initiative}/answers` }),
      ]),
    },
  })
})
