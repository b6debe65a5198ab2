import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RoundId, newId } from '../../platform/ids.ts'
import { aSignedInitiative } from '../../test-round.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { closeRoundDue, openRound } from '../rounds/public.ts'
import { aPdf, aPng, aWebp, pngChunk } from './sample-files.ts'
import { sendUpload } from '../../test-upload.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

const words = { alternative_en: 'A form with two fields', alternative_fr: 'Un formulaire à deux champs' }
const text = '# Who refers\n\nAnyone.\n\n# When\n\nWithin a week.\n'

async function aThing(kind = 'form') {
  const dyad = await aSignedInitiative(app, network)
  const lead = await app.browser(network, dyad.managerLead)
  const reader = await app.browser(network, dyad.triager)
  const made = await lead.post(`/initiatives/${dyad.initiative}/objects/new`, {
    title_en: 'Referral form',
    title_fr: 'Formulaire',
    kind,
  })
  expect(made.status).toBe(303)
  const object = (made.location ?? '').split('/')[2] ?? ''
  const upload = (fields: Record<string, string | Buffer>, name?: string) =>
    sendUpload(app, network, lead, `/objects/${object}/versions/new`, fields, name)
  return { ...dyad, lead, reader, object, upload }
}

type Thing = Awaited<ReturnType<typeof aThing>>

/** A round about a version, opened for some people. */
async function ask(thing: Thing, number: number, options: { level?: 'A' | 'B' | 'C'; people?: number } = {}) {
  const reply = await thing.lead.post(`/objects/${thing.object}/versions/${number}/ask`)
  expect(reply.location).toMatch(/^\/rounds\/.*\/edit$/)
  const round = (reply.location ?? '').split('/')[2] as RoundId
  const people = await Promise.all(Array.from({ length: options.people ?? 0 }, () => app.aPerson(network)))
  await app.inNetwork(network, async (db) => {
    await db
      .updateTable('round')
      .set({
        closes_at: new Date(app.now().getTime() + 7 * 86_400_000),
        ...(options.level ? { anonymity_level: options.level } : {}),
      })
      .where('id', '=', round)
      .execute()
    for (const person of people)
      await db
        .insertInto('round_invitation')
        .values({ network_id: network.id, round_id: round, person_id: person })
        .execute()
  })
  await app.inContext(network, thing.managerLead, (context) => openRound(context, round, { confirmed: true }))
  return { round, people, browsers: await Promise.all(people.map((one) => app.browser(network, one))) }
}

async function close(round: RoundId) {
  const start = app.now()
  app.setNow(new Date(start.getTime() + 8 * 86_400_000))
  await app.inContext(network, null, (context) => closeRoundDue(context, round))
  await app.runQueue(network, 'close-round', round)
  app.setNow(start)
}

const comment = (browser: Browser, round: string, fields: Record<string, string> = {}) =>
  browser.post(`/rounds/${round}/review/comment`, {
    id: newId(),
    kind: 'comment',
    place: '',
    finding: 'defect',
    text: 'The date is asked twice',
    ...fields,
  })

const propose = (browser: Browser, round: string, place: string, after: string, more = {}) =>
  browser.post(`/rounds/${round}/review/propose`, { id: newId(), kind: 'proposal', place, after, ...more })

type Comments = {
  comments: { id: string; number: number; text: string; kind: string; author: string | null }[]
}
const commentsOn = (thing: Thing, number: number, by = thing.reader) =>
  by.json<Comments>(`/objects/${thing.object}/versions/${number}/comments`)

test('a picture is kept without its notes and served sandboxed as what it is', async () => {
  const thing = await aThing('screen')
  const file = aPng(60, 40, [pngChunk('tEXt', Buffer.from('Comment\0<script>'))])
  const reply = await thing.upload({ ...words, file, text: '', language: 'en' }, 'harmless.html')
  expect(reply.location).toBe(`/objects/${thing.object}/versions/1`)
  const content = await thing.lead.get(`/objects/${thing.object}/versions/1/content`)
  expect(content.headers['content-type']).toBe('image/png')
  expect(content.headers['x-content-type-options']).toBe('nosniff')
  expect(content.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/)
  expect(content.body).not.toContain('<script>')
  const page = await thing.lead.get(`/objects/${thing.object}/versions/1`)
  expect(page.body).toContain('A form with two fields')
})

test('a PDF is handed over as a download, a text as a page in which nothing runs', async () => {
  const thing = await aThing()
  expect((await thing.upload({ ...words, file: aPdf() })).status).toBe(303)
  const pdf = await thing.lead.get(`/objects/${thing.object}/versions/1/content`)
  expect(pdf.headers['content-disposition']).toMatch(/^attachment; filename="version-1\.pdf"/)
  expect((await thing.upload({ text: '# A\n\n<script>x</script>', language: 'en' })).status).toBe(303)
  const page = await thing.lead.get(`/objects/${thing.object}/versions/2/content`)
  expect(page.headers['content-security-policy']).toMatch(/^sandbox/)
  expect(page.body).toContain('&lt;script&gt;')
  expect(page.body).not.toContain('<script>')
})

test.each([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG pictures are not taken/],
  ['HTML that calls itself PNG', Buffer.from('<!doctype html><p>hi'), /This is a web page/],
  [
    'a picture with a page behind it',
    Buffer.concat([aPng(), Buffer.from('<html>')]),
    /hidden behind the end/,
  ],
  ['half a picture', aPng().subarray(0, 40), /The end of this file is missing/],
  ['a PDF with a script', aPdf({ catalog: '/JS (x)' }), /holds programs/],
  ['a moving picture', aWebp(5, 5, [['ANIM', Buffer.alloc(6)]]), /Moving pictures/],
  ['a picture of 3.6 thousand million pixels', aPng(60_000, 60_000), /40 million pixels/],
])('%s is refused with the reason, and what was typed stays', async (_, file, reason) => {
  const thing = await aThing()
  const reply = await thing.upload({ ...words, file, language: 'fr' }, 'screen.png')
  expect(reply.status).toBe(422)
  expect(reply.body).toMatch(reason)
  expect(reply.body).toContain('Un formulaire à deux champs')
  expect((await thing.lead.get(`/objects/${thing.object}/versions/1`)).status).toBe(404)
})

test('a file that is too large is refused, and what was typed beside it stays', async () => {
  const thing = await aThing()
  const reply = await thing.upload({ ...words, file: Buffer.alloc(8 * 1024 * 1024 + 1, 0x20) })
  expect(reply.status).toBe(413)
  expect(reply.body).toContain('A form with two fields')
  expect(reply.body).toMatch(/href="#file">[^<]*(?:large|8 MB)/)
  expect((await thing.lead.get(`/objects/${thing.object}`)).body).toContain('no version')
})

test('a picture needs its words in both languages; no file and no text is no version', async () => {
  const thing = await aThing()
  const one = await thing.upload({ file: aPng(), alternative_en: 'Only English', alternative_fr: '' })
  expect(one.status).toBe(422)
  expect(one.body).toContain('Describe in words')
  expect((await thing.upload({ file: Buffer.alloc(0), text: ' ' })).body).toContain('Choose a file')
})

test('something comes only out of what stands before it', async () => {
  const thing = await aThing('concept')
  const path = `/initiatives/${thing.initiative}/objects/new`
  const fields = { title_en: 'A story', kind: 'narrative', derived_from: thing.object }
  expect((await thing.lead.post(path, fields)).body).toContain('not the other way round')
  const form = await thing.lead.post(path, { ...fields, kind: 'form' })
  const model = await thing.lead.json<{ derived: { id: string }[] }>(`/objects/${thing.object}`)
  expect(model.derived.map(({ id }) => id)).toEqual([form.location?.split('/')[2]])
})

test('before a round nobody else sees a version; then those asked do', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const address = `/objects/${thing.object}/versions/1`
  const stranger = await app.browser(network, await app.aPerson(network))
  const decider = await app.browser(network, thing.decider)
  expect((await stranger.get(address)).status).toBe(403)
  expect((await decider.get(address)).status).toBe(404)
  const { browsers } = await ask(thing, 1, { people: 1 })
  expect((await browsers[0]!.get(address)).status).toBe(200)
  expect((await browsers[0]!.get(`${address}/comments`)).status).toBe(403)
  expect((await decider.get(address)).status).toBe(200)
  expect((await stranger.get(`${address}/content`)).status).toBe(403)
})

test('a round about a first version is prepared once, for whom the initiative asked last', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  await app.inNetwork(network, (db) =>
    db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: newId(),
        initiative_id: thing.initiative,
        kind: 'statements',
        title: {},
        anonymity_level: 'C',
        state: 'published',
        opened_at: app.now(),
        audience: ['calling:physician'],
        created_by: thing.managerLead,
      })
      .execute(),
  )
  const begin = () => thing.lead.post(`/objects/${thing.object}/versions/1/ask`)
  const [first, second] = await Promise.all([begin(), begin()])
  expect(second.location).toBe(first.location)
  expect(await thing.lead.json(first.location ?? '')).toMatchObject({ audience: { callings: ['physician'] } })
})

test('at level C a comment is written under the pseudonym, without a time, a log line or a name', async () => {
  const thing = await aThing('screen')
  await thing.upload({ ...words, file: aPng(60, 60) })
  const { round, people, browsers } = await ask(thing, 1, { people: 2 })
  const [one, two] = browsers as [Browser, Browser]
  const [lines, audits] = [
    app.logLines.length,
    await app.inNetwork(network, (db) => db.selectFrom('audit_entry').select('seq').execute()),
  ]
  expect((await one.get(`/rounds/${round}/review`)).body).toContain(
    '2 people are invited. How many have taken part is hidden',
  )
  const said = await comment(one, round, { place: 'C4', text: 'Too small to read' })
  expect(said.location).toBe(`/rounds/${round}/review?saved=on`)
  const [row] = await app.inNetwork(network, (db) =>
    db.selectFrom('contribution').selectAll().where('round_id', '=', round).execute(),
  )
  expect(row).toMatchObject({ author_id: null, received_at: null, text: 'Too small to read' })
  expect(people).not.toContain(row?.author_pseudonym)
  const [place] = await app.inNetwork(network, (db) =>
    db
      .selectFrom('annotation')
      .selectAll()
      .where('contribution_id', '=', row?.id ?? '')
      .execute(),
  )
  expect(place).toMatchObject({ place: 'C4', finding: 'defect' })
  expect([Number(place?.x), Number(place?.y)]).toEqual([0.4167, 0.5833])
  const mine = await one.get(`/rounds/${round}/review`)
  expect(mine.body).toContain('Too small to read')
  expect(mine.body).toContain('2 people are invited. How many have taken part is hidden')
  expect((await two.get(`/rounds/${round}/review`)).body).not.toContain('Too small to read')
  expect((await two.get(`/comments/${row?.id}/change`)).status).toBe(404)
  expect((await commentsOn(thing, 1)).comments).toEqual([])
  expect(app.logLines.slice(lines).filter((line) => line.includes('/review'))).toEqual([])
  expect(await app.inNetwork(network, (db) => db.selectFrom('audit_entry').select('seq').execute())).toEqual(
    audits,
  )
})

test('the same form sent twice is one comment, and nobody can write over another’s', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { people: 2 })
  const [one, two] = browsers as [Browser, Browser]
  const id = newId()
  for (const said of ['First', 'Again'])
    expect((await comment(one, round, { id, text: said })).status).toBe(303)
  expect((await comment(two, round, { id, text: 'Mine now' })).status).toBe(404)
  const rows = await app.inNetwork(network, (db) =>
    db.selectFrom('contribution').select('text').where('round_id', '=', round).execute(),
  )
  expect(rows).toEqual([{ text: 'First' }])
  const path = `/comments/${id}/change`
  const change = { id, kind: 'comment', place: 'section-2', finding: 'interface', text: 'Clearer' }
  expect((await two.post(path, change)).status).toBe(404)
  expect((await one.post(path, change)).status).toBe(303)
  expect((await one.get(`/rounds/${round}/review`)).body).toContain('Clearer')
})

test('what looks like a patient’s data is asked about first; a wrong place and empty words are refused', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { people: 1 })
  const one = browsers[0]!
  const found = await comment(one, round, { text: 'Patient 123 456 789 012 was lost' })
  expect(found.status).toBe(422)
  expect(found.body).toContain('not_patient_data')
  expect((await comment(one, round, { place: 'C4' })).body).toContain('Choose a place')
  expect((await comment(one, round, { text: '  ', finding: '' })).body).toContain(
    'Write what you want to say',
  )
  const same = await propose(one, round, 'section-1', '# Who refers\r\n\r\nAnyone.')
  expect(same.body).toContain('This is what it says now')
  expect((await propose(one, round, '', 'Anything')).body).toContain('Choose the part')
  const french = await one.post(`/rounds/${round}/review/comment?place=section-2`, {
    id: newId(),
    kind: 'comment',
    text: 'À garder',
    _language: 'fr',
  })
  expect(french.body).toContain('De quoi s’agit-il?')
  expect(french.body).toContain('À garder')
})

test('a comment that arrives after the end is not saved, and says so with the words kept', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { people: 1 })
  await close(round)
  const late = await comment(browsers[0]!, round, { text: 'Too late' })
  expect(late.status).toBe(422)
  expect(late.body).toContain('was not saved')
  expect(late.body).toContain('Too late')
  expect((await browsers[0]!.get(`/rounds/${round}/review`)).body).toContain('You said nothing here')
})

test('version 2 marks what changed, credits nobody by name at level C, gives reasons, and asks the same people', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, people, browsers } = await ask(thing, 1, { people: 3 })
  const [one, two, three] = browsers as [Browser, Browser, Browser]
  await propose(one, round, 'section-1', '# Who refers\n\nAny physician or nurse.')
  await propose(two, round, 'section-2', '# When\n\nWithin a day.')
  await comment(three, round, { place: 'section-2', finding: 'new-need', text: 'Say what urgent means' })
  await thing.upload({ text: '# Who refers\n\nAny physician or nurse.\n\n# When\n\nWithin a week.\n' })
  const second = `/objects/${thing.object}/versions/2`
  expect((await thing.lead.post(`${second}/show`)).status).toBe(409)
  expect((await thing.lead.post(`${second}/ask`)).status).toBe(409)
  await close(round)

  const { comments } = await commentsOn(thing, 1)
  expect(comments.map(({ author }) => author)).toEqual([null, null, null])
  const of = (part: string) => comments.find((said) => said.text.includes(part))?.id ?? ''
  const decide = (id: string, fields: Record<string, string>) => thing.reader.post(`/comments/${id}`, fields)
  expect((await decide(of('nurse'), { outcome: 'taken' })).status).toBe(303)
  expect((await decide(of('a day'), { outcome: 'not-taken' })).body).toContain('Say why')
  const reason = {
    reason_en: 'No clinic is open every day',
    reason_fr: 'Aucune clinique n’ouvre chaque jour',
  }
  await decide(of('a day'), { outcome: 'not-taken', ...reason })
  const page = await thing.lead.get(second)
  expect(page.body).toContain('1 change that was taken is not marked yet')
  expect((await thing.lead.post(`${second}/show`)).status).toBe(409)
  const mark = { what_en: 'Nurses may refer', place: 'section-1', contribution: of('a day') }
  expect((await thing.lead.post(`${second}/changes`, mark)).status).toBe(422)
  expect((await thing.lead.post(`${second}/changes`, { ...mark, contribution: of('nurse') })).status).toBe(
    303,
  )
  const links = () =>
    app.inNetwork(network, (db) =>
      db
        .selectFrom('annotation')
        .select('outcome_version_id')
        .where('outcome', '=', 'taken')
        .where('contribution_id', '=', of('nurse'))
        .execute(),
    )
  expect((await links())[0]?.outcome_version_id).not.toBeNull()
  const marked = await thing.lead.json<{ changes: { changes: { id: string }[] } }>(`${second}/changes`)
  await thing.lead.post(`/changes/${marked.changes.changes[0]?.id}/remove`)
  expect((await links())[0]?.outcome_version_id).toBeNull()
  expect((await thing.lead.post(`${second}/changes`, { ...mark, contribution: of('nurse') })).status).toBe(
    303,
  )
  expect((await two.get(`/rounds/${round}/review`)).body).not.toContain('No clinic is open')
  expect((await one.get(second)).status).toBe(404)
  expect((await thing.lead.post(`${second}/show`)).status).toBe(303)
  expect((await thing.lead.post(`${second}/changes`, mark)).status).toBe(409)
  expect((await decide(of('nurse'), { outcome: 'taken' })).status).toBe(409)

  const notices = await app.inNetwork(network, (db) =>
    db.selectFrom('notice').select(['person_id', 'parameters']).where('kind', '=', 'new-version').execute(),
  )
  expect(notices.map((notice) => notice.person_id).toSorted()).toEqual([...people].toSorted())
  expect(notices[0]?.parameters).toMatchObject({ address: second })
  const shown = await one.get(second)
  expect(shown.body).toContain('Nurses may refer')
  expect(shown.body).toContain('Proposed by someone who was asked')
  expect(shown.body).toContain('No clinic is open every day')
  expect(shown.body).toMatch(/Removed<\/p><del>/)
  expect(shown.body).not.toContain('Say what urgent means')
  expect((await two.get(`/rounds/${round}/review`)).body).toContain('No clinic is open every day')

  const again = await ask(thing, 2)
  const asked = await app.inNetwork(network, (db) =>
    db.selectFrom('round').selectAll().where('id', '=', again.round).executeTakeFirstOrThrow(),
  )
  expect(asked).toMatchObject({ follows_id: round, anonymity_level: 'C', kind: 'prototype' })
  const review = await two.get(`/rounds/${again.round}/review`)
  expect(review.status).toBe(200)
  expect(review.body).toContain('What changed since version 1')
  expect((await two.get(`/rounds/${again.round}`)).body).toContain(`/rounds/${again.round}/review`)
})

test('at level B one is named only where one asked for it, at level A always; each look at names is logged', async () => {
  for (const level of ['A', 'B'] as const) {
    const thing = await aThing()
    await thing.upload({ text })
    const { round, people, browsers } = await ask(thing, 1, { level, people: 2 })
    const [one, two] = browsers as [Browser, Browser]
    await propose(one, round, 'section-1', '# Who refers\n\nNurses too.', { credit: 'on' })
    await propose(two, round, 'section-2', '# When\n\nSoon.')
    await close(round)
    const { comments } = await commentsOn(thing, 1)
    expect(comments.filter(({ author }) => author !== null)).toHaveLength(level === 'A' ? 2 : 0)
    await thing.upload({ text: '# Who refers\n\nNurses too.\n\n# When\n\nSoon.\n' })
    const second = `/objects/${thing.object}/versions/2`
    for (const { id } of comments) {
      await thing.reader.post(`/comments/${id}`, { outcome: 'taken' })
      await thing.lead.post(`${second}/changes`, { what_fr: 'Changé', place: '', contribution: id })
    }
    await thing.lead.post(`${second}/show`)
    const names = await app.inNetwork(network, (db) =>
      db.selectFrom('person').select(['id', 'family_name']).where('id', 'in', people).execute(),
    )
    const nameOf = (person: string | undefined) => names.find(({ id }) => id === person)?.family_name ?? '?'
    const { body } = await two.get(second)
    expect(body).toContain(`Proposed by Ada ${nameOf(people[0])}`)
    expect(body.includes(`Proposed by Ada ${nameOf(people[1])}`)).toBe(level === 'A')
    if (level === 'A') continue
    await app.inNetwork(network, (db) =>
      db
        .insertInto('initiative_person')
        .values({
          network_id: network.id,
          initiative_id: thing.initiative,
          person_id: thing.managerLead,
          part: 'facilitator',
        })
        .execute(),
    )
    expect((await commentsOn(thing, 1, thing.lead)).comments.every(({ author }) => author !== null)).toBe(
      true,
    )
    const looks = await app.inNetwork(network, (db) =>
      db.selectFrom('audit_entry').selectAll().where('action', '=', 'prototypes.look-at-names').execute(),
    )
    expect(looks).toMatchObject([{ subject_id: round, actor_id: thing.managerLead }])
  }
})

test('what says the same is put together and credited together, and stays so when the first of it is purged', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { level: 'A', people: 2 })
  for (const browser of browsers) await propose(browser, round, 'section-1', '# Who refers\n\nNurses too.')
  await close(round)
  const { comments } = await commentsOn(thing, 1)
  const [first, other] = comments.map(({ id }) => id) as [string, string]
  const path = '/comments'
  expect((await thing.reader.post(`${path}/${other}/merge`, { into: first })).status).toBe(303)
  expect((await thing.reader.post(`${path}/${first}/merge`, { into: newId() })).status).toBe(409)
  await thing.reader.post(`${path}/${first}`, { outcome: 'taken' })
  await thing.upload({ text: '# Who refers\n\nNurses too.\n' })
  const second = `/objects/${thing.object}/versions/2`
  await thing.lead.post(`${second}/changes`, { what_en: 'Nurses', place: 'section-1', contribution: first })
  const model = await thing.lead.json<{ changes: { changes: { credits: unknown[] }[] } }>(second)
  expect(model.changes.changes[0]?.credits).toHaveLength(2)
  const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
  await officer.post('/privacy/purge', { contribution: first, search: '', copies: 'stay' })
  expect(await commentsOn(thing, 1)).toMatchObject({
    comments: [
      { id: first, mergedInto: 2 },
      { id: other, mergedInto: null, outcome: 'taken' },
    ],
  })
  const after = await thing.lead.json<typeof model>(second)
  expect(after.changes.changes[0]?.credits).toHaveLength(2)
  expect((await thing.lead.post(`${second}/show`)).status).toBe(303)
})

test('a comment whose author approves it is read by others when its round has ended, until a reader keeps it', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { people: 12 })
  const [one, two, ...rest] = browsers as [Browser, Browser, ...Browser[]]
  const mine = newId()
  expect((await one.get(`/rounds/${round}/review/comment`)).body).toContain('May others read this?')
  await comment(one, round, { id: mine, text: 'Ward 4 has no fax', open: 'on' })
  const change = { id: mine, kind: 'comment', place: '', finding: 'defect' }
  await one.post(`/comments/${mine}/change`, { ...change, text: 'Ward 5 has no fax' })
  expect((await one.get(`/rounds/${round}/review`)).body).toContain('For the named readers only')
  await one.post(`/comments/${mine}/change`, { ...change, text: 'Ward 6 has no fax', open: 'on' })
  expect((await one.get(`/rounds/${round}/review`)).body).toContain('Others may read it')
  await comment(two, round, { text: 'Dr Roe never answers' })
  for (const browser of rest) await comment(browser, round)
  await close(round)

  const byLead = () => commentsOn(thing, 1, thing.lead)
  const read = (await byLead()).comments.flatMap((said) => said.text ?? [])
  expect(read).toEqual(['Ward 6 has no fax'])
  const everyone = () => two.json<{ items: unknown[]; hidden: boolean }>(`/said/rounds/${round}`)
  expect(await everyone(), 'nobody has answered it').toMatchObject({ items: [], hidden: false })
  const signed = await thing.lead.post(`/rounds/${round}/answers`, {
    do: 'sign',
    thing: mine,
    outcome: 'adopt',
    reason_en: 'A fax comes in May.',
  })
  expect(signed.status, signed.body).toBe(303)
  app.setNow(new Date(app.now().getTime() + 3_600_000))
  await app.runQueue(network, 'deliver-answers', round)
  expect(await everyone()).toMatchObject({ items: [{ words: { en: 'Ward 6 has no fax' } }], hidden: false })

  expect((await thing.lead.post(`/comments/${mine}/keep`)).status).toBe(403)
  expect((await thing.reader.post(`/comments/${mine}/keep`)).status).toBe(303)
  expect((await byLead()).comments.every((said) => said.text === null)).toBe(true)
  expect(await everyone(), 'answered, and kept').toMatchObject({ items: [], hidden: true })
  const own = (await one.get(`/rounds/${round}/review`)).body
  expect(own).toContain('A named reader kept it back')
  expect(own).not.toContain('For the named readers only')
})

test('after the end the rows at level C are written again in an order that says nothing', async () => {
  const thing = await aThing()
  await thing.upload({ text })
  const { round, browsers } = await ask(thing, 1, { people: 6 })
  for (const [index, browser] of browsers.entries())
    await comment(browser, round, index % 2 === 0 ? { open: 'on' } : {})
  await close(round)
  const { rows } = await app.inNetwork(network, (db) =>
    sql<{ id: string; forgotten: boolean }>`
      select a.contribution_id as id, a.order_forgotten as forgotten from annotation a
      join contribution c on c.id = a.contribution_id where c.round_id = ${round} order by a.ctid`.execute(
      db,
    ),
  )
  expect(rows).toHaveLength(6)
  expect(rows.every(({ forgotten }) => forgotten)).toBe(true)
  expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted())
})

test('comments are read by the named readers alone, and words leave when at least ten took part', async () => {
  for (const people of [9, 10]) {
    const thing = await aThing()
    await thing.upload({ text })
    const { round, browsers } = await ask(thing, 1, { people: 12 })
    const form = (await browsers[0]!.get(`/rounds/${round}/review/comment`)).body
    expect(form).toMatch(/is read, as you wrote it, by:.*?Ada /s)
    await propose(browsers[0]!, round, 'section-1', '# Who refers\n\nNurses too.')
    for (const [index, browser] of browsers.slice(1, people).entries())
      await comment(browser, round, { text: `The fax in room ${index}` })
    await close(round)
    const said = await thing.lead.get(`/objects/${thing.object}/versions/1/comments`)
    expect(said.status).toBe(200)
    expect(said.body).not.toContain('The fax')
    expect(said.body.includes('Nurses too')).toBe(people === 10)
    expect(said.body).toContain('fewer than 10 people took part')
    const asData = JSON.stringify(await commentsOn(thing, 1, thing.lead))
    expect(asData).not.toContain('The fax')
    expect(asData.includes('Nurses too')).toBe(people === 10)

    const { comments } = await commentsOn(thing, 1)
    expect(comments.filter((one) => one.text.includes('The fax'))).toHaveLength(people - 1)
    const [fax] = comments.filter((one) => one.kind === 'comment')
    const [other] = comments.filter((one) => one.kind === 'proposal')
    const why = { outcome: 'not-taken', reason_en: 'The law says physicians' }
    const refused = await thing.lead.post(`/comments/${fax?.id}`, why)
    expect([refused.status, refused.body.includes('for the named readers')]).toEqual([403, true])
    expect((await thing.lead.get(`/comments/${fax?.id}`)).body).not.toContain('The fax')
    expect((await thing.reader.post(`/comments/${other?.id}`, why)).status).toBe(303)
    for (const one of comments.filter(({ id }) => id !== other?.id))
      await thing.reader.post(`/comments/${one.id}`, { outcome: 'taken' })
    await thing.upload({ text: '# Who refers\n\nAnyone, by post.\n\n# When\n\nWithin a week.\n' })
    const second = `/objects/${thing.object}/versions/2`
    expect((await thing.lead.get(`${second}/changes`)).body).not.toContain('The fax')
    const version = await thing.lead.json<{ changes: { notTaken: { after: string | null }[] } }>(second)
    expect(version.changes.notTaken[0]?.after).toBe(people === 10 ? '# Who refers\n\nNurses too.' : null)
    const page = (await thing.lead.get(second)).body
    expect(page).toContain('The law says physicians')
    expect(page.includes('The words are hidden: fewer than 10 people took part.')).toBe(people === 9)
  }
})
