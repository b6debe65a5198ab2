import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/** A column of the database that names a person, or what a person is called in a round. */
export type PersonalColumn = Readonly<{ table: string; column: string; names: 'person' | 'participant' }>

/** Every column of a table that is not a secret or a file, in the catalogue's order. */
export type TableColumns = Readonly<{ table: string; columns: readonly string[] }>

/** What a participant is called, without a reference to a person: see 0006-rounds.sql. */
const participantColumns = ['participant', 'author_pseudonym']
/** Columns that hold a person's id where no reference says so: the audit log outlives people. */
const unreferenced = ['person_id', 'actor_id']

/**
 * The columns that name a person, read from the database's own catalogue: a table that is added is found.
 *
 * Those are all references to `person`, the columns called like one, and what people are called in rounds.
 */
export async function personalColumns(context: Context): Promise<readonly PersonalColumn[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select distinct c.relname as "table", a.attname as "column"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relrowsecurity and format_type(a.atttypid, null) = 'uuid' and a.attname <> 'network_id'
      and (a.attname = any(${[...participantColumns, ...unreferenced]}::text[])
        or exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'
          and k.confrelid = 'person'::regclass and a.attnum = any(k.conkey)))
    order by 1, 2`.execute(context.db)
  return rows.map((row) => ({
    ...row,
    names: participantColumns.includes(row.column) ? 'participant' : 'person',
  }))
}

/** The columns of some tables, without those that hold secrets or files. */
export async function columnsOf(
  context: Context,
  tables: readonly string[],
): Promise<readonly TableColumns[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relname = any(${tables}::text[]) and format_type(a.atttypid, null) <> 'bytea' and a.attname <> 'network_id'
    group by c.relname order by c.relname`.execute(context.db)
  return rows
}
