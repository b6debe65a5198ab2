import type { Context } from '../../platform/http/context.ts'
import type { ContributionId, RoundId } from '../../platform/ids.ts'

/**
 * Takes a statement out of what is asked, because its words are gone or its readers took it out. Answers to it stay where
 * they are: they say who took part. The caller writes the entry in the audit log.
 */
export async function removeStatement(context: Context, contribution: ContributionId): Promise<void> {
  await context.db
    .updateTable('statement')
    .set({ removed: true })
    .where('contribution_id', '=', contribution)
    .execute()
}

/** Whether a statement of this number was asked before it was removed: an open page may still show it. */
export async function isRemoved(context: Context, round: RoundId, number: number): Promise<boolean> {
  const row = await context.db
    .selectFrom('statement')
    .select('removed')
    .where('round_id', '=', round)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.removed === true
}
