import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Removes what a contribution says, for good: its text, its wording and the note on it. A stub stays (that it
 * was there, its state, its answer), so that counts and the author's own page remain true.
 *
 * Other copies belong to the features that made them; they purge theirs beside this.
 */
export async function purgeContribution(context: Context, id: ContributionId): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({
      text: '',
      wording: {},
      wording_state: 'raw',
      moderation: 'rejected',
      moderation_reason: 'patient-data',
      moderation_note: null,
      purged_at: context.now,
    })
    .where('id', '=', id)
    .execute()
  await context.audit({ action: 'contributions.purge', subject: { type: 'contribution', id } })
}
