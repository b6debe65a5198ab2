import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** Takes a contribution that was done back to decided, because its author says that it did not fix it, and counts that. */
export async function reopenContribution(context: Context, id: ContributionId): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set((eb) => ({ state: 'decided', reopened: eb('reopened', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'done')
    .execute()
}
