import { Kysely, PostgresDialect, type Transaction, sql } from 'kysely'
import pg from 'pg'
import { Unconfirmed } from '../errors.ts'
import type { NetworkId } from '../ids.ts'
import { closeEndings, openEndings, runEndings } from './at-end.ts'
import { CorkingClient } from './corking-client.ts'
import { builderOver } from './prepared.ts'
import { sharedTransactions } from './shared-transactions.ts'
import type { DB } from './tables.gen.ts'

pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)

export type Database = Readonly<{
  /** Runs `work` in a transaction that sees this network alone; last of all, what `work` gave to `atEnd`. */
  tenant: <T>(network: NetworkId, work: (db: Transaction<DB>) => Promise<T>) => Promise<T>
  /** As `tenant`, in one transaction with works about the same thing that come at the same moment; see `sharedTransactions`. */
  together: <T>(network: NetworkId, about: string, work: (db: Transaction<DB>) => Promise<T>) => Promise<T>
  /** Outside any network: only tables that are no tenant's (addresses, the job queue) have rows here. */
  untenanted: Kysely<DB>
  pool: pg.Pool
  close: () => Promise<void>
}>

/** Commits; a transaction that some statement had broken is rolled back by the server, and must not pass for kept. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit').catch((cause: unknown) => {
    if (cause instanceof pg.DatabaseError && cause.severity === 'ERROR') throw cause
    throw new Unconfirmed('the connection was lost during commit', { cause })
  })
  if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
}

/** How long a statement may take before its connection is taken to be dead: the longest, of a round that closes, take seconds. */
export const statementLimitMs = 300_000

/** Whether the database is away, takes no writes, or has no room or a disk that fails at the moment, so that the same may work later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unconfirmed) return true
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  return (
    /^(08|53|57P|58|25006)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(
      code,
    ) ||
    /^(Connection terminated|Client (was closed|has encountered)|timeout exceeded|Query read timeout)/.test(
      message,
    )
  )
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Connects as the application's role.
 *
 * The first statement of a tenant's transaction follows its beginning without waiting for it: should the
 * beginning fail, no network is set, so that statement sees and writes nothing.
 *
 * @param url a role that owns nothing and can't bypass row-level security; see `assertAppRole`
 * @param connections size of the pool
 */
export function connect(url: string, connections: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'rounds',
    connectionTimeoutMillis: 5000,
    query_timeout: statementLimitMs,
    Client: CorkingClient,
    pipeline: true,
  } as pg.PoolConfig)
  pool.on('error', () => undefined)
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const tenant: Database['tenant'] = async (network, work) => {
    if (!uuid.test(network)) throw new TypeError('a network is named by a UUID')
    const client = await pool.connect()
    const db = builderOver(client)
    let broken = false
    try {
      const begun = client.query(`begin; set local rounds.network_id = '${network}'`)
      begun.catch(() => undefined)
      openEndings(db)
      const result = await work(db)
      await begun
      await runEndings(db)
      await commit(client)
      return result
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true))
      throw error
    } finally {
      closeEndings(db)
      client.release(broken)
    }
  }
  return {
    tenant,
    together: sharedTransactions(tenant),
    untenanted: kysely,
    pool,
    close: () => kysely.destroy(),
  }
}

/** The database is not set up as the trust of Rounds needs; the message says what to change. */
export class DatabaseNotSafe extends Error {
  override name = 'DatabaseNotSafe'
}

/**
 * Refuses a connection that could bypass row-level security or lose an acknowledged answer.
 *
 * @param options.durable false in tests alone, whose server need not survive the run
 * @throws {DatabaseNotSafe} server too old, superuser or BYPASSRLS role, role that owns tables, fsync, full_page_writes or synchronous_commit off
 */
export async function assertSafe(
  db: Kysely<DB>,
  options: { durable: boolean } = { durable: true },
): Promise<void> {
  const { rows } = await sql<{
    version: number
    unsafe_role: boolean
    owned: number
    fsync: string
    full_page_writes: string
    synchronous_commit: string
    role: string
  }>`
    select current_setting('server_version_num')::int as version, r.rolsuper or r.rolbypassrls as unsafe_role, r.rolname as role,
      (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relowner = r.oid and n.nspname in ('public', 'jobs'))::int as owned,
      current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit
    from pg_roles r where r.rolname = current_user`.execute(db)
  const row = rows[0]
  if (!row) throw new DatabaseNotSafe('the role of DATABASE_URL could not be read from pg_roles')
  if (row.version < 150_000)
    throw new DatabaseNotSafe(`PostgreSQL 15 or newer is needed, this server is ${row.version}`)
  if (row.unsafe_role)
    throw new DatabaseNotSafe(
      `role ${row.role} can bypass row-level security: use one with NOSUPERUSER NOBYPASSRLS`,
    )
  if (row.owned > 0)
    throw new DatabaseNotSafe(
      `role ${row.role} owns tables: DATABASE_URL needs the application's role, DATABASE_OWNER_URL the owner`,
    )
  if (!options.durable) return
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit'] as const)
    if (row[name] === 'off')
      throw new DatabaseNotSafe(`${name} is off and must be on: an answer shown as saved could be lost`)
}
