import type { Context } from '../../platform/http/context.ts'
import { ownContribution } from './authorship.ts'
import { forgetOrderOfReplies, oneAtATime } from './forget-order.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/**
 * "This does not answer me": once for each thing said and each participant, of an answer that has gone out.
 *
 * Writes that and nothing else; who reads it a second time is found later, in a batch, so that nothing tells when it was said.
 */
export async function objectToAnswer(context: Context, id: string): Promise<void> {
  const { said, participant } = await ownContribution(context, id)
  context.authorize(permissions['decisions.object'], ['author'])
  const answer = await context.db
    .selectFrom('answer')
    .select('id')
    .where('contribution_id', '=', id)
    .where('delivered_at', 'is not', null)
    .executeTakeFirst()
  if (!answer) throw refuse('not_answered_yet')
  await oneAtATime(context, said.round_id ?? id)
  const written = await context.db
    .insertInto('answer_objection')
    .values({ network_id: context.network.id, contribution_id: id, participant })
    .onConflict((conflict) => conflict.doNothing())
    .returning('contribution_id')
    .executeTakeFirst()
  if (!written) throw refuse('already_objected')
  if (said.round_id !== null) await forgetOrderOfReplies(context, 'answer_objection', said.round_id)
}
