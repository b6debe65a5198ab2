import type { Relation } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { decisionById } from './current-decision.ts'
import { stewardsOf } from './stewards.ts'

/** A commitment and what the person signed in is to it. @throws {NotFound} */
export async function commitmentWithRelations(
  context: Context,
  id: string,
  options: { lock?: boolean } = {},
) {
  let query = context.db.selectFrom('commitment').selectAll().where('id', '=', id)
  if (options.lock) query = query.forUpdate()
  const commitment = await query.executeTakeFirst()
  if (!commitment) throw new NotFound()
  const decision = await decisionById(context, commitment.decision_id)
  if (!decision) throw new NotFound()
  const initiative = await stewardsOf(context, decision.initiativeId)
  const relations: Relation[] = [...initiative.relations]
  if (context.actor?.personId === commitment.owner_id) relations.push('owner')
  return { commitment, decision, initiative, relations }
}
