import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { answersGoOut } from '../../asked-initiative.ts'
import { type ContributionId, type PersonId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aNeedNetwork, joinNeed, say, sayWorded } from '../../test-needs.ts'
import { aSignedInitiative } from '../../test-round.ts'
import { untilHeld } from '../../until-held.ts'
import { bringIntoInitiative, lockNeeds } from '../contributions/public.ts'

let app: TestApp
let network: TestNetwork
let author: PersonId
let reader: PersonId
let authors: Browser
let readers: Browser

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  app.setNow(new Date('2027-03-01T13:00:00Z'))
  ;({ network, author, reader, authors, readers } = await aNeedNetwork(app))
})
afterAll(() => app.stop())

const text = 'Lab results arrive at night and nobody sees them until morning'
const worded = (words: string) => sayWorded({ authors, readers }, words)
const audited = () =>
  app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select(['action', 'actor_id']).where('action', '=', 'needs.read').execute(),
  )

test('one thing is said, read by a named person, and answered for: its author sees each step', async () => {
  const page = await authors.get('/say')
  expect(page.body).toContain('only by: Lea Dore')
  expect(page.body).toContain('No patient details')
  const id = await say(authors, text)
  const sent = await authors.get(`/said/${id}?sent=yes`)
  expect(sent.body).toContain('Sent. Thank you.')
  expect(sent.body).toContain('<p>March 1, 2027</p>')
  expect(await authors.json(`/said/${id}`)).toMatchObject({ state: 'received', readBy: null })
  app.setNow(new Date('2027-03-02T13:00:00Z'))
  expect((await readers.get(`/needs/${id}`)).body).toContain(text)
  expect((await authors.get(`/said/${id}`)).body).toContain('by Lea Dore, March 2, 2027')
  const told = await app.inNetwork(network, (db) =>
    db.selectFrom('notice').select(['person_id', 'kind', 'parameters']).execute(),
  )
  expect(told).toEqual([{ person_id: author, kind: 'need-read', parameters: {} }])
})

test('raw text is seen by its author and named readers alone, and every look at it is logged', async () => {
  const id = await say(authors, text)
  const colleague = await app.browser(network, await app.aPerson(network))
  const otherLead = await app.browser(network, await app.aPerson(network, { roles: ['lead'] }))
  expect((await colleague.get(`/said/${id}`)).status).toBe(404)
  expect((await colleague.get(`/needs/${id}`)).status).toBe(403)
  for (const path of ['/needs', `/needs/${id}`]) {
    const reply = await otherLead.get(path)
    expect(reply.status).toBe(200)
    expect(reply.body).not.toContain('Lab results')
    expect(reply.body).not.toContain('Ada Power')
    expect(JSON.stringify(await otherLead.json(path))).not.toContain('Lab results')
  }
  expect((await otherLead.post(`/needs/${id}`, { wording_en: 'x' })).status).toBe(403)
  expect(await audited()).toEqual([])
  await readers.get(`/needs/${id}`)
  await readers.json(`/needs/${id}`)
  expect(await audited()).toEqual([
    { action: 'needs.read', actor_id: reader },
    { action: 'needs.read', actor_id: reader },
  ])
  expect(app.logLines.join('\n')).not.toContain('Lab results')
})

test('a wording is proposed, changed and approved by its author, and only then shown', async () => {
  const id = await say(authors, text)
  await readers.post(`/needs/${id}`, {
    wording_en: 'Results come at night',
    wording_fr: 'Les résultats arrivent la nuit',
  })
  const other = await app.browser(network, await app.aPerson(network, { roles: ['lead'] }))
  expect((await other.get(`/needs/${id}`)).body).not.toContain('Results come at night')
  expect((await authors.get(`/said/${id}`)).body).toContain('Results come at night')
  await authors.post(`/said/${id}`, {
    act: 'approve',
    wording_en: 'Results come too late',
    wording_fr: 'Trop tard',
  })
  expect((await other.get(`/needs/${id}`)).body).toContain('Results come too late')
  expect((await other.get('/needs?words=too+late')).body).toContain('Results come too late')
  expect(await other.json('/needs?words=nothing')).toMatchObject({ total: 0 })
  const no = await say(authors, 'The parking lot is full')
  await readers.post(`/needs/${no}`, { wording_en: 'Parking' })
  await authors.post(`/said/${no}`, { act: 'decline' })
  expect(await authors.json(`/said/${no}`)).toMatchObject({ need: { wordingState: 'raw', wording: {} } })
})

test('before sending, approved wordings that say the same are shown; joining keeps both authors', async () => {
  const first = await worded(text)
  await say(authors, 'Nobody looks at referral letters for weeks')
  const second = await app.aPerson(network)
  const browser = await app.browser(network, second)
  const between = await browser.post('/say', {
    text: 'Lab results come in at night, nobody sees them',
    draft: newId(),
  })
  expect(between.status).toBe(422)
  expect(between.body).toContain('Has this been said already?')
  expect(between.body).toContain(text)
  expect(between.body).not.toContain('referral letters')
  const joined = await say(browser, 'Lab results come in at night, nobody sees them', { same: first })
  expect(await browser.json(`/said/${joined}`)).toMatchObject({ need: { joined: true } })
  const own = await say(browser, 'Lab results come in at night, nobody sees them', { similar_seen: 'yes' })
  expect(await browser.json(`/said/${own}`)).toMatchObject({ need: { joined: false } })
})

const joins = (into: string) => joinNeed(app, network, into)
type Duties = { home: { owed: { kind: string; href: string; count: number }[] } }
const needDuties = async () =>
  (await readers.json<Duties>('/')).home.owed.filter(({ kind }) => kind === 'need-answers')

test('who joins a need that is in an initiative is answered there with its author', async () => {
  const started = await readers.post('/initiatives/new', { title_en: 'Results at night' })
  const initiative = (started.location ?? '').split('/')[2] ?? ''
  const root = await worded(text)
  await readers.post(`/needs/${root}/initiative`, { initiative })
  await app.inNetwork(network, (db) =>
    db.updateTable('initiative').set({ physician_lead_id: reader }).where('id', '=', initiative).execute(),
  )
  const joined = await joins(root)
  const address = `/initiatives/${initiative}/answers`
  const sign = (reason_en: string) =>
    readers.post(address, { do: 'sign', which: 'chosen', thing: root, outcome: 'adopt', reason_en })
  expect(await readers.json(address)).toMatchObject({ total: 1 })
  expect(await sign('The lab calls at night from May.')).toMatchObject({ status: 303 })
  const late = await joins(root)
  await answersGoOut(app, network)
  for (const [browser, id] of [[authors, root] as const, [joined.browser, joined.id] as const])
    expect((await browser.get(`/said/${id}`)).body).toContain('The lab calls at night from May.')
  expect(await readers.json(`/initiatives/${initiative}`)).toMatchObject({ answers: { state: 'in-time' } })
  expect(await sign('It calls you as well.')).toMatchObject({ status: 303 })
  await answersGoOut(app, network)
  expect((await late.browser.get(`/said/${late.id}`)).body).toContain('It calls you as well.')
  expect(await readers.json(`/initiatives/${initiative}`)).toMatchObject({ answers: { state: 'none' } })
})

test('who joins a need whose answer is signed is still asked for an answer, and told one', async () => {
  const root = await worded(text)
  await readers.post(`/needs/${root}/answer`, { outcome: 'adopt', reason_en: 'The lab calls from May.' })
  const joined = await joins(root)
  await answersGoOut(app, network)
  expect(await readers.json('/needs?state=to-read')).toMatchObject({ firstUnread: joined.id, total: 1 })
  await readers.get(`/needs/${joined.id}`)
  expect(await needDuties()).toMatchObject([{ href: '/needs?state=read&place=loose', count: 1 }])
  expect(await readers.json('/needs?state=read&place=loose')).toMatchObject({ needs: [{ id: root }] })
  app.setNow(new Date('2027-03-16T13:00:00Z'))
  await app.runQueue(network, 'sweep')
  const late = await app.inNetwork(network, (db) =>
    db.selectFrom('notice').select('subject_id').where('kind', '=', 'answer-overdue').execute(),
  )
  expect(late).toEqual([{ subject_id: joined.id }])
  const page = (await readers.get(`/needs/${root}`)).body
  expect(page).not.toContain('What was answered')
  expect(page).not.toContain(`/needs/${root}/return`)
  await readers.post(`/needs/${root}/answer`, { outcome: 'adopt', reason_en: 'It calls you as well.' })
  await answersGoOut(app, network)
  expect((await joined.browser.get(`/said/${joined.id}`)).body).toContain('It calls you as well.')
  expect((await readers.get(`/needs/${root}`)).body).toContain('What was answered')
  expect(await needDuties()).toEqual([])
})

test('what may be a patient’s data is shown before anything is kept, and can be removed or sent as it is', async () => {
  const draft = newId()
  const words = 'The card 1234 567 890 AB was refused at the desk'
  const stopped = await authors.post('/say', { text: words, draft })
  expect(stopped.status).toBe(422)
  expect(stopped.body).toContain('This may be about a patient')
  expect(stopped.body).toContain('The card … was refused at the desk')
  const kept = () => app.inNetwork(network, (db) => db.selectFrom('contribution').select('text').execute())
  expect(await kept()).toEqual([])
  const mark = /name="not_patient_data" value="([0-9a-f]+)"/.exec(stopped.body)?.[1] ?? ''
  const changed = await authors.post('/say', {
    text: `${words} and 709-555-0123`,
    draft,
    not_patient_data: mark,
  })
  expect(changed.status).toBe(422)
  expect(await kept()).toEqual([])
  await say(authors, words, { draft, not_patient_data: mark })
  expect(await kept()).toEqual([{ text: words }])
  const proposal = await readers.post(`/needs/${draft}`, { wording_en: 'Call 709-555-0123' })
  expect(proposal.body).toContain('This may be about a patient')
})

test('the same form sent twice says it once; an empty one asks for words', async () => {
  const draft = newId()
  await say(authors, text, { draft })
  await say(authors, text, { draft, similar_seen: 'yes' })
  expect(
    await app.inNetwork(network, (db) => db.selectFrom('contribution').select('id').execute()),
  ).toHaveLength(1)
  const empty = await authors.post('/say', { text: '  ' })
  expect(empty.status).toBe(422)
  expect(empty.body).toContain('Write one thing first')
})

test('nobody merges what another said by sending its id as their own', async () => {
  const [one, other] = [await worded('Beds are short'), await worded('Parking is full at noon')]
  const stranger = await app.browser(network, await app.aPerson(network))
  const reply = await stranger.post('/say', {
    text: 'Anything',
    draft: one,
    same: other,
    similar_seen: 'yes',
  })
  expect(reply.status).toBe(404)
  expect(await readers.json(`/needs/${one}`)).toMatchObject({ mergedIntoId: null })
})

test('nothing is merged into what was answered, be it only signed: who said it is told a reason of their own', async () => {
  const [a, b] = [await worded('Beds are short'), await say(authors, 'There is never a bed')]
  await readers.post(`/needs/${a}/answer`, { outcome: 'answered', reason_en: 'A ward opens in May.' })
  const refused = await readers.post(`/needs/${b}/merge`, { into: a })
  expect(refused.status).toBe(409)
  expect(refused.body).toContain('Answer this one too')
  expect(await readers.json(`/needs/${a}`)).toMatchObject({ state: 'read', similar: [], others: [] })
})

test('a need opens while somebody else works on it, and neither is refused', async () => {
  const id = await say(authors, 'There is never a bed')
  let opening: ReturnType<Browser['get']> | undefined
  await app.inNetwork(network, async (db) => {
    await db.selectFrom('contribution').select('id').where('id', '=', id).forUpdate().execute()
    opening = readers.get(`/needs/${id}`)
    await untilHeld(db)
    await db.selectFrom('audit_head').select('seq').forUpdate().execute()
  })
  expect((await opening)?.status).toBe(200)
})

test('nothing is merged into what somebody else signs an answer to at the same moment', async () => {
  const [a, b] = [await worded('Beds are short'), await say(authors, 'There is never a bed')]
  let merging: ReturnType<Browser['post']> | undefined
  await app.inNetwork(network, async (db) => {
    await db.selectFrom('contribution').select('id').where('id', '=', a).forUpdate().execute()
    await db
      .insertInto('answer')
      .values({
        network_id: network.id,
        id: newId<'answer'>(),
        contribution_id: a,
        outcome: 'answered',
        reason: { en: 'A ward opens in May.' },
        manner: 'one',
        answered_by: reader,
        answered_at: app.now(),
      })
      .execute()
    merging = readers.post(`/needs/${b}/merge`, { into: a })
    await untilHeld(db)
  })
  expect((await merging)?.status).toBe(409)
  expect(await readers.json(`/needs/${b}`)).toMatchObject({ mergedIntoId: null })
})

test('a need is not answered twice, as one of none and as one of the initiative into which it is brought meanwhile', async () => {
  const { initiative, decider } = await aSignedInitiative(app, network)
  const signs = await app.browser(network, decider)
  const id = await say(authors, text)
  const replies: ReturnType<Browser['post']>[] = []
  await app.inNetwork(network, async (audit) => {
    await app.inContext(network, reader, async (context) => {
      await context.db.selectFrom('contribution').select('id').where('id', '=', id).forUpdate().execute()
      await lockNeeds(context)
      replies.push(
        readers.post(`/needs/${id}/answer`, { outcome: 'adopt', reason_en: 'The lab calls from May.' }),
      )
      await untilHeld(context.db)
      await bringIntoInitiative(context, [id as ContributionId], initiative)
      await sql`select from audit_head for update`.execute(audit)
    })
    await untilHeld(audit)
    const everything = {
      do: 'sign',
      which: 'everything',
      outcome: 'decline',
      reason_en: 'There is no money for it this year.',
    }
    replies.push(signs.post(`/initiatives/${initiative}/answers`, everything))
    await untilHeld(audit, 2)
  })
  const statuses = (await Promise.all(replies)).map(({ status }) => status)
  expect(
    statuses.toSorted((a, b) => a - b),
    'one of the two, whichever came first',
  ).toEqual([303, 409])
})

test('merged needs keep their authors, follow their target, and can be taken out again', async () => {
  const others = await Promise.all([1, 2].map(async () => app.browser(network, await app.aPerson(network))))
  const a = await say(authors, text)
  const b = await say(others[0]!, 'Pagers fail in the basement')
  const c = await say(others[1]!, 'The basement has no signal')
  await readers.post(`/needs/${c}/merge`, { into: b })
  await readers.post(`/needs/${b}/merge`, { into: a })
  expect((await readers.post(`/needs/${a}/merge`, { into: c })).status).toBe(409)
  const rows = await app.inNetwork(network, (db) =>
    db.selectFrom('contribution').select(['id', 'merged_into_id', 'author_id']).execute(),
  )
  expect(new Set(rows.map((row) => row.author_id)).size).toBe(3)
  expect(rows.filter((row) => row.merged_into_id === a)).toHaveLength(2)
  expect(await readers.json('/needs')).toMatchObject({ total: 1, needs: [{ id: a, people: 'fewer-than-5' }] })
  expect((await readers.get(`/needs/${a}`)).body).not.toContain('It says the same as another need')
  await readers.post(`/needs/${b}/unmerge`)
  const left = await readers.json<{ others: { id: string }[] }>(`/needs/${a}`)
  expect(left.others.map((one) => one.id)).toEqual([b])
  expect(await readers.json('/needs')).toMatchObject({ total: 2 })
})

test('a need is brought into an initiative, or returned with a reason and said in other words', async () => {
  const started = await readers.post('/initiatives/new', { title_en: 'Results at night' })
  const initiative = (started.location ?? '').split('/')[2] ?? ''
  const id = await say(authors, text)
  await readers.post(`/needs/${id}/initiative`, { initiative })
  expect((await authors.get(`/said/${id}`)).body).toContain('Results at night')
  const other = await say(authors, 'Dr Smith is rude', { similar_seen: 'yes' })
  expect((await readers.post(`/needs/${other}/return`, {})).body).toContain('Choose a reason')
  await readers.post(`/needs/${other}/return`, {
    reason: 'names-a-person',
    verdict: 'returned',
    note_en: 'Say what happened instead',
  })
  const page = await authors.get(`/said/${other}`)
  expect(page.body).toContain('It names a person')
  expect(page.body).toContain('Say what happened instead')
  await authors.post(`/said/${other}`, { act: 'resubmit', text: 'Handover is tense at night' })
  expect(await authors.json(`/said/${other}`)).toMatchObject({
    need: { text: 'Handover is tense at night', moderation: 'waiting', moderationReason: null },
  })
})

test('who frames an initiative does not make themselves a reader of the needs brought into it', async () => {
  const framer = await app.aPerson(network, { name: 'Max Framer', roles: ['lead'] })
  const frames = await app.browser(network, framer)
  const started = await frames.post('/initiatives/new', { title_en: 'Results at night' })
  const initiative = (started.location ?? '').split('/')[2] ?? ''
  const added = await frames.post(`/initiatives/${initiative}/people/add`, {
    person: framer,
    part: 'triager',
  })
  expect(added.status).toBe(303)
  const id = await say(authors, text)
  await readers.post(`/needs/${id}/initiative`, { initiative })
  const seen = await frames.get(`/needs/${id}`)
  expect(seen.status).toBe(200)
  expect(seen.body).not.toContain(text)
  expect((await frames.post(`/needs/${id}/return`, { reason: 'unclear' })).status).toBe(403)
  expect(await authors.json(`/said/${id}`)).toMatchObject({ state: 'received', readBy: null })
})

test('three hundred needs are paged, filtered and listed, and the list costs the process little', async () => {
  await app.inNetwork(network, (db) =>
    db
      .insertInto('contribution')
      .values(
        Array.from({ length: 300 }, (_, index) => ({
          network_id: network.id,
          id: newId(),
          kind: 'need' as const,
          author_id: author,
          language: 'en' as const,
          text: `Raw ${index}`,
          wording: index % 3 === 0 ? { en: `Wording ${index}` } : {},
          wording_state: index % 3 === 0 ? ('approved' as const) : ('raw' as const),
          state: index % 2 === 0 ? ('received' as const) : ('read' as const),
          received_at: new Date(Date.UTC(2027, 0, 1, index)),
        })),
      )
      .execute(),
  )
  const started = process.cpuUsage()
  expect(await readers.json('/needs')).toMatchObject({ total: 300, reader: true })
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
  expect(await readers.json('/needs?state=to-read&page=3')).toMatchObject({
    total: 150,
    needs: { length: 50 },
  })
  expect((await readers.get('/needs?page=6')).body).toContain('page=5')
  expect((await readers.json<{ needs: unknown[] }>('/needs?words=Wording+27&state=read')).needs).toHaveLength(
    3,
  )
})

test('needs that wait too long outside of an initiative are told to their readers, once', async () => {
  const id = await say(authors, text)
  app.setNow(new Date('2027-03-16T13:00:00Z'))
  await app.runQueue(network, 'sweep')
  await app.runQueue(network, 'sweep')
  const told = await app.inNetwork(network, (db) => db.selectFrom('notice').selectAll().execute())
  expect(told.map((one) => [one.kind, one.person_id, one.subject_id])).toEqual([
    ['answer-overdue', reader, id],
  ])
})

test('an administrator names readers, who must be leads; ending it ends their reading', async () => {
  const administrator = await app.browser(
    network,
    await app.aPerson(network, { roles: ['network-administrator'] }),
  )
  expect((await administrator.post('/needs/readers', { person: author })).body).toContain('Only a lead')
  expect((await administrator.post('/needs/readers', { person: 'dore' })).status).toBe(303)
  const id = await say(authors, text)
  await administrator.post('/needs/readers/end', { person: reader })
  expect(await readers.json(`/needs/${id}`)).toMatchObject({ raw: null })
  expect((await authors.get('/say')).body).toContain('Nobody has been named yet')
})

test('every page is in French, and a change of language keeps what was typed', async () => {
  const id = await say(authors, text)
  const typed = await authors.post('/say', { text: 'Half a sentence', draft: newId(), _language: 'fr' })
  expect(typed.body).toContain('Half a sentence')
  expect(typed.body).toContain('Qu’est-ce qui manque, ou qui nuit?')
  expect((await authors.get(`/said/${id}`)).body).toContain('<p>1er mars 2027</p>')
  await readers.get('/needs?language=fr')
  for (const path of ['/needs', `/needs/${id}`, `/needs/${id}/return`])
    expect((await readers.get(path)).body).toContain('lang="fr-CA"')
})
