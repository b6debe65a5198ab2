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

const theNetwork = `(network_id = (NULLIF(current_setting('rounds.network_id'::text, true), ''::text))::uuid)`
const ofNoNetwork = ['network_address', 'schema_migration']

test('every tenant table has row-level security, forced, with one policy: the network that is set', async () => {
  const { rows } = await client.query<{
    table: string
    enabled: boolean
    forced: boolean
    owner: string
    policies: string[] | null
  }>(`
    select c.relname as table, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
      (select array_agg(concat_ws(' / ', p.permissive, p.cmd, p.roles::text, p.qual, p.with_check)) from pg_policies p
        where p.schemaname = 'public' and p.tablename = c.relname) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p')`)
  const tenants = rows.filter((row) => !ofNoNetwork.includes(row.table))
  expect(tenants.length).toBeGreaterThan(30)
  const policy = `PERMISSIVE / ALL / {public} / ${theNetwork} / ${theNetwork}`
  expect(
    tenants.filter(
      (row) => !row.enabled || !row.forced || row.owner !== 'rounds_owner' || row.policies?.join() !== policy,
    ),
  ).toEqual([])
})

test('every tenant table asks before each statement that writes whether its network is being removed', async () => {
  const { rows } = await client.query<{ table: string }>(`
    select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and c.relrowsecurity and not exists (select from pg_trigger t where t.tgrelid = c.oid
      and pg_get_triggerdef(t.oid) ~ 'BEFORE INSERT OR DELETE OR UPDATE ON \\S+ FOR EACH STATEMENT EXECUTE FUNCTION guard_removal')`)
  expect(rows).toEqual([])
})

test('nothing goes round it: no view, no function of its owner’s rights, no table of other kinds', async () => {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind not in ('r', 'p', 'i', 'I', 'S', 't')
    union all
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname in ('public', 'jobs') where p.prosecdef`)
  expect(rows).toEqual([])
})

test('the application may read and write rows, never empty or change a table, and logs only grow', async () => {
  const { rows } = await client.query<{ table: string; may: string }>(`
    select table_name as table, string_agg(privilege_type, ' ' order by privilege_type) as may
    from information_schema.role_table_grants where table_schema = 'public' and grantee in ('rounds_app', 'PUBLIC')
    group by table_name`)
  const unusual = rows.filter((row) => row.may !== 'DELETE INSERT SELECT UPDATE')
  expect(Object.fromEntries(unusual.map((row) => [row.table, row.may]))).toEqual({
    audit_entry: 'INSERT SELECT',
    decision_revision: 'INSERT SELECT',
    network_address: 'DELETE INSERT SELECT',
    schema_migration: 'SELECT',
  })
})

test('every key and unique index of a tenant table begins with the network, and every reference carries it', async () => {
  const { rows } = await client.query<{ table: string; constraint: string }>(
    `
    select c.relname as table, pg_get_constraintdef(k.oid) as constraint
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where k.contype in ('p', 'u', 'f') and not c.relname = any($1)
      and ((select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = k.conkey[1]) <> 'network_id'
        or k.contype = 'f' and (select a.attname from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1]) <> 'network_id')
    union all
    select c.relname, pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where i.indisunique and not c.relname = any($1)
      and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) is distinct from 'network_id'
    union all
    select c.relname, 'no primary key' from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`,
    [ofNoNetwork],
  )
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
