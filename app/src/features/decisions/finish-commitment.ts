import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { tell } from '../notices/public.ts'
import { commitmentWithRelations } from './commitment.ts'
import { invitedTo } from './decide.ts'
import { saysSomething } from './decision.ts'
import { doneWhereKept } from './done-where-kept.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

export type FixEvidence = Readonly<{ before: Bilingual; after: Bilingual; source: Bilingual }>

/**
 * Says that a promise is kept, with how it was before, how it is after, and where that can be seen.
 *
 * When the last promise of the decision is kept, what people said is done that it answers, once that answer has gone out.
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
  if (!saysSomething(evidence.source)) missing['source'] = 'sourceMissing'
  if (Object.keys(missing).length > 0) throw new FormRefused(missing)
  await context.db
    .updateTable('commitment')
    .set({
      done_at: context.now,
      done_by: actorOf(context).personId,
      evidence_before: evidence.before,
      evidence_after: evidence.after,
      evidence_source: evidence.source,
    })
    .where('id', '=', id)
    .execute()
  const kept = await doneWhereKept(context, decision.id)
  await context.audit({ action: 'commitments.finish', subject: { type: 'commitment', id } })
  if (!kept) return
  await tell(context, {
    kind: 'commitment-done',
    subject: { type: 'commitment', id },
    people: await invitedTo(context, decision.initiativeId),
    parameters: { title: initiative.title },
  })
}
