import { type Transaction, sql } from 'kysely'
import type { DB } from './platform/db/tables.gen.ts'
import type { Database } from './platform/db/database.ts'
import { type NetworkId, type PersonId, newId } from './platform/ids.ts'

/*
 * One row in every tenant table, made from the catalogue: a table that a migration adds is filled without
 * anybody doing anything here. Only where a check constraint spans columns, or a JSON column has a shape that
 * pages read, does `particulars` say what to put.
 */

type Column = Readonly<{
  table: string
  name: string
  type: string
  nullable: boolean
  hasDefault: boolean
  choices: readonly string[] | null
  patterned: boolean
}>
type ForeignKey = Readonly<{
  table: string
  columns: readonly string[]
  target: string
  targetColumns: readonly string[]
}>
type Row = Record<string, unknown>

/** Values that the catalogue can't tell: by table and column; null leaves the column empty. */
const particulars: Readonly<Record<string, (canary: (place: string) => string) => unknown>> = {
  'network.settings': (canary) => ({
    timeZone: 'America/St_Johns',
    privacyContact: canary('network-settings'),
  }),
  'notice.kind': () => 'decision-made',
  'notice.subject_type': () => 'decision',
  'notice.parameters': () => ({}),
  'audit_entry.details': () => ({}),
  'round.anonymity_level': () => 'B',
  'round.state': () => 'open',
  'round.opened_at': () => new Date('2027-02-10T12:00:00Z'),
  'round_duration.seconds': () => 10,
  'round_result.parameters': () => ({}),
  'round_result.result': () => ({}),
  'contribution.received_at': () => new Date('2027-01-05T12:00:00Z'),
  'contribution.author_pseudonym': () => null,
  'roster_upload.expires_at': () => new Date('2027-12-31T12:00:00Z'),
  'roster_upload.content': (canary) =>
    Buffer.from(`key,given name,family name,e-mail,organisation\n1,${canary('roster-upload')},B,a@b.org,C\n`),
  'decision_revision.outcome': () => 'adopt',
  'session.token_hash': () => Buffer.from(newId().replaceAll('-', ''), 'hex'),
}

/** Tables that a network has one row of already, whose texts are replaced. */
const present = new Set(['network', 'person'])

const kindOf = (canary: string): string =>
  canary
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)

async function readCatalogue(database: Database) {
  const columns = await database.pool.query<Column & { check: string | null }>(`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
      a.atthasdef as "hasDefault",
      (select pg_get_constraintdef(k.oid) from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as "check"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relrowsecurity order by c.relname, a.attnum`)
  const keys = await database.pool.query<ForeignKey>(`
    select k.conrelid::regclass::text as "table", k.confrelid::regclass::text as target,
      array(select attname::text from unnest(k.conkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by i) as columns,
      array(select attname::text from unnest(k.confkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by i) as "targetColumns"
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`)
  return {
    columns: columns.rows.map((row) => ({
      ...row,
      choices: row.check?.includes('ARRAY[')
        ? [...row.check.matchAll(/'([^']+)'::text/g)].map((m) => m[1] ?? '')
        : null,
      patterned: row.check?.includes('~') ?? false,
    })),
    keys: keys.rows.filter((key) => key.target !== key.table),
  }
}

const catalogues = new WeakMap<Database, ReturnType<typeof readCatalogue>>()

/** The tables so that each comes after those it refers to; a reference that closes a circle is left empty. */
function inOrder(
  tables: readonly string[],
  keys: readonly ForeignKey[],
  required: (key: ForeignKey) => boolean,
) {
  const done: string[] = []
  const waiting = new Set(tables)
  while (waiting.size > 0) {
    const free = (binding: readonly ForeignKey[]) =>
      [...waiting].find((table) => !binding.some((key) => key.table === table && waiting.has(key.target)))
    const table = free(keys) ?? free(keys.filter(required))
    if (table === undefined)
      throw new Error(`tables refer to each other in a circle: ${[...waiting].join(', ')}`)
    waiting.delete(table)
    done.push(table)
  }
  return done
}

function textFor(column: Column, canary: (place: string) => string): unknown {
  const place = `${column.table}-${column.name}`.replaceAll('_', '-')
  if (column.choices) return column.hasDefault || column.nullable ? undefined : column.choices[0]
  switch (column.type) {
    case 'text':
      return column.patterned ? kindOf(canary(place)) : canary(place)
    case 'text[]':
      return [canary(place)]
    case 'jsonb':
      return JSON.stringify({ en: canary(`${place}-en`), fr: canary(`${place}-fr`) })
    default:
      return undefined
  }
}

function plainFor(column: Column, owner: PersonId): unknown {
  switch (column.type) {
    case 'uuid':
      return column.name === 'id' ? newId() : owner
    case 'integer':
    case 'bigint':
    case 'numeric':
      return 1
    case 'bytea':
      return Buffer.from(newId())
    case 'boolean':
      return false
    case 'date':
      return '2027-02-01'
    case 'uuid[]':
    case 'boolean[]':
      return []
    default:
      return new Date('2027-02-01T12:00:00Z')
  }
}

function valueFor(column: Column, owner: PersonId, canary: (place: string) => string): unknown {
  const particular = particulars[`${column.table}.${column.name}`]
  if (particular) {
    const value = particular(canary)
    return column.type === 'jsonb' ? JSON.stringify(value) : value
  }
  const text = textFor(column, canary)
  if (text !== undefined) return text
  return column.nullable || column.hasDefault || column.choices ? undefined : plainFor(column, owner)
}

/** What was put in: the id of the row of each table, and how many texts carry the mark. */
export type Filled = Readonly<{ ids: ReadonlyMap<string, string>; rows: ReadonlyMap<string, Row> }>

/**
 * Puts a row into every table of a network, each belonging to `owner` in every way a table can say so
 * (author, decider, champion, invited, …), with a text of its own in every text column.
 *
 * @param options.mark begins every text: `<mark>-<table>-<column>`
 * @param options.without tables that stay empty, because pages read a shape there that the catalogue can't tell
 */
export async function fillNetwork(
  database: Database,
  options: { network: NetworkId; owner: PersonId; mark: string; without?: readonly string[] },
): Promise<Filled> {
  const catalogue = catalogues.get(database) ?? readCatalogue(database)
  catalogues.set(database, catalogue)
  const { columns, keys } = await catalogue
  const canary = (place: string): string => `${options.mark}-${place}`
  const tables = [...new Set(columns.map((column) => column.table))]
  const nullable = (table: string, name: string): boolean =>
    columns.find((column) => column.table === table && column.name === name)?.nullable ?? false
  const order = inOrder(tables, keys, (key) => key.columns.every((name) => !nullable(key.table, name)))
  const rows = new Map<string, Row>([
    ['network', { network_id: options.network }],
    ['person', { network_id: options.network, id: options.owner }],
  ])
  await database.tenant(options.network, async (db) => {
    for (const table of order.filter((one) => !options.without?.includes(one))) {
      const row: Row = { network_id: options.network }
      for (const column of columns.filter((one) => one.table === table && one.name !== 'network_id')) {
        const value = valueFor(column, options.owner, canary)
        if (value !== undefined && value !== null) row[column.name] = value
      }
      for (const key of keys.filter((one) => one.table === table)) {
        const target = rows.get(key.target)
        if (target)
          for (const [at, name] of key.columns.entries())
            row[name] = target[key.targetColumns[at] ?? ''] ?? null
      }
      if (present.has(table)) await replaceTexts(db, table, row, columns, options.owner)
      else rows.set(table, await insert(db, table, row))
    }
  })
  return {
    rows,
    ids: new Map(
      [...rows].flatMap(([table, row]) => (typeof row['id'] === 'string' ? [[table, row['id']]] : [])),
    ),
  }
}

async function insert(db: Transaction<DB>, table: string, row: Row): Promise<Row> {
  const names = Object.keys(row)
  const { rows } =
    await sql<Row>`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))}) on conflict do nothing returning *`.execute(db)
  return rows[0] ?? row
}

async function replaceTexts(
  db: Transaction<DB>,
  table: string,
  row: Row,
  columns: readonly Column[],
  owner: PersonId,
): Promise<void> {
  const texts = columns.filter(
    (column) =>
      column.table === table &&
      ['text', 'jsonb'].includes(column.type) &&
      !column.choices &&
      row[column.name] !== undefined,
  )
  for (const { name } of texts)
    await sql`update ${sql.table(table)} set ${sql.ref(name)} = ${row[name]} ${
      table === 'person' ? sql`where id = ${owner}` : sql``
    }`.execute(db)
}
