import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { applyRosterPlan, planRosterImport, rosterOn, strataOf, withheldValues } from './public.ts'

let app: TestApp
let network: TestNetwork
let administrator: PersonId
let browser: Browser

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork('roster')
  administrator = await app.aPerson(network, { roles: ['network-administrator'], name: 'Nadia Admin' })
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ roster_key: 'local:admin' }).where('id', '=', administrator).execute(),
  )
  browser = await app.browser(network, administrator)
})
afterAll(() => app.stop())

async function upload(
  content: string | Buffer,
): Promise<{ status: number; location: string | undefined; body: string }> {
  const boundary = 'a-boundary'
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="roster.csv"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const reply = await app.app.server.inject({
    method: 'POST',
    url: '/people/import',
    payload,
    headers: {
      host: network.host,
      'sec-fetch-site': 'same-origin',
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  })
  return { status: reply.statusCode, location: reply.headers.location, body: reply.body }
}

type Plan = { digest: string; counts: Record<string, number>; rejected: { line: number; reason: string }[] }
async function importFile(content: string | Buffer): Promise<Plan> {
  const { location = '' } = await upload(content)
  const plan = await browser.json<Plan>(location)
  await browser.post(location, { digest: plan.digest })
  return plan
}

const titles = 'key;given name;family name;e-mail;organisation;organisation name;zone;joined'
const line = (key: string, organisation = 'HSC', zone = 'Est') =>
  `${key};Zoé;Nom${key};${key}@santé.example;${organisation};Centre ${organisation};${zone};2020-01-01`
const file = (...lines: string[]) => [titles, ...lines].join('\r\n')
const personOf = (key: string) =>
  app.inNetwork(network, (db) =>
    db.selectFrom('person').selectAll().where('roster_key', '=', key).executeTakeFirstOrThrow(),
  )

test('categories are made, and the usual ones added once', async () => {
  await browser.post('/strata/usual')
  await browser.post('/strata/usual')
  const { strata } = await browser.json<{ strata: { id: string; code: string }[] }>('/strata')
  expect(strata.map((one) => one.code)).toHaveLength(9)
  const zone = strata.find((one) => one.code === 'zone')
  for (const [code, name_fr] of [
    ['east', 'Est'],
    ['west', 'Ouest'],
  ] as const)
    expect((await browser.post(`/strata/${zone?.id}`, { code, name_fr })).status).toBe(303)
  expect((await browser.post(`/strata/${zone?.id}`, { code: 'east', name_fr: 'Est' })).status).toBe(422)
  expect((await browser.post(`/strata/${zone?.id}/name`, { name_en: '' })).body).toContain('Enter the name')
  await browser.post(`/strata/${zone?.id}/name`, { name_en: 'Zone', name_fr: 'Zone de santé' })
  expect(await browser.json(`/strata/${zone?.id}`)).toMatchObject({
    code: 'zone',
    label: { en: 'Zone', fr: 'Zone de santé' },
  })
})

test('a roster in Windows-1252 is looked at first, then imported, and again changes nothing', async () => {
  const content = Buffer.from(
    file(line('1'), line('2'), line('3', 'WMH', 'Ouest'), '4;No;Mail;;HSC;;Est;'),
    'latin1',
  )
  const { location = '' } = await upload(content)
  expect((await browser.get(location)).body).toContain('4')
  const before = await app.inNetwork(network, (db) => db.selectFrom('person').select('id').execute())
  expect(before).toHaveLength(1)
  const plan = await importFile(content)
  expect(plan.counts).toMatchObject({ added: 3, changed: 0, left: 0, rejected: 1 })
  expect(plan.rejected).toMatchObject([{ line: 5, reason: 'email' }])
  expect((await personOf('1')).given_name).toBe('Zoé')
  expect((await importFile(content)).counts).toMatchObject({ added: 0, changed: 0, left: 0, unchanged: 3 })
})

test('a file that would end most of those who are here is asked about first', async () => {
  const { location = '' } = await upload(file(line('1')))
  const { digest } = await browser.json<Plan>(location)
  const asked = await browser.post(location, { digest })
  expect(asked.status).toBe(422)
  expect(asked.body).toContain('2 people who are here are not in it and would leave')
  expect((await personOf('2')).left_on).toBeNull()
  expect((await browser.post(location, { digest, whole: 'yes' })).status).toBe(303)
  expect((await personOf('2')).left_on).not.toBeNull()
  const back = await importFile(file(line('1'), line('2'), line('3', 'WMH', 'Ouest')))
  expect(back.counts).toMatchObject({ changed: 2, left: 0 })
})

test('who moves has two dated memberships, who is gone is ended and not deleted', async () => {
  const gone = await personOf('2')
  const phone = await app.browser(network, gone.id as PersonId)
  expect((await phone.get('/me')).status).toBe(200)
  app.setNow(new Date('2027-04-01T12:00:00Z'))
  const plan = await importFile(file(line('1', 'WMH', 'Ouest'), line('3', 'WMH', 'Ouest'), line('5')))
  expect(plan.counts).toMatchObject({ added: 1, changed: 1, left: 1, unchanged: 1 })
  expect((await personOf('2')).left_on).toBe('2027-04-01')
  expect((await phone.get('/me')).location).toBe('/sign-in?to=%2Fme')
  const moved = (await personOf('1')).id
  const memberships = await app.inNetwork(network, (db) =>
    db
      .selectFrom('membership')
      .select(['starts_on', 'ends_on'])
      .where('person_id', '=', moved)
      .orderBy('starts_on')
      .execute(),
  )
  expect(memberships).toEqual([
    { starts_on: '2020-01-01', ends_on: '2027-04-01' },
    { starts_on: '2027-04-01', ends_on: null },
  ])
  const roles = await app.inNetwork(network, (db) =>
    db.selectFrom('role_grant').select('ended_at').where('person_id', '=', gone.id).execute(),
  )
  expect(roles.every((role) => role.ended_at !== null)).toBe(true)
})

test('the roster of a day is the one of that day', async () => {
  const on = (day: string) =>
    app.inContext(network, administrator, (context) => rosterOn(context, day, { role: 'physician' }))
  const zoneOf = async (day: string) => {
    const moved = await personOf('1')
    const entry = (await on(day)).find((one) => one.person === moved.id)
    return app.inContext(network, administrator, async (context) => {
      const zone = (await strataOf(context)).find((one) => one.code === 'zone')
      return zone?.values.find((value) => value.id === entry?.values[zone.id])?.code
    })
  }
  expect(await zoneOf('2027-03-15')).toBe('east')
  expect(await zoneOf('2027-04-02')).toBe('west')
})

test('ten thousand lines are planned and imported in seconds, and again change nothing', async () => {
  const large = await app.aNetwork()
  const boss = await app.aPerson(large, { roles: ['network-administrator'] })
  const lines = (job: string) =>
    Buffer.from(
      ['key,given name,family name,e-mail,organisation,job']
        .concat(
          Array.from(
            { length: 10_000 },
            (_, i) => `${i},Ada,F${i},p${i}@example.org,O${i % 40},${i % 2 ? '' : job}`,
          ),
        )
        .join('\n'),
    )
  const run = (content: Buffer) =>
    app.inContext(large, boss, async (context) => {
      const planned = await planRosterImport(context, content)
      if (planned.kind === 'unreadable') throw new Error(planned.reason)
      await applyRosterPlan(context, planned.plan)
      const { added, changed, left, unchanged } = planned.plan
      return [added.length, changed.length, left.length, unchanged]
    })
  const started = process.cpuUsage()
  expect(await run(lines(''))).toEqual([10_000, 0, 0, 0])
  expect(await run(lines('Night shift'))).toEqual([0, 5_000, 0, 5_000])
  expect(await run(lines('Night shift'))).toEqual([0, 0, 0, 10_000])
  expect(process.cpuUsage(started).user).toBeLessThan(30_000_000)
})

test('a plan that is no longer true is shown again instead of carried out', async () => {
  const { location = '' } = await upload(
    file(line('1', 'WMH', 'Ouest'), line('3', 'WMH', 'Ouest'), line('5'), line('6')),
  )
  const { digest } = await browser.json<Plan>(location)
  const three = await personOf('3')
  expect((await browser.post(`/people/${three.id}/end`)).status).toBe(303)
  expect((await browser.post(location, { digest })).status).toBe(422)
  await expect(personOf('6')).rejects.toThrow()
})

test('a file without the needed columns, and no file, are refused with words', async () => {
  expect((await upload('a,b\n1,2\n')).body).toContain('Not every column that is needed is there')
  expect((await browser.post('/people/import')).body).toContain('Choose a file')
})

test('a spreadsheet’s own file is told apart, and what a file lacks is named beside what it has', async () => {
  expect((await upload(Buffer.from('PK\u0003\u0004xl/workbook.xml'))).body).toContain('Save it as CSV')
  const { body } = await upload('No de permis;Prénom;Nom;Courriel;Établissement\r\n1;A;B;a@b.ca;C')
  expect(body).toContain('key, organisation<')
  expect(body).toContain('No de permis, Prénom, Nom, Courriel, Établissement')
})

test('roles are given to others, never to oneself, and the last administrator stays', async () => {
  const person = await app.aPerson(network)
  const own = `/people/${administrator}`
  expect((await browser.post(`${own}/roles`, { role: 'lead' })).status).toBe(403)
  expect((await browser.post(`${own}/roles/end`, { role: 'network-administrator' })).status).toBe(409)
  expect((await browser.post(`/people/${person}/roles`, { role: 'network-administrator' })).status).toBe(303)
  const second = await app.browser(network, person)
  expect((await second.get('/people/new')).status).toBe(200)
  expect((await browser.post(`/people/${person}/roles/end`, { role: 'network-administrator' })).status).toBe(
    303,
  )
  expect((await second.get('/people/new')).status).toBe(403)
  const actions = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select('action').where('subject_id', '=', person).orderBy('seq').execute(),
  )
  expect(actions.map((one) => one.action)).toEqual(['role.grant', 'role.end'])
})

test('of two administrators who end each other at once, one stays', async () => {
  const alone = await app.aNetwork()
  const [one, two] = [
    await app.aPerson(alone, { roles: ['network-administrator'] }),
    await app.aPerson(alone, { roles: ['network-administrator'] }),
  ]
  const [a, b] = [await app.browser(alone, one), await app.browser(alone, two)]
  await Promise.all([a.post(`/people/${two}/end`), b.post(`/people/${one}/end`)])
  const left = await app.inNetwork(alone, (db) =>
    db
      .selectFrom('role_grant')
      .select('person_id')
      .where('role', '=', 'network-administrator')
      .where('ended_at', 'is', null)
      .execute(),
  )
  expect(left).toHaveLength(1)
})

test('the list is searched, narrowed and paged', async () => {
  const many = await app.aNetwork()
  const boss = await app.aPerson(many, { roles: ['network-administrator'] })
  await app.inNetwork(many, async (db) => {
    for (let index = 0; index < 340; index += 1)
      await db
        .insertInto('person')
        .values({
          network_id: many.id,
          id: crypto.randomUUID(),
          roster_key: `k${index}`,
          given_name: index === 7 ? '100% sure_' : 'Ada',
          family_name: `F${String(index).padStart(3, '0')}`,
          email: `k${index}@example.org`,
          joined_on: '2020-01-01',
        })
        .execute()
  })
  type List = { total: number; people: { name: string }[] }
  const admin = await app.browser(many, boss)
  const last = await admin.json<List>('/people?page=7')
  expect([last.total, last.people.length]).toEqual([341, 41])
  expect((await admin.json<List>('/people?q=100%25+sure_')).people.map((one) => one.name)).toEqual([
    '100% sure_ F007',
  ])
  expect((await admin.json<List>('/people?role=network-administrator')).total).toBe(1)
  expect((await admin.json<List>('/people?left=yes')).total).toBe(0)
})

test('e-mails and roster keys are for administrators', async () => {
  const lead = await app.browser(network, await app.aPerson(network, { roles: ['lead'] }))
  const person = await app.aPerson(network)
  expect(await lead.json(`/people/${person}`)).toMatchObject({ email: null, rosterKey: null })
  expect(await browser.json(`/people/${person}`)).toMatchObject({ email: `${person}@example.org` })
  const { rosterKey } = await browser.json<{ rosterKey: string }>(`/people/${person}`)
  const foundBy = async (who: Browser) =>
    (await who.json<{ total: number }>(`/people?q=${rosterKey.slice(0, 9)}`)).total
  expect([await foundBy(browser), await foundBy(lead)], 'nor is a key found out letter by letter').toEqual([
    1, 0,
  ])
})

test('people added by hand, and organisations, are kept', async () => {
  await browser.post('/people/organisations', { name_en: 'Friendship centre', code: 'FC', kind: 'community' })
  const { organisations } = await browser.json<{ organisations: { id: string; code: string }[] }>(
    '/people/new',
  )
  const organisation = (
    await browser.json<{ organisations: { id: string; code: string }[] }>('/people/organisations')
  ).organisations.find((one) => one.code === 'FC')
  expect(organisations.map((one) => one.id)).toContain(organisation?.id)
  const fields = {
    given_name: 'Mina',
    family_name: 'Partner',
    email: 'Mina@Example.org',
    language: 'fr',
    calling: 'partner',
    organisation: organisation?.id ?? '',
  }
  const added = await browser.post('/people/new', fields)
  const person = await browser.json<{ roles: { role: string }[] }>(added.location ?? '')
  expect(person.roles.map((one) => one.role)).toEqual(['community-partner'])
  expect((await browser.post('/people/new', fields)).body).toContain('Somebody here has this e-mail already')
})

test('a mistyped address is corrected: who signed in by it is signed out, the administrator is not', async () => {
  const mistyped = await app.aPerson(network, { name: 'Tess Typo' })
  const theirs = await app.browser(network, mistyped)
  const page = `/people/${mistyped}/correct`
  const before = await browser.json<{ givenName: string; familyName: string; email: string }>(page)
  const fields = { given_name: before.givenName, family_name: 'Typeau', email: before.email }
  await browser.post(page, fields)
  expect((await theirs.get('/me')).status).toBe(200)
  const own = await browser.json<{ email: string }>(`/people/${administrator}`)
  expect((await browser.post(page, { ...fields, email: own.email })).body).toContain(
    'has this e-mail already',
  )
  const stranger = await app.browser(network)
  await stranger.post('/sign-in', { email: before.email })
  const sent = await app.inNetwork(network, (db) =>
    db
      .selectFrom('mail_message')
      .select('body')
      .where('address', '=', before.email)
      .executeTakeFirstOrThrow(),
  )
  await browser.post(page, { ...fields, email: ' Right@Example.org ' })
  const entered = await stranger.post('/sign-in/code', { code: /\d{6}/.exec(sent.body)?.[0] ?? '' })
  expect(entered.headers['set-cookie'], 'nor does a code still work that the old address got').toBeUndefined()
  expect(await browser.json(`/people/${mistyped}`)).toMatchObject({
    name: 'Tess Typeau',
    email: 'right@example.org',
  })
  expect((await theirs.get('/me')).location).toMatch('/sign-in')
  const ownPage = await browser.json<{ givenName: string; familyName: string }>(
    `/people/${administrator}/correct`,
  )
  await browser.post(`/people/${administrator}/correct`, {
    given_name: ownPage.givenName,
    family_name: ownPage.familyName,
    email: 'nadia.admin@example.org',
  })
  expect((await browser.get('/me')).status).toBe(200)
})

test('a stewarded value is withheld until its steward, and nobody else, releases it', async () => {
  const steward = await app.aPerson(network, { name: 'Stella Steward' })
  const { strata } = await browser.json<{
    strata: { code: string; values: { id: string; code: string }[] }[]
  }>('/strata')
  const value = strata.find((one) => one.code === 'zone')?.values[0]?.id ?? ''
  await browser.post(`/strata/values/${value}`, { name_fr: 'Est', steward })
  const withheld = () => app.inContext(network, administrator, withheldValues)
  expect([...(await withheld())]).toEqual([value])
  expect((await browser.post(`/strata/values/${value}/release`, { release: 'yes' })).status).toBe(403)
  expect((await browser.post(`/strata/values/${value}`, { name_fr: 'Est', steward: '' })).status).toBe(422)
  const theirs = await app.browser(network, steward)
  expect((await theirs.get('/strata')).body).toContain('Release it to results')
  expect((await theirs.post(`/strata/values/${value}/release`, { release: 'yes' })).status).toBe(303)
  expect([...(await withheld())]).toEqual([])
})

test('what is one’s own is changed and taken back by oneself', async () => {
  const person = await app.aPerson(network)
  const own = await app.browser(network, person)
  type Me = {
    language: string
    messagesPerWeek: number
    questions: { id: string; chosen: string | null; choices: { id: string }[] }[]
  }
  const [question] = (await own.json<Me>('/me')).questions
  const answer = question?.choices[0]?.id ?? ''
  const saved = await own.post('/me', {
    language: 'fr',
    messages_per_week: '0',
    [`declared_${question?.id}`]: answer,
  })
  expect(saved.status).toBe(303)
  await own.get(saved.location ?? '')
  expect((await own.get('/me?saved=yes')).body).toContain('Enregistré')
  expect(await own.json<Me>('/me')).toMatchObject({ language: 'fr', messagesPerWeek: 0 })
  expect((await own.json<Me>('/me')).questions[0]?.chosen).toBe(answer)
  await own.post('/me', { language: 'fr', messages_per_week: '0', [`declared_${question?.id}`]: '' })
  expect((await own.json<Me>('/me')).questions[0]?.chosen).toBeNull()
  expect((await own.post('/me', { language: 'fr', messages_per_week: '99' })).status).toBe(422)
  expect(
    (
      await own.post('/me', {
        language: 'fr',
        messages_per_week: '1',
        [`declared_${question?.id}`]: 'nothing',
      })
    ).status,
  ).toBe(422)
})

test('a remembered phone is forgotten from another', async () => {
  const person = await app.aPerson(network)
  const [here, lost] = [await app.browser(network, person), await app.browser(network, person)]
  type Phones = { phones: { id: string; here: boolean }[] }
  const { phones } = await here.json<Phones>('/me')
  expect(phones).toHaveLength(2)
  const other = phones.find((phone) => !phone.here)?.id ?? ''
  expect((await browser.post(`/me/phones/${other}/forget`)).status).toBe(404)
  expect((await here.post(`/me/phones/${other}/forget`)).status).toBe(303)
  expect((await lost.get('/me')).status).toBe(303)
  await app.browser(network, person)
  await here.post('/me/phones/forget-others')
  expect((await here.json<Phones>('/me')).phones).toHaveLength(1)
  const elsewhere = await app.browser(network, person)
  expect((await here.post('/me/phones/forget-others', { here: 'yes' })).location).toBe('/sign-in')
  for (const one of [here, elsewhere]) expect((await one.get('/me')).location).toMatch(/sign-in/)
})
