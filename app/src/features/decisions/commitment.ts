import type { Relation } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { decisionById } from './current-decision.ts'
import { stewardsOf } from './stewards.ts'

/**
 * A commitment and what the person signed in is to it. To be changed, its initiative is locked first: promises are kept,
 * and answers given and taken back, one after the other.
 *
 * @throws {NotFound}
 */
export async function commitmentWithRelations(
  context: Context,
  id: string,
  options: { lock?: boolean } = {},
) {
  const query = context.db.selectFrom('commitment').selectAll().where('id', '=', id)
  const found = await query.executeTakeFirst()
  if (!found) throw new NotFound()
  const decision = await decisionById(context, found.decision_id)
  if (!decision) throw new NotFound()
  const initiative = await stewardsOf(context, decision.initiativeId, options)
  const commitment = options.lock ? await query.executeTakeFirstOrThrow() : found
  const relations: Relation[] = [...initiative.relations]
  if (context.actor?.personId === commitment.owner_id) relations.push('owner')
  return { commitment, decision, initiative, relations }
}
