import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../../test-app.ts'
import { anAskedInitiative, answersGoOut } from '../../asked-initiative.ts'
import type { Context } from '../../platform/http/context.ts'
import { type ContributionId, newId } from '../../platform/ids.ts'
import { aStatementSaid } from '../../test-round.ts'
import { untilHeld } from '../../until-held.ts'
import { forgetContributionOrder, setContributionStates } from '../contributions/public.ts'
import { finishCommitment } from './finish-commitment.ts'
import { sayWhetherFixed } from './say-whether-fixed.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const why = 'Nobody has read fields 8 to 14 since 2019.'
const adopting = {
  outcome: 'adopt',
  reason_en: why,
  revisitOn: '',
  reviewOn: '2027-09-01',
  revision: '0',
}

describe('deciding', () => {
  test('is the decider’s alone', async () => {
    const at = await anAskedInitiative(app)
    const address = `/initiatives/${at.initiative}/decision`
    for (const person of [at.physicianLead, at.managerLead, at.sponsor, at.asked[0]!]) {
      const browser = await app.browser(at.network, person)
      expect((await browser.get(address)).status).toBe(403)
      expect((await browser.post(address, adopting)).status).toBe(403)
    }
    const browser = await app.browser(at.network, at.decider)
    expect((await browser.get(address)).body).toContain('Which fields stay?')
    const results = `href="/rounds/${at.round}/results"`
    const early = (await browser.get(address)).body
    expect(early, 'not published').not.toContain(results)
    expect(early).toContain('Not in yet')
    await app.inNetwork(at.network, (db) =>
      db.updateTable('round').set({ state: 'published' }).where('id', '=', at.round).execute(),
    )
    const { body } = await browser.get(address)
    for (const part of [results, `href="/initiatives/${at.initiative}/answers"`]) expect(body).toContain(part)
    expect(body).not.toContain('Not in yet')
    const done = await browser.post(address, adopting)
    expect(done.status).toBe(303)
    const model = await browser.json(done.location ?? '')
    expect(model).toMatchObject({ outcome: 'adopt', reason: { en: why }, decidedBy: 'Dora Decider', owed: 3 })
  })

  test('an answer is owed to what was said in rounds that have ended: lists, counts and figures agree', async () => {
    const at = await anAskedInitiative(app, { things: 6, people: 9 })
    const running = newId<'round'>()
    const inRound = (round: string, set: Readonly<Record<string, unknown>>) =>
      app.inNetwork(at.network, (db) => db.updateTable('round').set(set).where('id', '=', round).execute())
    await app.inNetwork(at.network, async (db) => {
      const begun = new Date('2027-02-27T12:00:00Z')
      const round = { kind: 'statements', title: {}, anonymity_level: 'B', state: 'open' } as const
      const of = { network_id: at.network.id, initiative_id: at.initiative, created_by: at.physicianLead }
      await db
        .insertInto('round')
        .values({ ...of, ...round, id: running, opened_at: begun })
        .execute()
      for (const author_id of at.asked) {
        const said = { network: at.network, initiative: at.initiative, round: running, id: newId() }
        await aStatementSaid(db, said, { en: 'Keep field 9.' }, { seeded: false, author_id })
      }
    })
    const lead = await app.browser(at.network, at.physicianLead)
    const decider = await app.browser(at.network, at.decider)
    const owed = async () => {
      type Home = {
        home: { owed: { kind: string; count: number }[]; figures: { withOutcome: { of: number | null } } }
      }
      const { home } = await lead.json<Home>('/')
      const answers = home.owed.filter(({ kind }) => kind === 'answers')
      return [
        (await lead.json(`/initiatives/${at.initiative}/answers`))['total'],
        (await decider.json(`/initiatives/${at.initiative}/decision`))['owed'],
        answers.reduce((sum, { count }) => sum + count, 0),
        home.figures.withOutcome.of ?? 0,
      ]
    }
    expect(await owed(), 'one runs still').toEqual([6, 6, 6, 6])
    await inRound(running, { state: 'closed', closed_at: app.now() })
    expect(await owed(), 'both have ended').toEqual([15, 15, 15, 15])
    await inRound(at.round, { source: 'simulation' })
    expect(await owed(), 'nobody waits for what was simulated, though it can be answered').toEqual([
      15, 15, 9, 9,
    ])
  })

  test('needs a reason, a date to come back, a review; and keeps what was typed', async () => {
    const at = await anAskedInitiative(app)
    const browser = await app.browser(at.network, at.decider)
    const reply = await browser.post(`/initiatives/${at.initiative}/decision`, {
      ...adopting,
      outcome: 'defer',
      reason_en: '',
      reviewOn: '',
      dissent_en: 'The nurses differ.',
    })
    expect(reply.status).toBe(422)
    for (const words of [
      'Write the reason',
      'day on which it is looked at again',
      'Choose the day of review',
    ])
      expect(reply.body).toContain(words)
    expect(reply.body).toContain('The nurses differ.')
    const { outcome: _chosen, ...without } = adopting
    const empty = await browser.post(`/initiatives/${at.initiative}/decision`, {
      ...without,
      reason_en: '',
      reviewOn: '',
    })
    for (const words of ['Choose what becomes of it', 'Write the reason', 'Choose the day of review'])
      expect(empty.body).toContain(words)
  })

  test('tells everybody who was asked, and asks them a week later whether the promise was kept', async () => {
    const at = await anAskedInitiative(app)
    const browser = await app.browser(at.network, at.decider)
    await browser.post(`/initiatives/${at.initiative}/decision`, adopting)
    const notices = await app.inNetwork(at.network, (db) => db.selectFrom('notice').selectAll().execute())
    const told = notices.filter((one) => one.kind === 'decision-made').map((one) => one.person_id)
    expect(told).toEqual(expect.arrayContaining([...at.asked]))
    const asked = notices.filter((one) => one.kind === 'level-asked')
    expect(asked.map((one) => one.person_id).toSorted()).toEqual([...at.asked].toSorted())
    expect(asked.every((one) => one.deliver_after > new Date(app.now().getTime() + 6 * 86_400_000))).toBe(
      true,
    )
  })

  test('keeps what stood before, and puts two people who write at once side by side', async () => {
    const at = await anAskedInitiative(app)
    const browser = await app.browser(at.network, at.decider)
    const address = `/initiatives/${at.initiative}/decision`
    const first = await browser.post(address, adopting)
    const change = {
      ...adopting,
      outcome: 'adapt',
      reason_en: 'Fields 8 to 13; the board keeps 14.',
      revision: '1',
    }
    expect((await browser.post(address, change)).status).toBe(303)
    const stale = await browser.post(address, {
      ...adopting,
      outcome: 'decline',
      reason_en: 'I was writing from another page.',
      revision: '1',
    })
    expect(stale.status).toBe(422)
    expect(stale.body).toContain('the board keeps 14')
    expect(stale.body).toContain('I was writing from another page.')
    expect(stale.body).toContain('name="revision" value="2"')
    const model = await browser.json<{ revisions: { reason: unknown; outcome: string }[] }>(
      first.location ?? '',
    )
    expect(model.revisions).toMatchObject([{ outcome: 'adopt', reason: { en: why } }])
  })

  test('can give everything still unanswered its outcome and reason, counted as bulk', async () => {
    const at = await anAskedInitiative(app, { things: 7 })
    const browser = await app.browser(at.network, at.decider)
    const { location = '' } = await browser.post(`/initiatives/${at.initiative}/decision`, {
      ...adopting,
      answerTheRest: 'yes',
    })
    expect(await browser.json(`/initiatives/${at.initiative}/answers`)).toMatchObject({
      given: { one: 0, group: 0, bulk: 7, underway: 7 },
    })
    expect(await browser.json(location), 'they can be taken back').toMatchObject({ answered: 0 })
    await answersGoOut(app, at.network, at.round)
    expect(await browser.json(location)).toMatchObject({ answered: 7 })
  })

  test('records dissent under the name of who differs, and evidence with a way to it', async () => {
    const at = await anAskedInitiative(app)
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, adopting)
    const champion = await app.browser(at.network, at.champion)
    expect(
      (await champion.post(`${location}/dissent`, { dissent_en: 'Field 9 is used at night.' })).status,
    ).toBe(303)
    expect((await decider.post(`${location}/evidence`, { round: at.round })).status).toBe(303)
    expect((await decider.post(`${location}/evidence`, { address: 'javascript:alert(1)' })).status).toBe(422)
    const anyone = await app.browser(at.network, at.asked[5]!)
    expect((await anyone.post(`${location}/dissent`, { dissent_en: 'No.' })).status).toBe(403)
    const model = await anyone.json(location)
    expect(model).toMatchObject({
      dissent: [{ text: { en: 'Field 9 is used at night.' }, by: 'Cham Pion' }],
      evidence: [{ round: at.round, label: { en: 'Which fields?' } }],
    })
  })
})

describe('whether the promised level was kept', () => {
  test('is said by those asked and can be changed, until it is shown, all at once and nothing under 5', async () => {
    const at = await anAskedInitiative(app, { people: 12 })
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, adopting)
    const rate = async (from: number, to: number, verdict: string) => {
      for (const person of at.asked.slice(from, to))
        expect(
          (await (await app.browser(at.network, person)).post(`${location}/level`, { verdict })).status,
        ).toBe(303)
    }
    expect((await decider.post(`${location}/level`, { verdict: 'kept' })).status).toBe(403)
    await rate(0, 4, 'kept')
    const hidden = { kept: { kind: 'hidden' }, partly: { kind: 'hidden' }, not: { kind: 'hidden' } }
    expect(await decider.json(location)).toMatchObject({
      levelKept: { ...hidden, people: { kind: 'hidden' } },
    })
    await rate(0, 11, 'kept')
    const lead = await app.browser(at.network, at.managerLead)
    const before = (await lead.get(location)).body
    await rate(11, 12, 'not')
    expect((await lead.get(location)).body, 'who looks before and after learns what one person said').toBe(
      before,
    )
    await rate(0, 5, 'not')
    expect(await (await app.browser(at.network, at.asked[0]!)).json(location)).toMatchObject({ mine: 'not' })
    const rows = await app.inNetwork(at.network, (db) => db.selectFrom('level_rating').selectAll().execute())
    expect(rows).toHaveLength(12)
    expect(rows.some((row) => (at.asked as readonly string[]).includes(row.participant))).toBe(false)
    const start = app.now()
    app.setNow(new Date(start.getTime() + 31 * 86_400_000))
    const people = { kind: 'shown', count: 12 }
    const [kept, partly, not] = [{ kind: 'shown', count: 6 }, { kind: 'hidden' }, { kind: 'hidden' }]
    expect(await decider.json(location)).toMatchObject({ levelKept: { kept, partly, not, people } })
    const late = await app.browser(at.network, at.asked[0]!)
    expect((await late.post(`${location}/level`, { verdict: 'kept' })).status).toBe(409)
    app.setNow(start)
  })
})

describe('a promise', () => {
  test('is kept only with evidence; then what was said is done, and "no" reopens it', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, {
      ...adopting,
      answerTheRest: 'yes',
    })
    const promise = { what_en: 'Fields go from the form.', owner: at.managerLead, dueOn: '2027-05-01' }
    await decider.post(`${location}/commitments`, promise)
    const { commitments } = await decider.json<{ commitments: { id: string }[] }>(location)
    const address = `/commitments/${commitments[0]!.id}`
    const owner = await app.browser(at.network, at.managerLead)
    expect((await (await app.browser(at.network, at.asked[0]!)).post(address, {})).status).toBe(403)
    expect((await owner.post(address, { after_en: 'Seven fields.' })).status).toBe(422)
    const evidence = { before_en: '14 fields', after_en: '7 fields', source_en: 'Form 12, version 3' }
    expect((await owner.post(address, evidence)).status).toBe(303)
    const states = () =>
      app.inNetwork(at.network, (db) =>
        db
          .selectFrom('contribution')
          .select(['id', 'state', 'reopened'])
          .where('seeded', '=', false)
          .execute(),
      )
    const statesNow = async () => (await states()).map((one) => one.state)
    expect(await statesNow(), 'no answer has gone out').toEqual(['read', 'read'])
    await answersGoOut(app, at.network, at.round)
    expect(await statesNow()).toEqual(['done', 'done'])

    const mine = at.said[0]!
    const author = await app.browser(at.network, at.asked[0]!)
    const other = await app.browser(at.network, at.asked[1]!)
    expect((await other.post(`/said/${mine}/fixed`, { verdict: 'no' })).status).toBe(404)
    expect((await author.post(`/said/${mine}/fixed`, { verdict: 'no' })).status).toBe(303)
    expect((await states()).find((one) => one.id === mine)).toMatchObject({ state: 'decided', reopened: 1 })
    const before = await app.inNetwork(at.network, (db) =>
      db.selectFrom('notice').selectAll().where('kind', '=', 'need-reopened').execute(),
    )
    expect(before).toEqual([])
    app.setNow(new Date('2027-03-02T08:40:00Z'))
    await app.runQueue(at.network, 'sweep')
    app.setNow(new Date('2027-03-01T13:00:00Z'))
    const told = await app.inNetwork(at.network, (db) =>
      db.selectFrom('notice').selectAll().where('kind', '=', 'need-reopened').execute(),
    )
    expect(told.map((one) => one.person_id)).toEqual([at.managerLead])
  })

  test('is done with answers that go out at the moment at which it is kept', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, {
      ...adopting,
      answerTheRest: 'yes',
    })
    await decider.post(`${location}/commitments`, {
      what_en: 'Fields go.',
      owner: at.managerLead,
      dueOn: '2027-05-01',
    })
    const { commitments } = await decider.json<{ commitments: { id: string }[] }>(location)
    const evidence = { before: { en: '14 fields' }, after: { en: '7 fields' }, source: { en: 'Form 12' } }
    let delivering: Promise<void> | undefined
    await app.inContext(at.network, at.managerLead, async (context) => {
      await finishCommitment(context, commitments[0]!.id, evidence)
      delivering = answersGoOut(app, at.network, at.round)
      await untilHeld(context.db)
    })
    await delivering
    const said = await app.inNetwork(at.network, (db) =>
      db.selectFrom('contribution').select('state').where('seeded', '=', false).execute(),
    )
    expect(said).toEqual([{ state: 'done' }])
  })

  test('loses nothing that others write while its author says "no", or while a round closes', async () => {
    const at = await anAskedInitiative(app, { things: 3 })
    const [mine = '', ...others] = at.said
    const finish = (id: string) =>
      app.inContext(at.network, null, (context) =>
        setContributionStates(context, [id as ContributionId], 'done'),
      )
    await finish(mine)
    const during = async (act: (context: Context) => Promise<void>, other: string) => {
      let finishing: Promise<void> | undefined
      await app.inContext(at.network, at.asked[0]!, async (context) => {
        await act(context)
        finishing = finish(other)
        await untilHeld(context.db)
      })
      await finishing
      const rows = await app.inNetwork(at.network, (db) =>
        db.selectFrom('contribution').select(['id', 'state']).where('id', 'in', [mine, other]).execute(),
      )
      return [mine, other].map((id) => rows.find((row) => row.id === id)?.state)
    }
    expect(await during((context) => sayWhetherFixed(context, mine, 'no'), others[0]!)).toEqual([
      'decided',
      'done',
    ])
    expect(await during((context) => forgetContributionOrder(context, at.round), others[1]!)).toEqual([
      'decided',
      'done',
    ])
  })

  test('is about something that will be done', async () => {
    const at = await anAskedInitiative(app)
    const decider = await app.browser(at.network, at.decider)
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, {
      ...adopting,
      outcome: 'decline',
    })
    const reply = await decider.post(`${location}/commitments`, {
      what_en: 'Something',
      owner: at.decider,
      dueOn: '2027-05-01',
    })
    expect(reply.status).toBe(409)
  })
})
