import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** Moves contributions, and those merged into them, to *decided*, *done*, or back (a fix that did not fix reopens). */
export async function setContributionStates(
  context: Context,
  ids: readonly ContributionId[],
  state: 'read' | 'decided' | 'done',
): Promise<void> {
  if (ids.length === 0) return
  await context.db
    .updateTable('contribution')
    .set({ state })
    .where((eb) => eb.or([eb('id', 'in', ids), eb('merged_into_id', 'in', ids)]))
    .execute()
}
