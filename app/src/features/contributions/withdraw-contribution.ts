import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Removes what somebody said and wants back, row and all. Those who had joined it have said it too: the first of them
 * whose words are there and were not turned back stands for it from now on, in their own words.
 *
 * The caller has made sure that it has no answer, and that nobody merges anything into it meanwhile.
 */
export async function withdrawContribution(context: Context, id: ContributionId): Promise<void> {
  const joined = await context.db
    .selectFrom('contribution')
    .select('id')
    .where('merged_into_id', '=', id)
    .orderBy((eb) =>
      eb.or([eb('purged_at', 'is not', null), eb('moderation', 'in', ['returned', 'rejected'])]),
    )
    .orderBy('received_at')
    .orderBy('id')
    .forUpdate()
    .execute()
  const [first, ...others] = joined.map((row) => row.id)
  const joins = async (ids: readonly string[], into: string | null) => {
    if (ids.length > 0)
      await context.db
        .updateTable('contribution')
        .set({ merged_into_id: into })
        .where('id', 'in', ids)
        .execute()
  }
  if (first !== undefined) {
    await joins([first], null)
    await joins(others, first)
  }
  await context.db.deleteFrom('contribution').where('id', '=', id).execute()
}
