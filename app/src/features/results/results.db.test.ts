import { seededRandom } from '@rounds/methods'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InitiativeId, type PersonId, type RoundId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { type Conversation, importConversation } from '../rounds/public.ts'
import { NotComputed } from './compute-in-process.ts'
import { publishResults, recomputeResult } from './public.ts'
import { looksToWait, publishDue } from './publish-results.ts'

let app: TestApp
let network: TestNetwork
let lead: PersonId
let browser: Browser
let initiative: InitiativeId

function conversation(people: number, statements: number): Conversation {
  const random = seededRandom(11)
  const numbers = Array.from({ length: statements }, (_, index) => String(index))
  return {
    title: { en: 'A conversation elsewhere', zh: '別處的討論' },
    sourceNote: { en: 'Made for a test' },
    language: 'zh',
    openedAt: new Date('2027-01-01T00:00:00Z'),
    closedAt: new Date('2027-02-01T00:00:00Z'),
    statements: numbers.map((id) => ({ id, text: `第 ${id} 句`, accepted: true })),
    votes: Array.from({ length: people }, (_, person) =>
      numbers.flatMap((statement) => {
        const draw = random()
        const side = person % 3 === 0 ? Number(statement) % 2 : 1 - (Number(statement) % 2)
        if (random() < 0.1) return []
        const answer =
          draw < 0.08
            ? ('pass' as const)
            : draw < (side === 1 ? 0.75 : 0.25)
              ? ('agree' as const)
              : ('disagree' as const)
        return [{ participant: `p${person}`, statement, answer }]
      }),
    ).flat(),
  }
}

async function imported(people: number, statements: number): Promise<RoundId> {
  return app.inContext(network, lead, async (context) => {
    const round = await importConversation(context, {
      initiative,
      by: lead,
      conversation: conversation(people, statements),
    })
    await publishResults(context, round)
    return round
  })
}

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  lead = await app.aPerson(network, { roles: ['lead', 'analyst'] })
  browser = await app.browser(network, lead)
  initiative = newId<'initiative'>()
  await app.inNetwork(network, (db) =>
    db
      .insertInto('initiative')
      .values({
        network_id: network.id,
        id: initiative,
        title: { en: 'Imported' },
        created_by: lead,
        state: 'running',
      })
      .execute(),
  )
})
afterAll(() => app.stop())

test('a published round shows groups, every statement in its own language, and how it was computed', async () => {
  const round = await imported(90, 14)
  const page = await browser.get(`/rounds/${round}/results?all=1`)
  expect(page.status).toBe(200)
  expect(page.body).toContain('第 13 句')
  expect(page.body).toContain('lang="zh"')
  const model = await browser.json<{
    computed: { groups: { size: number; representative: unknown[] }[]; stability: { verdict: string } }
  }>(`/rounds/${round}/results`)
  expect(model.computed.groups).toHaveLength(2)
  expect(model.computed.groups.every((group) => group.representative.length > 0)).toBe(true)
  expect(model.computed.stability.verdict).toBe('stable')
  expect(JSON.stringify(model)).not.toMatch(/"participant"/)
})

test('of very many statements a page holds the clearest of each list, and fifty of all', async () => {
  const round = await imported(90, 60)
  const items = (body: string, list: string) =>
    body
      .split(`<${list}`)[1]
      ?.split(list === 'ol' ? '</ol>' : '</section>')[0]
      ?.match(/<p class="words">/g)?.length
  const address = `/rounds/${round}/results`
  const first = (await browser.get(address)).body
  const differ = first.slice(first.indexOf('Where the groups differ'))
  expect(differ).toMatch(/The 10 clearest of \d+/)
  expect(items(differ, 'ul')).toBe(10)
  expect(items(first, 'ol')).toBe(10)
  const all = (await browser.get(`${address}?all=1`)).body
  expect(items(all, 'ol')).toBe(50)
  expect(all).toContain(`${address}?all=1&amp;page=2#statements`)
  const rest = (await browser.get(`${address}?all=1&page=2`)).body
  expect(items(rest, 'ol')).toBe(10)
  expect(rest).toContain('start="51"')
})

test('too few voters: bars, and the sentence that there is not enough to say', async () => {
  const round = await imported(30, 12)
  const page = await browser.get(`/rounds/${round}/results`)
  expect(page.body).toContain('Not enough to say whether opinions form groups: 30 people voted')
  const french = await app.browser(network, lead)
  french.cookies.set('rounds-language', 'fr')
  expect((await french.get(`/rounds/${round}/results`)).body).toContain('Pas assez de réponses')
})

test('words that were purged since, or taken out, say so in the reader’s language', async () => {
  const round = await imported(60, 12)
  await app.inNetwork(network, async (db) => {
    const [purged] = await db
      .updateTable('statement')
      .set({ removed: true })
      .where('round_id', '=', round)
      .where('number', 'in', [1, 2])
      .returning('contribution_id')
      .execute()
    await db
      .updateTable('contribution')
      .set({ purged_at: app.now() })
      .where('id', '=', purged?.contribution_id ?? '')
      .execute()
  })
  expect((await browser.get(`/rounds/${round}/results?all=1`)).body).toContain('Removed, because it could')
  const csv = (await browser.get(`/rounds/${round}/results/statements.csv`)).body
  expect(csv).toContain('Removed, because it could have identified somebody')
  expect(csv).toContain('Added by a participant; its words are not shown.')
})

test('computing again gives the stored result, number for number; a changed vote shows', async () => {
  const round = await imported(60, 12)
  const again = () => app.inContext(network, lead, (context) => recomputeResult(context, round))
  expect(await again()).toMatchObject({ same: true, stored: true })
  const comparison = `/rounds/${round}/results/comparison`
  const looks = () =>
    app.inNetwork(network, (db) =>
      db.selectFrom('audit_entry').select('seq').where('action', '=', 'results.recompute').execute(),
    )
  const before = (await looks()).length
  expect((await browser.get(comparison)).body).toContain('the same, number for number')
  expect(await looks()).toHaveLength(before)
  expect((await browser.post(comparison)).location).toBe(comparison)
  expect(await looks()).toHaveLength(before + 1)
  await app.inNetwork(network, (db) =>
    db
      .updateTable('round_result')
      .set({ result: { n: {} } })
      .where('round_id', '=', round)
      .execute(),
  )
  expect(await again()).toMatchObject({ same: false })
})

test('a result is computed again once at a time; who asks meanwhile is told so', async () => {
  const round = await imported(30, 4)
  const comparison = `/rounds/${round}/results/comparison`
  await app.inContext(network, lead, async (context) => {
    await recomputeResult(context, round)
    const refused = await browser.post(comparison)
    expect(refused.status).toBe(409)
    expect(refused.body).toContain('being computed again already')
  })
  expect((await browser.post(comparison)).status).toBe(303)
  expect((await browser.post(comparison.replace(round, newId<'round'>()))).status).toBe(404)
})

test('the download holds the disclosed numbers, escaped for spreadsheets', async () => {
  const round = await imported(60, 12)
  const csv = (await browser.get(`/rounds/${round}/results/statements.csv`)).body
  const [head = '', first = ''] = csv.split('\n')
  expect(head).toContain('agree_A,answered_A')
  expect(first.split(',')).toHaveLength(head.split(',').length)
  expect(csv.split('\n').length).toBeGreaterThan(12)
  for (const cell of csv
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(',').slice(2))) {
    const count = Number(cell)
    if (cell.trim() !== '' && Number.isInteger(count)) expect(count).toBeGreaterThanOrEqual(5)
  }
})

test('before the round has closed there are no results, and the refusal says when they come', async () => {
  const id = newId<'round'>()
  await app.inNetwork(network, (db) =>
    db
      .insertInto('round')
      .values({
        network_id: network.id,
        id,
        initiative_id: initiative,
        kind: 'statements',
        title: { en: 'Open' },
        state: 'open',
        opened_at: app.now(),
        created_by: lead,
      })
      .execute(),
  )
  const page = await browser.get(`/rounds/${id}/results`)
  expect(page.status).toBe(409)
  expect(page.body).toContain('<h1>The results are not out yet</h1><p>They come when the round has closed')
  await app.inNetwork(network, (db) =>
    db.updateTable('round').set({ state: 'closed', closed_at: app.now() }).where('id', '=', id).execute(),
  )
  const underway = await browser.get(`/rounds/${id}/results`)
  expect(underway.status).toBe(409)
  expect(underway.body).toContain('its results are being worked out')
})

test('who leads and who administrates are told once that a result could not be computed; it is published when it can', async () => {
  const administrator = await app.aPerson(network, { roles: ['network-administrator'] })
  const round = await app.inContext(network, lead, (context) =>
    importConversation(context, { initiative, by: lead, conversation: conversation(20, 3) }),
  )
  const tries: number[] = []
  for (let look = 0; look < 3; look += 1)
    await app.inContext(network, null, (context) =>
      publishDue(context, round, () => {
        tries.push(look)
        return Promise.reject(new NotComputed('the result could not be computed', { outOfMemory: true }))
      }),
    )
  expect(tries).toEqual([0, 2])
  const told = () =>
    app.inNetwork(network, (db) =>
      db.selectFrom('notice').select(['person_id', 'kind']).where('subject_id', '=', round).execute(),
    )
  expect((await told()).toSorted((a, b) => (a.person_id < b.person_id ? -1 : 1))).toEqual(
    [lead, administrator].toSorted().map((person_id) => ({ person_id, kind: 'results-late' })),
  )
  const hers = await app.browser(network, administrator)
  expect((await hers.get('/notices')).body).toContain('memory ran out')
  await app.runQueue(network, 'sweep')
  expect((await browser.get(`/rounds/${round}/results`)).status, 'not tried at the next look').toBe(409)
  for (let look = 0; look < 3; look += 1)
    await app.inContext(network, null, (context) => publishDue(context, round))
  expect((await browser.get(`/rounds/${round}/results`)).status).toBe(200)
  expect(await told(), 'late no more').toEqual([])
})

test('what can’t be computed is tried less and less often, at last every hour', () => {
  expect([1, 2, 3, 5, 6, 40].map((times) => looksToWait(times) + 1)).toEqual([2, 4, 8, 32, 60, 60])
})

test('another network’s round is not there', async () => {
  const round = await imported(30, 4)
  const elsewhere = await app.aNetwork()
  const stranger = await app.browser(elsewhere, await app.aPerson(elsewhere, { roles: ['lead', 'analyst'] }))
  expect((await stranger.get(`/rounds/${round}/results`)).status).toBe(404)
  expect((await stranger.get(`/rounds/${round}/results/comparison`)).status).toBe(404)
})
