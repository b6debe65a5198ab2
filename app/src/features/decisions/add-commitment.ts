import { todayIn } from '../../platform/calendar-day.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type Id, newId } from '../../platform/ids.ts'
import { peopleNamed } from '../people/public.ts'
import { decisionById } from './current-decision.ts'
import { makesCommitments, saysSomething } from './decision.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { stewardsOf } from './stewards.ts'

export type CommitmentId = Id<'commitment'>

/** Promises something with an owner and a date, under a decision that does something. */
export async function addCommitment(
  context: Context,
  decisionId: string,
  input: Readonly<{ what: Bilingual; owner: string; owner_id?: string; dueOn: string }>,
): Promise<CommitmentId> {
  const decision = await decisionById(context, decisionId)
  if (!decision) throw new NotFound()
  const initiative = await stewardsOf(context, decision.initiativeId, { lock: true })
  context.authorize(permissions['decisions.commit'], initiative.relations)
  if (!makesCommitments(decision.outcome)) throw refuse('promises_nothing')
  const { people, offers } = await peopleNamed(context, input, { owner: {} })
  const { owner } = people
  if (owner === null) throw new FormRefused({ owner: 'ownerMissing' })
  if (!saysSomething(input.what)) throw new FormRefused({ what: 'whatMissing' }, offers)
  if (input.dueOn < todayIn(context)) throw new FormRefused({ dueOn: 'duePast' }, offers)
  const id = newId<'commitment'>()
  await context.db
    .insertInto('commitment')
    .values({
      network_id: context.network.id,
      id,
      decision_id: decisionId,
      what: input.what,
      owner_id: owner,
      due_on: input.dueOn,
    })
    .execute()
  await context.audit({
    action: 'commitments.add',
    subject: { type: 'commitment', id },
    details: { dueOn: input.dueOn },
  })
  return id
}
