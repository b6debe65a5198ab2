import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { reopenContribution } from '../contributions/public.ts'
import { ownContribution } from './authorship.ts'
import { forgetOrderOfReplies, oneAtATime } from './forget-order.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

export const fixVerdicts = ['yes', 'partly', 'no'] as const
export type FixVerdict = (typeof fixVerdicts)[number]

/** "Did this fix it?", from whoever said it. "No" takes it back to decided and counts it; a changed mind replaces. */
export async function sayWhetherFixed(
  context: Context,
  id: string,
  verdict: FixVerdict | undefined,
): Promise<void> {
  const { said, participant } = await ownContribution(context, id)
  context.authorize(permissions['decisions.say-whether-fixed'], ['author'])
  if (verdict === undefined) throw new FormRefused({ verdict: 'verdictMissing' })
  if (said.state !== 'done') throw refuse('not_done_yet')
  await oneAtATime(context, said.round_id ?? id)
  await context.db
    .insertInto('fix_verdict')
    .values({ network_id: context.network.id, contribution_id: id, participant, verdict })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'contribution_id', 'participant']).doUpdateSet({ verdict }),
    )
    .execute()
  if (verdict === 'no') await reopenContribution(context, id as ContributionId, said.round_id)
  if (said.round_id !== null) await forgetOrderOfReplies(context, 'fix_verdict', said.round_id)
}
