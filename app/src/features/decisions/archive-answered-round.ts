import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { archiveRound } from '../rounds/public.ts'
import { initiativeOfRound } from './load-answers.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { openIn } from './open-answers.ts'
import { stewardsOf } from './stewards.ts'

/** Puts a round away, once everything that was said in it has its answer and that answer has gone out. */
export async function archiveAnsweredRound(context: Context, round: RoundId): Promise<void> {
  const initiative = await stewardsOf(context, await initiativeOfRound(context, round), { lock: true })
  context.authorize(permissions['decisions.sign-answers'], initiative.relations)
  const { owed, underway } = await openIn(context, round)
  if (owed) throw refuse('still_owed')
  if (underway) throw refuse('still_on_its_way')
  await archiveRound(context, round)
}
