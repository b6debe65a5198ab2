import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Removes the copies that this feature keeps of what a contribution says: the wording proposed and replaced, and the
 * descriptions of changes that were marked as coming from it. Where it stood and what came of it stay; who stands for it
 * from now on has them too, and those who joined it their credit.
 *
 * Called beside `purgeContribution`, which writes the entry in the audit log.
 */
export async function purgeAnnotation(
  context: Context,
  id: ContributionId,
  heir: ContributionId | null,
): Promise<void> {
  await context.db
    .updateTable('annotation')
    .set({ wording_before: null, wording_after: null })
    .where('contribution_id', '=', id)
    .execute()
  await context.db.updateTable('version_change').set({ what: {} }).where('contribution_id', '=', id).execute()
  if (heir === null) return
  await sql`update annotation h set outcome = g.outcome, outcome_reason = g.outcome_reason,
      outcome_version_id = g.outcome_version_id
    from annotation g where g.contribution_id = ${id} and h.contribution_id = ${heir} and h.outcome is null`.execute(
    context.db,
  )
  await context.db
    .updateTable('version_change')
    .set({ contribution_id: heir })
    .where('contribution_id', '=', id)
    .execute()
}
