import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../../test-app.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { type AskedInitiative, aNeed, anAskedInitiative, answersGoOut } from '../../asked-initiative.ts'
import { untilHeld } from '../../until-held.ts'
import { answerNeed } from './answer-need.ts'
import { giveAnswers } from './give-answers.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

type Model = {
  things: { root: string; merged: unknown[]; draft: { reason: unknown } | null }[]
  total: number
  prepared: number
  given: { one: number; group: number; bulk: number; underway: number }
}

const answersOf = (at: AskedInitiative) =>
  app.inNetwork(at.network, (db) => db.selectFrom('answer').selectAll().orderBy('revision').execute())

const noticesOf = (at: AskedInitiative, kind: string) =>
  app.inNetwork(at.network, (db) => db.selectFrom('notice').selectAll().where('kind', '=', kind).execute())

const merge = (at: AskedInitiative, from: string, into: string) =>
  app.inNetwork(at.network, (db) =>
    db.updateTable('contribution').set({ merged_into_id: into }).where('id', '=', from).execute(),
  )

describe('answering', () => {
  test('shows what nobody approved as it was written to the named readers, not to the leads, not to the decider', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    await app.inNetwork(at.network, (db) =>
      db
        .updateTable('contribution')
        .set({ kind: 'comment', wording_state: 'raw', wording: {}, text: 'Dr Hynes never reads field 8' })
        .where('id', '=', at.said[0]!)
        .execute(),
    )
    const page = async (person: PersonId) =>
      (await (await app.browser(at.network, person)).get(`/rounds/${at.round}/answers`)).body
    expect(await page(at.physicianLead)).not.toContain('Dr Hynes')
    await app.inNetwork(at.network, (db) =>
      db
        .insertInto('initiative_person')
        .values({
          network_id: at.network.id,
          initiative_id: at.initiative,
          person_id: at.physicianLead,
          part: 'triager',
        })
        .execute(),
    )
    expect(await page(at.physicianLead)).toContain('Dr Hynes')
    const decider = await page(at.decider)
    expect(decider).toContain('its author has not approved one, or fewer than 10 people took part')
    expect(decider).not.toContain('Dr Hynes')
  })

  test('goes one by one, to a few together, or in bulk, and counts as what it was', async () => {
    const at = await anAskedInitiative(app, { things: 12 })
    const browser = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    const sign = (fields: Record<string, string | readonly string[]>) =>
      browser.post(address, { do: 'sign', which: 'chosen', outcome: 'adopt', ...fields })
    expect((await sign({ thing: at.said[0]!, reason_en: 'Field 8 goes on 1 April.' })).status).toBe(303)
    expect(
      (await sign({ thing: at.said.slice(1, 4), reason_en: 'These three go in June.', outcome: 'adapt' }))
        .status,
    ).toBe(303)
    expect(
      (await sign({ which: 'everything', outcome: 'decline', reason_fr: 'La loi exige ces champs.' })).status,
    ).toBe(303)
    const model = await browser.json<Model>(address)
    expect(model).toMatchObject({ total: 0, given: { one: 1, group: 3, bulk: 8 } })
    const states = await app.inNetwork(at.network, (db) =>
      db.selectFrom('contribution').select(['state', 'read_by']).where('seeded', '=', false).execute(),
    )
    expect(states.every((one) => one.state === 'read' && one.read_by === at.physicianLead)).toBe(true)
  })

  test('the same words pasted one at a time become bulk, all of them', async () => {
    const at = await anAskedInitiative(app, { things: 6 })
    const browser = await app.browser(at.network, at.physicianLead)
    for (const thing of at.said)
      await browser.post(`/rounds/${at.round}/answers`, {
        do: 'sign',
        thing,
        outcome: 'decline',
        reason_en: 'Thank you, noted for next year.',
      })
    const model = await browser.json<Model>(`/rounds/${at.round}/answers`)
    expect(model.given).toMatchObject({ one: 0, group: 0, bulk: 6 })
  })

  test('never goes without a reason, and never to nobody', async () => {
    const at = await anAskedInitiative(app)
    const browser = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    for (const fields of [
      { thing: at.said[0]!, outcome: 'adopt', reason_en: '' },
      { thing: at.said[0]!, outcome: 'adopt', reason_en: 'Noted' },
      { thing: at.said[0]!, reason_en: 'Field 8 goes on 1 April.' },
      { outcome: 'adopt', reason_en: 'Field 8 goes on 1 April.' },
    ])
      expect((await browser.post(address, { do: 'sign', ...fields })).status).toBe(422)
    expect(await answersOf(at)).toEqual([])
  })

  test('reaches those whose words were merged, into a seeded statement too', async () => {
    const at = await anAskedInitiative(app, { things: 3 })
    await merge(at, at.said[1]!, at.said[0]!)
    await merge(at, at.said[2]!, at.seeded)
    const browser = await app.browser(at.network, at.physicianLead)
    const before = await browser.json<Model>(`/rounds/${at.round}/answers`)
    expect(before.total).toBe(2)
    expect(
      before.things.map(({ merged }) => merged),
      'fewer than five said it',
    ).toEqual([[], []])
    await browser.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      thing: [at.said[0]!, at.seeded],
      outcome: 'adopt',
      reason_en: 'The form gets shorter in May.',
    })
    const answers = await answersOf(at)
    expect(answers.map((one) => one.contribution_id).toSorted()).toEqual([...at.said].toSorted())
    expect(answers.every((one) => one.manner === 'group')).toBe(true)
    const after = await browser.json<Model>(`/rounds/${at.round}/answers`)
    expect(after.given, 'two things, whoever said them').toEqual({ one: 0, group: 2, bulk: 0, underway: 2 })
  })

  test('counts what was merged into a thing from outside the round as that one thing', async () => {
    const at = await anAskedInitiative(app, { things: 3 })
    const need = await aNeed(app, at, { author_id: at.asked[0]!, initiative_id: at.initiative })
    for (const one of at.said) await merge(at, one, need)
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    await lead.post(address, {
      do: 'sign',
      which: 'everything',
      outcome: 'adopt',
      reason_en: 'The form gets shorter in May.',
    })
    expect((await lead.json<Model>(address)).given).toEqual({ one: 1, group: 0, bulk: 0, underway: 1 })
  })

  test('is prepared by a champion and signed by a lead; nothing prepared is an answer', async () => {
    const at = await anAskedInitiative(app)
    const champion = await app.browser(at.network, at.champion)
    const address = `/rounds/${at.round}/answers`
    const fields = { thing: at.said[0]!, outcome: 'adopt', reason_en: 'Field 8 goes on 1 April.' }
    expect((await champion.post(address, { ...fields, do: 'sign' })).status).toBe(403)
    expect((await champion.post(address, { ...fields, do: 'prepare' })).status).toBe(303)
    expect(await answersOf(at)).toEqual([])
    expect((await champion.get(address)).body).toContain('Prepared by Cham Pion')
    expect((await (await app.browser(at.network, at.asked[0]!)).get(address)).status).toBe(403)
    const lead = await app.browser(at.network, at.managerLead)
    expect((await lead.post(address, { do: 'sign-prepared' })).status).toBe(303)
    expect(await answersOf(at)).toMatchObject([{ manner: 'one', answered_by: at.managerLead }])
    expect(await lead.json<Model>(address)).toMatchObject({ total: 2, prepared: 0 })
  })
})

describe('delivering', () => {
  test('tells everybody who was asked the same, and nobody as an author', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const browser = await app.browser(at.network, at.physicianLead)
    const sign = (thing: string) =>
      browser.post(`/rounds/${at.round}/answers`, {
        do: 'sign',
        thing,
        outcome: 'adopt',
        reason_en: `Gone on 1 April: thing ${at.said.indexOf(thing)}`,
      })
    await sign(at.said[0]!)
    await app.runQueue(at.network, 'sweep')
    expect(await noticesOf(at, 'answers-ready')).toEqual([])
    await answersGoOut(app, at.network, at.round)
    const notices = await noticesOf(at, 'answers-ready')
    expect(notices.map((one) => one.person_id).toSorted()).toEqual([...at.asked].toSorted())
    expect(new Set(notices.map((one) => JSON.stringify([one.subject_type, one.parameters]))).size).toBe(1)
    const round = () =>
      app.inNetwork(at.network, (db) =>
        db
          .selectFrom('round')
          .select('last_answer_delivered_at')
          .where('id', '=', at.round)
          .executeTakeFirst(),
      )
    expect(await round()).toEqual({ last_answer_delivered_at: null })
    await sign(at.said[1]!)
    await answersGoOut(app, at.network, at.round)
    expect(await round()).toEqual({ last_answer_delivered_at: app.now() })
    expect(await noticesOf(at, 'answers-ready')).toHaveLength(at.asked.length)
    await answersGoOut(app, at.network, at.round)
    expect((await answersOf(at)).every((one) => one.delivered_at !== null)).toBe(true)
  })

  test('sets no day for the key while another answer of the round can still be taken back', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const lead = await app.browser(at.network, at.physicianLead)
    const start = app.now()
    const sign = (thing: string) =>
      lead.post(`/rounds/${at.round}/answers`, {
        do: 'sign',
        thing,
        outcome: 'adopt',
        reason_en: 'Field 8 goes on 1 April.',
      })
    const dayAfter = async (minutes: number) => {
      app.setNow(new Date(start.getTime() + minutes * 60_000))
      await app.runQueue(at.network, 'deliver-answers', at.round)
      const round = await app.inNetwork(at.network, (db) =>
        db.selectFrom('round').select('key_destroy_on').where('id', '=', at.round).executeTakeFirstOrThrow(),
      )
      return round.key_destroy_on
    }
    try {
      await sign(at.said[0]!)
      app.setNow(new Date(start.getTime() + 10 * 60_000))
      await sign(at.said[1]!)
      expect(await dayAfter(15)).toBeNull()
      expect(await dayAfter(25)).not.toBeNull()
    } finally {
      app.setNow(start)
    }
  })

  test('leaves what was signed elsewhere to its own job, and to its own time', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const elsewhere = await anAskedInitiative(app, { things: 1, network: at.network })
    for (const { physicianLead, round } of [at, elsewhere])
      await (
        await app.browser(at.network, physicianLead)
      ).post(`/rounds/${round}/answers`, {
        do: 'sign',
        which: 'everything',
        outcome: 'adopt',
        reason_en: 'Field 8 goes on 1 April.',
      })
    const delivered = async () =>
      (await answersOf(at)).flatMap((one) => (one.delivered_at === null ? [] : [one.contribution_id]))
    await app.runQueue(at.network, 'deliver-answers', elsewhere.round)
    expect(await delivered()).toEqual([])
    app.setNow(new Date(app.now().getTime() + 15 * 60_000))
    await app.runQueue(at.network, 'deliver-answers', at.round)
    app.setNow(new Date('2027-03-01T13:00:00Z'))
    expect(await delivered()).toEqual(at.said)
  })

  test('what was signed goes out with the next sweep after its time, even when its job was lost', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const browser = await app.browser(at.network, at.physicianLead)
    await browser.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      which: 'everything',
      outcome: 'adopt',
      reason_en: 'Field 8 goes on 1 April.',
    })
    app.setNow(new Date(app.now().getTime() + 16 * 60_000))
    await app.runQueue(at.network, 'sweep')
    app.setNow(new Date('2027-03-01T13:00:00Z'))
    expect(await noticesOf(at, 'answers-ready')).toHaveLength(at.asked.length)
  })
})

describe('a long list', () => {
  test('is narrowed by words and by what is prepared, and what was found is answered together', async () => {
    const at = await anAskedInitiative(app, { things: 12 })
    await app.inNetwork(at.network, (db) =>
      db
        .updateTable('contribution')
        .set({ wording: { fr: 'Le médecin référent décide' } })
        .where('id', 'in', at.said.slice(0, 7))
        .execute(),
    )
    const browser = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    type Listed = Model & { listed: number }
    const listed = async (query: string) => (await browser.json<Listed>(`${address}?${query}`)).listed
    const found = async (words: string) =>
      (await browser.post(address, { _redraw: 'filter', words })).body.split('name="thing"').length - 1
    expect(await found('REFERENT medecin')).toBe(7)
    expect(await found('nobody says this')).toBe(0)
    const signed = await browser.post(address, {
      do: 'sign',
      which: 'chosen',
      thing: at.said[0]!,
      words: 'référent',
      outcome: 'adopt',
      reason_fr: 'Oui, dès le 1er avril.',
    })
    expect(signed.location).toBe(`${address}?page=1&show=all&saved=signed`)
    expect((await browser.get(signed.location ?? '')).body.split('name="thing"')).toHaveLength(7)
    const sameDevice = await app.browser(at.network, at.managerLead)
    sameDevice.cookies.set('rounds-handover', browser.cookies.get('rounds-handover') ?? '')
    for (const [reader, path] of [
      [browser, `/initiatives/${at.initiative}/answers`],
      [sameDevice, address],
    ] as const)
      expect(await reader.json(`${path}?saved=signed`), path).toMatchObject({ words: '', listed: 11 })
    const prepared = await browser.post(address, {
      do: 'prepare',
      which: 'listed',
      words: 'référent',
      outcome: 'adopt',
      reason_fr: 'Ce sera le cas dès avril.',
    })
    expect(prepared.location).toBe(`${address}?page=1&show=all&saved=prepared`)
    expect((await browser.get(prepared.location ?? '')).body).toContain('Prepared. Nothing goes out')
    expect(await listed('show=prepared')).toBe(6)
    expect(await listed('show=open')).toBe(5)
    expect((await browser.post(address, { do: 'sign-prepared' })).location).toContain('saved=signed')
    expect((await browser.json<Listed>(address)).given).toMatchObject({ one: 1, group: 0, bulk: 6 })
  })
})

describe('a form that is refused', () => {
  const ticked = (body: string) =>
    [...body.matchAll(/<input[^>]*name="thing"[^>]*>/g)]
      .filter(([input]) => input.includes('checked'))
      .map(([input]) => /value="([^"]+)"/.exec(input)?.[1])
  const hidden = (body: string, name: string) =>
    new RegExp(`type="hidden" name="${name}" value="([^"]*)"`).exec(body)?.[1]

  test('comes back with its page and what was ticked, and its pages are turned without an address', async () => {
    const at = await anAskedInitiative(app, { things: 45 })
    const browser = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    const second = (await browser.json<Model>(`${address}?page=2`)).things.map(({ root }) => root)
    const refused = await browser.post(address, { do: 'sign', which: 'chosen', page: '2', thing: second[1]! })
    expect(refused.status).toBe(422)
    expect(ticked(refused.body)).toEqual([second[1]])
    const turned = await browser.post(address, { _redraw: '1', page: '2', reason_en: 'Field 8 goes.' })
    expect(hidden(turned.body, 'page')).toBe('1')
    expect(turned.body).toContain('Field 8 goes.')
  })

  test('comes back narrowed as it was, with the words in no address', async () => {
    const at = await anAskedInitiative(app, { things: 12 })
    await app.inNetwork(at.network, (db) =>
      db
        .updateTable('contribution')
        .set({ wording: { fr: 'Le médecin référent décide' } })
        .where('id', 'in', at.said.slice(0, 7))
        .execute(),
    )
    const browser = await app.browser(at.network, at.physicianLead)
    const refused = await browser.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      which: 'chosen',
      words: 'référent',
      thing: at.said[3]!,
      outcome: 'adopt',
      reason_fr: 'Oui',
    })
    expect(refused.status).toBe(422)
    expect(refused.body.split('name="thing"')).toHaveLength(8)
    expect(ticked(refused.body)).toEqual([at.said[3]])
    expect(hidden(refused.body, 'words')).toBe('référent')
    expect(refused.body).not.toMatch(/(href|action)="[^"]*r%C3%A9f/)
    expect(refused.body).not.toMatch(/method="get"/)
  })
})

describe('a round', () => {
  test('is put away only when nothing is owed and the last answer has gone out', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const lead = await app.browser(at.network, at.physicianLead)
    const archive = () => lead.post(`/rounds/${at.round}/archive`)
    expect((await archive()).body).toMatch(
      /<h1>This round can’t be put away yet<\/h1><p>Something said here has no answer yet\. A round/,
    )
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      which: 'everything',
      outcome: 'adopt',
      reason_en: 'Field 8 goes on 1 April.',
    })
    expect((await archive()).body).toContain('still on their way')
    await answersGoOut(app, at.network, at.round)
    expect(
      (await (await app.browser(at.network, at.champion)).post(`/rounds/${at.round}/archive`)).status,
    ).toBe(403)
    expect((await archive()).status).toBe(303)
    const round = await app.inNetwork(at.network, (db) =>
      db.selectFrom('round').select(['state', 'archived_at']).where('id', '=', at.round).executeTakeFirst(),
    )
    expect(round).toEqual({ state: 'archived', archived_at: app.now() })
  })
})

describe('this does not answer me', () => {
  test('once each, brings somebody who did not answer, whose answer stands beside the first', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const lead = await app.browser(at.network, at.physicianLead)
    const mine = at.said[0]!
    const author = await app.browser(at.network, at.asked[0]!)
    expect((await author.post(`/said/${mine}/objection`)).status).toBe(409)
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      thing: mine,
      outcome: 'decline',
      reason_en: 'The ministry wants field 8.',
    })
    expect((await (await app.browser(at.network, at.asked[1]!)).post(`/said/${mine}/objection`)).status).toBe(
      404,
    )
    expect((await author.post(`/said/${mine}/objection`)).status, 'it has not gone out').toBe(409)
    await answersGoOut(app, at.network, at.round)
    const logged = app.logLines.length
    expect((await author.post(`/said/${mine}/objection`)).status).toBe(303)
    expect((await author.post(`/said/${mine}/objection`)).status).toBe(409)
    expect(app.logLines.slice(logged)).toEqual([])
    expect(await noticesOf(at, 'second-reader')).toEqual([])
    app.setNow(new Date('2027-03-02T08:40:00Z'))
    await app.runQueue(at.network, 'sweep')
    app.setNow(new Date('2027-03-02T12:00:00Z'))
    expect((await noticesOf(at, 'second-reader')).map((one) => one.person_id)).toEqual([at.managerLead])

    expect((await lead.get(`/answers/${mine}/again`)).status).toBe(403)
    const second = await app.browser(at.network, at.managerLead)
    expect((await second.get(`/answers/${mine}/again`)).body).toContain('The ministry wants field 8.')
    await app.inNetwork(at.network, (db) =>
      db
        .updateTable('contribution')
        .set({ kind: 'comment', wording_state: 'raw', wording: {}, text: 'Dr Hynes never reads field 8' })
        .where('id', '=', mine)
        .execute(),
    )
    const unread = (await second.get(`/answers/${mine}/again`)).body
    expect(unread).toContain('its author has not approved one, or fewer than 10 people took part')
    expect(unread).not.toContain('Dr Hynes')
    await app.inNetwork(at.network, (db) =>
      db
        .insertInto('initiative_person')
        .values({
          network_id: at.network.id,
          initiative_id: at.initiative,
          person_id: at.managerLead,
          part: 'triager',
        })
        .execute(),
    )
    expect((await second.get(`/answers/${mine}/again`)).body).toContain('Dr Hynes')
    const again = { outcome: 'adapt', reason_en: 'The ministry agrees to a shorter field 8 from May.' }
    expect((await second.post(`/answers/${mine}/again`, again)).status).toBe(303)
    expect((await answersOf(at)).map((one) => [one.revision, one.outcome, one.answered_by])).toEqual([
      [1, 'decline', at.physicianLead],
      [2, 'adapt', at.managerLead],
    ])
    expect((await second.get(`/answers/${mine}/again`)).status).toBe(403)
    await app.runQueue(at.network, 'deliver-answers', mine)
    expect((await answersOf(at)).every((one) => one.delivered_at !== null)).toBe(true)
    app.setNow(new Date('2027-03-01T13:00:00Z'))
  })
})

describe('a need', () => {
  test('is answered at once, by a lead, and its author is told', async () => {
    const at = await anAskedInitiative(app)
    const author = at.asked[0]!
    const need = await aNeed(app, at, {
      author_id: author,
      text: 'Les résultats de laboratoire arrivent la nuit.',
    })
    expect((await (await app.browser(at.network, author)).get(`/needs/${need}/answer`)).status).toBe(403)
    const lead = await app.browser(at.network, at.physicianLead)
    const looks = () =>
      app.inNetwork(at.network, (db) =>
        db.selectFrom('audit_entry').select('actor_id').where('action', '=', 'needs.read').execute(),
      )
    expect((await lead.get(`/needs/${need}/answer`)).body).not.toContain('Les résultats de laboratoire')
    expect(await looks()).toEqual([])
    const reader = await app.aPerson(at.network, { roles: ['lead'] })
    await app.inNetwork(at.network, (db) =>
      db
        .insertInto('need_triager')
        .values({ network_id: at.network.id, id: newId(), person_id: reader })
        .execute(),
    )
    const readers = await app.browser(at.network, reader)
    expect((await readers.get(`/needs/${need}/answer`)).body).toContain('Les résultats de laboratoire')
    expect(await looks()).toEqual([{ actor_id: reader }])
    const reply = await lead.post(`/needs/${need}/answer`, {
      outcome: 'answered',
      reason_fr: 'Ils sont regroupés à 7 h depuis lundi.',
    })
    expect(reply.location).toBe(`/needs/${need}`)
    await answersGoOut(app, at.network, need)
    expect((await noticesOf(at, 'need-answered')).map((one) => one.person_id)).toEqual([author])
    const { body } = await lead.get(`/needs/${need}/answer`)
    expect(body).toContain('Ils sont regroupés à 7 h depuis lundi.')
    expect(body, 'nothing is left to answer').not.toContain('name="outcome"')
    expect((await readers.get(`/needs/${need}`)).body).toContain('What was answered')
  })

  test.each([
    ['in an initiative', true],
    ['in none', false],
  ])('%s is answered once: of two who do it at once the second is told so', async (_, brought) => {
    const at = await anAskedInitiative(app, { things: 0 })
    const need = await aNeed(app, at, {
      author_id: at.asked[0]!,
      initiative_id: brought ? at.initiative : null,
    })
    const answer = { outcome: 'adopt', reason: { en: 'They come at 7 from Monday.' } } as const
    const lead = await app.browser(at.network, at.physicianLead)
    const fields = { outcome: 'decline', reason_en: 'The laboratory works at night.' }
    let second: ReturnType<typeof lead.post> | undefined
    await app.inContext(at.network, at.managerLead, async (context) => {
      const everything = { initiative: at.initiative, round: null, chosen: 'everything' } as const
      await (brought ? giveAnswers(context, { ...everything, ...answer }) : answerNeed(context, need, answer))
      second = lead.post(`/needs/${need}/answer`, fields)
      await untilHeld(context.db)
    })
    const { status, body } = (await second)!
    expect(status).toBe(409)
    expect(body).toContain('Somebody may have answered it meanwhile')
    expect((await answersOf(at)).map((one) => one.outcome)).toEqual(['adopt'])
  })
})

describe('the key of a round in which nothing is owed an answer', () => {
  test('has its day too, and goes on it; one that owes an answer waits', async () => {
    const silent = await anAskedInitiative(app, { things: 0 })
    const owing = await anAskedInitiative(app, { things: 1, network: silent.network })
    const start = app.now()
    const days = async () => {
      const rows = await app.inNetwork(silent.network, (db) =>
        db.selectFrom('round').select(['id', 'key_destroy_on', 'key_destroyed_at']).execute(),
      )
      const of = (id: string) => rows.find((row) => row.id === id)
      return [of(silent.round), of(owing.round)].map((row) => [
        row?.key_destroy_on,
        row?.key_destroyed_at !== null,
      ])
    }
    await app.inNetwork(silent.network, (db) => db.updateTable('round').set({ state: 'published' }).execute())
    try {
      app.setNow(new Date('2027-03-02T07:40:00Z'))
      await app.runQueue(silent.network, 'sweep')
      expect(await days()).toEqual([
        ['2027-04-01', false],
        [null, false],
      ])
      app.setNow(new Date('2027-04-01T12:00:00Z'))
      await app.runQueue(silent.network, 'sweep')
      expect(await days()).toEqual([
        ['2027-04-01', true],
        [null, false],
      ])
      expect(await app.app.services.keys.read(silent.network.id, silent.round)).toBeNull()
      expect(await app.app.services.keys.read(silent.network.id, owing.round)).not.toBeNull()
    } finally {
      app.setNow(start)
    }
  })
})
