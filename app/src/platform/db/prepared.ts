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

function clientOf(db: Transaction<DB>, name: string): pg.PoolClient {
  const client = clients.get(db)
  if (!client) throw new TypeError(`${name} runs in a transaction of Database.tenant alone`)
  return client
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
    const { rows } = await clientOf(db, name).query<Row>({ name, text, values })
    return rows
  }
}

/** Asks a prepared statement for one; null where it has no row for what was asked. */
export type PreparedForEach<Row> = (db: Transaction<DB>, asked: readonly unknown[]) => Promise<Row | null>

type Asking<Row> = Readonly<{
  asked: readonly unknown[]
  resolve: (row: Row | null) => void
  reject: (error: unknown) => void
}>

/**
 * A statement that answers all who ask it on one connection in the same turn of the event loop at once, each with
 * at most one row: those who share a transaction share its statements too.
 *
 * Who asks alone and who asks with others are answered by the same text, over one row or many.
 *
 * @param columns what each asks with, by name and PostgreSQL type
 * @param text the statement over a relation that holds one row of `columns` for each, and `n`, which it gives back
 */
export function preparedForEach<Row extends object>(
  name: string,
  columns: Readonly<Record<string, string>>,
  text: (asked: string) => string,
): PreparedForEach<Row> {
  const names = [...Object.keys(columns), 'n'].join(', ')
  const types = Object.values(columns)
  const one = text(
    `(values (${types.map((type, index) => `$${index + 1}::${type}`).join(', ')}, 1)) asked (${names})`,
  )
  const many = text(
    `unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) with ordinality asked (${names})`,
  )
  const waiting = new WeakMap<pg.PoolClient, Asking<Row>[]>()

  const send = async (client: pg.PoolClient, all: readonly Asking<Row>[]): Promise<void> => {
    const alone = all.length === 1 ? all[0] : undefined
    try {
      const { rows } = await client.query<Row & { n: number }>(
        alone
          ? { name, text: one, values: [...alone.asked] }
          : {
              name: `${name}-each`,
              text: many,
              values: types.map((_, index) => all.map(({ asked }) => asked[index])),
            },
      )
      const found = new Map(rows.map((row) => [row.n, row]))
      for (const [index, { resolve }] of all.entries()) resolve(found.get(index + 1) ?? null)
    } catch (error) {
      for (const { reject } of all) reject(error)
    }
  }

  return async (db, asked) => {
    const client = clientOf(db, name)
    const { promise, ...answer } = Promise.withResolvers<Row | null>()
    const others = waiting.get(client)
    if (others) others.push({ asked, ...answer })
    else {
      const all = [{ asked, ...answer }]
      waiting.set(client, all)
      process.nextTick(() => {
        waiting.delete(client)
        void send(client, all)
      })
    }
    return promise
  }
}
