import { type Transaction, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NetworkId, newId } from '../ids.ts'
import { type Database, connect } from './database.ts'
import type { DB } from './tables.gen.ts'
import { type TestDatabase, createTestDatabase } from './test-server.ts'

let made: TestDatabase
let database: Database
const network: NetworkId = newId()

beforeAll(async () => {
  made = await createTestDatabase()
  database = connect(made.appUrl, 4)
  await database.tenant(network, (db) =>
    db
      .insertInto('network')
      .values({ network_id: network, slug: 'shared', name: { en: 'Shared' }, kind: 'production' })
      .execute(),
  )
})
afterAll(async () => {
  await database.close()
  await made.drop()
})

/** Writes one row and says in which transaction. */
const write =
  (key: string) =>
  async (db: Transaction<DB>): Promise<string> => {
    await db
      .insertInto('stratum')
      .values({
        network_id: network,
        id: newId(),
        code: key,
        label: { en: key },
        source: 'self',
        position: 1,
      })
      .execute()
    return transactionOf(db)
  }

async function transactionOf(db: Transaction<DB>): Promise<string> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(db)
  return rows[0]?.id ?? ''
}

const isKept = async (key: string): Promise<boolean> =>
  (await database.tenant(network, (db) =>
    db.selectFrom('stratum').select('id').where('code', '=', key).executeTakeFirst(),
  )) !== undefined

test('one that comes alone has its own transaction; those that come while two run share the next', async () => {
  const ids = await Promise.all(
    Array.from({ length: 40 }, (_, index) => database.together(network, 'a round', write(`crowd-${index}`))),
  )
  expect(new Set(ids.slice(0, 2)).size).toBe(2)
  expect(new Set(ids.slice(2, 34)).size).toBe(1)
  expect(new Set(ids.slice(34)).size).toBe(1)
  expect(new Set(ids).size).toBe(4)
  for (const index of ids.keys()) expect(await isKept(`crowd-${index}`)).toBe(true)
})

test('one that fails takes nothing from the others, and nothing of it is kept', async () => {
  const works = [
    write('before'),
    write('second'),
    write('beside'),
    async (db: Transaction<DB>): Promise<string> => {
      await write('refused')(db)
      throw new RangeError('refused after writing')
    },
    async (db: Transaction<DB>) => {
      await write('broken')(db)
      await sql`select 1 / 0`.execute(db)
      return ''
    },
    write('after'),
  ]
  const ended = await Promise.allSettled(works.map((work) => database.together(network, 'another', work)))
  expect(ended.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ])
  expect(String((ended[3] as PromiseRejectedResult).reason)).toBe('RangeError: refused after writing')
  expect(String((ended[4] as PromiseRejectedResult).reason)).toContain('division by zero')
  for (const key of ['before', 'second', 'beside', 'after']) expect(await isKept(key)).toBe(true)
  for (const key of ['refused', 'broken']) expect(await isKept(key)).toBe(false)
})

test('works about one thing do not wait for those about another', async () => {
  const held = Promise.withResolvers<void>()
  const slow = Array.from({ length: 5 }, () => database.together(network, 'slow', () => held.promise))
  await expect(database.together(network, 'fast', transactionOf)).resolves.toMatch(/^\d+$/)
  held.resolve()
  await Promise.all(slow)
})

test('a lost connection fails nobody: each is tried once more alone', async () => {
  const admin = new pg.Client({ connectionString: process.env['ROUNDS_TEST_ADMIN_URL'] ?? '' })
  await admin.connect()
  try {
    let ended = false
    const first = [0, 1].map((index) => database.together(network, 'lost', write(`first-${index}`)))
    const beside = database.together(network, 'lost', write('beside the lost'))
    const lost = database.together(network, 'lost', async (db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      if (!ended) {
        ended = true
        await admin.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
      }
      return write('lost and found')(db)
    })
    await Promise.all([...first, beside, lost])
    expect(await isKept('beside the lost')).toBe(true)
    expect(await isKept('lost and found')).toBe(true)
  } finally {
    await admin.end()
  }
})
