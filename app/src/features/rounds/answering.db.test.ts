import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

const votesOf = (round: string) =>
  app.inNetwork(network, (db) => db.selectFrom('vote').selectAll().where('round_id', '=', round).execute())

test('five statements take one opening and five taps, and each tap is kept once', async () => {
  const { round, invited } = await aRound(app, network)
  const browser = await app.browser(network, invited[0])
  let taps = 1
  const opened = await browser.get(`/rounds/${round}`)
  expect(opened.status).toBe(200)
  let address = `/rounds/${round}/statements/1`
  for (const answer of ['agree', 'disagree', 'pass', 'not-my-area', 'agree']) {
    const reply = await browser.post(address.split('?')[0] ?? '', { answer, revision: '0' })
    taps += 1
    expect(reply.status, reply.body.slice(0, 2000)).toBe(303)
    address = reply.location ?? ''
  }
  expect(address).toBe(`/rounds/${round}/thanks`)
  expect(taps).toBeLessThanOrEqual(8)
  const thanks = await browser.get(address)
  expect(thanks.body).toContain('Dee Cider')
  expect(thanks.body).toContain('April 1, 2027')
  expect((await votesOf(round)).map((vote) => vote.answer).toSorted()).toEqual([
    'agree',
    'agree',
    'disagree',
    'not-my-area',
    'pass',
  ])
})

test('at the end every answer can be read and changed, in a round of any length', async () => {
  const { round, invited } = await aRound(app, network, { statements: 14 })
  const browser = await app.browser(network, invited[0])
  let number = (await browser.json<{ statement: { number: number } }>(`/rounds/${round}`)).statement.number
  const given: number[] = []
  for (let taps = 0; taps < 10; taps++) {
    given.push(number)
    const reply = await browser.post(`/rounds/${round}/statements/${number}`, {
      answer: 'pass',
      revision: '0',
    })
    number = Number(/statements\/(\d+)/.exec(reply.location ?? '')?.[1])
  }
  for (const path of ['/thanks', '']) {
    const { body } = await browser.get(`/rounds/${round}${path}`)
    for (const one of given) expect(body).toContain(`href="/rounds/${round}/statements/${one}"`)
    expect(body).toContain(`href="/rounds/${round}?more=on"`)
    expect(body).not.toContain('answered everything')
  }
  const third = `/rounds/${round}/statements/${given[2]}`
  expect((await browser.post(third, { answer: 'agree', revision: '1' })).location).toBe(
    `/rounds/${round}/thanks`,
  )
  const model = await browser.json<{ own: { number: number; answer: string }[] }>(`/rounds/${round}/thanks`)
  expect(model.own.find((one) => one.number === given[2])?.answer).toBe('agree')
  expect(model.own.map((one) => one.number)).toEqual(given.toSorted((a, b) => a - b))
})

test('an answer may wait on the page on one’s own device alone, never where names are kept apart, and for its own session alone', async () => {
  const page = async (level: 'A' | 'B' | 'C', own: boolean) => {
    const { round, invited } = await aRound(app, network, { level })
    const browser = await app.browser(network, invited[0])
    if (own) await browser.post('/me/own-device', { own: 'yes' })
    return { round, invited, browser, body: (await browser.get(`/rounds/${round}`)).body }
  }
  for (const [level, own] of [
    ['C', true],
    ['C', false],
    ['A', false],
    ['B', false],
  ] as const)
    expect((await page(level, own)).body).not.toContain('data-queue')
  for (const level of ['A', 'B'] as const) {
    const { round, invited, browser, body } = await page(level, true)
    expect(body).toContain('data-queue')
    const session = /name="session" value="([^"]+)"/.exec(body)?.[1] ?? ''
    const sent = { answer: 'agree', revision: '0', session }
    const other = await app.browser(network, invited[1])
    expect((await other.post(`/rounds/${round}/statements/1`, sent)).status).toBe(422)
    expect(await votesOf(round)).toEqual([])
    expect((await browser.post(`/rounds/${round}/statements/1`, sent)).status).toBe(303)
    await browser.post('/me/own-device', {})
    expect((await browser.get(`/rounds/${round}`)).body).not.toContain('data-queue')
  }
})

test('every page of a round says its level, its end, and where to read who can see this', async () => {
  const { round, invited } = await aRound(app, network, { level: 'C' })
  const browser = await app.browser(network, invited[0])
  for (const path of ['', '/statements/1', '/statements/1?after=1', '/thanks']) {
    const { body } = await browser.get(`/rounds/${round}${path}`)
    expect(body).toContain('Nobody in Rounds sees who answered what')
    expect(body).toContain('Closes')
    expect(body).toContain('Unpaid')
    expect(body).toContain(`/rounds/${round}/who-can-see`)
  }
})

test('an answer can be changed until the end; the same form sent twice counts once; a stale one is refused with nothing lost', async () => {
  const { round, invited } = await aRound(app, network)
  const phone = await app.browser(network, invited[1])
  const desk = await app.browser(network, invited[1])
  const path = `/rounds/${round}/statements/2`
  const send = (browser: typeof phone, answer: string, revision: number) =>
    browser.post(path, { answer, revision: String(revision) })
  expect((await send(phone, 'agree', 0)).status).toBe(303)
  expect((await send(phone, 'agree', 0)).status).toBe(303)
  expect((await send(phone, 'disagree', 1)).status).toBe(303)
  const stale = await send(desk, 'pass', 0)
  expect(stale.status).toBe(422)
  expect(stale.body).toContain('aria-pressed="true"')
  expect(stale.body).toContain('name="revision" value="2"')
  expect((await send(desk, 'pass', 2 ** 31)).status).toBe(422)
  const votes = await votesOf(round)
  expect(votes).toHaveLength(1)
  expect(votes[0]).toMatchObject({ answer: 'disagree', revision: 2 })
})

test('a round is resumed at the first statement without an answer, on any device', async () => {
  const { round, invited } = await aRound(app, network)
  const phone = await app.browser(network, invited[2])
  await phone.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  const model = await (
    await app.browser(network, invited[2])
  ).json<{ statement: { number: number }; position: number }>(`/rounds/${round}`)
  expect(model).toMatchObject({ statement: { number: 2 }, position: 2 })
})

test('two devices at the same moment: one answer is kept, the other is acknowledged or refused, never doubled', async () => {
  const { round, invited } = await aRound(app, network)
  const browsers = await Promise.all([0, 1, 2, 3, 4, 5].map(() => app.browser(network, invited[3])))
  const replies = await Promise.all(
    browsers.map((browser, index) =>
      browser.post(`/rounds/${round}/statements/1`, {
        answer: index % 2 ? 'agree' : 'disagree',
        revision: '0',
      }),
    ),
  )
  const votes = await votesOf(round)
  expect(votes).toHaveLength(1)
  const taken = replies.filter((reply) => reply.status === 303)
  expect(taken.length).toBeGreaterThanOrEqual(1)
  expect(taken.length).toBeLessThanOrEqual(3)
  expect(votes[0]?.revision).toBe(1)
})

test('a crowd that answers at one moment: each is told what became of their own answer', async () => {
  const { round, invited } = await aRound(app, network)
  const [stranger, signedOut, ...browsers] = await Promise.all([
    app.aPerson(network).then((person) => app.browser(network, person)),
    app.browser(network),
    ...invited.map((person) => app.browser(network, person)),
  ])
  const send = (browser: typeof stranger, number: number, revision: string, answer = 'agree') =>
    browser.post(`/rounds/${round}/statements/${number}`, { answer, revision })
  await Promise.all(browsers.map((browser) => send(browser, 1, '0')))
  const [uninvited, unknown, nowhere, replayed, stale, changed, ...first] = await Promise.all([
    send(stranger, 2, '0'),
    send(signedOut, 2, '0'),
    send(browsers[0]!, 99, '0'),
    send(browsers[1]!, 1, '0'),
    send(browsers[2]!, 1, '0', 'disagree'),
    send(browsers[3]!, 1, '1', 'pass'),
    ...browsers.map((browser) => send(browser, 2, '0')),
  ])
  expect([uninvited, unknown, nowhere, replayed, stale, changed].map((reply) => reply?.status)).toEqual([
    403, 401, 404, 303, 422, 303,
  ])
  expect(first.map(({ status }) => status)).toEqual(browsers.map(() => 303))
  const votes = await votesOf(round)
  expect(votes).toHaveLength(2 * browsers.length)
  expect(votes.filter(({ revision }) => revision === 2).map(({ answer }) => answer)).toEqual(['pass'])
})

test('the writing of a vote touches the vote and nothing else, and leaves no line', async () => {
  const { round, invited } = await aRound(app, network)
  const browser = await app.browser(network, invited[4])
  const written = () =>
    app.app.services.database.pool
      .query<{ relname: string; n: string }>(`select pg_stat_force_next_flush()`)
      .then(() =>
        app.app.services.database.pool.query<{ relname: string; n: string }>(
          `select schemaname || '.' || relname as relname, n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_all_tables
         where schemaname in ('public', 'jobs') and schemaname || '.' || relname !~ 'jobs\\.(version|queue)'`,
        ),
      )
  const before = new Map((await written()).rows.map((row) => [row.relname, Number(row.n)]))
  const lines = app.logLines.length
  await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  await expect
    .poll(async () => {
      const { rows } = await written()
      return rows.filter((row) => Number(row.n) !== before.get(row.relname)).map((row) => row.relname)
    })
    .toEqual(['public.vote'])
  expect(app.logLines.length).toBe(lines)
})

test('after the end an answer is told that it came too late, and how many arrived in time', async () => {
  const { round, invited } = await aRound(app, network)
  const browser = await app.browser(network, invited[5])
  for (const number of [1, 2, 3, 4])
    await browser.post(`/rounds/${round}/statements/${number}`, { answer: 'agree', revision: '0' })
  const now = app.now()
  app.setNow(new Date(now.getTime() + 8 * 86_400_000))
  try {
    const late = await browser.post(`/rounds/${round}/statements/5`, { answer: 'agree', revision: '0' })
    expect(late.status).toBe(422)
    expect(late.body).toContain('4 of your 5 answers arrived in time and count.')
    await app.runQueue(network, 'close-round', round)
    const again = await browser.post(`/rounds/${round}/statements/5`, { answer: 'agree', revision: '0' })
    expect(again.body).toContain('4 of your 5 answers arrived in time and count.')
  } finally {
    app.setNow(now)
  }
})

test('a round that was closed early says when it closed, and no longer when it would have', async () => {
  const { round, invited, managerLead } = await aRound(app, network)
  const [lead, one] = [await app.browser(network, managerLead), await app.browser(network, invited[0])]
  const open = (await one.json<{ round: { closesAt: string } }>(`/rounds/${round}/who-can-see`)).round
    .closesAt
  expect((await one.get(`/rounds/${round}/who-can-see`)).body).toMatch(/Closes \w+day/)
  await lead.post(`/rounds/${round}/close`)
  for (const [browser, page, words] of [
    [one, `/rounds/${round}`, /It closed (\w+day, [^.<]+)\.<[^]*<li>Closed \1</],
    [lead, `/rounds/${round}/edit`, /<dt>Closed<\/dt><dd>(\w+day, [^<]+)</],
  ] as const)
    expect((await browser.get(page)).body).toMatch(words)
  expect(await one.json(`/rounds/${round}/who-can-see`)).toMatchObject({
    round: { closed: true, closesAt: app.now().toISOString() },
  })
  expect(new Date(open) > app.now()).toBe(true)
})

test('answers race the closing: each is either counted or told it came too late', async () => {
  const { round, invited, managerLead } = await aRound(app, network)
  const lead = await app.browser(network, managerLead)
  const browsers = await Promise.all(invited.map((person) => app.browser(network, person)))
  const [, ...replies] = await Promise.all([
    lead.post(`/rounds/${round}/close`),
    ...browsers.flatMap((browser) =>
      [1, 2, 3].map((number) =>
        browser.post(`/rounds/${round}/statements/${number}`, { answer: 'agree', revision: '0' }),
      ),
    ),
  ])
  const taken = replies.filter((reply) => reply.status === 303).length
  expect(replies.filter((reply) => reply.status !== 303).every((reply) => reply.status === 422)).toBe(true)
  expect(await votesOf(round)).toHaveLength(taken)
})

test('whoever was not invited sees nothing of a round and can answer nothing', async () => {
  const { round } = await aRound(app, network)
  const stranger = await app.browser(network, await app.aPerson(network))
  const page = await stranger.get(`/rounds/${round}`)
  expect(page.status).toBe(200)
  expect(page.body).toContain('This round asks other people')
  expect(page.body).toContain('<a class="button primary" href="/say">')
  expect(page.body).not.toContain('referral form')
  const reply = await stranger.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  expect(reply.status).toBe(403)
  const elsewhere = await app.aNetwork()
  const outsider = await app.browser(elsewhere, await app.aPerson(elsewhere))
  expect((await outsider.get(`/rounds/${round}`)).status).toBe(404)
})

test('somebody who was not invited makes nobody answer again: those who answer at that moment share a transaction', async () => {
  const { round, invited } = await aRound(app, network)
  const people = [...invited.slice(0, 4), await app.aPerson(network), ...invited.slice(4, 8)]
  const browsers = await Promise.all(people.map((person) => app.browser(network, person)))
  const replies = await Promise.all(
    browsers.map((browser) =>
      browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' }),
    ),
  )
  expect(replies.map(({ status }) => status)).toEqual([303, 303, 303, 303, 403, 303, 303, 303, 303])
  const { rows } = await app.inNetwork(network, (db) =>
    sql<{ x: string }>`select distinct xmin::text as x from vote where round_id = ${round}`.execute(db),
  )
  expect(rows.length, 'two that come alone, and one for the rest').toBeLessThanOrEqual(3)
})

test('closing counts respondents while the key lives, and leaves rows in the order of pseudonyms', async () => {
  const { round, invited } = await aRound(app, network)
  for (const person of invited.slice(0, 7)) {
    const browser = await app.browser(network, person)
    await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  }
  const now = app.now()
  app.setNow(new Date(now.getTime() + 8 * 86_400_000))
  await app.runQueue(network, 'close-round', round)
  app.setNow(now)
  const { rows } = await app.inNetwork(network, (db) =>
    sql<{ participant: string; x: string }>`
      select participant, xmin::text as x from vote where round_id = ${round} order by ctid`.execute(db),
  )
  expect(rows).toHaveLength(7)
  expect(rows.map((row) => row.participant)).toEqual(rows.map((row) => row.participant).toSorted())
  expect(new Set(rows.map((row) => row.x)).size).toBe(1)
})

test('the database itself refuses another level after opening, a vote in a closed round, and a name at level C', async () => {
  const { round, invited, statements, managerLead } = await aRound(app, network)
  const vote = (participant: string) =>
    app.inNetwork(network, (db) =>
      db
        .insertInto('vote')
        .values({
          network_id: network.id,
          round_id: round,
          participant,
          statement_id: statements[0] ?? '',
          answer: 'agree',
        })
        .execute(),
    )
  await expect(vote(invited[0] ?? '')).rejects.toThrow(/anonymity level/)
  await expect(
    app.inNetwork(network, (db) =>
      db.updateTable('round').set({ anonymity_level: 'A' }).where('id', '=', round).execute(),
    ),
  ).rejects.toThrow(/can't change/)
  await vote(crypto.randomUUID())
  await (await app.browser(network, managerLead)).post(`/rounds/${round}/close`)
  await expect(vote(crypto.randomUUID())).rejects.toThrow(/not open/)
  await expect(
    app.inNetwork(network, (db) =>
      db.updateTable('vote').set({ answer: 'pass' }).where('round_id', '=', round).execute(),
    ),
  ).rejects.toThrow(/not open/)
})
