import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Removes what somebody said and wants back, row and all.
 *
 * The caller has made sure that it has no answer, and has passed on its place to who joined it.
 */
export async function withdrawContribution(context: Context, id: ContributionId): Promise<void> {
  await context.db.deleteFrom('contribution').where('id', '=', id).execute()
}
