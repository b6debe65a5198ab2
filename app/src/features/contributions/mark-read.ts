import { type Context, actorOf } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** Records who read a contribution first and when: what its author sees as *read by NAME, date*. Later readers change nothing. */
export async function markRead(context: Context, ids: readonly ContributionId[]): Promise<void> {
  if (ids.length === 0) return
  await context.db
    .updateTable('contribution')
    .set({ state: 'read', read_by: actorOf(context).personId, read_at: context.now })
    .where('id', 'in', ids)
    .where('state', '=', 'received')
    .execute()
}
