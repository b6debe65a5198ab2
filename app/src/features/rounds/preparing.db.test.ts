import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound, aSignedInitiative } from '../../test-round.ts'
import { openRound, readinessToOpen } from './open-round.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

const fields = {
  title_en: 'The referral form',
  statement_1_en: 'Field 8 is needed',
  statement_1_fr: 'Le champ 8 est nécessaire',
  statement_2_en: 'The form should not be longer',
  statement_4_fr: 'Le formulaire devrait être plus court',
  anonymity_level: 'C',
  participants_may_add: 'on',
  paid: 'no',
  minutes: '1',
  closes_at: '2027-03-08T18:00',
  calling: 'physician',
  revision: '1',
}

test('a lead writes a round, sees it as a phone would, and opens it to those who fit', async () => {
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  expect((await lead.get(`/initiatives/${initiative}/rounds/new`)).status).toBe(200)
  const made = await lead.post(`/initiatives/${initiative}/rounds/new`, fields)
  expect(made.status, made.body).toBe(303)
  const path = made.location?.split('?')[0] ?? ''
  const draft = await lead.get(path)
  expect(draft.body).toContain('A negation')
  expect(draft.body).toContain('As those asked will see it')
  const model = await lead.json<{ statements: unknown[]; closesLocal: string; wouldInvite: number }>(path)
  expect(model.statements).toHaveLength(3)
  expect(model.closesLocal).toBe('2027-03-08T18:00')

  const round = path.split('/')[2] ?? ''
  const shown = await lead.get(`/rounds/${round}/preview`)
  expect(shown.body).toContain('Field 8 is needed')
  expect((await lead.post(`/rounds/${round}/preview`, { number: '1' })).location).toBe(
    `/rounds/${round}/preview?number=2`,
  )

  for (let i = 0; i < 10; i++) await app.aPerson(network)
  const opened = await lead.post(`/rounds/${round}/open`)
  expect(opened.status, opened.body).toBe(303)
  const told = await app.inNetwork(network, (db) =>
    db
      .selectFrom('notice')
      .select('person_id')
      .where('kind', '=', 'round-opened')
      .where('subject_id', '=', round)
      .execute(),
  )
  const invited = await app.inNetwork(network, (db) =>
    db.selectFrom('round_invitation').select('person_id').where('round_id', '=', round).execute(),
  )
  expect(told).toHaveLength(invited.length)
  expect(invited.length).toBeGreaterThanOrEqual(10)
  const follow = await lead.get(`/rounds/${round}/edit`)
  expect(follow.body).toContain('How many have taken part is hidden')
  expect((await lead.post(`/rounds/${round}/edit`, { ...fields, revision: '2' })).status).toBe(409)
})

test('the preview shows what stands in the form, saves nothing, and says what is too long', async () => {
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  const path = `/initiatives/${initiative}/rounds/new`
  const shownFor = async (more: Record<string, string>) => {
    const { status, body } = await lead.post(path, { ...fields, _redraw: 'preview', ...more })
    expect(status).toBe(200)
    return /<aside id="preview"[\s\S]*<\/aside>/.exec(body)?.[0] ?? ''
  }
  expect((await lead.get(path)).body).toContain('it stands here as a phone shows it')
  const first = await shownFor({})
  expect(first).toContain('Field 8 is needed')
  expect(first).toContain('3 statements, about')
  expect(first).toContain('Unpaid')
  expect(first).not.toContain('more than 3 minutes')
  const other = await shownFor({
    preview: '4',
    paid: 'yes',
    pay_dollars: '15',
    payer_en: 'Zone 2',
    pay_on: '2027-04-01',
  })
  expect(other).toContain('Le formulaire devrait être plus court')
  expect(other).toContain('$15 each, paid by Zone 2 on April 1, 2027')
  const long = 'word '.repeat(58)
  const lines = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`statement_${i + 10}_en`, long]))
  expect(await shownFor(lines(8))).toContain('more than 350 words')
  expect(await shownFor({ ...lines(8), closes_at: 'soon', minutes: 'x', paid: 'yes' })).toContain(
    'more than 350 words',
  )
  const drafts = await app.inNetwork(network, (db) =>
    db.selectFrom('round').select('id').where('initiative_id', '=', initiative).execute(),
  )
  expect(drafts).toEqual([])
  const more = await lead.post(path, { ...fields, _redraw: 'more-lines' })
  expect(more.body).toContain('name="statement_14_en"')
  expect(more.body).toContain('Le formulaire devrait être plus court')
})

test('the time of a long round is that of the ten statements that one person is asked', async () => {
  const of = async (statements: number) => {
    const { round, managerLead } = await aRound(app, network, { open: false, statements })
    const lead = await app.browser(network, managerLead)
    return (await lead.json<{ seconds: number }>(`/rounds/${round}/edit`)).seconds
  }
  expect(await of(40)).toBe(await of(10))
  expect(await of(10)).toBeGreaterThan(await of(5))
})

test('a round that would close after the last day of its network is not opened; one that closes on it is', async () => {
  const ending = await app.aNetwork()
  const { round, managerLead } = await aRound(app, ending, { open: false })
  const endsOn = (day: string) =>
    app.inNetwork(ending, (db) =>
      db
        .updateTable('network')
        .set({ settings: JSON.stringify({ endsOn: day }) as never })
        .execute(),
    )
  const problems = () =>
    app.inContext(ending, managerLead, async (context) => (await readinessToOpen(context, round)).problems)
  await app.inNetwork(ending, (db) =>
    db
      .updateTable('round')
      .set({ closes_at: new Date('2027-03-09T03:00:00Z') })
      .where('id', '=', round)
      .execute(),
  )
  await endsOn('2027-03-08')
  expect(await problems(), 'half past eleven in the evening').toEqual([])
  await endsOn('2027-03-07')
  expect(await problems()).toEqual(['closes-after-end'])
  await expect(
    app.inContext(ending, managerLead, (context) => openRound(context, round, { confirmed: true })),
  ).rejects.toMatchObject({ code: 'round_not_ready' })
  const lead = await app.browser(ending, managerLead)
  expect((await lead.get(`/rounds/${round}/open`)).body).toContain('after the last day of this network')
})

test('the message to those invited says how long, what is paid by whom and when, or that it is unpaid, and until when', async () => {
  for (const payCents of [1500, undefined]) {
    const { round, invited } = await aRound(app, network, payCents ? { payCents } : {})
    const start = app.now()
    app.setNow(new Date(start.getTime() + 86_400_000))
    await app.runQueue(network, 'sweep')
    app.setNow(start)
    const mail = await app.inNetwork(network, (db) =>
      db
        .selectFrom('mail_message')
        .select('body')
        .where('person_id', '=', invited[0] ?? '')
        .execute(),
    )
    const body = mail.map((one) => one.body).join()
    expect(body).toContain('You are asked something: The referral form\n  About 30 seconds')
    expect(body).toContain(payCents ? '$15 each, paid by Zone 2 on March 31, 2027' : 'Unpaid')
    expect(body).toContain('Closes Monday, March 8')
    expect(body).toContain(`/rounds/${round}`)
  }
})

test('what is wrong with a draft is said at its field, and everything typed is kept', async () => {
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  const refused = await lead.post(`/initiatives/${initiative}/rounds/new`, {
    ...fields,
    title_en: '',
    closes_at: 'tomorrow',
    paid: 'yes',
    pay_dollars: '-3',
    statement_9_en: 'Typed far below',
  })
  expect(refused.status).toBe(422)
  for (const words of [
    'Enter a name for the round',
    'Enter the day and hour',
    'Enter the amount',
    'Enter who pays',
    'Enter the day of payment',
    'Typed far below',
  ])
    expect(refused.body).toContain(words)
  const french = await lead.post(`/initiatives/${initiative}/rounds/new`, { ...fields, _language: 'fr' })
  expect(french.status).toBe(200)
  expect(french.body).toContain('Nouveau tour')
  expect(french.body).toContain('Le formulaire devrait être plus court')
})

test('a draft saved from an old page is not written over a newer one', async () => {
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  const path =
    (await lead.post(`/initiatives/${initiative}/rounds/new`, fields)).location?.split('?')[0] ?? ''
  expect((await lead.post(path, { ...fields, title_en: 'Second' })).status).toBe(303)
  const stale = await lead.post(path, { ...fields, title_en: 'Third' })
  expect(stale.status).toBe(422)
  expect(stale.body).toContain('Somebody changed this draft')
})

test('a round does not open without statements, people, an end, or a signed charter; few people need a second thought', async () => {
  const { round, managerLead, initiative } = await aRound(app, network, {
    open: false,
    statements: 0,
    people: 0,
  })
  const lead = await app.browser(network, managerLead)
  await app.inNetwork(network, (db) =>
    db.updateTable('initiative').set({ manager_signed_at: null }).where('id', '=', initiative).execute(),
  )
  const check = await lead.get(`/rounds/${round}/open`)
  for (const words of ['It has no statements.', 'It asks nobody.', 'its decision date has passed'])
    expect(check.body).toContain(words)
  expect((await lead.post(`/rounds/${round}/open`)).status).toBe(409)

  const small = await aRound(app, network, { open: false, people: 4 })
  const smallLead = await app.browser(network, small.managerLead)
  const first = await smallLead.post(`/rounds/${small.round}/open`)
  expect(first.status).toBe(422)
  expect(first.body).toContain('Fewer than 10 people are asked')
  expect((await smallLead.post(`/rounds/${small.round}/open`, { confirmed: 'on' })).status).toBe(303)
})

test('before opening it is said when those invited hear of it, and when no message reaches them in time', async () => {
  const small = await aRound(app, network, { open: false, people: 6 })
  const lead = await app.browser(network, small.managerLead)
  const check = async () => (await lead.get(`/rounds/${small.round}/open`)).body
  expect(await check()).toContain('no mail server is set')
  const { mail } = app.app.services.config
  Object.assign(mail, { smtpUrl: 'smtp://127.0.0.1:1' })
  try {
    expect(await check()).toMatch(/On their own page at once, by message on \w+, \w+ \d+ at 07:00\./)
    await app.inNetwork(network, (db) =>
      db
        .updateTable('person')
        .set({ messages_per_week: 0 })
        .where('id', 'in', small.invited.slice(1))
        .execute(),
    )
    expect(await check(), 'of one person nothing is said').not.toContain('no message goes to')
    await app.inNetwork(network, (db) =>
      db.updateTable('person').set({ messages_per_week: 0 }).where('id', 'in', small.invited).execute(),
    )
    expect(await check()).toContain('no message goes out before the end')
  } finally {
    Object.assign(mail, { smtpUrl: null })
  }
})

test('opening freezes who people were: later moves of the roster change nothing', async () => {
  const ids = { organisation: newId(), stratum: newId(), north: newId(), south: newId() }
  const { round, physicianLead, invited } = await aRound(app, network, { open: false })
  const moved = invited[0] ?? ''
  const membership = newId()
  await app.inNetwork(network, async (db) => {
    const n = network.id
    await db
      .insertInto('organisation')
      .values({ network_id: n, id: ids.organisation, code: 'z2', name: { en: 'Zone 2' }, kind: 'health' })
      .execute()
    await db
      .insertInto('stratum')
      .values({
        network_id: n,
        id: ids.stratum,
        code: 'site',
        label: { en: 'Site' },
        source: 'roster',
        position: 1,
      })
      .execute()
    for (const [position, code] of (['north', 'south'] as const).entries())
      await db
        .insertInto('stratum_value')
        .values({
          network_id: n,
          id: ids[code],
          stratum_id: ids.stratum,
          code,
          label: { en: code },
          position,
        })
        .execute()
    await db
      .insertInto('membership')
      .values({
        network_id: n,
        id: membership,
        person_id: moved,
        organisation_id: ids.organisation,
        starts_on: '2020-01-01',
      })
      .execute()
    await db
      .insertInto('membership_value')
      .values({ network_id: n, membership_id: membership, stratum_id: ids.stratum, value_id: ids.north })
      .execute()
  })
  await (await app.browser(network, physicianLead)).post(`/rounds/${round}/open`, { confirmed: 'on' })
  await app.inNetwork(network, (db) =>
    db
      .updateTable('membership_value')
      .set({ value_id: ids.south })
      .where('membership_id', '=', membership)
      .execute(),
  )
  await (
    await app.browser(network, invited[0])
  ).post(`/rounds/${round}/statements/1`, {
    answer: 'agree',
    revision: '0',
  })
  await (await app.browser(network, physicianLead)).post(`/rounds/${round}/close`)
  const counted = await app.inNetwork(network, (db) =>
    db
      .selectFrom('round_participation')
      .select(['value_id', 'respondents', 'invited', 'roster'])
      .where('round_id', '=', round)
      .execute(),
  )
  expect(counted.find((row) => row.value_id === ids.north)).toMatchObject({
    respondents: 1,
    invited: 1,
    roster: 0,
  })
  expect(counted.find((row) => row.value_id === ids.south)).toMatchObject({
    respondents: 0,
    invited: 0,
    roster: 1,
  })
})

test('the printed invitation carries a plain link and its square code', async () => {
  const { round, managerLead } = await aRound(app, network)
  const { body } = await (await app.browser(network, managerLead)).get(`/rounds/${round}/invitation`)
  expect(body).toContain(`/rounds/${round}</span>`)
  expect(body).toMatch(/<svg class="qr"[^>]*><path d="M/)
})

test('only the leads of an initiative make, open and close its rounds', async () => {
  const { round, initiative, invited, decider } = await aRound(app, network)
  const stranger = await app.aPerson(network, { roles: ['lead'] })
  for (const person of [stranger, invited[0], decider]) {
    const browser = await app.browser(network, person)
    expect((await browser.post(`/initiatives/${initiative}/rounds/new`, fields)).status).toBe(403)
    expect((await browser.post(`/rounds/${round}/close`)).status).toBe(403)
    expect((await browser.post(`/rounds/${round}/open`)).status).toBe(403)
  }
})
