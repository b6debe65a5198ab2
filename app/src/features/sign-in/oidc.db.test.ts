import { generateKeyPairSync } from 'node:crypto'
import { type RequestListener, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PersonId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'

type Account = { email?: string; email_verified?: boolean; groups?: string[] }

const redirectUri = 'http://outside.test/sign-in/oidc/callback'
const accounts = new Map<string, Account>()
/** What the provider does otherwise when a code is exchanged. */
let tokens: { secondsOff?: number; change?: (idToken: string) => string } = {}
let server: Server
let issuer: string
let answer: RequestListener
let keysAsked = 0
let app: TestApp
let network: TestNetwork

/** Lets what the provider says to a code be what `tokens` asks for. */
function changeTokens(response: ServerResponse): void {
  const { secondsOff = 0, change = (idToken) => idToken } = tokens
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + secondsOff * 1000)
  const end = response.end.bind(response)
  response.end = ((body: string) => {
    clock.mockRestore()
    const sent = JSON.parse(body) as { id_token: string }
    return end(JSON.stringify({ ...sent, id_token: change(sent.id_token) }))
  }) as typeof response.end
}

/** Has the service sign with a key of its own from now on, or with the one it comes with. */
function provide(key?: Record<string, unknown>): void {
  answer = new Provider(issuer, {
    clients: [
      {
        client_id: 'rounds',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ...(key ? { jwks: { keys: [key] } } : {}),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    cookies: { keys: ['a-key-of-the-test'] },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 600, IdToken: 120 },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
  }).callback()
}

beforeAll(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provide()
  server.on('request', (request, response) => {
    if (request.url === '/token' && Object.keys(tokens).length > 0) changeTokens(response)
    if (request.url === '/jwks') keysAsked += 1
    answer(request, response)
  })
  app = await startTestApp({
    ROUNDS_BASE_URL: 'http://outside.test',
    ROUNDS_OIDC_ISSUER: issuer,
    ROUNDS_OIDC_CLIENT_ID: 'rounds',
    ROUNDS_OIDC_CLIENT_SECRET: 'a-secret-of-the-test',
    ROUNDS_OIDC_ROLES: 'qi-leads=lead,it-admins=network-administrator',
  })
  network = await app.aNetwork('outside')
})
afterAll(async () => {
  await app.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** What a browser does at the provider: signs in as `subject`, consents, and is sent back. */
async function throughProvider(address: string, subject: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = address
  let form: URLSearchParams | null = null
  for (let hop = 0; hop < 15; hop += 1) {
    const reply: Response = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: form } : {}),
    })
    for (const cookie of reply.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    form = null
    const location = reply.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      if (url.startsWith(redirectUri)) return url
      continue
    }
    const page = await reply.text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (!action || !prompt) throw new Error(`the provider answered ${reply.status}: ${page.slice(0, 300)}`)
    url = new URL(action, url).href
    form = new URLSearchParams(prompt === 'login' ? { prompt, login: subject, password: 'any' } : { prompt })
  }
  throw new Error('the provider never sent the browser back')
}

async function signIn(subject: string, options: { browser?: Browser; to?: string } = {}) {
  const browser = options.browser ?? (await app.browser(network))
  const start = await browser.get(`/sign-in/oidc${options.to ? `?to=${options.to}` : ''}`)
  expect(start.status).toBe(303)
  const back = new URL(await throughProvider(start.location ?? '', subject))
  const path = `${back.pathname}${back.search}`
  return { browser, path, reply: await browser.get(path) }
}

const signedInAs = async (browser: Browser) =>
  (await browser.json<{ signedInAs: string | null }>('/sign-in')).signedInAs
const rolesOf = (person: PersonId) =>
  app.inNetwork(network, async (db) =>
    (
      await db
        .selectFrom('role_grant')
        .select(['role'])
        .where('person_id', '=', person)
        .where('ended_at', 'is', null)
        .orderBy('role')
        .execute()
    ).map((one) => one.role),
  )

test('someone of the roster signs in with their organisation’s account, and lands where they were going', async () => {
  const person = await app.aPerson(network, { name: 'Olive Outside' })
  accounts.set('olive', {
    email: `${person}@Example.org`,
    email_verified: true,
    groups: ['qi-leads', 'others'],
  })
  const { browser, reply } = await signIn('olive', { to: '/me' })
  expect(reply.status).toBe(303)
  expect(reply.location).toBe('/me')
  expect(await signedInAs(browser)).toBe('Olive Outside')
  expect(await rolesOf(person)).toEqual(['lead', 'physician'])
})

test('issuer and subject are who they are: a changed e-mail changes nothing, and groups are followed', async () => {
  const person = await app.aPerson(network, { name: 'Sam Subject' })
  const somebodyElse = await app.aPerson(network)
  accounts.set('sam', { email: `${person}@example.org`, email_verified: true, groups: ['qi-leads'] })
  await signIn('sam')
  accounts.set('sam', { email: `${somebodyElse}@example.org`, email_verified: true, groups: [] })
  const { browser } = await signIn('sam')
  expect(await signedInAs(browser)).toBe('Sam Subject')
  expect(await rolesOf(person)).toEqual(['physician'])
})

test('another account with the same e-mail does not take the person over', async () => {
  const person = await app.aPerson(network)
  accounts.set('first', { email: `${person}@example.org`, email_verified: true })
  accounts.set('second', { email: `${person}@example.org`, email_verified: true })
  await signIn('first')
  expect((await signIn('second')).reply.status).toBe(403)
})

test('an e-mail nobody vouches for, and one that is not on the roster, sign nobody in', async () => {
  const person = await app.aPerson(network)
  accounts.set('unverified', { email: `${person}@example.org`, email_verified: false })
  accounts.set('stranger', { email: 'stranger@example.org', email_verified: true })
  for (const subject of ['unverified', 'stranger']) {
    const { browser, reply } = await signIn(subject)
    expect(reply.status).toBe(403)
    expect(reply.body).toContain('roster has nobody')
    expect(await signedInAs(browser)).toBeNull()
  }
})

test('someone who has left is not let in by their account', async () => {
  const person = await app.aPerson(network)
  accounts.set('leaver', { email: `${person}@example.org`, email_verified: true })
  await signIn('leaver')
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: '2027-02-01' }).where('id', '=', person).execute(),
  )
  expect((await signIn('leaver')).reply.status).toBe(403)
})

const failedAt = (to: string) => `/sign-in?to=${encodeURIComponent(to)}&failed=1`

test('the way back works once, in the browser that left, and not with a changed code', async () => {
  const person = await app.aPerson(network)
  accounts.set('once', { email: `${person}@example.org`, email_verified: true })
  const { browser, path } = await signIn('once')
  expect((await browser.get(path)).location).toBe(failedAt('/'))

  const leaving = await app.browser(network)
  const start = await leaving.get('/sign-in/oidc?to=/me')
  const back = new URL(await throughProvider(start.location ?? '', 'once'))
  const victim = await app.browser(network)
  expect((await victim.get(`${back.pathname}${back.search}`)).location).toBe(failedAt('/'))
  expect(await signedInAs(victim)).toBeNull()
  back.searchParams.set('code', 'another')
  const failed = (await leaving.get(`${back.pathname}${back.search}`)).location
  expect(failed).toBe(failedAt('/me'))
  expect(await signedInAs(leaving)).toBeNull()
  const { body } = await leaving.get(failed ?? '')
  expect(body).toContain('did not answer as expected')
  expect(body).toContain('href="/sign-in/oidc?to=%2Fme"')
})

test('a way back that took too long is refused', async () => {
  const person = await app.aPerson(network)
  accounts.set('slow', { email: `${person}@example.org`, email_verified: true })
  const browser = await app.browser(network)
  const start = await browser.get('/sign-in/oidc')
  const back = new URL(await throughProvider(start.location ?? '', 'slow'))
  const before = app.now()
  app.setNow(new Date(before.getTime() + 11 * 60_000))
  expect((await browser.get(`${back.pathname}${back.search}`)).location).toBe(failedAt('/'))
  app.setNow(before)
})

test('a service whose clock is nearly five minutes late signs in', async () => {
  const person = await app.aPerson(network)
  accounts.set('late', { email: `${person}@example.org`, email_verified: true })
  tokens = { secondsOff: -290 }
  expect((await signIn('late', { to: '/me' })).reply.location).toBe('/me')
  tokens = {}
})

test('an identity with a signature that is not the service’s signs nobody in; a new try does', async () => {
  const person = await app.aPerson(network)
  accounts.set('forged', { email: `${person}@example.org`, email_verified: true })
  tokens = {
    change: (token) => token.replace(/\.(.)([^.]*)$/, (_, one, rest) => `.${one === 'A' ? 'B' : 'A'}${rest}`),
  }
  const { browser, reply } = await signIn('forged', { to: '/me' })
  expect(reply.location).toBe(failedAt('/me'))
  expect(await signedInAs(browser)).toBeNull()
  tokens = {}
  expect((await signIn('forged', { browser, to: '/me' })).reply.location).toBe('/me')
})

test('the last administrator keeps the role when the groups no longer say so', async () => {
  const person = await app.aPerson(network, { roles: [] })
  accounts.set('boss', { email: `${person}@example.org`, email_verified: true, groups: ['it-admins'] })
  await signIn('boss')
  expect(await rolesOf(person)).toEqual(['network-administrator'])
  accounts.set('boss', { email: `${person}@example.org`, email_verified: true, groups: [] })
  await signIn('boss')
  expect(await rolesOf(person)).toEqual(['network-administrator'])
})

test('keys that changed since they were asked for are asked for again, though not by every sign-in of a flood', async () => {
  const person = await app.aPerson(network)
  accounts.set('changed', { email: `${person}@example.org`, email_verified: true })
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  /** Where a sign-in ends, and how often it asked for keys. */
  const tried = async () => {
    const before = keysAsked
    const { reply } = await signIn('changed', { to: '/me' })
    return [reply.location, keysAsked - before]
  }
  expect((await tried())[0]).toBe('/me')
  const now = Date.now
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 10_000)
  try {
    provide({ ...key, kid: 'second' })
    expect(await tried()).toEqual(['/me', 1])
    provide({ ...key, kid: 'third' })
    expect(await tried()).toEqual([failedAt('/me'), 0])
    expect(await tried()).toEqual(['/me', 1])
    provide({ ...key, kid: 'fourth' })
    for (const _ of [1, 2, 3]) expect(await tried()).toEqual([failedAt('/me'), 0])
  } finally {
    clock.mockRestore()
    provide()
  }
})

test('no log line holds a code, a state or a token', () => {
  expect(app.logLines.join('\n')).not.toMatch(/code=|state=|access_token|id_token|@/)
})

test('a service that does not answer signs nobody in, and is asked again the next time', async () => {
  const lonely = await startTestApp({
    ROUNDS_OIDC_ISSUER: 'http://127.0.0.1:9',
    ROUNDS_OIDC_CLIENT_ID: 'rounds',
  })
  try {
    const browser = await lonely.browser(await lonely.aNetwork())
    expect((await browser.get('/sign-in/oidc')).location).toBe(failedAt('/'))
    expect((await browser.get('/sign-in')).body).toContain('organisation’s account')
  } finally {
    await lonely.stop()
  }
})

test('while the other service is waited for no connection to the database is', async () => {
  let heard = 0
  const silent = createServer(() => void (heard += 1))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const small = await startTestApp({
    ROUNDS_OIDC_ISSUER: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    ROUNDS_OIDC_CLIENT_ID: 'rounds',
    ROUNDS_DATABASE_CONNECTIONS: '2',
  })
  try {
    const browser = await small.browser(await small.aNetwork())
    const waiting = [1, 2, 3, 4].map(() => browser.get('/sign-in/oidc'))
    let answered = 0
    for (const one of waiting) void one.then(() => (answered += 1))
    await expect.poll(() => heard, { timeout: 240_000 }).toBeGreaterThan(0)
    expect((await browser.get('/sign-in')).status).toBe(200)
    expect(answered).toBe(0)
    silent.closeAllConnections()
    for (const reply of await Promise.all(waiting)) expect(reply.location).toBe(failedAt('/'))
  } finally {
    await small.stop()
    silent.closeAllConnections()
    silent.close()
  }
})
