import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { archiveRound } from '../rounds/public.ts'
import { isOwed } from './answer.ts'
import { initiativeOfRound } from './load-answers.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { saidIn } from './said-in-initiative.ts'
import { stewardsOf } from './stewards.ts'

/** Puts a round away, once everything that was said in it has its answer and that answer has gone out. */
export async function archiveAnsweredRound(context: Context, round: RoundId): Promise<void> {
  const initiative = await stewardsOf(context, await initiativeOfRound(context, round), { lock: true })
  context.authorize(permissions['decisions.sign-answers'], initiative.relations)
  if ((await saidIn(context, { round })).some(isOwed)) throw refuse('still_owed')
  const waiting = await context.db
    .selectFrom('answer as a')
    .innerJoin('contribution as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.contribution_id'),
    )
    .select('a.id')
    .where('c.round_id', '=', round)
    .where('a.delivered_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (waiting) throw refuse('still_on_its_way')
  await archiveRound(context, round)
}
