import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { roundOf } from './queries.ts'
import { refuse } from './refusals.ts'

/** The results of a closed round are out; called by the feature that publishes them, after it authorized. */
export async function markPublished(context: Context, id: RoundId): Promise<void> {
  const round = await roundOf(context, id, 'update')
  if (round.state !== 'closed') throw refuse('round_not_open')
  await context.db
    .updateTable('round')
    .set({ state: 'published', published_at: context.now, revision: round.revision + 1 })
    .where('id', '=', id)
    .execute()
}
