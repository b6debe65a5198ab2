import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { setContributionStates } from '../contributions/public.ts'
import { tell } from '../notices/public.ts'
import { commitmentWithRelations } from './commitment.ts'
import { invitedTo } from './decide.ts'
import { saysSomething } from './decision.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

export type FixEvidence = Readonly<{ before: Bilingual; after: Bilingual; source: string }>

/**
 * Says that a promise is kept, with how it was before, how it is after, and where that can be seen.
 *
 * When the last promise of the decision is kept, what people said that it answers is done.
 */
export async function finishCommitment(context: Context, id: string, evidence: FixEvidence): Promise<void> {
  const { commitment, decision, initiative, relations } = await commitmentWithRelations(context, id, {
    lock: true,
  })
  context.authorize(permissions['decisions.finish-commitment'], relations)
  if (commitment.done_at !== null) throw refuse('already_done')
  const missing: Record<string, string> = {}
  if (!saysSomething(evidence.before)) missing['before'] = 'beforeMissing'
  if (!saysSomething(evidence.after)) missing['after'] = 'afterMissing'
  if (evidence.source.trim() === '') missing['source'] = 'sourceMissing'
  if (Object.keys(missing).length > 0) throw new FormRefused(missing)
  await context.db
    .updateTable('commitment')
    .set({
      done_at: context.now,
      done_by: actorOf(context).personId,
      evidence_before: evidence.before,
      evidence_after: evidence.after,
      evidence_source: evidence.source.trim(),
    })
    .where('id', '=', id)
    .execute()
  await context.audit({ action: 'commitments.finish', subject: { type: 'commitment', id } })
  const open = await context.db
    .selectFrom('commitment')
    .select('id')
    .where('decision_id', '=', decision.id)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  if (open) return
  await setContributionStates(context, await answeredUnder(context, decision.id), 'done')
  await tell(context, {
    kind: 'commitment-done',
    subject: { type: 'commitment', id },
    people: await invitedTo(context, decision.initiativeId),
    parameters: { title: initiative.title },
  })
}

/** What was said and answered under a decision with something that will be done. */
async function answeredUnder(context: Context, decision: string): Promise<readonly ContributionId[]> {
  const rows = await context.db
    .selectFrom('answer as a')
    .innerJoin('contribution as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.contribution_id'),
    )
    .select('a.contribution_id')
    .where('a.decision_id', '=', decision)
    .where('a.outcome', 'in', ['adopt', 'adapt'])
    .where('c.state', '=', 'decided')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('answer as later')
            .select('later.id')
            .whereRef('later.network_id', '=', 'a.network_id')
            .whereRef('later.contribution_id', '=', 'a.contribution_id')
            .whereRef('later.revision', '>', 'a.revision'),
        ),
      ),
    )
    .execute()
  return rows.map((row) => row.contribution_id as ContributionId)
}
