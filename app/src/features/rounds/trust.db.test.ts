import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations } from '../../platform/db/migrate.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { type TestRound, aRound } from '../../test-round.ts'
import { answersDelivered, tookPart } from './public.ts'
import { keysDue } from './round-key-life.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

const withTriager = async (round: TestRound, part: 'triager' | 'facilitator' = 'triager') => {
  const person = await app.aPerson(network, { roles: ['lead'], name: 'Tria Ger' })
  await app.inNetwork(network, (db) =>
    db
      .insertInto('initiative_person')
      .values({ network_id: network.id, initiative_id: round.initiative, person_id: person, part })
      .execute(),
  )
  return app.browser(network, person)
}
const contributionsOf = (round: string) =>
  app.inNetwork(network, (db) =>
    db
      .selectFrom('contribution')
      .selectAll()
      .where('round_id', '=', round)
      .where('seeded', '=', false)
      .execute(),
  )

test('a participant adds one statement; it is returned, said again, taken in, and others answer it', async () => {
  const made = await aRound(app, network)
  const { round, invited } = made
  const author = await app.browser(network, invited[0])
  const triager = await withTriager(made)
  const path = `/rounds/${round}/add`
  expect((await author.post(path, { text: 'Call the desk and the ward' })).status).toBe(303)
  expect((await author.post(path, { text: 'Call the desk, said Alma Bray' })).status).toBe(303)
  const read = (await triager.json<{ waiting: { mark: string }[] }>(`/rounds/${round}/moderation`)).waiting[0]
  expect((await author.post(path, { text: 'Call the desk and the ward' })).status).toBe(303)
  const [added] = await contributionsOf(round)
  expect(added).toMatchObject({ author_id: null, received_at: null, read_at: null, seeded: false })

  const list = await triager.get(`/rounds/${round}/moderation`)
  expect(list.body).toContain('Call the desk and the ward')
  const verdict = (fields: Record<string, string>) =>
    triager.post(`/rounds/${round}/moderation`, {
      contribution: added?.id ?? '',
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}_${added?.id}`, value])),
    })
  expect((await verdict({ verdict: 'returned' })).status).toBe(422)
  const stale = await verdict({ verdict: 'accepted', read: read?.mark ?? '' })
  expect([stale.status, stale.body.includes('Its author has changed it')]).toEqual([422, true])
  expect((await verdict({ verdict: 'returned', reason: 'more-than-one-idea' })).status).toBe(303)
  const returned = await author.get(path)
  expect(returned.body).toContain('It holds more than one idea.')
  expect(returned.body).toContain('Call the desk and the ward</textarea>')
  expect((await author.post(path, { text: 'Call the desk' })).status).toBe(303)
  expect((await author.post(path, { text: 'Call nobody' })).status, 'somebody has read it').toBe(409)
  expect((await verdict({ verdict: 'accepted', translation: 'Appelez la réception' })).status).toBe(303)
  expect((await verdict({ verdict: 'accepted' })).status).toBe(409)

  const other = await app.browser(network, invited[1])
  expect((await other.get(`/rounds/${round}/statements/6`)).body).toContain('Call the desk')
  expect((await other.post(`/rounds/${round}/statements/6`, { answer: 'agree', revision: '0' })).status).toBe(
    303,
  )
  expect((await author.get(path)).body).toContain('It is in the round')
})

test('what was added waits on the home page of who reads it; once purged it is asked of nobody, counts for pay, and can be said anew', async () => {
  const made = await aRound(app, network, { statements: 1 })
  const { round, invited } = made
  const [author, other, third] = await Promise.all(
    invited.slice(0, 3).map((person) => app.browser(network, person)),
  )
  const triager = await withTriager(made)
  await author?.post(`/rounds/${round}/add`, { text: 'Alma Bray waited nine hours' })
  const owed = async () => (await triager.json<{ home: { owed: unknown[] } }>('/')).home.owed
  const duty = expect.objectContaining({ kind: 'added', count: 1, href: `/rounds/${round}/moderation` })
  expect(await owed()).toContainEqual(duty)
  const id = (await contributionsOf(round))[0]?.id ?? ''
  await triager.post(`/rounds/${round}/moderation`, { contribution: id, [`verdict_${id}`]: 'accepted' })
  expect(await owed()).not.toContainEqual(duty)
  const answer = (by: typeof other, number: number) =>
    by?.post(`/rounds/${round}/statements/${number}`, { answer: 'agree', revision: '0' })
  await answer(other, 2)

  const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
  expect((await officer.post('/privacy/purge', { contribution: id })).status).toBe(303)
  expect((await answer(third, 1))?.location).toBe(`/rounds/${round}/thanks`)
  expect((await answer(third, 2))?.location, 'a page that was open').toBe(`/rounds/${round}/thanks`)
  expect(await third?.json(`/rounds/${round}/statements/2`)).toMatchObject({ standing: 'done', answered: 1 })
  expect((await third?.get(`/rounds/${round}/statements/3`))?.status).toBe(404)
  expect((await author?.get(`/rounds/${round}/add`))?.body).toContain('was removed for good')
  expect((await author?.post(`/rounds/${round}/add`, { text: 'Some wait nine hours' }))?.status).toBe(303)
  const paid = await app.inContext(network, null, (context) =>
    tookPart(context, { id: made.round, anonymity_level: 'C' }),
  )
  expect(paid).toContain(invited[1])
})

test.each(['A', 'C'] as const)(
  'level %s: what was taken in by mistake is taken out until the end: nobody is asked it, its author reads why and says it anew',
  async (level) => {
    const made = await aRound(app, network, { statements: 1, level })
    const { round, invited } = made
    const [author, other, third] = (await Promise.all(
      invited.slice(0, 3).map((person) => app.browser(network, person)),
    )) as [Browser, Browser, Browser]
    const triager = await withTriager(made)
    const [page, own] = [`/rounds/${round}/moderation`, `/rounds/${round}/add`]
    const said = async (text: string) => {
      await author.post(own, { text })
      const id = (await contributionsOf(round)).find((row) => row.text === text)?.id ?? ''
      await triager.post(page, { contribution: id, [`verdict_${id}`]: 'accepted' })
      return id
    }
    const answer = (by: Browser, number: number) =>
      by.post(`/rounds/${round}/statements/${number}`, { answer: 'agree', revision: '0' })
    const id = await said('Alma Bray is slow')
    await answer(other, 2)
    const lead = await app.browser(network, await app.aPerson(network, { roles: ['lead'] }))
    const out = { out: id, [`verdict_${id}`]: 'returned', [`reason_${id}`]: 'names-a-person' }
    expect((await lead.post(page, out)).status).toBe(403)
    expect((await triager.get(page)).body).toContain(`${page}?out=${id}`)
    expect((await triager.get(`${page}?out=${id}`)).body).toContain('Take it out of the round?')
    expect((await triager.post(page, { ...out, [`reason_${id}`]: '' })).status).toBe(422)
    expect((await triager.post(page, { ...out, [`verdict_${id}`]: 'accepted' })).status).toBe(422)
    expect((await triager.post(page, out)).status).toBe(303)
    expect((await triager.post(page, out)).status, 'once more').toBe(303)

    expect((await answer(third, 1)).location).toBe(`/rounds/${round}/thanks`)
    expect((await answer(third, 2)).location, 'a page that was open').toBe(`/rounds/${round}/thanks`)
    const { body } = await author.get(own)
    for (const words of ['their mistake, not yours', 'It names a person.', 'Say it in other words'])
      expect(body).toContain(words)
    const told = (await author.json<{ notices: { kind: string }[] }>('/notices')).notices
    expect(told.some(({ kind }) => kind === 'statement-returned')).toBe(level === 'A')
    await said('Some desks are slow')
    expect((await third.get(`/rounds/${round}/statements/3`)).body).toContain('Some desks are slow')
    expect((await author.get(own)).body).toContain('It is in the round')
    const took = await app.inContext(network, null, (context) =>
      tookPart(context, { id: made.round, anonymity_level: level }),
    )
    expect(took).toContain(invited[1])
    const audited = await app.inNetwork(network, (db) =>
      db.selectFrom('audit_entry').select('details').where('action', '=', 'rounds.take-out').execute(),
    )
    expect(audited.slice(level === 'A' ? 0 : 1)).toEqual([
      { details: { verdict: 'returned', reason: level === 'A' ? 'names-a-person' : null } },
    ])
    const last = (await contributionsOf(round)).find(({ moderation }) => moderation === 'accepted')?.id ?? ''
    await (await app.browser(network, made.managerLead)).post(`/rounds/${round}/close`)
    const late = { out: last, [`verdict_${last}`]: 'rejected', [`reason_${last}`]: 'unclear' }
    expect((await triager.post(page, late)).status, 'after the end').toBe(409)
  },
)

test('a change of language, and a refusal, keep what was typed for every statement that waits', async () => {
  const made = await aRound(app, network)
  const triager = await withTriager(made)
  for (const [index, person] of made.invited.slice(0, 2).entries())
    await (await app.browser(network, person)).post(`/rounds/${made.round}/add`, { text: `Idea ${index}` })
  const [one, other] = (await contributionsOf(made.round)).map(({ id }) => id)
  const path = `/rounds/${made.round}/moderation`
  const typed = { [`translation_${one}`]: 'Première idée', [`note_${other}_en`]: 'Say which desk.' }
  for (const more of [{ _language: 'fr' }, { contribution: other! }, {}]) {
    const { body } = await triager.post(path, { ...typed, ...more })
    expect(body).toContain('value="Première idée"')
    expect(body).toContain('value="Say which desk."')
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toHaveLength(new Set(ids).size)
    expect(body.split(/Its author can send it again\.|La personne peut le renvoyer\./)).toHaveLength(2)
  }
  const verdict = { [`verdict_${other}`]: 'returned', [`reason_${other}`]: 'unclear' }
  const unfinished = await triager.post(path, { ...typed, ...verdict, contribution: other! })
  expect([unfinished.status, unfinished.body.includes('value="Première idée"')]).toEqual([422, true])
  const hidden = { [`note_${one}_en`]: 'Typed under another verdict. '.repeat(20) }
  const both = { ...typed, ...verdict, ...hidden, [`verdict_${one}`]: 'accepted', contribution: other! }
  expect((await triager.post(path, both)).status).toBe(303)
  expect((await contributionsOf(made.round)).map(({ id, moderation }) => [id, moderation])).toEqual(
    expect.arrayContaining([
      [one, 'accepted'],
      [other, 'returned'],
    ]),
  )
  expect((await triager.post(path, both)).status).toBe(409)
})

test('what looks like a patient’s data is shown before it is sent', async () => {
  const { round, invited } = await aRound(app, network)
  const author = await app.browser(network, invited[0])
  const reply = await author.post(`/rounds/${round}/add`, {
    text: 'MCP 123 456 789 012 waited, call 709-555-0199',
  })
  expect(reply.status).toBe(422)
  expect(reply.body).toContain('<mark>')
  expect(await contributionsOf(round)).toHaveLength(0)
})

test('six sendings at once add one statement', async () => {
  const { round, invited } = await aRound(app, network)
  const browsers = await Promise.all([0, 1, 2, 3, 4, 5].map(() => app.browser(network, invited[0])))
  await Promise.all(browsers.map((browser, i) => browser.post(`/rounds/${round}/add`, { text: `Idea ${i}` })))
  expect(await contributionsOf(round)).toHaveLength(1)
})

test('closing writes added statements again in the order of pseudonyms, with everything that refers to them', async () => {
  const made = await aRound(app, network)
  const triager = await withTriager(made)
  for (const [index, person] of made.invited.slice(0, 5).entries())
    await (await app.browser(network, person)).post(`/rounds/${made.round}/add`, { text: `Idea ${index}` })
  const before = await contributionsOf(made.round)
  for (const { id } of before.slice(0, 3))
    await triager.post(`/rounds/${made.round}/moderation`, {
      contribution: id,
      [`verdict_${id}`]: 'accepted',
    })
  await (await app.browser(network, made.managerLead)).post(`/rounds/${made.round}/close`)
  const rows = await app.inNetwork(network, async (db) => {
    const { sql } = await import('kysely')
    const { rows: found } = await sql<{ id: string; author_pseudonym: string; x: string }>`
      select id, author_pseudonym, xmin::text as x from contribution
      where round_id = ${made.round} and not seeded order by ctid`.execute(db)
    return found
  })
  expect(rows.map((row) => row.author_pseudonym)).toEqual(rows.map((row) => row.author_pseudonym).toSorted())
  expect(new Set(rows.map((row) => row.x)).size).toBe(1)
  expect(rows.map((row) => row.id).toSorted()).toEqual(before.map((row) => row.id).toSorted())
  const statements = await app.inNetwork(network, (db) =>
    db.selectFrom('statement').selectAll().where('round_id', '=', made.round).execute(),
  )
  expect(statements).toHaveLength(8)
})

test('the system reminds those who have not taken part; the lead’s pages name nobody', async () => {
  const { round, invited, managerLead } = await aRound(app, network)
  await (
    await app.browser(network, invited[0])
  ).post(`/rounds/${round}/statements/1`, {
    answer: 'agree',
    revision: '0',
  })
  const start = app.now()
  const remindedAfter = async (days: number) => {
    app.setNow(new Date(start.getTime() + days * 86_400_000))
    await app.runQueue(network, 'sweep')
    const rows = await app.inNetwork(network, (db) =>
      db
        .selectFrom('notice')
        .select('person_id')
        .where('kind', '=', 'round-reminder')
        .where('subject_id', '=', round)
        .execute(),
    )
    return rows.map((row) => row.person_id).toSorted()
  }
  expect(await remindedAfter(4.9)).toEqual([])
  expect(await remindedAfter(5.1)).toEqual(invited.slice(1).toSorted())
  expect(await remindedAfter(5.2), 'what was sent leaves no row, and nobody is told again').toEqual([])
  app.setNow(start)
  const lead = await app.browser(network, managerLead)
  const follow = await lead.get(`/rounds/${round}/edit`)
  expect(follow.body).toContain('12 people are invited. How many have taken part is hidden')
  for (const person of invited) expect(follow.body).not.toContain(person)
})

test('a round whose moment had passed before it was written down is taken to have been reminded of', async () => {
  const [waits, passed] = [await aRound(app, network), await aRound(app, network)]
  const rounds = (db: Parameters<Parameters<TestApp['inNetwork']>[1]>[0]) =>
    db
      .selectFrom('round')
      .select(['id', (eb) => eb('reminded_at', 'is not', null).as('reminded')])
      .where('id', 'in', [waits.round, passed.round])
      .execute()
  await app.inNetwork(network, (db) =>
    db
      .updateTable('round')
      .set({ closes_at: new Date('2020-01-01T12:00:00Z') })
      .where('id', '=', passed.round)
      .execute(),
  )
  const { sql = '' } = readMigrations().find(({ name }) => name.startsWith('0019')) ?? {}
  const owner = new pg.Client({ connectionString: app.ownerUrl })
  await owner.connect()
  try {
    await owner.query(sql.slice(sql.indexOf('alter table round no force')))
  } finally {
    await owner.end()
  }
  const reminded = (await app.inNetwork(network, rounds)).filter((row) => row.reminded)
  expect(reminded.map(({ id }) => id)).toEqual([passed.round])
})

test('a key is destroyed 30 days after the last answer, unless it is held, and the page says when', async () => {
  const { round, invited, managerLead } = await aRound(app, network)
  const file = join(app.app.services.config.dataDirectory, 'round-keys', network.id, `${round}.key`)
  const participant = await app.browser(network, invited[0])
  const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
  await participant.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  await (await app.browser(network, managerLead)).post(`/rounds/${round}/close`)
  const page = async () => (await participant.get(`/rounds/${round}/who-can-see`)).body
  expect(await page()).toContain('30 days after the last answer')

  await app.inContext(network, managerLead, (context) => answersDelivered(context, round))
  expect(await page()).toContain('The key is destroyed on March 31, 2027')
  const now = app.now()
  app.setNow(new Date('2027-03-31T02:00:00Z'))
  const due = await app.inContext(network, null, keysDue)
  app.setNow(now)
  expect(due, 'in the network it is still March 30').not.toContain(round)
  expect((await participant.post(`/rounds/${round}/key`, { reason: 'x' })).status).toBe(403)
  expect((await officer.post(`/rounds/${round}/key`, { reason: 'An access request' })).status).toBe(303)
  expect(await page()).toContain('An access request')

  app.setNow(new Date('2027-04-02T12:00:00Z'))
  try {
    await app.runQueue(network, 'sweep')
    expect(existsSync(file)).toBe(true)
    expect((await officer.post(`/rounds/${round}/key-release`)).status).toBe(303)
    await app.runQueue(network, 'sweep')
    await app.runQueue(network, 'sweep')
    expect(existsSync(file)).toBe(false)
    expect(await page()).toContain('The key was destroyed on April 2, 2027')
    const who = await app.inContext(network, null, (context) =>
      tookPart(context, { id: round, anonymity_level: 'C' }),
    )
    expect(who).toBeNull()
  } finally {
    app.setNow(now)
  }
})

test('at level B a facilitator’s look is written down and shown to everyone asked; at C there is nothing to look at', async () => {
  const made = await aRound(app, network, { level: 'B' })
  const { round, invited } = made
  const facilitator = await withTriager(made, 'facilitator')
  const participant = await app.browser(network, invited[0])
  await participant.post(`/rounds/${round}/statements/1`, { answer: 'disagree', revision: '0' })
  expect((await facilitator.get(`/rounds/${round}/responses`)).status).toBe(409)
  await (await app.browser(network, made.managerLead)).post(`/rounds/${round}/close`)
  expect((await participant.get(`/rounds/${round}/responses`)).status).toBe(403)
  const look = await facilitator.get(`/rounds/${round}/responses`)
  expect(look.body).toContain('Disagree')
  const page = await participant.get(`/rounds/${round}/who-can-see`)
  expect(page.body).toContain('There was one look')
  expect(page.body).toContain('Tria Ger')

  const apart = await aRound(app, network, { level: 'C' })
  const there = await withTriager(apart, 'facilitator')
  expect((await there.get(`/rounds/${apart.round}/responses`)).status).toBe(404)
})

test('a long round asks ten of each person, offers more, and shows every statement equally often at first', async () => {
  const { round, invited } = await aRound(app, network, { statements: 14 })
  const shown = new Map<number, number>()
  for (const person of invited.slice(0, 7)) {
    const browser = await app.browser(network, person)
    let number = (await browser.json<{ statement: { number: number } }>(`/rounds/${round}`)).statement.number
    for (let taps = 0; taps < 10; taps++) {
      shown.set(number, (shown.get(number) ?? 0) + 1)
      const reply = await browser.post(`/rounds/${round}/statements/${number}`, {
        answer: 'disagree',
        revision: '0',
      })
      if (taps === 9) expect(reply.location).toBe(`/rounds/${round}/thanks`)
      else number = Number(/statements\/(\d+)/.exec(reply.location ?? '')?.[1])
    }
    expect((await browser.get(`/rounds/${round}/thanks`)).body).toContain('4 left')
    expect((await browser.get(`/rounds/${round}?more=on`)).body).toContain('name="more" value="on"')
  }
  expect([...shown.values()]).toEqual(Array.from({ length: 14 }, () => 5))
})

test('how long people take is measured without a row or a line for anyone', async () => {
  const { round, invited, managerLead } = await aRound(app, network, { statements: 1 })
  const start = app.now()
  for (const [index, person] of invited.slice(0, 6).entries()) {
    const browser = await app.browser(network, person)
    await browser.get(`/rounds/${round}`)
    app.setNow(new Date(start.getTime() + (70 + index) * 1000))
    await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
    app.setNow(start)
  }
  const durations = () =>
    app.inNetwork(network, (db) =>
      db.selectFrom('round_duration').select(['seconds', 'people']).where('round_id', '=', round).execute(),
    )
  expect(await durations()).toEqual([])
  await (await app.browser(network, managerLead)).post(`/rounds/${round}/close`)
  expect(await durations()).toEqual([{ seconds: 70, people: 6 }])
  const fresh = await app.browser(network, invited[7])
  expect((await fresh.get(`/rounds/${round}`)).body).toContain('Most people take 1 min 20')
})

test('a French reader meets French on every page of the way', async () => {
  const { round, invited } = await aRound(app, network)
  const browser = await app.browser(network, invited[0])
  await browser.get(`/rounds/${round}?language=fr`)
  for (const path of ['', '/statements/1', '/add', '/who-can-see', '/thanks']) {
    const { body, status } = await browser.get(`/rounds/${round}${path}`)
    expect(status).toBe(200)
    expect(body).toContain('Personne, dans Rounds, ne voit qui a répondu quoi')
    expect(body).not.toMatch(/[Pp]seudonym|strate|clivant/)
  }
})
