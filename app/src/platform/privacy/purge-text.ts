import { type Transaction, sql } from 'kysely'
import type { DB } from '../db/tables.gen.ts'

const ours = 'a word, a number or an address of ours, never what somebody wrote'
const whoIs = 'who a person is: corrected in the roster'

/** Columns of text that a purge leaves alone, and why. Every other one of the catalogue is searched and purged. */
export const keptTexts: Readonly<Record<string, string>> = {
  'annotation.place': ours,
  'audit_entry.action': ours,
  'audit_entry.details': 'the log holds no text, and nothing of it can be changed',
  'audit_entry.subject_id': ours,
  'audit_entry.subject_type': ours,
  'contribution.moderation_reason': ours,
  'decision_revision.outcome': ours,
  'initiative.social_determinants': ours,
  'initiative_strategy.strategy': ours,
  'network.settings': 'settings of an administrator, changed on their page',
  'network.slug': ours,
  'notice.kind': ours,
  'notice.subject_type': ours,
  'oidc_identity.issuer': whoIs,
  'oidc_identity.subject': whoIs,
  'oidc_request.nonce': ours,
  'oidc_request.return_to': ours,
  'oidc_request.verifier': ours,
  'organisation.code': ours,
  'person.email': whoIs,
  'person.family_name': whoIs,
  'person.given_name': whoIs,
  'person.roster_key': whoIs,
  'mail_message.address': whoIs,
  'round.audience': ours,
  'round_result.method': ours,
  'round_result.method_version': ours,
  'round_result.parameters': ours,
  'round_result.result': 'numbers; statements stand in it by number',
  'session.device': ours,
  'stratum.code': ours,
  'stratum_value.code': ours,
}

type Column = Readonly<{ table: string; column: string; type: 'text' | 'jsonb' | 'text[]' }>

/** Columns of tenant tables that hold text; those that a check limits to words of ours are none. */
async function textColumns(db: Transaction<DB>): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relrowsecurity and format_type(a.atttypid, null) in ('text', 'jsonb', 'text[]')
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
        and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%')
    order by 1, 2`.execute(db)
  return rows.filter(({ table, column }) => keptTexts[`${table}.${column}`] === undefined)
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&')

/** A text as an expression of PostgreSQL that finds it however it is broken into lines. */
const searchPattern = (text: string, inJson: boolean): string =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => escaped(inJson ? JSON.stringify(word).slice(1, -1) : word))
    .join('(\\s|\\u00a0|\\\\[nrt])+')

/** A text as a regular expression for words as they were written. */
export const writtenPattern = (text: string): RegExp =>
  new RegExp(text.trim().split(/\s+/).map(escaped).join('\\s+'), 'giu')

/** An address or a moment in a value of ours; changing it would break what it leads to. */
const isOurs = (value: string): boolean => /^\/[\w/.-]*$|^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(value)

function without(value: unknown, pattern: RegExp): unknown {
  if (typeof value === 'string') return isOurs(value) ? value : value.replace(pattern, '…')
  if (Array.isArray(value)) return value.map((one) => without(one, pattern))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, without(inner, pattern)]))
}

type Place = Readonly<{ column: Column; row: string; value: unknown }>

async function placesOf(
  db: Transaction<DB>,
  text: string,
  options: { except?: readonly string[]; lock?: boolean },
): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const column of await textColumns(db)) {
    if (options.except?.includes(column.table)) continue
    const { rows } = await sql<{ row: string; value: unknown }>`
      select ctid::text as row, ${sql.ref(column.column)} as value from ${sql.table(column.table)}
      where ${sql.ref(column.column)}::text ~* ${searchPattern(text, column.type === 'jsonb')}
      ${options.lock ? sql`for update` : sql``}`.execute(db)
    for (const { row, value } of rows)
      if (JSON.stringify(without(value, writtenPattern(text))) !== JSON.stringify(value))
        places.push({ column, row, value })
  }
  return places
}

/** In how many places of the network's tables a text stands, those tables left out that are counted apart. */
export async function countText(
  db: Transaction<DB>,
  text: string,
  except: readonly string[],
): Promise<number> {
  return (await placesOf(db, text, { except })).length
}

/**
 * Takes a text, in whatever case and however it is broken into lines, out of every text of the network's tables: an
 * ellipsis stands where it was. Files are not texts; what holds them purges them beside this.
 *
 * @returns out of how many places
 */
export async function purgeText(db: Transaction<DB>, text: string): Promise<number> {
  const places = await placesOf(db, text, { lock: true })
  const pattern = writtenPattern(text)
  for (const ofRow of Map.groupBy(places, ({ column, row }) => `${column.table} ${row}`).values()) {
    const [first] = ofRow
    if (!first) continue
    const changes = ofRow.map(({ column, value }) => {
      const changed = without(value, pattern)
      return sql`${sql.ref(column.column)} = ${column.type === 'jsonb' ? JSON.stringify(changed) : changed}`
    })
    await sql`update ${sql.table(first.column.table)} set ${sql.join(changes)} where ctid = ${first.row}::tid`.execute(
      db,
    )
  }
  return places.length
}
