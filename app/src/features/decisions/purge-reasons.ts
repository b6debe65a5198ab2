import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/** Where this feature keeps what people wrote: a table and its column, each text in two languages. */
const places = [
  ['answer', 'reason'],
  ['answer_draft', 'reason'],
  ['dissent', 'text'],
  ['decision', 'reason'],
  ['decision_revision', 'reason'],
  ['decision_evidence', 'label'],
  ['commitment', 'what'],
  ['commitment', 'evidence_before'],
  ['commitment', 'evidence_after'],
] as const

/** A text as it stands inside JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')

/** How many reasons, dissents and promises carry a text. */
export async function reasonsWith(context: Context, text: string): Promise<number> {
  let count = 0
  for (const [table, column] of places) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)}
      where strpos(lower(${sql.ref(column)}::text), lower(${inJson(text)})) > 0`.execute(context.db)
    count += rows[0]?.count ?? 0
  }
  return count
}

/** Takes a text out of reasons, dissents and promises, earlier revisions included. @returns out of how many */
export async function purgeReasons(context: Context, text: string): Promise<number> {
  let count = 0
  for (const [table, column] of places) {
    const { rows } = await sql`
      update ${sql.table(table)} set ${sql.ref(column)} =
        regexp_replace(${sql.ref(column)}::text, ${escaped(inJson(text))}, '…', 'gi')::jsonb
      where strpos(lower(${sql.ref(column)}::text), lower(${inJson(text)})) > 0 returning 1`.execute(
      context.db,
    )
    count += rows.length
  }
  return count
}
