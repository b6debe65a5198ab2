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
