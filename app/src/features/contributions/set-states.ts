import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** Moves contributions to *decided*, because an answer to them goes out, unless they were before; or to *done*. */
export async function setContributionStates(
  context: Context,
  ids: readonly ContributionId[],
  state: 'decided' | 'done',
): Promise<void> {
  if (ids.length === 0) return
  await context.db
    .updateTable('contribution')
    .set({ state })
    .where('id', 'in', ids)
    .where('state', 'in', state === 'done' ? ['received', 'read', 'decided'] : ['received', 'read'])
    .execute()
}
