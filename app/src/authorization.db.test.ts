import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { type Row, type Who, matrix, platformAddresses } from './authorization.matrix.ts'
import { features } from './features.ts'
import { type Filled, fillNetwork } from './filled-network.ts'
import { type Role, roles } from './platform/auth/authorization.ts'
import { type PersonId, newId } from './platform/ids.ts'
import { type Viewer, fieldsIn, fieldsOf, listFields } from './response-fields.ts'
import { type Browser, type Reply, type TestApp, type TestNetwork, startTestApp } from './test-app.ts'

/** Someone who tries: their part, and whose objects they meet. */
type Trier = Readonly<{ part: Role | 'nobody'; browser: Browser; own: Filled | null }>

let app: TestApp
let network: TestNetwork
let others: Filled
let elsewhere: Filled
const triers: Trier[] = []
/** Has every part at once: nothing that one of them could meet is kept from this person. */
let everybody: Browser
const strangers: { why: string; browser: Browser }[] = []

const routes = features.flatMap((feature) => feature.routes)
const addresses = [...new Set(routes.map((route) => route.path))].toSorted()
const kindsOf = (path: string) =>
  new Set(routes.filter((route) => route.path === path).map((route) => route.kind))
const answersGet = (path: string): boolean => [...kindsOf(path)].some((kind) => kind !== 'action')
const answersPost = (path: string): boolean => kindsOf(path).has('form') || kindsOf(path).has('action')

async function fill(where: TestNetwork, owner: PersonId, mark: string): Promise<Filled> {
  return fillNetwork(app.app.services.database, {
    network: where.id,
    owner,
    mark,
    without: ['round_result'],
  })
}

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  const other = await app.aNetwork()
  others = await fill(network, await app.aPerson(network), 'someone-else')
  const foreigner = await app.aPerson(other, { roles })
  elsewhere = await fill(other, foreigner, 'elsewhere')
  triers.push({ part: 'nobody', browser: await app.browser(network), own: null })
  for (const part of roles) {
    const person = await app.aPerson(network, { roles: [part] })
    triers.push({
      part,
      browser: await app.browser(network, person),
      own: await fill(network, person, `own-${part}`),
    })
    await app.inNetwork(network, (db) =>
      db.deleteFrom('role_grant').where('person_id', '=', person).where('role', '<>', part).execute(),
    )
  }
  everybody = await app.browser(network, await app.aPerson(network, { roles }))
  const left = await app.aPerson(network, { roles })
  const departed = await app.browser(network, left)
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ left_on: '2027-02-01' }).where('id', '=', left).execute(),
  )
  const abroad = await app.browser(network)
  for (const [name, value] of (await app.browser(other, foreigner)).cookies) abroad.cookies.set(name, value)
  strangers.push(
    { why: 'someone who has left', browser: departed },
    { why: 'a person of another network', browser: abroad },
  )
})
afterAll(() => app.stop())

/** By address, what each was shown. */
const shown = new Map<string, Map<Viewer, ReadonlySet<string>>>()
const modelOf = (path: string): z.ZodType | undefined => {
  const route = routes.find((one) => one.path === path && (one.kind === 'page' || one.kind === 'form'))
  return route?.kind === 'page' || route?.kind === 'form' ? route.model : undefined
}

async function noteFields(path: string, viewer: Viewer, browser: Browser, address: string): Promise<void> {
  const model = modelOf(path)
  if (!model) return
  const cookies = new Map(browser.cookies)
  const answer = await browser.json(address)
  browser.cookies.clear()
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  const viewers = shown.get(path) ?? new Map<Viewer, ReadonlySet<string>>()
  shown.set(path, viewers.set(viewer, fieldsIn(model, answer)))
}

const isAmong = (who: Who | undefined, part: Role | 'nobody'): boolean =>
  who === 'everyone' ||
  (part !== 'nobody' && who !== undefined && (who === 'signed-in' || who.includes(part)))

function addressOf(path: string, row: Row, filled: Filled | null): string {
  const id = row.object === undefined ? '1' : (filled?.ids.get(row.object) ?? newId())
  return path.replace(/:id\b/, id).replace(/:\w+/g, '1')
}

/** Sent to sign in, or told so on a page that keeps what was typed. */
const needsSignIn = (reply: Reply): boolean =>
  (reply.status === 303 && (reply.location ?? '').startsWith('/sign-in?to=')) || reply.status === 401

async function prepare(row: Row): Promise<void> {
  for (const [table, columns] of Object.entries(row.prepare ?? {}))
    await app.inNetwork(network, (db) =>
      db
        .updateTable(table as never)
        .set(columns as never)
        .execute(),
    )
}

async function attempt(
  browser: Browser,
  method: 'GET' | 'POST',
  path: string,
  body: Row['body'] = {},
): Promise<Reply> {
  const cookies = new Map(browser.cookies)
  const reply = method === 'GET' ? await browser.get(path) : await browser.post(path, body)
  browser.cookies.clear()
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return reply
}

function expected(
  row: Row,
  method: 'GET' | 'POST',
  part: Role | 'nobody',
  whose: 'own' | 'other',
): 'may' | number {
  const who = method === 'POST' && typeof row.post === 'object' ? row.post : row
  if (whose === 'own' && row.notOwn) return part === 'nobody' ? 303 : 403
  if (isAmong(who.roles, part) || (whose === 'own' && isAmong(who.own, part))) return 'may'
  return part === 'nobody' ? 303 : (row.refusal ?? 403)
}

function verdict(row: Row, method: 'GET' | 'POST', wanted: 'may' | number, reply: Reply): string | null {
  if (reply.status >= 500) return `broke with ${reply.status}`
  if (wanted === 303) return needsSignIn(reply) ? null : `got ${reply.status} without signing in`
  if (wanted !== 'may') return reply.status === wanted ? null : `got ${reply.status} instead of ${wanted}`
  if (needsSignIn(reply) || reply.status === 403 || reply.status === 401)
    return `was refused with ${reply.status}`
  if (method === 'GET' && reply.status !== (row.get ?? 200))
    return `got ${reply.status} instead of ${row.get ?? 200}`
  return null
}

test('every address of the router has a row, and every row an address', () => {
  const printed = app.app.server.printRoutes({ commonPrefix: false, includeHooks: false })
  const count = printed.split('\n').filter((line) => /\((GET|POST)/.test(line)).length
  expect(Object.keys(matrix).toSorted()).toEqual(addresses)
  expect(count).toBe(addresses.length + platformAddresses.length)
})

test.for(addresses)('%s opens for those it is for and for nobody else', async (path) => {
  const row = matrix[path]
  if (!row) return
  await prepare(row)
  const wrong: string[] = []
  const methods = (['GET', 'POST'] as const).filter((method) =>
    method === 'GET' ? answersGet(path) : answersPost(path),
  )
  for (const method of methods) {
    if (method === 'POST') expect(row.post, `${path} answers POST: its row needs post`).toBeDefined()
    for (const { part, browser, own } of triers) {
      if (path === '/sign-out' && part !== 'nobody') continue
      const cases =
        row.object === undefined
          ? [['other', null] as const]
          : [['own', own] as const, ['other', others] as const]
      for (const [whose, filled] of cases) {
        if (whose === 'own' && own === null) continue
        const wanted = expected(row, method, part, whose)
        const body = wanted === 'may' ? {} : row.body
        const reply = await attempt(browser, method, addressOf(path, row, filled), body)
        const none =
          wanted === 404 ? (await attempt(browser, method, addressOf(path, row, null), body)).status : null
        if (method === 'GET' && reply.status === 200)
          await noteFields(path, `${whose} ${part}`, browser, addressOf(path, row, filled))
        const problem = verdict(row, method, none === 403 ? 403 : wanted, reply)
        if (problem) wrong.push(`${method} ${whose} as ${part}: ${problem}`)
      }
    }
    for (const { why, browser } of strangers) {
      const reply = await attempt(browser, method, addressOf(path, row, others))
      const problem = verdict(row, method, expected(row, method, 'nobody', 'other'), reply)
      if (problem) wrong.push(`${method} as ${why}: ${problem}`)
    }
  }
  expect(wrong).toEqual([])
})

test('authorization.fields.txt lists who is shown which fields, and what else a model could hold', async () => {
  const list = [...shown].map(([path, viewers]) => {
    const model = modelOf(path)
    return model ? listFields(path, fieldsOf(model), viewers) : ''
  })
  await expect(`${list.join('\n\n')}\n`).toMatchFileSnapshot('authorization.fields.txt')
})

test.for(addresses.filter((path) => matrix[path]?.object !== undefined))(
  '%s answers the same for another network’s object as for none',
  async (path) => {
    const row = matrix[path]
    if (!row) return
    const wrong: string[] = []
    const some = triers.filter(({ part }) => part === 'nobody' || part === 'physician')
    for (const { parts, browser } of [
      ...some.map((trier) => ({ parts: [trier.part], browser: trier.browser })),
      { parts: roles, browser: everybody },
    ]) {
      const who = parts.join(', ')
      const may = parts.some((part) => expected(row, 'GET', part, 'other') === 'may')
      for (const method of ['GET', 'POST'] as const) {
        if (method === 'GET' ? !answersGet(path) : !answersPost(path)) continue
        const foreign = await attempt(browser, method, addressOf(path, row, elsewhere))
        const none = await attempt(browser, method, addressOf(path, row, null))
        if (foreign.status !== none.status)
          wrong.push(`${method} as ${who}: ${foreign.status} and ${none.status}`)
        if (method === 'GET' && foreign.status === 200) wrong.push(`GET as ${who}: 200`)
        if (method === 'GET' && may && foreign.status !== 404)
          wrong.push(`GET as ${who}: ${foreign.status} instead of 404`)
      }
    }
    expect(wrong).toEqual([])
  },
)

test('every answer carries the strict headers, errors included', async () => {
  const browser = await app.browser(network)
  for (const path of [...addresses, '/nowhere']) {
    const { headers } = await browser.get(path.replace(/:\w+/g, '1'))
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('same-origin')
    expect(headers['cache-control'] ?? 'no-store', path).toContain('no-store')
  }
})

test('what another site sends is refused on every address that changes something', async () => {
  for (const path of addresses.filter(answersPost)) {
    const url = path.replace(/:\w+/g, '1')
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }, {}]) {
      const reply = await app.app.server.inject({
        method: 'POST',
        url,
        headers: { host: network.host, ...headers },
      })
      expect(reply.statusCode, path).toBe(403)
    }
  }
})
