import type pg from 'pg'

type Column = {
  table: string
  column: string
  type: string
  nullable: boolean
  default: string | null
  check: string | null
}

const query = `
  select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as "default",
    (select pg_get_constraintdef(k.oid) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as "check"
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p') order by c.relname, a.attnum`

/**
 * Lists the tables of the public schema with columns, constraints, indexes, policies and grants.
 *
 * @returns text that is the same for the same schema on every supported server version
 */
export async function listSchema(client: pg.Client): Promise<string> {
  const { rows: columns } = await client.query<Column>(query)
  const { rows: constraints } = await client.query<{ table: string; text: string }>(`
    select c.relname as "table", pg_get_constraintdef(k.oid) as text from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where k.contype in ('p', 'u', 'f', 'c') order by c.relname, k.contype desc, text`)
  const { rows: indexes } = await client.query<{ table: string; text: string }>(`
    select tablename as "table", regexp_replace(indexdef, 'public\\.', '', 'g') as text from pg_indexes i
    where schemaname = 'public' and not exists (select 1 from pg_constraint k where k.conname = i.indexname) order by tablename, text`)
  const { rows: policies } = await client.query<{ table: string; text: string }>(`
    select c.relname as "table", 'row level security' || case when c.relforcerowsecurity then ' forced' else '' end
      || coalesce((select string_agg('; policy ' || p.policyname || ' for ' || lower(p.cmd), '' order by p.policyname)
          from pg_policies p where p.tablename = c.relname), '') as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' where c.relrowsecurity order by 1`)
  const { rows: grants } = await client.query<{ table: string; text: string }>(`
    select table_name as "table", grantee || ' may ' || string_agg(lower(privilege_type), ', ' order by privilege_type) as text
    from information_schema.role_table_grants where table_schema = 'public' and grantee = 'rounds_app' group by table_name, grantee order by 1`)
  const of = (list: readonly { table: string; text: string }[], table: string) =>
    list.filter((r) => r.table === table).map((r) => r.text)
  return [...new Set(columns.map((column) => column.table))]
    .map((table) => {
      const lines = columns
        .filter((column) => column.table === table)
        .map(
          (c) =>
            `  ${c.column} ${c.type}${c.nullable ? '' : ' not null'}${c.default === null ? '' : ` default ${c.default}`}`,
        )
      const rules = [
        ...of(constraints, table),
        ...of(indexes, table),
        ...of(policies, table),
        ...of(grants, table),
      ]
      return `table ${table}\n${lines.join('\n')}\n${rules.map((rule) => `  -- ${rule}\n`).join('')}`
    })
    .join('\n')
}

/** JSON columns that hold data of a machine; every other one holds a text in one or both languages. */
const structured = new Set(['settings', 'details', 'parameters', 'result'])

const typeOf = (column: Column): string => {
  const literals = column.check?.match(/ARRAY\[(.*)\]/)?.[1]
  if (literals && column.type === 'text') {
    const values = [...literals.matchAll(/'([^']+)'::text/g)].map((match) => `'${match[1]}'`)
    if (values.length > 0) return values.join(' | ')
  }
  switch (column.type) {
    case 'uuid':
    case 'text':
      return 'string'
    case 'integer':
      return 'number'
    case 'bigint':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'bytea':
      return 'Buffer'
    case 'date':
      return 'string'
    case 'jsonb':
      return structured.has(column.column) ? 'Structured' : 'Bilingual'
    case 'text[]':
    case 'uuid[]':
      return 'string[]'
    case 'boolean[]':
      return 'boolean[]'
    case 'timestamp with time zone':
      return 'Date'
    default:
      return column.type.startsWith('numeric') ? 'number' : 'unknown'
  }
}

const pascal = (name: string): string =>
  name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

/** Writes the Kysely types of the public schema: one interface a table. */
export async function listTypes(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(query)
  const tables = [...new Set(rows.map((row) => row.table))]
  const bodies = tables.map((table) => {
    const fields = rows
      .filter((row) => row.table === table)
      .map((row) => {
        const base = typeOf(row)
        const type = row.nullable ? `${base} | null` : base
        return `  ${row.column}: ${row.default === null ? type : `Generated<${type}>`}`
      })
    return `export interface ${pascal(table)} {\n${fields.join('\n')}\n}\n`
  })
  return `// Generated from the database by "rounds schema --write".
import type { Generated } from 'kysely'
import type { Bilingual } from '../i18n/bilingual.ts'

type Structured = Record<string, unknown>

${bodies.join('\n')}
export interface DB {
${tables.map((table) => `  ${table}: ${pascal(table)}`).join('\n')}
}
`
}
