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

/** Deletes what people were told of something that is not there any more. */
export async function forgetNoticesAbout(context: Context, subject: string): Promise<void> {
  await context.db.deleteFrom('notice').where('subject_id', '=', subject).execute()
}
