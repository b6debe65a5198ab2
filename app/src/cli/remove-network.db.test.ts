import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { announceEnd } from '../features/administration/announce-end.ts'
import { fillNetwork } from '../filled-network.ts'
import { createTestDatabase } from '../platform/db/test-server.ts'
import { readNetwork } from '../platform/http/networks.ts'
import { type PersonId, newId } from '../platform/ids.ts'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../test-app.ts'
import { removeEndedNetwork } from './remove-network.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'rounds-removed-'))
let app: TestApp
let ending: TestNetwork
let staying: TestNetwork
let person: PersonId

beforeAll(async () => {
  app = await startTestApp()
  ending = await app.aNetwork('ending')
  staying = await app.aNetwork('staying')
  person = await app.aPerson(ending)
  for (const [network, owner] of [
    [ending, person],
    [staying, await app.aPerson(staying)],
  ] as const)
    await fillNetwork(app.app.services.database, {
      network: network.id,
      owner,
      mark: 'm',
      without: ['audit_entry', 'audit_head'],
    })
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
const announce = (endsOn: string | null) =>
  app.inContext(ending, null, (context) => announceEnd(context, endsOn))
const remove = async (now: Date, keysHeld = 0, under = 'keys') => {
  const network = await readNetwork(app.app.services.database, ending.id)
  const [keys, file] = [join(folder, under), join(folder, 'ended.backup')]
  return removeEndedNetwork({
    network: network!,
    keysHeld,
    keysThere: 1,
    ownerUrl: app.ownerUrl,
    keys,
    file,
    now,
  })
}
const after = new Date('2027-07-02T12:00:00Z')

test('its people are told once, a month before or more, on every page, in both languages; and told when it stays', async () => {
  const browser = await app.browser(ending, await app.aPerson(ending))
  const told = async () =>
    (await browser.json<{ notices: { kind: string; href: string }[] }>('/notices')).notices.map(
      ({ kind }) => kind,
    )
  await expect(remove(after)).rejects.toThrow('nobody was told')
  await expect(announce('2027-03-20')).rejects.toThrow('people need 30 days')
  expect(await announce('2027-06-30')).toMatchObject({ told: 2 })
  expect(await announce('2027-06-30')).toMatchObject({ told: 0 })
  expect(await told()).toEqual(['network-ends'])
  expect(await announce(null)).toMatchObject({ told: 2 })
  expect(await told()).toEqual(['network-stays'])
  await announce('2027-06-30')
  const page = await app.browser(ending, person)
  expect((await page.get('/help')).body).toContain('Its last day is June 30, 2027.')
  page.cookies.set('rounds-language', 'fr')
  expect((await page.get('/help')).body).toContain('Son dernier jour est le 30 juin 2027.')
})

test('after that day all of it is in a file that can be brought back, its keys and rows are gone, and no other network’s', async () => {
  const keys = fileRoundKeys(join(folder, 'keys'))
  const round = newId<'round'>()
  await keys.create(ending.id, round)
  await keys.create(staying.id, round)
  await expect(remove(new Date('2027-06-30T12:00:00Z'))).rejects.toThrow('is 2027-06-30')
  await expect(remove(after, 1)).rejects.toThrow('held')
  await expect(remove(after, 0, 'of another machine')).rejects.toThrow('ROUNDS_DATA')
  expect(existsSync(join(folder, 'ended.backup'))).toBe(false)
  const [before, others] = [await rowsIn(app.ownerUrl, ending), await rowsIn(app.ownerUrl, staying)]
  const { removed } = await remove(after)
  expect(removed).toBe(Object.values(before).reduce((sum, count) => sum + count, 0))
  expect(removed).toBeGreaterThan(40)
  expect(Object.values(await rowsIn(app.ownerUrl, ending)).every((count) => count === 0)).toBe(true)
  expect(await rowsIn(app.ownerUrl, staying)).toEqual(others)
  expect(existsSync(join(folder, 'keys', ending.id))).toBe(false)
  expect(existsSync(join(folder, 'keys', staying.id, `${round}.key`))).toBe(true)
  expect(await readNetwork(app.app.services.database, ending.id)).toBeNull()
  const other = await createTestDatabase()
  try {
    expect(await restore(other.ownerUrl, join(folder, 'ended.backup'))).toMatchObject({ networks: 1 })
    const back = await rowsIn(other.ownerUrl, ending)
    const notBackedUp = ['oidc_request', 'roster_upload', 'session', 'sign_in_code', 'mail_message']
    for (const [table, count] of Object.entries(before))
      if (!notBackedUp.includes(table)) expect([table, back[table]]).toEqual([table, count])
  } finally {
    await other.drop()
  }
})
