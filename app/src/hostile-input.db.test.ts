import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { matrix } from './authorization.matrix.ts'
import { features } from './features.ts'
import { fillNetwork } from './filled-network.ts'
import { roles } from './platform/auth/authorization.ts'
import { sessionCookieName } from './platform/auth/session.ts'
import { newId } from './platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from './test-app.ts'

/*
 * What no browser of ours sends, to every address of the router, from somebody who may do everything with a thing
 * that is theirs: nothing may break (5xx), and nothing that was sent may be in the log.
 */

let app: TestApp
let network: TestNetwork
/** Who opens pages; those who send forms change what is theirs, so each has a network of their own. */
let reader: Someone

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  reader = await someone()
})
afterAll(() => app.stop())

const routes = features.flatMap((feature) => feature.routes)
const posts = routes.filter((route) => route.kind === 'form' || route.kind === 'action')
const gets = routes.filter((route) => route.kind !== 'action')
const objects = gets.filter((route) => matrix[route.path]?.object !== undefined)

const mark = 'qxhostile'
const values = [
  `${mark}\0zero`,
  `${mark}\u0001\u0008\u001f \u202e\u{1f44d}\u{e0001}\u{10ffff} e\u0301`,
  `../../etc/passwd <script>alert(1)</script> {{7*7}} \${x} =HYPERLINK("x")`,
  '-1',
  '99999999999999999999',
  '2027-02-31',
  '00000000-0000-0000-0000-000000000000',
  '   ',
]
const long = mark.repeat(5_000)

const shapeOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : []

type Someone = Readonly<{ host: string; cookie: string; ids: ReadonlyMap<string, string> }>

/** Somebody with every role in a network of their own, in which everything is theirs. */
async function someone(): Promise<Someone> {
  const own = await app.aNetwork()
  const person = await app.aPerson(own, { roles })
  const { ids } = await fillNetwork(app.app.services.database, {
    network: own.id,
    owner: person,
    mark: 'own',
    without: ['round_result'],
  })
  const browser = await app.browser(own, person)
  const name = sessionCookieName(app.app.services.config.baseUrl)
  return { host: own.host, cookie: `${name}=${browser.cookies.get(name)}`, ids }
}

type Sent = Readonly<{
  url: string
  payload?: string | Buffer
  type?: string
  accept?: string
}>

async function send(
  by: Pick<Someone, 'host' | 'cookie'>,
  method: 'GET' | 'POST',
  { url, payload, type, accept }: Sent,
) {
  return app.app.server.inject({
    method,
    url,
    headers: {
      host: by.host,
      accept: accept ?? 'text/html',
      'sec-fetch-site': 'same-origin',
      cookie: by.cookie,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(payload === undefined ? {} : { payload }),
  })
}

/** What came of all of them, a few at a time; nulls left out. */
async function together<T>(all: readonly T[], work: (one: T) => Promise<string | null>): Promise<string[]> {
  const found: (string | null)[] = []
  for (let from = 0; from < all.length; from += 12)
    found.push(...(await Promise.all(all.slice(from, from + 12).map(work))))
  return found.filter((one) => one !== null)
}

const address = (path: string, ids: ReadonlyMap<string, string>): string =>
  path.replace(/:id\b/, ids.get(matrix[path]?.object ?? '') ?? newId()).replaceAll(/:\w+/g, '1')

const urlencoded = 'application/x-www-form-urlencoded'
const boundary = 'xBOUNDARYx'
const multipart = `multipart/form-data; boundary=${boundary}`
const part = (name: string, value: string, extra = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n\r\n${value}\r\n`

const manyFields = (count: number): string =>
  Array.from({ length: count }, (_, index) => `f${index}=1`).join('&')

type Body = readonly [what: string, type: string | undefined, body: string | Buffer]
const json = 'application/json'

/** Bodies that nobody can read, whatever their address, and what is answered. */
const unreadable: readonly (readonly [...Body, status: number])[] = [
  ['no JSON', json, '{"a":', 400],
  [
    'a prototype in JSON',
    json,
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    400,
  ],
  ['XML', 'application/xml', '<a/>', 415],
  ['no type', undefined, mark, 415],
  ['a strange type', 'a/b;;;charset="', mark, 415],
  ['parts without a boundary', 'multipart/form-data', mark, 422],
  ['parts cut off', multipart, part('text', mark).slice(0, -3), 422],
]

/** Bodies that are wrong as a whole. */
function bodies(fields: readonly string[]): readonly Body[] {
  const all = (value: unknown) => Object.fromEntries(fields.map((name) => [name, value]))
  return [
    ['JSON null', json, 'null'],
    ['a JSON list', json, '[1,2,3]'],
    ['a JSON number', json, '17'],
    ['nested JSON', json, `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    [
      'lists nested in JSON',
      json,
      JSON.stringify(all(JSON.parse(`${'['.repeat(500)}"x"${']'.repeat(500)}`))),
    ],
    ['objects for texts', json, JSON.stringify(all({ toString: 'x', length: 1e9 }))],
    ['numbers for texts', json, JSON.stringify(all(1e308))],
    [
      'halves of characters',
      json,
      `{${fields.map((name) => `${JSON.stringify(name)}:"${mark}\\ud800"`).join(',')}}`,
    ],
    ['a prototype in a form', urlencoded, '__proto__=1&constructor=2&__proto__[polluted]=1&prototype=3'],
    ['a prototype in parts', multipart, `${part('__proto__', mark)}--${boundary}--`],
    ['every field twice', urlencoded, fields.map((name) => `${name}=${mark}&${name}=${mark}`).join('&')],
    ['bytes that are no UTF-8', urlencoded, fields.map((name) => `${name}=%ff%fe%c3%28`).join('&')],
    [
      'raw bytes',
      urlencoded,
      Buffer.concat(fields.map((name) => Buffer.from([...Buffer.from(`&${name}=`), 0xff, 0, 0xfe]))),
    ],
    ['broken percents', urlencoded, fields.map((name) => `${name}=%zz%`).join('&')],
    ['a thousand fields', urlencoded, manyFields(1000)],
    ['text', 'text/plain', mark],
    [
      'files for texts',
      multipart,
      `${fields.map((name) => part(name, `${mark}\0`, '; filename="../../x\0.png"')).join('')}--${boundary}--`,
    ],
    [
      'parts with zeros',
      multipart,
      `${fields.map((name) => part(name, `${mark}\0`)).join('')}--${boundary}--`,
    ],
    [
      'a field of JSON',
      multipart,
      `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{"__proto__":1}\r\n--${boundary}--`,
    ],
  ]
}

test.for(posts)('POST $path takes nothing that breaks it', async (route) => {
  const row = matrix[route.path]
  const by = await someone()
  const url = address(route.path, by.ids)
  const names = [...new Set([...shapeOf(route.fields), ...Object.keys(row?.body ?? {})])]
  const sent = [
    ...bodies(names.length > 0 ? names : ['text']),
    ...[values.join('').replaceAll('\0', ''), long].map((value): Body => {
      const every = new URLSearchParams(names.map((name) => [name, value])).toString()
      return [`all ${value.slice(0, 30)}`, urlencoded, every]
    }),
    ...names.flatMap((name) =>
      values.map((value): Body => {
        const one = new URLSearchParams({ ...row?.body, [name]: value }).toString()
        return [`${name} ${value.slice(0, 30)}`, urlencoded, one]
      }),
    ),
  ]
  const broken = await together(sent, async ([what, type, payload]) => {
    const { statusCode } = await send(by, 'POST', { url, payload, ...(type ? { type } : {}) })
    return statusCode >= 500 ? `${what}: ${statusCode}` : null
  })
  expect(broken).toEqual([])
})

test.for(unreadable)('%s is refused before any address sees it', async ([, type, payload, status]) => {
  for (const url of ['/say', '/sign-out']) {
    const { statusCode } = await send(await someone(), 'POST', { url, payload, ...(type ? { type } : {}) })
    expect([url, statusCode]).toEqual([url, status])
  }
})

const ids = [
  'not-an-id',
  '%00',
  '%ff',
  '..%2f..%2f..%2fetc%2fpasswd',
  '1',
  'a'.repeat(90),
  "' or 1=1 --",
  '%F0%9F%91%8D',
]

test.for(objects)('GET $path has nothing at what is no id', async (route) => {
  for (const id of ids) {
    const url = route.path
      .replace(/:id\b/, id.includes('%') ? id : encodeURIComponent(id))
      .replaceAll(/:\w+/g, '1')
    expect([id, (await send(reader, 'GET', { url })).statusCode]).toEqual([id, id === '%ff' ? 400 : 404])
  }
})

test.for(gets)('GET $path is broken by no query', async (route) => {
  const url = address(route.path, reader.ids)
  const names = ['query' in route ? shapeOf(route.query) : [], 'language'].flat()
  const hostile = [...values.map(encodeURIComponent), '%ff%fe', '%zz', mark.repeat(500)]
  const queries = names.flatMap((name) => [
    ...hostile.map((value) => `${name}=${value}`),
    `${name}=1&${name}=2`,
    `${name}[a][b]=1&__proto__[polluted]=1`,
  ])
  const broken = await together(queries, async (query) => {
    const { statusCode } = await send(reader, 'GET', { url: `${url}?${query}`, accept: 'application/json' })
    return statusCode >= 500 ? `${query.slice(0, 60)}: ${statusCode}` : null
  })
  expect(broken).toEqual([])
})

test('cookies and headers may hold anything', async () => {
  const name = sessionCookieName(app.app.services.config.baseUrl)
  for (const cookie of [
    `${name}=`,
    `${name}=%00%ff`,
    `${name}=${'x'.repeat(7000)}`,
    `rounds-language=%00; rounds-handover=%zz`,
    ';;=;',
    `__proto__=1; constructor=2`,
  ])
    for (const path of ['/sign-in', '/', '/sign-in/code', '/sign-in/oidc/callback?state=x'])
      expect(
        (await send({ host: network.host, cookie }, 'GET', { url: path })).statusCode,
        `${path} ${cookie.slice(0, 40)}`,
      ).toBeLessThan(500)
  for (const headers of [
    { 'accept-language': 'zz;q=9,,*;q=-1' },
    { accept: 'x'.repeat(5000) },
    { host: 'evil.example:99999' },
    { host: "x'; drop table person; --" },
    { 'x-forwarded-for': '::::', 'x-forwarded-host': 'evil.example' },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { 'content-length': '5' },
    { 'if-none-match': '"x"', range: 'bytes=0-1' },
  ]) {
    const reply = await app.app.server.inject({
      url: '/sign-in',
      headers: { host: network.host, ...headers },
    })
    expect(reply.statusCode, JSON.stringify(headers)).toBeLessThan(500)
  }
})

test('ten thousand fields, or half a million letters in one, are answered', async () => {
  const by = await someone()
  for (const payload of [manyFields(10_000), new URLSearchParams({ text: mark.repeat(60_000) }).toString()])
    expect((await send(by, 'POST', { url: '/say', payload, type: urlencoded })).statusCode).toBeLessThan(500)
})

test('a text that can’t be stored is refused where it stands, with everything else kept', async () => {
  const by = await someone()
  const payload = new URLSearchParams({ text: 'Before\0after' }).toString()
  const reply = await send(by, 'POST', { url: '/say', payload, type: urlencoded })
  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('Beforeafter')
  expect(reply.body).toContain('This held a character that can’t be kept')
  expect(reply.body).toContain('href="#text"')
})

test('nothing of it was logged, nothing was polluted, nothing failed', () => {
  expect(app.logLines.filter((line) => line.includes(mark))).toEqual([])
  expect(app.logLines.filter((line) => line.includes('"failed"')).map((line) => line.slice(0, 400))).toEqual(
    [],
  )
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
