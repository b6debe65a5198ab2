import type { Context } from '../../platform/http/context.ts'
import type { NoticeKind } from './notice-kinds.ts'

/** Deletes what people were told before a moment. @returns how many notices */
export async function forgetNotices(context: Context, before: Date): Promise<number> {
  const rows = await context.db
    .deleteFrom('notice')
    .where('deliver_after', '<', before)
    .returning('id')
    .execute()
  return rows.length
}

/** Deletes what people were told of something that is not there any more, or of it what is not so any more: one kind. */
export async function forgetNoticesAbout(
  context: Context,
  subject: string,
  kind?: NoticeKind,
): Promise<void> {
  const about = context.db.deleteFrom('notice').where('subject_id', '=', subject)
  await (kind ? about.where('kind', '=', kind) : about).execute()
}
