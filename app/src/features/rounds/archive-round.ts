import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { roundOf } from './queries.ts'
import { refuse } from './refusals.ts'

/** A round is over: nothing is owed any more. Called by the feature that knows what is owed, after it authorized. */
export async function archiveRound(context: Context, id: RoundId): Promise<void> {
  const round = await roundOf(context, id, 'update')
  if (round.state !== 'closed' && round.state !== 'published') throw refuse('round_not_open')
  await context.db
    .updateTable('round')
    .set({ state: 'archived', archived_at: context.now, revision: round.revision + 1 })
    .where('id', '=', id)
    .execute()
  await context.audit({ action: 'rounds.archive', subject: { type: 'round', id } })
}
