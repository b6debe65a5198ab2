import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type InitiativeId, type PersonId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { invite } from '../../test-round.ts'
import { initiativesLate } from './escalate-late-answers.ts'
import { initiativeOf } from './public.ts'

let app: TestApp
let network: TestNetwork
let ada: PersonId
let ben: PersonId
let dee: PersonId
let champion: PersonId
let lead: Browser

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  app.setNow(new Date('2027-03-01T13:00:00Z'))
  network = await app.aNetwork()
  ada = await app.aPerson(network, { name: 'Ada Power' })
  ben = await app.aPerson(network, { name: 'Ben Noel', roles: ['lead'] })
  dee = await app.aPerson(network, { name: 'Dee Cider', roles: ['decision-maker'] })
  champion = await app.aPerson(network, { name: 'Chloe Roy' })
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ calling: 'manager' }).where('id', '=', ben).execute(),
  )
  lead = await app.browser(network, await app.aPerson(network, { name: 'Lea Dore', roles: ['lead'] }))
})
afterAll(() => app.stop())

const charter = () => ({
  title_en: 'Referral form',
  title_fr: 'Formulaire de consultation',
  problem_en: 'It takes 12 minutes',
  open_question_en: 'Which fields to keep',
  constraints_en: 'No new software this year',
  decider: dee,
  decision_due_on: '2027-05-01',
  participation_level: 'involve',
  physician_lead: ada,
  manager_lead: ben,
  sponsor: dee,
  social_determinants: ['transport', 'connectivity'],
  answer_due_days: '14',
  revision: '1',
})

async function start(): Promise<InitiativeId> {
  const reply = await lead.post('/initiatives/new', { title_en: 'Referral form' })
  expect(reply.status).toBe(303)
  return (reply.location ?? '').split('/')[2] as InitiativeId
}

async function complete(id: InitiativeId): Promise<void> {
  expect((await lead.post(`/initiatives/${id}/charter`, charter())).status).toBe(303)
  await lead.post(`/initiatives/${id}/people/add`, { person: champion, part: 'champion' })
  await lead.post(`/initiatives/${id}/people/add`, { person: ben, part: 'triager' })
  await lead.post(`/initiatives/${id}/strategies`, { strategies: ['early-involvement'] })
}

async function sign(id: InitiativeId, person: PersonId) {
  const browser = await app.browser(network, person)
  const { revision } = await browser.json<{ revision: number }>(`/initiatives/${id}/charter`)
  return browser.post(`/initiatives/${id}/charter/sign`, { revision: String(revision) })
}

const missing = async (id: InitiativeId) =>
  (await lead.json<{ missing: string[] }>(`/initiatives/${id}/charter`)).missing
const gateOpen = (id: InitiativeId) =>
  app.inContext(network, null, async (context) => (await initiativeOf(context, id)).gateOpen)

test('an initiative goes from a title to an open gate, through two signatures', async () => {
  const id = await start()
  expect(await missing(id)).toContain('problem')
  const unfinished = (await lead.get(`/initiatives/${id}/charter`)).body
  for (const [, place] of unfinished.matchAll(/<li><a href="#([^"]+)"/g))
    expect(unfinished).toMatch(new RegExp(`id="${place}"`))
  expect(unfinished).toContain('<li><a href="#decision_due_on">')
  await complete(id)
  expect(await missing(id)).toEqual(['physician-signature', 'manager-signature'])
  const asked = await app.inNetwork(network, (db) =>
    db.selectFrom('notice').select('person_id').where('kind', '=', 'signature-asked').execute(),
  )
  expect(new Set(asked.map((one) => one.person_id))).toEqual(new Set([ada, ben]))
  expect(await gateOpen(id)).toBe(false)
  const adas = await app.browser(network, ada)
  expect((await adas.get('/notices')).body).toContain('A charter waits for your signature')
  expect((await sign(id, ada)).status).toBe(303)
  expect((await adas.get('/notices')).body).not.toContain('A charter waits for your signature')
  expect(await gateOpen(id)).toBe(false)
  expect((await sign(id, ben)).status).toBe(303)
  expect(await gateOpen(id)).toBe(true)
  const page = await (await app.browser(network, champion)).json(`/initiatives/${id}`)
  expect(page).toMatchObject({
    state: 'running',
    gateOpen: true,
    decider: { name: 'Dee Cider' },
    physicianLead: { name: 'Ada Power' },
    people: { champion: [{ name: 'Chloe Roy' }] },
    may: { edit: false, ask: false, decide: false },
  })
  await app.inNetwork(network, (db) =>
    db
      .updateTable('initiative')
      .set({ state: 'decided', decision_due_on: '2020-01-01' })
      .where('id', '=', id)
      .execute(),
  )
  const charterThen = (await (await app.browser(network, champion)).get(`/initiatives/${id}/charter`)).body
  expect(charterThen, 'nothing is missing once it is decided').not.toContain(
    'missing before anyone can be asked',
  )
  expect(await missing(id), 'who may ask again learns what that takes').toEqual(['decision-date'])
})

test('only the two sign, each for themselves, and only what they have read', async () => {
  const id = await start()
  await complete(id)
  expect((await sign(id, dee)).status).toBe(403)
  const adas = await app.browser(network, ada)
  expect((await adas.post(`/initiatives/${id}/charter/sign`, { revision: '1' })).status).toBe(409)
  expect((await sign(id, ada)).status).toBe(303)
  expect((await sign(id, ada)).status).toBe(409)
})

test('a change to what was signed takes both signatures away and says so; another does not', async () => {
  const id = await start()
  await complete(id)
  await sign(id, ada)
  await sign(id, ben)
  const same = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    title_en: 'The referral form',
    revision: '2',
  })
  expect(same.location).toBe(`/initiatives/${id}/charter`)
  expect(await gateOpen(id)).toBe(true)
  const reply = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    decision_due_on: '2027-06-01',
    revision: '3',
  })
  expect(reply.location).toBe(`/initiatives/${id}/charter?cleared=yes`)
  expect((await lead.get(reply.location ?? '')).body).toContain('The signatures were taken away')
  expect(await missing(id)).toEqual(['physician-signature', 'manager-signature'])
  expect(await gateOpen(id)).toBe(false)
})

test('two people edit at once: different fields are merged, the same field shows both texts and loses none', async () => {
  const id = await start()
  await complete(id)
  const base = JSON.stringify((await lead.json<{ texts: unknown }>(`/initiatives/${id}/charter`)).texts)
  const bens = await app.browser(network, ben)
  await bens.post(`/initiatives/${id}/charter`, {
    ...charter(),
    revision: '2',
    base,
    problem_en: 'It takes 20 minutes',
  })
  const merged = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    revision: '2',
    base,
    constraints_en: 'No money',
  })
  expect(merged.status).toBe(303)
  expect(
    (await lead.json<{ texts: Record<string, string> }>(`/initiatives/${id}/charter`)).texts,
  ).toMatchObject({
    problem_en: 'It takes 20 minutes',
    constraints_en: 'No money',
  })
  const clash = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    revision: '2',
    base,
    problem_en: 'It takes an hour',
    open_question_en: 'All of it',
  })
  expect(clash.status).toBe(422)
  expect(clash.body).toContain('Somebody else has changed this charter')
  expect(clash.body).toContain('It takes 20 minutes')
  expect(clash.body).toContain('It takes an hour')
  expect(clash.body).toContain('All of it')
  expect(clash.body).toContain('name="revision" value="4"')
})

test('the leads are a physician and a manager, and two people', async () => {
  const id = await start()
  const refused = await lead.post(`/initiatives/${id}/charter`, { ...charter(), manager_lead: ada })
  expect(refused.body).toContain('The two leads must be two people')
  const swapped = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    physician_lead: ben,
    manager_lead: ada,
  })
  expect(swapped.status).toBe(422)
  expect(swapped.body).toContain('The physician lead must be a physician')
  expect(swapped.body).toContain('The manager lead must be a manager')
  expect(swapped.body).toContain('It takes 12 minutes')
})

test('people are named by a few letters; where several fit, the one is chosen and nothing typed is lost', async () => {
  const id = await start()
  const twin = await app.aPerson(network, { name: 'Ada Powers' })
  await app.aPerson(network, { name: 'Léa Doré', roles: ['lead'] })
  const names = {
    ...charter(),
    decider: 'cider',
    physician_lead: 'pow',
    manager_lead: 'noel ben',
    sponsor: '',
  }
  const several = await lead.post(`/initiatives/${id}/charter`, names)
  expect(several.status).toBe(422)
  expect(several.body).toContain('Several people fit this name')
  expect(several.body).toContain('It takes 12 minutes')
  expect(several.body).toContain(`name="physician_lead_id" value="${ada}"`)
  expect(several.body).toContain(`name="physician_lead_id" value="${twin}"`)
  expect(several.body).toContain(`name="decider_id" value="${dee}"`)
  expect((await lead.post(`/initiatives/${id}/charter`, { ...names, physician_lead_id: twin })).status).toBe(
    303,
  )
  const { texts } = await lead.json<{ texts: Record<string, string> }>(`/initiatives/${id}/charter`)
  expect(texts).toMatchObject({ decider: dee, physician_lead: twin, manager_lead: ben, sponsor: '' })
  const page = (await lead.get(`/initiatives/${id}/charter`)).body
  expect(page).toContain('value="Ada Powers"')
  const again = { ...names, physician_lead: 'Ada Powers', physician_lead_id: twin, revision: '2' }
  expect((await lead.post(`/initiatives/${id}/charter`, again)).status).toBe(303)
  const nobody = await lead.post(`/initiatives/${id}/charter`, { ...again, decider: 'Zorro', revision: '3' })
  expect(nobody.body).toContain('Nobody here fits this name')
  const physician = { ...again, manager_lead: 'Chloe', manager_lead_id: '', revision: '3' }
  expect((await lead.post(`/initiatives/${id}/charter`, physician)).body).toContain(
    'The manager lead must be a manager',
  )
  const add = (person: string) => lead.post(`/initiatives/${id}/people/add`, { person, part: 'champion' })
  expect((await add('')).body).toContain('Write a name')
  expect((await add('ada')).body).toContain('Several people fit this name')
  expect((await add('lea dore')).body).toContain('Which of them?')
  expect((await add('roy')).status).toBe(303)
  expect(
    (await lead.json<{ people: { champion: unknown } }>(`/initiatives/${id}/charter`)).people.champion,
  ).toEqual([{ id: champion, name: 'Chloe Roy' }])
})

test('two people name different deciders at once: both names are shown, and mine stays chosen', async () => {
  const id = await start()
  await complete(id)
  const base = JSON.stringify((await lead.json<{ texts: unknown }>(`/initiatives/${id}/charter`)).texts)
  const bens = await app.browser(network, ben)
  await bens.post(`/initiatives/${id}/charter`, { ...charter(), revision: '2', base, decider: 'ada power' })
  const clash = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    revision: '2',
    base,
    decider: 'chloe',
    problem_en: 'It takes an hour',
  })
  expect(clash.status).toBe(422)
  expect(clash.body).toContain('Somebody else has changed this charter')
  expect(clash.body).toMatch(/<blockquote>.*Ada Power/)
  expect(clash.body).toContain('value="Chloe Roy"')
  expect(clash.body).toContain(`name="decider_id" value="${champion}"`)
  expect(clash.body).toContain('It takes an hour')
})

test('nobody of another network, and nobody who has left, is found by name', async () => {
  const id = await start()
  const other = await app.aNetwork()
  await app.aPerson(other, { name: 'Far Away' })
  const gone = await app.aPerson(network, { name: 'Gone Long' })
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: '2027-01-01' }).where('id', '=', gone).execute(),
  )
  for (const person of ['far', 'gone long'])
    expect((await lead.post(`/initiatives/${id}/people/add`, { person, part: 'champion' })).body).toContain(
      'Nobody here fits this name',
    )
})

test('what may be a patient’s data does not go into a charter by accident', async () => {
  const words = { title_en: 'Recall of 709-555-0123', problem_en: 'Born 1951-04-03' }
  const stopped = await lead.post('/initiatives/new', words)
  expect(stopped.status).toBe(422)
  expect(stopped.body).toContain('This may be about a patient')
  const id = await start()
  const before = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    problem_en: 'MRN 0045512 waited',
  })
  expect(before.body).toContain('…')
  const mark = /name="not_patient_data" value="([0-9a-f]+)"/.exec(before.body)?.[1] ?? ''
  const after = await lead.post(`/initiatives/${id}/charter`, {
    ...charter(),
    problem_en: 'MRN 0045512 waited',
    not_patient_data: mark,
  })
  expect(after.status).toBe(303)
})

test('others may read and not write', async () => {
  const id = await start()
  const browser = await app.browser(network, champion)
  expect((await browser.get(`/initiatives/${id}/charter`)).status).toBe(200)
  expect((await browser.post(`/initiatives/${id}/charter`, charter())).status).toBe(403)
  expect(
    (await browser.post(`/initiatives/${id}/people/add`, { person: ada, part: 'champion' })).status,
  ).toBe(403)
  expect((await browser.get(`/initiatives/${id}/strategies`)).status).toBe(403)
  expect((await browser.get(`/initiatives/${newId()}`)).status).toBe(404)
  const other = await app.aNetwork()
  const stranger = await app.browser(other, await app.aPerson(other))
  expect((await stranger.get(`/initiatives/${id}`)).status).toBe(404)
})

test('once people were asked, another lead changes nothing, nobody becomes a reader, and at level B nobody a facilitator', async () => {
  const id = await start()
  await complete(id)
  const other = await app.browser(network, await app.aPerson(network, { roles: ['lead'] }))
  const add = (browser: Browser, part: string) =>
    browser.post(`/initiatives/${id}/people/add`, { person: ada, part })
  expect((await add(other, 'champion')).status).toBe(303)
  const round = newId<'round'>()
  await app.inNetwork(network, (db) =>
    db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: round,
        initiative_id: id,
        kind: 'statements',
        title: { en: 'Round one' },
        anonymity_level: 'B',
        state: 'open',
        opened_at: new Date('2027-02-01T12:00:00Z'),
        created_by: ben,
      })
      .execute(),
  )
  const roundFor = async (browser: Browser) => {
    const { body } = await browser.get(`/initiatives/${id}`)
    const address = /href="(\/rounds\/[^"]*)"/.exec(body)?.[1]
    return address === undefined ? null : [address, (await browser.get(address)).status]
  }
  const bens = await app.browser(network, ben)
  expect(await roundFor(bens), 'who leads follows it').toEqual([`/rounds/${round}/edit`, 200])
  expect(await roundFor(lead), 'who began the initiative and not the round').toBeNull()
  expect(await roundFor(other), 'it asks others').toBeNull()
  const asked = await app.aPerson(network)
  await app.inNetwork(network, (db) => invite(db, network, round, [asked]))
  expect(await roundFor(await app.browser(network, asked))).toEqual([`/rounds/${round}`, 200])
  const benSees = async () => (await bens.get(`/initiatives/${id}`)).body
  expect(await benSees()).not.toContain('You are asked too')
  await app.inNetwork(network, (db) => invite(db, network, round, [ben]))
  expect(await benSees(), 'who leads and is asked').toMatch(
    new RegExp(`/rounds/${round}/edit".*/rounds/${round}">You are asked too`, 's'),
  )
  const incomplete = async () =>
    (await lead.get(`/initiatives/${id}`)).body.includes('nobody is asked before it is')
  expect(await incomplete()).toBe(true)
  await app.inNetwork(network, (db) =>
    db.updateTable('initiative').set({ state: 'decided' }).where('id', '=', id).execute(),
  )
  expect(await incomplete(), 'people were asked').toBe(false)
  expect((await add(other, 'triager')).status).toBe(403)
  expect((await add(lead, 'facilitator')).status).toBe(409)
  const reader = await add(lead, 'triager')
  expect(reader.status).toBe(409)
  expect(reader.body).toContain('Nobody can be added while one of the readers is here')
  const remove = () => lead.post(`/initiatives/${id}/people/remove`, { person: ben, part: 'triager' })
  expect((await remove()).status, 'the last one').toBe(409)
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: '2027-02-20' }).where('id', '=', ben).execute(),
  )
  expect((await add(lead, 'triager')).status, 'nobody is left').toBe(303)
  expect((await remove()).status).toBe(303)
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: null }).where('id', '=', ben).execute(),
  )
})

test('a late answer goes to the champion, a week later to the sponsor, once each; the page says so', async () => {
  const id = await start()
  await complete(id)
  await app.inNetwork(network, async (db) => {
    const round = newId()
    await db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: round,
        initiative_id: id,
        kind: 'statements',
        title: { en: 'Round one' },
        state: 'published',
        opened_at: new Date('2027-02-01T12:00:00Z'),
        closed_at: new Date('2027-02-10T12:00:00Z'),
        created_by: ben,
      })
      .execute()
    for (const seeded of [true, false])
      await db
        .insertInto('contribution')
        .values({
          network_id: network.id,
          id: newId(),
          kind: 'statement',
          initiative_id: id,
          round_id: round,
          seeded,
          language: 'en',
          text: 'Keep field 8',
        })
        .execute()
  })
  const told = async () =>
    (
      await app.inNetwork(network, (db) =>
        db.selectFrom('notice').select(['kind', 'person_id']).where('kind', 'like', '%escalation').execute(),
      )
    ).map((one) => one.kind)
  app.setNow(new Date('2027-02-24T11:00:00Z'))
  await app.runQueue(network, 'sweep')
  expect(await told()).toEqual([])
  app.setNow(new Date('2027-02-25T12:00:00Z'))
  await app.inNetwork(network, (db) =>
    db
      .insertInto('answer')
      .columns([
        'network_id',
        'id',
        'contribution_id',
        'outcome',
        'reason',
        'manner',
        'answered_by',
        'answered_at',
      ])
      .expression(
        db
          .selectFrom('contribution')
          .where('seeded', '=', false)
          .select((eb) => [
            'network_id',
            eb.val(newId()).as('id'),
            'id as contribution_id',
            eb.val('adopt').as('outcome'),
            eb.val('{}').as('reason'),
            eb.val('one').as('manner'),
            eb.val(ben).as('answered_by'),
            eb.val(app.now()).as('answered_at'),
          ]),
      )
      .execute(),
  )
  await app.runQueue(network, 'sweep')
  expect(await told(), 'it is signed').toEqual([])
  const reader = await app.browser(network, champion)
  expect(await reader.json(`/initiatives/${id}`)).toMatchObject({ answers: { state: 'champion' } })
  await app.inNetwork(network, (db) => db.deleteFrom('answer').execute())
  await app.runQueue(network, 'sweep')
  await app.runQueue(network, 'sweep')
  expect(await told()).toEqual(['champion-escalation'])
  app.setNow(new Date('2027-03-04T12:00:00Z'))
  await app.runQueue(network, 'sweep')
  await app.runQueue(network, 'sweep')
  expect((await told()).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'champion-escalation',
    'sponsor-escalation',
  ])
  expect(await app.inContext(network, null, (context) => initiativesLate(context)), 'all have heard').toEqual(
    [],
  )
  const browser = await app.browser(network, champion)
  expect(await browser.json(`/initiatives/${id}`)).toMatchObject({ answers: { state: 'sponsor' } })
  const { body } = await browser.get(`/initiatives/${id}`)
  expect(body).toContain('Answers have been due since February 24, 2027.')
  expect(body).toContain('The champion was told on February 25, 2027.')
  expect(body).toContain('The sponsor was told on March 4, 2027.')
  const toAnswer = `href="/initiatives/${id}/answers"`
  expect(body, 'who is told finds where to answer').toContain(toAnswer)
  const others = await app.browser(network, await app.aPerson(network))
  expect((await others.get(`/initiatives/${id}`)).body).not.toContain(toAnswer)
})

test('every page is in French, and a change of language keeps what was typed', async () => {
  const id = await start()
  await complete(id)
  const browser = await app.browser(network, ben)
  const typed = await browser.post(`/initiatives/${id}/charter`, {
    ...charter(),
    revision: '2',
    problem_en: 'Half typed',
    _language: 'fr',
  })
  expect(typed.status).toBe(200)
  expect(typed.body).toContain('Half typed')
  expect(typed.body).toContain('Quel est le problème?')
  for (const path of [
    '/initiatives',
    '/initiatives/new',
    `/initiatives/${id}`,
    `/initiatives/${id}/strategies`,
  ]) {
    const { body, status } = await browser.get(path)
    expect(status).toBe(200)
    expect(body).toContain('lang="fr-CA"')
  }
  expect((await browser.get(`/initiatives/${id}`)).body).toContain('Ce qui reste ouvert')
})
