import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'

const typed = 'Lab results arrive “at night” & nobody <sees> them'
const shown = 'Lab results arrive “at night” &amp; nobody &lt;sees> them'
let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp({ ROUNDS_REQUESTS_PER_MINUTE: '400' })
  network = await app.aNetwork()
})
afterAll(() => app.stop())

async function signedOut(): Promise<Browser> {
  const browser = await app.browser(network, await app.aPerson(network))
  await app.inNetwork(network, (db) => db.updateTable('session').set({ revoked_at: app.now() }).execute())
  return browser
}

/** What the page's form would send again. */
function again(body: string): { action: string; fields: Record<string, string> } {
  const form = /<form id="entered" method="post" action="([^"]*)">(.*?)<\/form>/s.exec(body)
  const decode = (text: string) =>
    text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return {
    action: decode(form?.[1] ?? ''),
    fields: Object.fromEntries(
      [...(form?.[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((match) => [
        decode(match[1] ?? ''),
        decode(match[2] ?? ''),
      ]),
    ),
  }
}

const needs = async () =>
  (await app.inNetwork(network, (db) => db.selectFrom('contribution').select('id').execute())).length

test('a session that ended while somebody wrote costs nothing: they sign in, come back and send it', async () => {
  const browser = await signedOut()
  const reply = await browser.post('/say', { text: typed })
  expect(reply.status).toBe(401)
  expect(reply.body).toContain(shown)
  expect(reply.body).toContain('Sign in (opens a new tab)')
  expect(reply.body).toContain('href="/sign-in?to=%2Fsay"')
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.location).toBeUndefined()
  expect(await needs()).toBe(0)
  expect(app.logLines.join('')).not.toContain('Lab results')

  const { action, fields } = again(reply.body)
  expect(fields).toEqual({ text: typed })
  const back = await app.browser(network, await app.aPerson(network))
  expect((await back.post(action, fields)).status).toBeLessThan(400)
  expect((await back.get('/')).status).toBe(200)
})

test('a tapped answer waits too, its revision with it', async () => {
  const { round, invited } = await aRound(app, network)
  const browser = await app.browser(network, invited[0])
  await app.inNetwork(network, (db) => db.updateTable('session').set({ revoked_at: app.now() }).execute())
  const reply = await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  expect(reply.status).toBe(401)
  expect(reply.body).not.toContain('to copy')
  const { action, fields } = again(reply.body)
  const back = await app.browser(network, invited[0])
  expect((await back.post(action, fields)).location).toContain(`/rounds/${round}/statements/`)
})

test('a button with nothing in it leads to signing in, and from there to its page', async () => {
  const browser = await signedOut()
  expect((await browser.post('/notices/seen')).location).toBe('/sign-in?to=%2F')
  expect((await browser.post('/say', { text: ' ' })).location).toBe('/sign-in?to=%2Fsay')
})

test('changing the language on that page sends nothing and loses nothing', async () => {
  const browser = await signedOut()
  const french = await browser.post('/say', { text: typed, _language: 'fr' })
  expect(french.status).toBe(401)
  expect(french.body).toContain('Votre session est terminée')
  expect(french.body).toContain(shown)
  const inside = await app.browser(network, await app.aPerson(network))
  const before = await needs()
  const button = await inside.post('/notices/later', { note: typed, _language: 'fr' })
  expect(button.status).toBe(200)
  expect(button.body).toContain('Rien n’a encore été envoyé')
  expect(button.body).toContain(shown)
  expect(await needs()).toBe(before)
})

test('what another site seems to have sent is shown to be copied, and can’t be sent from there', async () => {
  const reply = await app.app.server.inject({
    method: 'POST',
    url: '/say',
    headers: {
      host: network.host,
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({ text: typed }).toString(),
  })
  expect(reply.statusCode).toBe(403)
  expect(reply.body).toContain(shown)
  expect(reply.body).not.toContain('<form id="entered"')
  expect(reply.body).not.toContain('_language')
})

const boundary = 'xBOUNDARYx'
const part = (name: string, value: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
const aFile = (megabytes: number) =>
  part('file', 'x'.repeat(megabytes * 1024 * 1024), '; filename="roster.csv"')
const sendParts = (browser: Browser, parts: string, url = '/people/import', headers = {}) =>
  app.app.server.inject({
    method: 'POST',
    url,
    headers: {
      host: network.host,
      'sec-fetch-site': 'same-origin',
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    },
    payload: `${parts}--${boundary}--\r\n`,
  })

test('a file that is too large loses no text beside it', async () => {
  const person = await app.aPerson(network, { roles: ['network-administrator'] })
  const reply = await sendParts(await app.browser(network, person), aFile(9))
  expect(reply.statusCode).toBe(413)
  expect(reply.body).toContain('This file is larger than 8 MB')
  expect(reply.body).toContain('href="#file"')
})

test('a body of parts takes a bounded part of the memory', async () => {
  const browser = await app.browser(network, await app.aPerson(network))
  const megabyte = 'x'.repeat(1024 * 1024)
  const texts = await sendParts(browser, Array.from({ length: 5 }, () => part('text', megabyte)).join(''))
  expect(texts.statusCode).toBe(413)
  const many = Array.from({ length: 301 }, (_, number) => part(`f${number}`, 'x')).join('')
  expect((await sendParts(browser, many)).statusCode).toBe(413)
  const long = await sendParts(browser, part('text', 'x'), '/say', {
    'content-length': `${65 * 1024 * 1024}`,
  })
  expect(long.statusCode).toBe(413)
  const all = await sendParts(browser, part('text', typed), '/say')
  expect(all.statusCode).toBeLessThan(400)
})

test('a file from nobody who is signed in is not held; what was typed beside it is', async () => {
  const browser = await signedOut()
  const reply = await sendParts(browser, `${aFile(7)}${part('text', typed)}`, '/say')
  expect(reply.statusCode).toBe(401)
  expect(reply.body).toContain(shown)
  // Answered as one that is too large, however small it is.
  const small = await sendParts(browser, part('email', 'x', '; filename="x"'), '/sign-in')
  expect(small.statusCode).toBe(413)
})

test('a refusal of the domain, and one for others, show what was written', async () => {
  const { round, invited } = await aRound(app, network)
  const stranger = await app.browser(network, await app.aPerson(network))
  const forbidden = await stranger.post(`/rounds/${round}/add`, { text: typed })
  expect(forbidden.status).toBe(403)
  expect(forbidden.body).toContain(shown)
  expect(forbidden.body).not.toContain('Send again')
  expect(invited.length).toBeGreaterThan(0)
})

test('a page for others says who is signed in, for whom it is, and whom to ask', async () => {
  const { round } = await aRound(app, network)
  const physician = await app.browser(network, await app.aPerson(network, { roles: ['physician'] }))
  const roster = await physician.get('/people')
  expect(roster.status).toBe(403)
  expect(roster.body).toMatch(/You are signed in as <span data-content="true">[^<]+<\/span>/)
  expect(roster.body).toContain('<li>Network administrators</li>')
  expect(roster.body).toContain('ask the person who sent you here')
  expect(roster.body).not.toContain('in this very matter')
  const others = await physician.get(`/rounds/${round}/add`)
  expect(others.body).toContain('people who are asked, or named, in this very matter')
})

test('too many requests at once: the same can be sent again a minute later', async () => {
  const browser = await app.browser(network, await app.aPerson(network))
  let reply = await browser.get('/help')
  for (let number = 0; number < 500 && reply.status !== 429; number += 1) reply = await browser.get('/help')
  expect(reply.status).toBe(429)
  const refused = await browser.post('/say', { text: typed })
  expect(refused.status).toBe(429)
  expect(refused.body).toContain(shown)
  expect(again(refused.body)).toEqual({ action: '/say', fields: { text: typed } })
  expect(refused.body).toContain('Send again')
})
