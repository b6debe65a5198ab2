import type { Writable } from 'node:stream'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unconfirmed } from '../errors.ts'
import { type NetworkId, newId } from '../ids.ts'
import { type Database, assertSafe, connect, isPassing } from './database.ts'
import { type TestDatabase, createTestDatabase } from './test-server.ts'

let made: TestDatabase
let database: Database

beforeAll(async () => {
  made = await createTestDatabase()
  database = connect(made.appUrl, 2)
})
afterAll(async () => {
  await database.close()
  await made.drop()
})

const network: NetworkId = newId()

test('the first statement of a transaction goes out together with its beginning', async () => {
  const one = connect(made.appUrl, 1)
  try {
    const client = await one.pool.connect()
    const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
    client.release()
    const stillHeldBack = await one.tenant(network, async (db) => {
      const answered = db.executeQuery(CompiledQuery.raw('select 1'))
      const held = stream.writableCorked
      await answered
      return held
    })
    expect(stillHeldBack).toBeGreaterThan(0)
  } finally {
    await one.close()
  }
})

test('a statement that failed is never taken for kept', async () => {
  await expect(
    database.tenant(network, async (db) => {
      await db.executeQuery(CompiledQuery.raw('select 1/0')).catch(() => undefined)
    }),
  ).rejects.toThrow('rolled back')
  await expect(database.tenant(network, async () => 'next')).resolves.toBe('next')
})

test('a connection lost during commit is not known to have failed; one lost before is', async () => {
  const admin = new pg.Client({ connectionString: process.env['ROUNDS_TEST_ADMIN_URL'] ?? '' })
  await admin.connect()
  const endOf = async (db: Parameters<Parameters<Database['tenant']>[1]>[0]) => {
    const { rows } = await db.executeQuery<{ pid: number }>(
      CompiledQuery.raw('select pg_backend_pid() as pid'),
    )
    await admin.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
  }
  try {
    await expect(database.tenant(network, endOf)).rejects.toBeInstanceOf(Unconfirmed)
    const before = await database
      .tenant(network, async (db) => {
        await endOf(db)
        await db.executeQuery(CompiledQuery.raw('select 1'))
      })
      .catch((error: unknown) => error)
    expect(before).not.toBeInstanceOf(Unconfirmed)
    expect(isPassing(before)).toBe(true)
  } finally {
    await admin.end()
  }
})

test('a server that does not wait for its disk is refused, and so is a role that need not wait', async () => {
  await expect(assertSafe(database.untenanted)).rejects.toThrow('fsync is off and must be on')
  await expect(assertSafe(database.untenanted, { durable: false })).resolves.toBeUndefined()
})
