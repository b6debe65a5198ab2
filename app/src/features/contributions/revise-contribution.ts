import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * The author says it in other words while nobody has read it yet.
 *
 * The caller has made sure that it is theirs and that what it belongs to still takes answers.
 *
 * @param wording what others may read: a proposal's, or a comment's whose author approves it; null for its readers alone
 * @returns whether it could still be changed
 */
export async function reviseContribution(
  context: Context,
  id: ContributionId,
  text: string,
  wording: Bilingual | null,
): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('contribution')
    .set({
      text,
      wording: wording ?? {},
      wording_state: wording ? 'approved' : 'raw',
      moderation: wording ? 'accepted' : 'waiting',
    })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .where('purged_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
