import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import type pg from 'pg'
import type { DB } from './tables.gen.ts'

const builders = new WeakMap<pg.PoolClient, Transaction<DB>>()
const clients = new WeakMap<Kysely<DB>, pg.PoolClient>()

/**
 * The query builder over one connection that somebody else begins, commits and gives back.
 *
 * Kysely's own `connection()` waits for each statement before it sends the next; this one does not.
 */
export function builderOver(client: pg.PoolClient): Transaction<DB> {
  const known = builders.get(client)
  if (known) return known
  const held = { query: client.query.bind(client), release: () => undefined } as pg.PoolClient
  const pool = { connect: async () => held, end: async () => undefined }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) })
  builders.set(client, db as Transaction<DB>)
  clients.set(db, client)
  return db as Transaction<DB>
}

/** Runs a prepared statement with its values, `$1` first. */
export type Prepared<Row> = (db: Transaction<DB>, values: unknown[]) => Promise<readonly Row[]>

/**
 * A statement that is written out once and that each connection plans once, under its name.
 *
 * For the few statements on which load falls: there, building and planning them costs more than running them.
 */
export function prepared<Row extends object>(name: string, text: string): Prepared<Row> {
  return async (db, values) => {
    const client = clients.get(db)
    if (!client) throw new TypeError(`${name} runs in a transaction of Database.tenant alone`)
    const { rows } = await client.query<Row>({ name, text, values })
    return rows
  }
}
