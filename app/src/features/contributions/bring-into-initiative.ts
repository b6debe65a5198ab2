import type { Context } from '../../platform/http/context.ts'
import type { ContributionId, InitiativeId } from '../../platform/ids.ts'

/** Brings contributions into an initiative, with what was merged into them. */
export async function bringIntoInitiative(
  context: Context,
  ids: readonly ContributionId[],
  initiative: InitiativeId,
): Promise<void> {
  if (ids.length === 0) return
  await context.db
    .updateTable('contribution')
    .set({ initiative_id: initiative })
    .where((eb) => eb.or([eb('id', 'in', ids), eb('merged_into_id', 'in', ids)]))
    .execute()
}
