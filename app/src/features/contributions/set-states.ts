import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** Moves contributions, and those merged into them unless `alone`, to *decided*, *done*, or back (an answer is taken back). */
export async function setContributionStates(
  context: Context,
  ids: readonly ContributionId[],
  state: 'read' | 'decided' | 'done',
  options: Readonly<{ alone?: boolean }> = {},
): Promise<void> {
  if (ids.length === 0) return
  await context.db
    .updateTable('contribution')
    .set({ state })
    .where((eb) =>
      options.alone ? eb('id', 'in', ids) : eb.or([eb('id', 'in', ids), eb('merged_into_id', 'in', ids)]),
    )
    .execute()
}
