import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Transaction } from 'kysely'
import pg from 'pg'
import { answersGoOut } from '../../asked-initiative.ts'
import type { DB } from '../../platform/db/tables.gen.ts'
import { readMigrations } from '../../platform/db/migrate.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aNeedNetwork, joinNeed, say, sayWorded } from '../../test-needs.ts'
import { aSignedInitiative } from '../../test-round.ts'
import { untilHeld } from '../../until-held.ts'

type Db = Transaction<DB>

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
const joins = (into: string) => joinNeed(app, network, into)

test('its author takes a need back: nothing of it stays, and who joined it goes on without', async () => {
  const id = await worded(text)
  const gone = [await joins(id), await joins(id)]
  const others = [await joins(id), await joins(id)].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await app.inNetwork(network, async (db) => {
    const update = (more: { purged_at: Date } | { moderation: 'returned' }, one?: { id: string }) =>
      db
        .updateTable('contribution')
        .set(more)
        .where('id', '=', one?.id ?? '')
        .execute()
    await update({ purged_at: app.now() }, gone[0])
    await update({ moderation: 'returned' }, gone[1])
  })
  await readers.get(`/needs/${id}`)
  await readers.post(`/needs/${id}/answer`, { outcome: 'adopt', reason_en: 'The lab calls from May.' })
  const page = `/said/${id}/take-back`
  expect((await authors.get(`/said/${id}`)).body).toContain(page)
  expect((await others[0]!.browser.get(page)).status).toBe(404)
  expect((await others[0]!.browser.post(page)).status).toBe(404)
  expect((await authors.get(page)).body).toContain('Take back what you said?')
  const audits = async () =>
    (
      await app.inNetwork(network, (db) =>
        db.selectFrom('audit_entry').select('actor_id').where('actor_id', '=', author).execute(),
      )
    ).length
  const before = await audits()
  const { location = '' } = await authors.post(page)
  expect((await authors.get(location)).body).toContain('You took it back')
  expect(await authors.json('/said')).toMatchObject({ total: 0 })
  expect(await authors.json('/notices')).toMatchObject({ notices: [] })
  expect(await audits(), 'no act of who has no power').toBe(before)
  expect((await readers.get(`/needs/${id}`)).status).toBe(404)
  expect(await readers.json('/needs')).toMatchObject({ total: 1, needs: [{ id: others[0]!.id }] })
  expect(await readers.json(`/needs/${others[1]!.id}`)).toMatchObject({ mergedIntoId: others[0]!.id })
  await answersGoOut(app, network)
  for (const { id: said, browser } of others)
    expect((await browser.get(`/said/${said}`)).body).toContain('The lab calls from May.')
  const twice = await authors.post(page)
  expect(twice.status, 'as for what never was').toBe(404)
  expect(twice.body).toContain('If you have just taken it back, that is done')
})

test('who joins a need while its author takes it back has said it too, and nobody meets an error of ours', async () => {
  const id = await worded(text)
  const other = await app.browser(network, await app.aPerson(network))
  const replies: ReturnType<Browser['post']>[] = []
  await app.inNetwork(network, async (db) => {
    await db.selectFrom('contribution').select('id').where('id', '=', id).forShare().execute()
    replies.push(other.post('/say', { text: 'Results come and nobody sees them', draft: newId(), same: id }))
    await untilHeld(db)
    replies.push(authors.post(`/said/${id}/take-back`))
    await untilHeld(db, 2)
  })
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([303, 303])
  expect(await other.json('/said')).toMatchObject({ total: 1 })
  expect(await readers.json('/needs')).toMatchObject({ total: 1, needs: [{ people: 'fewer-than-5' }] })
})

test('an answer is taken back or goes out, where both come at once', async () => {
  const id = await say(authors, text)
  await readers.post(`/needs/${id}/answer`, { outcome: 'adopt', reason_en: 'The lab calls from May.' })
  app.setNow(new Date(app.now().getTime() + 16 * 60_000))
  const both: Promise<unknown>[] = []
  await app.inNetwork(network, async (db) => {
    await db.selectFrom('contribution').select('id').where('id', '=', id).forShare().execute()
    both.push(readers.post(`/needs/${id}/answer/take-back`).then(({ status }) => status))
    await untilHeld(db)
    both.push(app.runQueue(network, 'deliver-answers', id))
    await untilHeld(db, 2)
  })
  expect(await Promise.all(both)).toEqual([303, undefined])
  expect((await authors.get(`/said/${id}`)).body).not.toContain('The lab calls from May.')
})

test.each(['taken back', 'purged'])(
  'who joined a need that is %s lose nothing: they are listed, and answered together with what was prepared',
  async (how) => {
    const id = await worded(text)
    const joined = [await joins(id), await joins(id), await joins(id)]
    joined.sort((a, b) => (a.id < b.id ? -1 : 1))
    const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
    const answer = { outcome: 'adopt', reason_en: 'The lab calls from May.' }
    await readers.post(`/needs/${id}/answer`, answer)
    const { location } = await readers.post(`/needs/${joined[1]!.id}/answer/take-back`)
    expect(location, 'all of it is taken back').toBe(`/needs/${id}/answer`)
    expect((await readers.post(`${location}/take-back`)).location, 'once more changes nothing').toBe(location)
    await (how === 'purged'
      ? officer.post('/privacy/purge', { contribution: id, search: '', copies: 'stay' })
      : authors.post(`/said/${id}/take-back`))
    const [first] = joined
    expect(await readers.json('/needs')).toMatchObject({ total: 1, needs: [{ id: first!.id }] })
    const page = `/needs/${first!.id}/answer`
    expect(await readers.json(page)).toMatchObject({
      draft: { reason: { en: answer.reason_en } },
      owed: true,
    })
    expect((await readers.post(page, answer)).status).toBe(303)
    await answersGoOut(app, network)
    for (const { id: said, browser } of joined)
      expect((await browser.get(`/said/${said}`)).body).toContain(answer.reason_en)
    expect((await readers.post(`/needs/${await say(authors, 'Beds')}/merge`, { into: id })).status).toBe(
      how === 'purged' ? 409 : 404,
    )
  },
)

test('a need is not taken back once it is in an initiative, or its answer has gone out', async () => {
  const { initiative } = await aSignedInitiative(app, network)
  const [placed, answered] = [await say(authors, text), await say(authors, 'There is never a bed')]
  await readers.post(`/needs/${placed}/initiative`, { initiative })
  await readers.post(`/needs/${answered}/answer`, { outcome: 'answered', reason_en: 'A ward opens in May.' })
  await answersGoOut(app, network)
  for (const [id, why] of [
    [placed, 'part of an initiative now'],
    [answered, 'It has its answer'],
  ] as const) {
    expect((await authors.get(`/said/${id}`)).body).not.toContain('take-back')
    const refused = await authors.post(`/said/${id}/take-back`)
    expect(refused.status).toBe(409)
    expect(refused.body).toContain(why)
  }
  expect(await authors.json('/said')).toMatchObject({ total: 2 })
})

/** What a migration mends in rows that were there before it. */
async function migrated(number: string, before = ''): Promise<void> {
  const owner = new pg.Client({ connectionString: app.ownerUrl })
  await owner.connect()
  try {
    await owner.query(
      `begin; ${before}; ${readMigrations().find(({ name }) => name.startsWith(number))?.sql}; commit`,
    )
  } finally {
    await owner.end()
  }
}

test('a need that joined one in an initiative before it went there with it is there since 0023', async () => {
  const { initiative } = await aSignedInitiative(app, network)
  const [root, joined, loose] = [await worded(text), await say(authors, 'Beds'), await say(authors, 'Pagers')]
  await readers.post(`/needs/${root}/initiative`, { initiative })
  const own = (db: Db) => db.updateTable('contribution')
  await app.inNetwork(network, (db) =>
    own(db).set({ merged_into_id: root }).where('id', '=', joined).execute(),
  )
  await migrated('0023', 'drop index contribution_merged')
  const rows = await app.inNetwork(network, (db) =>
    db.selectFrom('contribution').select(['id', 'initiative_id']).execute(),
  )
  expect(new Map(rows.map((row) => [row.id, row.initiative_id]))).toEqual(
    new Map([
      [root, initiative],
      [joined, initiative],
      [loose, null],
    ]),
  )
})

test('who joined what was purged before stands for it since 0024, with what was prepared', async () => {
  const [root, other] = [await worded(text), await say(authors, 'Pagers')]
  const [first, second] = [await joins(root), await joins(root)].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await app.inNetwork(network, async (db) => {
    await db
      .updateTable('contribution')
      .set({ purged_at: app.now(), wording: {} })
      .where('id', '=', root)
      .execute()
    await db
      .insertInto('answer_draft')
      .values({
        network_id: network.id,
        contribution_id: root,
        outcome: 'adopt',
        reason: { en: 'From May.' },
        prepared_by: reader,
      })
      .execute()
  })
  await migrated('0024')
  const rows = await app.inNetwork(network, (db) =>
    db
      .selectFrom('contribution as c')
      .leftJoin('answer_draft as d', 'd.contribution_id', 'c.id')
      .select(['c.id', 'c.merged_into_id', 'd.outcome'])
      .execute(),
  )
  expect(new Map(rows.map((row) => [row.id, [row.merged_into_id, row.outcome]]))).toEqual(
    new Map([
      [root, [first!.id, null]],
      [other, [null, null]],
      [first!.id, [null, 'adopt']],
      [second!.id, [first!.id, null]],
    ]),
  )
})
