import pg from 'pg'
import { pendingMigrations } from './migrate.ts'

/** Tables that no backup holds: who is signed in or about to, and files that are kept for a day at most. */
const tablesLeftOut = ['session', 'sign_in_code', 'oidc_request', 'roster_upload', 'schema_migration']

/** Rows that none holds: a code in a message lets somebody in. */
const rowsLeftOut: Readonly<Record<string, string>> = { mail_message: `t.kind = 'code'` }

/** What a backup begins with. */
export type BackupHead = Readonly<{
  format: 'rounds-backup/1'
  at: string
  /** The migrations that the database had. */
  migrations: readonly string[]
}>

/** What a backup holds, for the one who made it or brings it back. */
export type BackupCount = Readonly<{ networks: number; rows: number; roundsWithKeys: number }>

type BackedUpTable = Readonly<{
  name: string
  perNetwork: boolean
  /** Holds files, each up to some megabytes. */
  files: boolean
  key: string
}>

/** The tables that a backup holds, each with the key by which its rows are put in an order that tells nothing. */
async function backedUpTables(client: pg.Client): Promise<readonly BackedUpTable[]> {
  const { rows } = await client.query<BackedUpTable>(
    `select c.relname as name, c.relrowsecurity as "perNetwork",
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and a.atttypid = 'bytea'::regtype and a.attname !~ 'hash$') as files,
       (select string_agg(quote_ident(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum))
         from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     where c.relkind = 'r' and c.relname <> all($1) order by 1`,
    [tablesLeftOut],
  )
  return rows
}

/**
 * Writes down everything of every network as of one moment, line by line, while people go on working.
 *
 * Rows are JSON as PostgreSQL writes it, so that another major version reads them. Not in it: the keys of rounds, which are
 * no part of the database; sessions, codes and messages with one; the queue, whose jobs are found again from the rows.
 *
 * @param ownerUrl connection as the owner of the tables
 * @param write takes one line; the next is read once it has been taken
 * @param only one network; the file is a backup all the same, of an installation that has no other
 * @throws {Error} where the database is not of this version
 */
export async function writeBackup(
  ownerUrl: string,
  now: Date,
  write: (line: string) => Promise<void>,
  only: string | null = null,
): Promise<BackupCount> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'rounds backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const pending = await pendingMigrations((text) => client.query<{ name: string }>(text))
    if (pending.length > 0)
      throw new Error(`the database lacks ${pending.length} migrations: run "rounds migrate" first`)
    const done = await client.query<{ name: string }>('select name from schema_migration order by name')
    const head: BackupHead = {
      format: 'rounds-backup/1',
      at: now.toISOString(),
      migrations: done.rows.map(({ name }) => name),
    }
    await write(JSON.stringify(head))
    let rows = 0
    let roundsWithKeys = 0
    const copy = async (table: BackedUpTable) => {
      await write(`# ${table.name}`)
      const conditions = [
        ...(only !== null && !table.perNetwork ? [`t.network_id = ${pg.escapeLiteral(only)}`] : []),
        ...(table.perNetwork ? [`t.network_id = current_setting('rounds.network_id')::uuid`] : []),
        ...(table.name in rowsLeftOut ? [`not (${rowsLeftOut[table.name]})`] : []),
      ]
      const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
      const from = `select row_to_json(t)::text as line from ${table.name} t ${where} order by ${table.key}`
      await client.query(`declare reading no scroll cursor for ${from}`)
      for (;;) {
        const part = await client.query<{ line: string }>(`fetch ${table.files ? 1 : 500} from reading`)
        for (const { line } of part.rows) await write(line)
        rows += part.rows.length
        if (part.rows.length === 0) break
      }
      await client.query('close reading')
    }
    const tables = await backedUpTables(client)
    for (const table of tables.filter(({ perNetwork }) => !perNetwork)) await copy(table)
    const networks = await client.query<{ id: string }>(
      'select distinct network_id as id from network_address where network_id = coalesce($1, network_id) order by 1',
      [only],
    )
    for (const { id } of networks.rows) {
      await client.query(`select set_config('rounds.network_id', $1, true)`, [id])
      await write(`## ${id}`)
      for (const table of tables.filter(({ perNetwork }) => perNetwork)) await copy(table)
      const keyed = await client.query<{ n: number }>(
        `select count(*)::int as n from round where anonymity_level = 'C' and opened_at is not null and key_destroyed_at is null`,
      )
      roundsWithKeys += keyed.rows[0]?.n ?? 0
    }
    await write(`### ${rows}`)
    return { networks: networks.rows.length, rows, roundsWithKeys }
  } finally {
    await client.end()
  }
}
