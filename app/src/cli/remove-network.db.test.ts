import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { announceEnd } from '../features/administration/announce-end.ts'
import { openRound } from '../features/rounds/public.ts'
import { fillNetwork } from '../filled-network.ts'
import { createTestDatabase } from '../platform/db/test-server.ts'
import { readNetwork } from '../platform/http/networks.ts'
import { type PersonId, newId } from '../platform/ids.ts'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../test-app.ts'
import { type TestRound, aRound } from '../test-round.ts'
import { removeEndedNetwork } from './remove-network.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'rounds-removed-'))
let app: TestApp
let ending: TestNetwork
let staying: TestNetwork
let person: PersonId
let paid: TestRound
let keys: string

beforeAll(async () => {
  app = await startTestApp()
  ending = await app.aNetwork('ending')
  staying = await app.aNetwork('staying')
  person = await app.aPerson(ending)
  paid = await aRound(app, ending, { people: 1, statements: 1, payCents: 1500, open: false })
  await app.inContext(ending, paid.managerLead, async (context) => {
    const closes_at = new Date('2027-08-01T12:00:00Z')
    await context.db.updateTable('round').set({ closes_at }).where('id', '=', paid.round).execute()
    await openRound(context, paid.round, { confirmed: true })
  })
  keys = join(app.app.services.config.dataDirectory, 'round-keys')
  for (const [network, owner] of [
    [ending, person],
    [staying, await app.aPerson(staying)],
  ] as const)
    await fillNetwork(app.app.services.database, {
      network: network.id,
      owner,
      mark: 'm',
      without: ['audit_entry', 'audit_head', 'clock_watch'],
    })
  await app.inNetwork(ending, (db) => db.updateTable('round').set({ key_hold_reason: null }).execute())
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true })
})

/** How many rows each table has, of one network or of all. */
async function rowsIn(url: string, network: TestNetwork): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`select set_config('rounds.network_id', $1, false)`, [network.id])
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relrowsecurity order by 1`,
    )
    const counts: [string, number][] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "${name}"`)
      counts.push([name, rows[0]?.n ?? 0])
    }
    return Object.fromEntries(counts)
  } finally {
    await client.end()
  }
}
const rename = (network: TestNetwork) =>
  app.inNetwork(network, (db) => db.updateTable('network').set({ slug: 'renamed' }).execute())
/** Resolves once somebody waits for what the removal of a network waits for. */
async function locked(): Promise<void> {
  for (;;) {
    const { rows } = await app.app.services.database.pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`,
    )
    if (rows.length > 0) return
  }
}
const paidRound = () =>
  app.inNetwork(ending, (db) =>
    db.selectFrom('round').select('state').where('id', '=', paid.round).executeTakeFirstOrThrow(),
  )
const hold = (key_hold_reason: string | null) =>
  app.inNetwork(ending, (db) =>
    db.updateTable('round').set({ key_hold_reason }).where('id', '=', paid.round).execute(),
  )
async function namesIn(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`select set_config('rounds.network_id', $1, false)`, [ending.id])
  const { rows } = await client.query<{ given_name: string }>('select given_name from person')
  await client.end()
  return rows.map((row) => row.given_name)
}
const announce = (endsOn: string | null) =>
  app.inContext(ending, null, (context) => announceEnd(context, endsOn))
const file = join(folder, 'ended.backup')
const remove = async (now: Date, under = keys, meanwhile = async () => {}) => {
  const network = await readNetwork(app.app.services.database, ending.id)
  return removeEndedNetwork({
    network: network!,
    read: async (work) => {
      await meanwhile()
      return app.inContext(ending, null, work)
    },
    ownerUrl: app.ownerUrl,
    keys: under,
    file,
    now,
  })
}
const lastDay = new Date('2027-06-30T12:00:00Z')
const after = new Date('2027-07-02T12:00:00Z')

test('its people are told once, a month before or more, on every page, in both languages; and told when it stays', async () => {
  const browser = await app.browser(ending, await app.aPerson(ending))
  const told = async () =>
    (await browser.json<{ notices: { kind: string; href: string }[] }>('/notices')).notices.map(
      ({ kind }) => kind,
    )
  await expect(remove(after)).rejects.toThrow('nobody was told')
  await expect(announce('2027-03-20')).rejects.toThrow('people need 30 days')
  const first = await announce('2027-06-30')
  expect(first).toMatchObject({ openThen: 1 })
  expect(first.told).toBeGreaterThan(2)
  expect(await announce('2027-06-30')).toMatchObject({ told: 0 })
  expect(await told()).toEqual(['network-ends'])
  const said = app.now()
  app.setNow(new Date(said.getTime() + 2 * 86_400_000))
  await expect(announce('2027-07-30')).rejects.toThrow('the clock is in doubt')
  expect(await announce(null)).toMatchObject({ told: first.told })
  expect(await told()).toEqual(['network-stays'])
  app.setNow(said)
  await announce('2027-06-30')
  const page = await app.browser(ending, person)
  expect((await page.get('/help')).body).toContain('Its last day is June 30, 2027.')
  page.cookies.set('rounds-language', 'fr')
  expect((await page.get('/help')).body).toContain('Son dernier jour est le 30 juin 2027.')
})

test('after that day nothing more is taken, in both languages, with what was typed given back; people still get in, and read', async () => {
  app.setNow(after)
  const browser = await app.browser(ending, person)
  const said = { text: 'Kept <here> to copy' }
  const refused = await browser.post('/say', said)
  expect(refused.status).toBe(410)
  expect(refused.body).toContain('Nothing more is saved here')
  expect(refused.body).toContain('What you had entered was not saved.')
  expect(refused.body).toContain('Kept &lt;here> to copy</textarea>')
  expect(refused.body).not.toContain('Send again')
  browser.cookies.set('rounds-language', 'fr')
  const french = await browser.post('/say', said)
  expect(french.body).toContain('Plus rien n’est enregistré ici')
  expect(french.body).toContain('Son dernier jour était le 30 juin 2027.')
  for (const address of ['/notices/seen', '/initiatives/new'])
    expect((await browser.post(address, {})).status, address).toBe(410)
  const signIn = await (await app.browser(ending)).post('/sign-in', { email: 'nobody@example.org' })
  expect(signIn.status).toBe(303)
  expect((await browser.get('/me/download.json')).status).toBe(200)
  expect((await browser.post('/me/phones/forget-others', {})).status).toBe(303)
  expect((await browser.post('/me', { language: 'en', messages_per_week: '0' })).status).toBe(303)
  const administrator = await app.browser(
    ending,
    await app.aPerson(ending, { roles: ['network-administrator'] }),
  )
  const correct = `/people/${await app.aPerson(ending)}/correct`
  const right = { given_name: 'Tess', family_name: 'Typo', email: 'tess@example.org' }
  expect((await administrator.post(correct, right)).status).toBe(303)
  const other = await app.browser(staying, await app.aPerson(staying))
  expect((await other.post('/notices/seen', {})).status).toBe(303)
})

test('a round that is open is closed with the last day, and who is paid for it is listed before its key can go', async () => {
  app.setNow(lastDay)
  const invited = await app.browser(ending, paid.invited[0])
  const answer = { answer: 'agree', revision: '0' }
  expect((await invited.post(`/rounds/${paid.round}/statements/1`, answer)).status).toBe(303)
  await app.runQueue(ending, 'sweep')
  expect(await paidRound()).toMatchObject({ state: 'open' })
  app.setNow(after)
  await expect(remove(after)).rejects.toThrow('rounds are open still')
  await app.runQueue(ending, 'close-round', paid.round)
  await app.inNetwork(ending, (db) =>
    db.updateTable('round').set({ state: 'closed' }).where('state', '=', 'open').execute(),
  )
  await expect(remove(after)).rejects.toThrow('of 1 paid rounds there is no list')
  await app.runQueue(ending, 'sweep')
  const { payments } = await app.inNetwork(ending, async (db) => ({
    payments: await db.selectFrom('payment').select('person_id').where('round_id', '=', paid.round).execute(),
  }))
  expect(payments).toEqual([{ person_id: paid.invited[0] }])
})

test('after that day all of it is in a file that can be brought back, its keys and rows are gone, and no other network’s', async () => {
  const other = newId<'round'>()
  await fileRoundKeys(keys).create(staying.id, other)
  await expect(remove(lastDay)).rejects.toThrow('is 2027-06-30')
  await hold('asked')
  await expect(remove(after)).rejects.toThrow('held')
  await hold(null)
  await expect(remove(after, join(folder, 'of another machine'))).rejects.toThrow('ROUNDS_DATA')
  expect(existsSync(file)).toBe(false)
  expect(existsSync(join(keys, ending.id, `${paid.round}.key`))).toBe(true)
  const browser = await app.browser(ending, person)
  const [before, others] = [await rowsIn(app.ownerUrl, ending), await rowsIn(app.ownerUrl, staying)]
  let written = (): void => undefined
  const going = new Promise<void>((resolve) => (written = resolve))
  const underWay = app.inNetwork(ending, async (db) => {
    await db
      .updateTable('person')
      .set({ given_name: 'At the last moment' })
      .where('id', '=', person)
      .execute()
    await going
  })
  const looked: unknown[] = []
  const removing = remove(after, keys, async () => {
    looked.push(await underWay)
    await expect(rename(staying)).resolves.toBeDefined()
    await expect(rename(ending)).rejects.toThrow('is being removed')
    expect((await browser.get('/notices')).status).toBe(200)
    expect((await browser.post('/me/own-device', {})).status).toBe(503)
  })
  await locked()
  expect(looked).toEqual([])
  written()
  const { removed } = await removing
  expect(removed).toBe(Object.values(before).reduce((sum, count) => sum + count, 0))
  expect(removed).toBeGreaterThan(40)
  expect(Object.values(await rowsIn(app.ownerUrl, ending)).every((count) => count === 0)).toBe(true)
  expect(await rowsIn(app.ownerUrl, staying)).toEqual(others)
  expect(existsSync(join(keys, ending.id))).toBe(false)
  expect(existsSync(join(keys, staying.id, `${other}.key`))).toBe(true)
  expect(await readNetwork(app.app.services.database, ending.id)).toBeNull()
  const elsewhere = await createTestDatabase()
  try {
    expect(await restore(elsewhere.ownerUrl, file)).toMatchObject({ networks: 1 })
    const back = await rowsIn(elsewhere.ownerUrl, ending)
    expect(await namesIn(elsewhere.ownerUrl)).toContain('At the last moment')
    const notBackedUp = ['oidc_request', 'roster_upload', 'session', 'sign_in_code', 'mail_message']
    for (const [table, count] of Object.entries(before))
      if (!notBackedUp.includes(table)) expect([table, back[table]]).toEqual([table, count])
  } finally {
    await elsewhere.drop()
  }
})
