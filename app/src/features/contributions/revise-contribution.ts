import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * The author says it in other words while nobody has read it yet.
 *
 * The caller has made sure that it is theirs and that what it belongs to still takes answers.
 *
 * @param wording given for what is meant to be read by all, a proposal: it stays approved
 * @returns whether it could still be changed
 */
export async function reviseContribution(
  context: Context,
  id: ContributionId,
  text: string,
  wording?: Bilingual,
): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('contribution')
    .set({ text, ...(wording === undefined ? {} : { wording }) })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .where('purged_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
