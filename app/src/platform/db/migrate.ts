import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import pg from 'pg'
import { tellWaits } from './tell-waits.ts'

const directory = new URL('../../migrations/', import.meta.url)

export type Migration = Readonly<{ name: string; sql: string; sha256: string }>

/**
 * The migrations in the order they run.
 *
 * @throws {Error} where two share a number or one is missing: the order would depend on a name
 */
export function readMigrations(): readonly Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .toSorted()
    .map((name, index) => {
      const number = String(index + 1).padStart(4, '0')
      if (!name.startsWith(number)) throw new Error(`${name}: its number is to be ${number}`)
      const text = readFileSync(new URL(name, directory), 'utf8')
      return { name, sql: text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}

/** A migration could not be applied; nothing of it is in the database. */
export class MigrationFailed extends Error {
  override name = 'MigrationFailed'
}

/**
 * Brings the database to the newest schema, each migration in its own transaction, one migrator at a time.
 *
 * @param options.ownerUrl connection as the owner of the tables
 * @param options.dryRun names what would run, runs nothing
 * @param options.say hears what it waits for, where that takes longer than `options.patienceMs`
 * @param options.only stops before the first that is not among these; where a backup of then is brought back
 * @returns names of the migrations applied
 * @throws {MigrationFailed} naming the migration; earlier ones stay applied, this one left nothing. Or naming those of the
 *   database that this code has not; nothing is applied then
 */
export async function migrate(options: {
  ownerUrl: string
  dryRun?: boolean
  only?: readonly string[]
  say?: (sentence: string) => void
  patienceMs?: number
}): Promise<readonly string[]> {
  const { ownerUrl, say = () => undefined, patienceMs = 10_000 } = options
  // Whoever waits for this one is told whom to look for; PostgreSQL takes 63 characters.
  const name = `rounds migrate, process ${process.pid} on ${hostname()}`.slice(0, 63)
  const client = new pg.Client({ connectionString: ownerUrl, application_name: name })
  // A connection that is lost fails what it was asked; without a listener its error event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  const applied: string[] = []
  let endLooking: () => void = () => undefined
  try {
    // Else a machine that is gone would hold the lock for hours.
    await client.query(
      'set tcp_keepalives_idle = 60; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 6',
    )
    const { rows: sessions } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    endLooking = tellWaits(ownerUrl, sessions[0]?.pid ?? 0, say, patienceMs)
    await client.query(`select pg_advisory_lock(hashtext('rounds.migrate'))`)
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    await client.query('grant select on schema_migration to rounds_app')
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migration',
    )
    const done = new Map(rows.map((row) => [row.name, row.sha256]))
    refuseNewer([...done.keys()])
    for (const migration of readMigrations()) {
      if (options.only?.includes(migration.name) === false) break
      const known = done.get(migration.name)
      if (known === migration.sha256) continue
      if (known !== undefined)
        throw new MigrationFailed(
          `${migration.name} was changed after it had been applied here: restore the file, add a new migration`,
        )
      applied.push(migration.name)
      if (options.dryRun) continue
      try {
        await client.query('begin')
        await client.query(migration.sql)
        await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
          migration.name,
          migration.sha256,
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw new MigrationFailed(
          `${migration.name}: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        )
      }
    }
    return applied
  } finally {
    endLooking()
    await client.end()
  }
}

/**
 * Refuses a database that this code cannot use as it is, where nobody is there to migrate it.
 *
 * @throws {MigrationFailed} saying how many migrations are missing and what to set, or which are not known here
 */
export async function requireNewestSchema(appUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, application_name: 'rounds' })
  await client.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('schema_migration') is not null as there`,
    )
    const done = rows[0]?.there
      ? (await client.query<{ name: string }>('select name from schema_migration')).rows
      : []
    refuseNewer(done.map(({ name }) => name))
    const missing = notIn(done)
    if (missing.length > 0)
      throw new MigrationFailed(
        `the database lacks ${missing.length} migrations: set DATABASE_OWNER_URL, the same database as the role that owns the tables`,
      )
  } finally {
    await client.end()
  }
}

/** The migrations this code has that the database has not. */
export async function pendingMigrations(
  query: (text: string) => Promise<{ rows: { name: string }[] }>,
): Promise<readonly string[]> {
  return notIn((await query('select name from schema_migration')).rows)
}

function notIn(rows: readonly { name: string }[]): readonly string[] {
  const done = new Set(rows.map(({ name }) => name))
  return readMigrations()
    .map(({ name }) => name)
    .filter((name) => !done.has(name))
}

/** A version that was gone back to would run on tables that it does not know. */
function refuseNewer(done: readonly string[]): void {
  const known = new Set(readMigrations().map(({ name }) => name))
  const newer = done.filter((name) => !known.has(name)).toSorted()
  if (newer.length > 0)
    throw new MigrationFailed(
      `the database was brought further by another version of Rounds (${newer.join(', ')}): start that one or a newer one, or bring a backup of before into an empty database`,
    )
}
