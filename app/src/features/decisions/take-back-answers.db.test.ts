import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AskedInitiative, aNeed, anAskedInitiative, answersGoOut } from '../../asked-initiative.ts'
import { type TestApp, startTestApp } from '../../test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

type Model = {
  things: { draft: { reason: unknown } | null }[]
  total: number
  prepared: number
  given: { one: number; group: number; bulk: number; underway: number }
}

const answersOf = (at: AskedInitiative) =>
  app.inNetwork(at.network, (db) => db.selectFrom('answer').selectAll().orderBy('revision').execute())

describe('taking back', () => {
  test('until then, whoever was asked meets no trace of signing: every page is as before', async () => {
    const at = await anAskedInitiative(app, { things: 6 })
    const asked = await app.browser(at.network, at.asked[0]!)
    const need = await aNeed(app, at, {
      author_id: at.asked[0]!,
      initiative_id: at.initiative,
      wording: { en: 'Referrals come back' },
      wording_state: 'approved',
      moderation: 'accepted',
    })
    const decider = await app.browser(at.network, at.decider)
    const decided = {
      outcome: 'adopt',
      reason_en: 'Field 8 goes on 1 April.',
      reviewOn: '2027-09-01',
      revision: '0',
    }
    const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, decided)
    const pages = [
      '/',
      `/initiatives/${at.initiative}`,
      location,
      '/say',
      '/said',
      `/said/${need}`,
      `/said/${at.said[0]!}`,
      `/said/rounds/${at.round}`,
    ]
    const seen = async () => {
      const all: Record<string, unknown> = {}
      for (const page of pages) all[page] = await asked.json(page)
      delete (all['/say'] as { draft?: unknown }).draft
      all['figures'] = (await lead.json<{ home: { figures: unknown } }>('/')).home.figures
      return all
    }
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/initiatives/${at.initiative}/answers`
    const sign = () => lead.post(address, { do: 'sign', which: 'everything', ...decided })
    const takeBack = () => lead.post(address, { do: 'take-back' })
    await sign()
    await takeBack()
    const before = await seen()
    expect(before).toMatchObject({ '/said': { answered: 0 }, '/say': { worded: [{ id: need }] } })
    await sign()
    expect(await seen()).toEqual(before)
    await takeBack()
    expect(await seen()).toEqual(before)
    await sign()
    await answersGoOut(app, at.network)
    const after = await seen()
    for (const page of [...pages, 'figures']) expect(after[page], page).not.toEqual(before[page])
  })

  test('is possible until answers go out: each is prepared again with its words, and owed', async () => {
    const at = await anAskedInitiative(app, { things: 8 })
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    const sign = (thing: string | string[]) =>
      lead.post(address, { do: 'sign', thing, outcome: 'decline', reason_en: 'The ministry wants field 8.' })
    await sign(at.said[0]!)
    await answersGoOut(app, at.network, at.round)
    await sign(at.said.slice(1, 7))
    expect((await lead.json<Model>(address)).given).toEqual({ one: 0, group: 0, bulk: 7, underway: 6 })
    const champion = await app.browser(at.network, at.champion)
    expect((await champion.get(address)).body).not.toContain('Take back')
    expect((await champion.post(address, { do: 'take-back' })).status).toBe(403)
    expect((await lead.get(address)).body).toContain('The answers to 6 things have not gone out yet')
    expect((await lead.post(address, { do: 'take-back' })).location).toContain('saved=taken-back')
    const after = await lead.json<Model>(address)
    expect(after).toMatchObject({
      total: 7,
      prepared: 6,
      given: { one: 1, group: 0, bulk: 0, underway: 0 },
    })
    expect(after.things.filter(({ draft }) => draft).map(({ draft }) => draft?.reason)).toContainEqual({
      en: 'The ministry wants field 8.',
    })
    await answersGoOut(app, at.network, at.round)
    expect(await answersOf(at)).toMatchObject([{ contribution_id: at.said[0], manner: 'one' }])
    expect((await lead.post(address, { do: 'take-back' })).body).toContain(
      'nothing here that can be taken back',
    )
  })

  test('keeps the words for the thing itself, not those for what was merged into it afterwards', async () => {
    const at = await anAskedInitiative(app, { things: 5 })
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    for (const thing of at.said)
      await lead.post(address, {
        do: 'sign',
        thing,
        outcome: 'adopt',
        reason_en: `In May, number ${at.said.indexOf(thing)}.`,
      })
    for (const one of at.said.filter((id) => id !== at.said[2]))
      await app.inNetwork(at.network, (db) =>
        db.updateTable('contribution').set({ merged_into_id: at.said[2]! }).where('id', '=', one).execute(),
      )
    await lead.post(address, { do: 'take-back' })
    expect((await lead.json<Model>(address)).things.map(({ draft }) => draft?.reason)).toEqual([
      { en: 'In May, number 2.' },
    ])
  })

  test('keeps every text of what was merged into something whose answer has gone out, and what they say alike', async () => {
    const at = await anAskedInitiative(app, { things: 4 })
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    const [root, ...others] = at.said as [string, string, string, string]
    const sign = async (thing: string, outcome: string, reason_en: string) =>
      expect((await lead.post(address, { do: 'sign', thing, outcome, reason_en })).status).toBe(303)
    await sign(root, 'adopt', 'Field 8 goes from every form.')
    await answersGoOut(app, at.network, at.round)
    const prepared = async (outcome: string) => {
      await sign(others[0]!, 'adopt', 'It goes with the form of May.')
      await sign(others[1]!, outcome, 'It goes with the form of June.')
      await sign(others[2]!, 'adopt', 'It goes with the form of May.')
      await app.inNetwork(at.network, (db) =>
        db.updateTable('contribution').set({ merged_into_id: root }).where('id', 'in', others).execute(),
      )
      expect((await lead.post(address, { do: 'take-back' })).status).toBe(303)
      const { things } = await lead.json<{
        things: { root: string; draft: { outcome: string; reason: { en: string } } | null }[]
      }>(address)
      await app.inNetwork(at.network, async (db) => {
        await db.updateTable('contribution').set({ merged_into_id: null }).where('id', 'in', others).execute()
        await db.deleteFrom('answer_draft').execute()
      })
      return things.map(({ root: id, draft }) => [
        id,
        draft?.outcome,
        draft?.reason.en.split('\n\n').toSorted(),
      ])
    }
    expect(await prepared('adopt')).toEqual([
      [root, 'adopt', ['It goes with the form of June.', 'It goes with the form of May.']],
    ])
    expect(await prepared('decline')).toEqual([
      [root, 'answered', ['It goes with the form of June.', 'It goes with the form of May.']],
    ])
  })

  test('is possible for the answer to a need in no initiative too: its words stand in the form again', async () => {
    const at = await anAskedInitiative(app, { things: 0 })
    const need = await aNeed(app, at, { author_id: at.asked[0]! })
    const joined = await aNeed(app, at, { author_id: at.asked[1]!, merged_into_id: need })
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/needs/${need}/answer`
    await lead.post(address, { outcome: 'defer', reason_en: 'A ward opens in May.' })
    expect((await lead.get(address)).body).toContain('This answer has not gone out yet')
    const author = await app.browser(at.network, at.asked[0]!)
    expect((await author.post(`${address}/take-back`)).status).toBe(403)
    expect((await lead.post(`${address}/take-back`)).location).toBe(address)
    expect(await answersOf(at)).toEqual([])
    expect(await lead.json(address)).toMatchObject({
      owed: true,
      underway: false,
      draft: { outcome: 'defer', reason: { en: 'A ward opens in May.' } },
    })
    expect((await lead.post(`/needs/${joined}/answer/take-back`)).location).toBe(address)

    await lead.post(address, { outcome: 'adopt', reason_en: 'A ward opens in April.' })
    expect((await answersOf(at)).map((one) => one.contribution_id).toSorted()).toEqual(
      [need, joined].toSorted(),
    )
    await answersGoOut(app, at.network)
    expect((await lead.post(`${address}/take-back`)).status).toBe(409)
  })

  test('is possible as long for what was signed again: the job of what was taken back leaves it its time', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const lead = await app.browser(at.network, at.physicianLead)
    const start = app.now()
    const deliveredAfter = async (minutes: number, act?: Record<string, string>) => {
      app.setNow(new Date(start.getTime() + minutes * 60_000))
      if (act) await lead.post(`/rounds/${at.round}/answers`, act)
      else await app.runQueue(at.network, 'deliver-answers', at.round)
      return (await answersOf(at)).map((one) => one.delivered_at !== null)
    }
    try {
      const sign = { do: 'sign', which: 'everything', outcome: 'adopt', reason_en: 'Field 8 goes in May.' }
      expect(await deliveredAfter(0, sign)).toEqual([false])
      expect(await deliveredAfter(10, { do: 'take-back' })).toEqual([])
      expect(await deliveredAfter(14, { do: 'sign-prepared' })).toEqual([false])
      expect(await deliveredAfter(15)).toEqual([false])
      expect(await deliveredAfter(29)).toEqual([true])
    } finally {
      app.setNow(start)
    }
  })

  test('is possible for what is owed an answer then: the button is there for that alone, and nothing else is taken', async () => {
    const at = await anAskedInitiative(app, { things: 3 })
    const lead = await app.browser(at.network, at.physicianLead)
    const address = `/rounds/${at.round}/answers`
    await lead.post(address, {
      do: 'sign',
      which: 'everything',
      outcome: 'decline',
      reason_en: 'The ministry wants field 8.',
    })
    const turnBack = (id: string, more: { purged_at?: Date }) =>
      app.inNetwork(at.network, (db) =>
        db
          .updateTable('contribution')
          .set({ moderation: 'rejected', ...more })
          .where('id', '=', id)
          .execute(),
      )
    await turnBack(at.said[0]!, { purged_at: app.now() })
    await turnBack(at.said[1]!, {})
    expect((await lead.json<Model>(address)).given.underway).toBe(1)
    expect((await lead.post(address, { do: 'take-back' })).status).toBe(303)
    expect((await answersOf(at)).map((one) => one.contribution_id).toSorted()).toEqual(
      at.said.slice(0, 2).toSorted(),
    )
    expect((await lead.get(address)).body).not.toContain('Take back')
    expect((await lead.post(address, { do: 'take-back' })).status).toBe(409)
  })
})
