import { type AddressInfo, connect as connectTo, createServer } from 'node:net'
import type { Writable } from 'node:stream'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unconfirmed } from '../errors.ts'
import { type NetworkId, newId } from '../ids.ts'
import { type Database, assertSafe, connect, isPassing } from './database.ts'
import { migrate, requireNewestSchema } from './migrate.ts'
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

test('a disk that the database can’t read or write is something that passes', () => {
  expect(isPassing({ code: '58030' })).toBe(true)
})

test('a server that does not wait for its disk is refused, and so is a role that need not wait', async () => {
  await expect(assertSafe(database.untenanted)).rejects.toThrow('fsync is off and must be on')
  await expect(assertSafe(database.untenanted, { durable: false })).resolves.toBeUndefined()
})

test('a server that goes away in the middle of a migration fails it, and ends no process', async () => {
  const url = new URL(made.ownerUrl)
  const folder = url.searchParams.get('host')
  const target = folder?.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.5432` }
    : { host: url.hostname, port: Number(url.port || 5432) }
  const between = createServer((socket) => {
    const server = connectTo(target)
    for (const one of [socket, server]) one.on('error', () => undefined)
    socket.pipe(server).pipe(socket)
    socket.on('data', (sent) => {
      if (!sent.includes('create table if not exists schema_migration')) return
      socket.destroy()
      server.destroy()
    })
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  url.searchParams.delete('host')
  url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`
  try {
    await expect(migrate({ ownerUrl: url.href })).rejects.toThrow('Connection terminated unexpectedly')
  } finally {
    between.close()
  }
  expect(await migrate({ ownerUrl: made.ownerUrl })).toEqual([])
})

test('a version that was gone back to does not run on a schema that it does not know', async () => {
  const owner = new pg.Client({ connectionString: made.ownerUrl })
  await owner.connect()
  try {
    await owner.query(`insert into schema_migration (name, sha256) values ('9999-later.sql', '')`)
    const words = /by another version of Rounds \(9999-later\.sql\)/
    await expect(migrate({ ownerUrl: made.ownerUrl })).rejects.toThrow(words)
    await expect(requireNewestSchema(made.appUrl)).rejects.toThrow(words)
    await owner.query(`delete from schema_migration where name = '9999-later.sql'`)
    await expect(requireNewestSchema(made.appUrl)).resolves.toBeUndefined()
  } finally {
    await owner.end()
  }
})

test('a migration that waits says for whom, since when, and what to do, and goes on when that one ends', async () => {
  const holder = new pg.Client({ connectionString: made.ownerUrl, application_name: 'left behind' })
  await holder.connect()
  const { rows } = await holder.query<{ pid: number }>(
    `select pg_backend_pid() as pid, pg_advisory_lock(hashtext('rounds.migrate'))`,
  )
  const said: string[] = []
  const migrating = migrate({
    ownerUrl: made.ownerUrl,
    say: (sentence) => said.push(sentence),
    patienceMs: 50,
  })
  try {
    await expect.poll(() => said.length, { timeout: 20_000 }).toBe(1)
    expect(said[0]).toMatch(
      /^Waiting since [-0-9]{10} [:0-9]{8} UTC for session (\d+) .*\(left behind, .*connected since .*pg_terminate_backend\(\1\)/,
    )
    expect(said[0]).toContain(`session ${rows[0]?.pid} `)
  } finally {
    await holder.end()
  }
  expect(await migrating).toEqual([])
  expect(said).toHaveLength(1)
})
