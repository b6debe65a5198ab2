import { afterAll, beforeAll, expect, test } from 'vitest'
import { matrix } from './authorization.matrix.ts'
import { features } from './features.ts'
import { type Filled, fillNetwork } from './filled-network.ts'
import { roles } from './platform/auth/authorization.ts'
import type { PersonId } from './platform/ids.ts'
import { type Reply, type TestApp, type TestNetwork, startTestApp } from './test-app.ts'

/*
 * Network B has a text of its own in every text column of every table. Everybody of network A opens every page
 * and sends every form; nothing of B may be in what they receive, in what is logged, in what is mailed.
 * Nothing is to be done here for a new route or table: the rows come from authorization.matrix.ts and the
 * catalogue. A route whose POST does something worth watching gets a `body` in its row there.
 */

const markA = 'zq-aster'
const markB = 'zq-birch'

let app: TestApp
let a: TestNetwork
let b: TestNetwork
let ownOfB: PersonId
let filledB: Filled
const heard: { what: string; text: string }[] = []
const secrets: string[] = []

const routes = features.flatMap((feature) => feature.routes)

function hear(what: string, reply: Reply): void {
  heard.push({ what, text: `${reply.body}\n${JSON.stringify(reply.headers)}` })
}

async function walk(as: string, person: PersonId | undefined, filled: Filled): Promise<void> {
  const browser = await app.browser(a, person)
  secrets.push(...browser.cookies.values())
  for (const route of routes) {
    const row = matrix[route.path]
    if (!row || route.path === '/sign-out') continue
    for (const [whose, ids] of [['own', filled.ids] as const, ['foreign', filledB.ids] as const]) {
      if (whose === 'foreign' && row.object === undefined) continue
      const path = route.path.replace(/:id\b/, ids.get(row.object ?? '') ?? '1').replace(/:\w+/g, '1')
      const what = `${as}, ${whose}: ${path}`
      if (route.kind !== 'action') {
        hear(`GET ${what}`, await browser.get(path))
        const json = JSON.stringify(await browser.json(path).catch(() => null))
        heard.push({ what: `JSON ${what}`, text: json })
      }
      if (route.kind === 'form' || route.kind === 'action') {
        const cookies = new Map(browser.cookies)
        hear(`POST ${what}`, await browser.post(path, row.body))
        browser.cookies.clear()
        for (const [name, value] of cookies) browser.cookies.set(name, value)
      }
    }
  }
}

beforeAll(async () => {
  app = await startTestApp()
  ;[a, b] = [await app.aNetwork(), await app.aNetwork()]
  const { database } = app.app.services
  ownOfB = await app.aPerson(b, { roles })
  filledB = await fillNetwork(database, { network: b.id, owner: ownOfB, mark: markB })
  for (const role of roles) {
    const person = await app.aPerson(a, { roles: [role] })
    const filled = await fillNetwork(database, { network: a.id, owner: person, mark: `${markA}-${role}` })
    await walk(role, person, filled)
  }
  const everyone = await app.aPerson(a, { roles })
  await walk(
    'all roles',
    everyone,
    await fillNetwork(database, { network: a.id, owner: everyone, mark: `${markA}-all` }),
  )
  await walk('nobody', undefined, filledB)
})
afterAll(() => app.stop())

test('every table with a text column holds a text of network B', async () => {
  const { pool, tenant } = app.app.services.database
  const { rows } = await pool.query<{ table: string; columns: string[] }>(`
    select table_name as "table", array_agg(column_name::text) as columns from information_schema.columns c
    where table_schema = 'public' and data_type in ('text', 'jsonb')
      and exists (select 1 from pg_class k where k.relname = c.table_name and k.relrowsecurity)
    group by table_name`)
  const without: string[] = []
  await tenant(b.id, async (db) => {
    for (const { table } of rows)
      if (
        !JSON.stringify(
          await db
            .selectFrom(table as never)
            .selectAll()
            .execute(),
        ).includes(markB)
      )
        without.push(table)
  })
  const choicesOnly = ['role_grant', 'initiative_person', 'vote', 'fix_verdict', 'level_rating', 'notice']
  expect(without.filter((table) => !choicesOnly.includes(table))).toEqual([])
})

test('the walk would have noticed: network B’s own people do meet B’s texts', async () => {
  const browser = await app.browser(b, ownOfB)
  expect((await browser.get('/sign-in')).body).toContain(markB)
})

test('nothing of network B is in anything that network A’s people received', () => {
  expect(heard.length).toBeGreaterThan(50)
  expect(heard.filter(({ text }) => text.includes(markB)).map(({ what }) => what)).toEqual([])
})

test('no page broke on the way', () => {
  expect(app.logLines.filter((line) => line.includes('"failed"')).map((line) => line.slice(0, 600))).toEqual(
    [],
  )
})

test('nothing of network B is in what network A mailed or noted', async () => {
  const kept = await app.inNetwork(a, async (db) => ({
    mails: await db.selectFrom('mail_message').selectAll().execute(),
    notices: await db.selectFrom('notice').selectAll().execute(),
    audit: await db.selectFrom('audit_entry').selectAll().execute(),
  }))
  expect(JSON.stringify(kept)).not.toContain(markB)
})

test('log lines hold no text of anybody, no e-mail, no token, no id', () => {
  const lines = app.logLines.join('\n')
  expect(app.logLines.length).toBeGreaterThan(20)
  for (const secret of [markA, markB, '@', ...secrets]) expect(lines).not.toContain(secret)
  expect(lines).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
})

test('a hundred requests of two networks over two connections, some of them undone, never meet', async () => {
  const small = await startTestApp({ ROUNDS_DATABASE_CONNECTIONS: '2' })
  try {
    const [one, two] = [await small.aNetwork('alpha'), await small.aNetwork('omega')]
    const { database } = small.app.services
    const browsers = [await small.browser(one), await small.browser(two)] as const
    const undone = (network: TestNetwork) =>
      database
        .tenant(network.id, async (db) => {
          await db
            .updateTable('network')
            .set({ name: { en: 'Undone' } })
            .execute()
          throw new Error('undone')
        })
        .catch(() => undefined)
    const replies = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const mine = index % 2 === 0 ? 0 : 1
        if (index % 5 === 0) await undone(mine === 0 ? one : two)
        const { body } = await browsers[mine].get('/sign-in')
        return {
          own: body.includes(mine === 0 ? 'alpha' : 'omega'),
          other: body.includes(mine === 0 ? 'omega' : 'alpha'),
        }
      }),
    )
    expect(replies.filter((reply) => !reply.own || reply.other)).toEqual([])
  } finally {
    await small.stop()
  }
})
