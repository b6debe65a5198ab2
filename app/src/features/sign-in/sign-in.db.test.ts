import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { prepareFirstStart } from './first-start.ts'
import { readWaitingCode } from './read-waiting-code.ts'
import { codeRules } from './sign-in-code.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

const mails = (to: string) =>
  app.inNetwork(network, (db) =>
    db.selectFrom('mail_message').selectAll().where('address', '=', to).orderBy('not_before').execute(),
  )
const newest = async (to: string): Promise<string> => {
  const codes = await mails(to)
  return /\d{6}/.exec(codes.at(-1)?.body ?? '')?.[0] ?? ''
}
const handover = 'rounds-handover'

/** Asks for a code; `request` is what the browser keeps of it. */
async function ask(browser: Browser, email: string, to?: string) {
  const reply = await browser.post('/sign-in', { email, ...(to ? { to } : {}) })
  return { reply, request: browser.cookies.get(handover) ?? '' }
}

test('a person signs in with a code from their mail and lands where they were going', async () => {
  const person = await app.aPerson(network, { language: 'fr' })
  const email = `${person}@example.org`
  const browser = await app.browser(network)
  const { reply, request } = await ask(browser, ` ${email.toUpperCase()} `, '/me')
  expect(reply.status).toBe(303)
  expect(request).toMatch(/^[\w-]{20,}$/)
  expect(reply.location).toBe('/sign-in/code?to=%2Fme')
  expect((await browser.get(reply.location ?? '')).body).toContain('six digits')
  const [mail] = await mails(email)
  expect(mail?.subject).toMatch(/^Votre code pour Réseau/)
  expect(mail?.body).not.toMatch(/https?:/)
  const done = await browser.post('/sign-in/code', { code: await newest(email), to: '/me' })
  expect(done.location).toBe('/me')
  expect(String(done.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/)
  const model = await browser.json<{ signedInAs: string }>('/sign-in')
  expect(model.signedInAs).toMatch(/^Ada /)
})

test('where no mail server is set, whoever runs the machine reads the code for the browser that asked, and the log says so', async () => {
  const person = await app.aPerson(network)
  const email = `${person}@example.org`
  const read = (of: string) => app.inContext(network, null, (context) => readWaitingCode(context, of))
  expect(await read(email)).toBeNull()
  const browser = await app.browser(network)
  await ask(browser, email)
  const code = await read(` ${email.toUpperCase()}`)
  expect(code).toBe(await newest(email))
  const logged = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select('subject_id').where('action', '=', 'identity.read-code').execute(),
  )
  expect(logged).toEqual([{ subject_id: person }])
  expect((await (await app.browser(network)).post('/sign-in/code', { code: code ?? '' })).location).not.toBe(
    '/',
  )
  expect((await browser.post('/sign-in/code', { code: code ?? '' })).location).toBe('/')
  const start = app.now()
  app.setNow(new Date(start.getTime() + 11 * 60_000))
  expect(await read(email)).toBeNull()
  app.setNow(start)
})

test('the reply is the same for an address that nobody here has, and no mail leaves', async () => {
  const person = await app.aPerson(network)
  const [one, two] = [await app.browser(network), await app.browser(network)]
  const known = await ask(one, `${person}@example.org`)
  const unknown = await ask(two, 'nobody@example.org')
  expect(unknown.reply.status).toBe(known.reply.status)
  expect(unknown.reply.location).toBe(known.reply.location)
  expect(await mails('nobody@example.org')).toEqual([])
  expect((await two.get('/sign-in/code')).body).toContain('may know you by another one')
  const wrong = async (browser: Browser) => (await browser.post('/sign-in/code', { code: '000000' })).location
  for (let attempt = 0; attempt < codeRules.attempts + 2; attempt += 1)
    expect(await wrong(two)).toBe(await wrong(one))
})

test('an answer is not there sooner for an address that nobody has, nor for a code that was never sent', async () => {
  const email = `${await app.aPerson(network)}@example.org`
  const took = async (path: string, fields: Record<string, string>) => {
    const browser = await app.browser(network)
    const began = performance.now()
    await browser.post(path, fields)
    return performance.now() - began
  }
  expect(await took('/sign-in', { email })).toBeGreaterThan(245)
  expect(await took('/sign-in', { email: 'nobody@example.org' })).toBeGreaterThan(245)
  expect(await took('/sign-in', { email: 'no address' })).toBeGreaterThan(245)
  expect(await took('/sign-in/code', { code: '000000' })).toBeGreaterThan(245)
})

test('a code works once, from the browser that asked, for ten minutes, for five tries', async () => {
  const email = `${await app.aPerson(network)}@example.org`
  const browser = await app.browser(network)
  const enter = async (request: string, code: string) => {
    browser.cookies.set(handover, request)
    return (await browser.post('/sign-in/code', { code })).headers['set-cookie'] !== undefined
  }

  const first = await ask(browser, email)
  const code = await newest(email)
  expect(await enter('another-browser', code)).toBe(false)
  expect(await enter(first.request, ` ${code.slice(0, 3)} ${code.slice(3)} `)).toBe(true)
  expect(await enter(first.request, code)).toBe(false)

  const late = await ask(browser, email)
  const lateCode = await newest(email)
  const start = app.now()
  app.setNow(new Date(start.getTime() + codeRules.minutes * 60_000))
  expect(await enter(late.request, lateCode)).toBe(false)
  app.setNow(start)

  const guessed = await ask(browser, email)
  const right = await newest(email)
  for (let tries = 0; tries < codeRules.attempts; tries += 1)
    expect(await enter(guessed.request, right === '111111' ? '222222' : '111111')).toBe(false)
  expect(await enter(guessed.request, right)).toBe(false)
})

test('guesses sent at the same moment are counted one by one', async () => {
  const email = `${await app.aPerson(network)}@example.org`
  const browser = await app.browser(network)
  await ask(browser, email)
  const right = await newest(email)
  const wrong = right === '111111' ? '222222' : '111111'
  await Promise.all(Array.from({ length: 12 }, () => browser.post('/sign-in/code', { code: wrong })))
  const late = await browser.post('/sign-in/code', { code: right })
  expect(late.headers['set-cookie']).toBeUndefined()
})

test('the database holds neither the code nor what the browser keeps', async () => {
  const email = `${await app.aPerson(network)}@example.org`
  const { request } = await ask(await app.browser(network), email)
  const code = await newest(email)
  const rows = await app.inNetwork(network, (db) => db.selectFrom('sign_in_code').selectAll().execute())
  const kept = JSON.stringify(rows.map((row) => ({ ...row, code_hash: row.code_hash.toString('hex') })))
  expect(kept).not.toContain(code)
  expect(kept).not.toContain(request)
})

test('one person is sent no more than a few codes an hour', async () => {
  const email = `${await app.aPerson(network)}@example.org`
  const browser = await app.browser(network)
  for (let asked = 0; asked < codeRules.perHour + 3; asked += 1)
    expect((await ask(browser, email)).reply.status).toBe(303)
  expect((await mails(email)).length).toBe(codeRules.perHour)
})

test('one address that tries and tries is told to wait', async () => {
  const elsewhere = await app.aNetwork()
  const browser = await app.browser(elsewhere)
  const statuses = await Promise.all(
    Array.from({ length: 61 }, async () => (await ask(browser, 'nobody@example.org')).reply.status),
  )
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
})

test('someone who has left is sent nothing', async () => {
  const person = await app.aPerson(network)
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: '2027-02-01' }).where('id', '=', person).execute(),
  )
  await ask(await app.browser(network), `${person}@example.org`)
  expect(await mails(`${person}@example.org`)).toEqual([])
})

test('signing out ends the session on the server too', async () => {
  const person = await app.aPerson(network)
  const browser = await app.browser(network, person)
  const copied = new Map(browser.cookies)
  browser.cookies.set(handover, 'words that one looked for')
  const out = await browser.post('/sign-out')
  expect(browser.cookies.get(handover)).toBe('')
  expect(out.location).toBe('/sign-in')
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"')
  for (const [name, value] of copied) browser.cookies.set(name, value)
  expect((await browser.json<{ signedInAs: string | null }>('/sign-in')).signedInAs).toBeNull()
})

test('a session that ended elsewhere takes with it what was kept on this device', async () => {
  const person = await app.aPerson(network)
  const browser = await app.browser(network, person)
  browser.cookies.set(handover, 'words that one looked for')
  await app.inNetwork(network, (db) =>
    db.updateTable('session').set({ revoked_at: app.now() }).where('person_id', '=', person).execute(),
  )
  expect((await browser.get('/')).location).toBe('/sign-in?to=%2F')
  expect([...browser.cookies.values()].filter(Boolean)).toEqual([])
  const { request } = await ask(browser, `${person}@example.org`)
  await browser.get('/')
  expect(browser.cookies.get(handover), 'the code can still be entered').toBe(request)
})

test('what was typed stays when it is wrong, and when the language changes', async () => {
  const browser = await app.browser(network)
  const wrong = await browser.post('/sign-in', { email: 'not an address', to: '/me' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('value="not an address"')
  const french = await browser.post('/sign-in', { email: 'someone@example.org', to: '/me', _language: 'fr' })
  expect(french.body).toContain('Ouvrir une session')
  expect(french.body).toContain('value="someone@example.org"')
  expect(french.body).toContain('value="/me"')
})

test('the demonstration’s people are for demonstrations alone', async () => {
  const demonstration = await app.aNetwork()
  await app.inNetwork(demonstration, (db) =>
    db.updateTable('network').set({ kind: 'demonstration' }).execute(),
  )
  const lead = await app.aPerson(demonstration, { roles: ['lead'], name: 'Lise Lead' })
  const browser = await app.browser(demonstration)
  const page = await browser.get('/demonstration')
  expect(page.body).toContain('Lise Lead')
  const inside = await browser.post('/demonstration/sign-in', { person: lead })
  expect(inside.location).toBe('/')
  expect((await browser.json<{ signedInAs: string }>('/sign-in')).signedInAs).toBe('Lise Lead')

  const elsewhere = await app.browser(network)
  const person = await app.aPerson(network)
  expect((await elsewhere.get('/demonstration')).status).toBe(404)
  expect((await elsewhere.post('/demonstration/sign-in', { person })).status).toBe(404)
})

test('a new installation prints a code, with which one person begins as its administrator', async () => {
  const fresh = await startTestApp({ ROUNDS_BASE_URL: 'http://rounds.test' })
  try {
    const said: string[] = []
    await prepareFirstStart(fresh.app.services, (text) => said.push(text))
    await prepareFirstStart(fresh.app.services, (text) => said.push(text))
    const [old = '', code = ''] = said.map((text) => /(\w{5}-){3}\w{5}/.exec(text)?.[0])
    const row = await fresh.app.services.database.untenanted
      .selectFrom('network_address')
      .selectAll()
      .executeTakeFirstOrThrow()
    const first: TestNetwork = { id: row.network_id as TestNetwork['id'], host: row.host }
    expect(row.host).toBe('rounds.test')
    const browser = await fresh.browser(first)
    const fields = {
      name_en: '',
      name_fr: 'Réseau neuf',
      given_name: 'Ana',
      family_name: 'Roy',
      email: 'Ana@Example.org',
      time_zone: 'America/Toronto',
    }
    expect((await browser.get('/sign-in')).body).toContain('href="/first-administrator"')
    expect((await browser.get('/first-administrator')).status).toBe(200)
    expect((await browser.post('/first-administrator', { ...fields, code: old })).status).toBe(422)
    const nowhere = await browser.post('/first-administrator', { ...fields, code, time_zone: 'Québec' })
    expect(nowhere.body).toContain('one like America/St_Johns')
    const begun = await browser.post('/first-administrator', { ...fields, code: code.toLowerCase() })
    expect(begun).toMatchObject({ status: 303, location: '/' })
    expect((await browser.get('/people')).body).toContain('Réseau neuf')
    expect(await browser.json('/administration/settings')).toMatchObject({ timeZone: 'America/Toronto' })
    const other = await fresh.browser(first)
    expect((await other.get('/sign-in')).body).not.toContain('href="/first-administrator"')
    const granted = await fresh.inNetwork(first, (db) => db.selectFrom('role_grant').select('role').execute())
    expect(granted.map((one) => one.role).toSorted()).toEqual(['network-administrator', 'privacy-officer'])
    const again = await (await fresh.browser(first)).post('/first-administrator', { ...fields, code })
    expect(again.status).toBe(410)
    const silent: string[] = []
    await prepareFirstStart(fresh.app.services, (text) => silent.push(text))
    expect(silent).toEqual([])
  } finally {
    await fresh.stop()
  }
})
