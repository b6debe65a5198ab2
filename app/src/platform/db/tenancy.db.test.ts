import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../../test-app.ts'
import { type TestDatabase, createTestDatabase } from './test-server.ts'

let database: TestDatabase
let client: pg.Client
let app: TestApp

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  app = await startTestApp()
})
afterAll(async () => {
  await app.stop()
  await client.end()
  await database.drop()
})

test('every tenant table has row-level security, forced, with a policy for all commands', async () => {
  const { rows } = await client.query<{
    table: string
    enabled: boolean
    forced: boolean
    policies: number
  }>(`
    select c.relname as table, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      (select count(*) from pg_policies p where p.tablename = c.relname and p.cmd = 'ALL' and p.with_check is not null)::int as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and c.relname not in ('network_address', 'schema_migration')`)
  expect(rows.length).toBeGreaterThan(30)
  expect(rows.filter((row) => !row.enabled || !row.forced || row.policies !== 1)).toEqual([])
})

test('every key of a tenant table begins with the network, and every reference to one carries it', async () => {
  const { rows } = await client.query<{ table: string; constraint: string }>(`
    select c.relname as table, pg_get_constraintdef(k.oid) as constraint
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where k.contype in ('p', 'u', 'f') and c.relname not in ('network_address', 'schema_migration')
      and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = k.conkey[1]) <> 'network_id'`)
  expect(rows).toEqual([])
})

test('without a network no row is seen and none can be written', async () => {
  const network = await app.aNetwork()
  const { untenanted } = app.app.services.database
  expect(await untenanted.selectFrom('network').selectAll().execute()).toEqual([])
  await expect(
    untenanted
      .insertInto('organisation')
      .values({
        network_id: network.id,
        id: crypto.randomUUID(),
        code: 'x',
        name: { en: 'X' },
        kind: 'health',
      })
      .execute(),
  ).rejects.toThrow(/row-level security/)
})

test('one network can neither see nor refer to what belongs to another', async () => {
  const [a, b] = [await app.aNetwork(), await app.aNetwork()]
  const person = await app.aPerson(b)
  expect(
    await app.inNetwork(a, (db) => db.selectFrom('person').selectAll().where('id', '=', person).execute()),
  ).toEqual([])
  await expect(
    app.inNetwork(a, (db) =>
      db
        .insertInto('role_grant')
        .values({ network_id: a.id, id: crypto.randomUUID(), person_id: person, role: 'lead' })
        .execute(),
    ),
  ).rejects.toThrow(/foreign key/)
})
