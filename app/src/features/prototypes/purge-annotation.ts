import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Removes the copies that this feature keeps of what a contribution says: the wording proposed and replaced, and the
 * descriptions of changes that were marked as coming from it. Where it stood and what came of it stay.
 *
 * Called beside `purgeContribution`, which writes the entry in the audit log.
 */
export async function purgeAnnotation(context: Context, id: ContributionId): Promise<void> {
  await context.db
    .updateTable('annotation')
    .set({ wording_before: null, wording_after: null })
    .where('contribution_id', '=', id)
    .execute()
  await context.db.updateTable('version_change').set({ what: {} }).where('contribution_id', '=', id).execute()
}
