import pg from 'pg'
import type { BackupHead } from './backup.ts'
import { migrate, readMigrations } from './migrate.ts'

/** A backup can't be brought back; nothing of it is in the database. */
export class RestoreRefused extends Error {
  override name = 'RestoreRefused'
}

/** Lines as they are asked for, and the number of the last one. */
type NumberedLines = { number: number; readonly next: () => Promise<string | undefined> }

type ForeignKey = Readonly<{ table: string; name: string; definition: string }>

/** Rows given to the server at once: so many, or so many characters. */
const most = { rows: 500, characters: 2_000_000 }

function headOf(line: string | undefined): BackupHead {
  let head: Partial<BackupHead>
  try {
    head = JSON.parse(line ?? '') as Partial<BackupHead>
  } catch {
    head = {}
  }
  if (head.format !== 'rounds-backup/1' || !Array.isArray(head.migrations))
    throw new RestoreRefused('line 1: this is no backup of Rounds')
  const known = readMigrations().map(({ name }) => name)
  const strange = head.migrations.find((name, index) => known[index] !== name)
  if (strange !== undefined)
    throw new RestoreRefused(
      `line 1: the backup has migration ${strange}, which this version has not: use the version that made it, or a newer one`,
    )
  return head as BackupHead
}

/**
 * Brings a backup into an empty database: the schema of that time, everything in one transaction, then the migrations
 * that came since.
 *
 * @param ownerUrl connection as the owner of the tables
 * @param lines what `writeBackup` wrote
 * @throws {RestoreRefused} where the database is not empty, or the lines are no whole backup
 */
export async function restoreBackup(
  ownerUrl: string,
  lines: AsyncIterator<string>,
): Promise<Readonly<{ at: string; networks: number; rows: number }>> {
  const numbered: NumberedLines = {
    number: 0,
    next: async () => {
      const { value, done } = await lines.next()
      if (done === true) return undefined
      numbered.number += 1
      return value
    },
  }
  const head = headOf(await numbered.next())
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'rounds restore' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await requireEmpty(client, head)
    await migrate({ ownerUrl, only: head.migrations })
    await client.query('begin')
    const foreignKeys = await dropForeignKeys(client)
    const count = await load(client, numbered)
    await addForeignKeys(client, foreignKeys)
    await client.query('commit')
    await migrate({ ownerUrl })
    return { at: head.at, ...count }
  } finally {
    await client.end()
  }
}

async function requireEmpty(client: pg.Client, head: BackupHead): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('schema_migration') is not null as there`,
  )
  if (!rows[0]?.there) return
  const done = await client.query<{ name: string }>('select name from schema_migration')
  const networks = await client.query('select from network_address limit 1')
  if (networks.rowCount !== 0)
    throw new RestoreRefused('the database holds a network already: a backup is brought into an empty one')
  const newer = done.rows.find(({ name }) => !head.migrations.includes(name))
  if (newer)
    throw new RestoreRefused(
      `the database has migration ${newer.name}, which the backup has not: bring it into a database without tables`,
    )
}

/** Takes the references away while rows come in an order of their own. */
async function dropForeignKeys(client: pg.Client): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`)
  return rows
}

/** Makes the references again. Forced row-level security would have those of one network checked alone. */
async function addForeignKeys(client: pg.Client, foreignKeys: readonly ForeignKey[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relforcerowsecurity and relnamespace = 'public'::regnamespace order by 1`,
  )
  const force = async (how: 'force' | 'no force') => {
    for (const { name } of rows) await client.query(`alter table ${name} ${how} row level security`)
  }
  await force('no force')
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  await force('force')
}

/** Puts the rows in; the guards, who watch people at work, look away meanwhile. */
async function load(client: pg.Client, lines: NumberedLines): Promise<{ networks: number; rows: number }> {
  let table = ''
  let networks = 0
  let rows = 0
  let waiting: string[] = []
  let characters = 0
  const refusal = (problem: string) => new RestoreRefused(`line ${lines.number}: ${problem}`)
  const flush = async (end: number) => {
    if (waiting.length > 0) await insert(client, table, waiting, end - waiting.length + 1)
    rows += waiting.length
    waiting = []
    characters = 0
  }
  const tables = new Set<string>()
  const known = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    if (line.startsWith('{') && table !== '') {
      waiting.push(line)
      characters += line.length
      if (waiting.length >= most.rows || characters >= most.characters) await flush(lines.number)
      continue
    }
    await flush(lines.number - 1)
    const [mark = '', value = ''] = line.split(' ')
    if (mark === '###') {
      if (Number(value) !== rows) throw refusal(`the backup says ${value} rows, it holds ${rows}`)
      for (const name of tables) await client.query(`alter table ${name} enable trigger user`)
      return { networks, rows }
    }
    if (mark === '##') {
      await client.query(`select set_config('rounds.network_id', $1, true)`, [value])
      networks += 1
    } else if (mark === '#' && known.rows.some(({ name }) => name === value)) {
      table = value
      if (!tables.has(table)) await client.query(`alter table ${table} disable trigger user`)
      tables.add(table)
    } else throw refusal(`"${line.slice(0, 80)}" is no line of a backup`)
  }
  throw refusal('the backup ends here, too early: it was cut short')
}

/** Puts rows, of lines from `first` on, into a table; where it refuses them, one by one, to name the line. */
async function insert(
  client: pg.Client,
  table: string,
  rows: readonly string[],
  first: number,
): Promise<void> {
  const put = (some: readonly string[]) =>
    client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      `[${some.join(',')}]`,
    ])
  await client.query('savepoint rows')
  try {
    await put(rows)
    await client.query('release savepoint rows')
  } catch (error) {
    await client.query('rollback to savepoint rows')
    for (const [index, row] of rows.entries()) {
      await put([row]).catch((cause: Error) => {
        throw new RestoreRefused(`line ${first + index}: ${cause.message}`, { cause })
      })
    }
    throw error
  }
}
