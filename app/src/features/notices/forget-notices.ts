import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/** Deletes what people were told before a moment. @returns how many notices */
export async function forgetNotices(context: Context, before: Date): Promise<number> {
  const rows = await context.db
    .deleteFrom('notice')
    .where('deliver_after', '<', before)
    .returning('id')
    .execute()
  return rows.length
}

/** How many notices carry a text in their parameters. */
export async function noticesWith(context: Context, text: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notice
    where strpos(lower(parameters::text), lower(${JSON.stringify(text).slice(1, -1)})) > 0`.execute(
    context.db,
  )
  return rows[0]?.count ?? 0
}

/** Empties the parameters of notices that carry a text: what they lead to stays. @returns how many */
export async function purgeNotices(context: Context, text: string): Promise<number> {
  const { rows } = await sql`
    update notice set parameters = '{}'
    where strpos(lower(parameters::text), lower(${JSON.stringify(text).slice(1, -1)})) > 0 returning id`.execute(
    context.db,
  )
  return rows.length
}
