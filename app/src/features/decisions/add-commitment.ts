import { calendarDay } from '../../platform/calendar-day.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type Id, newId } from '../../platform/ids.ts'
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
  input: Readonly<{ what: Bilingual; owner: string; dueOn: string }>,
): Promise<CommitmentId> {
  const decision = await decisionById(context, decisionId)
  if (!decision) throw new NotFound()
  const initiative = await stewardsOf(context, decision.initiativeId, { lock: true })
  context.authorize(permissions['decisions.commit'], initiative.relations)
  if (!makesCommitments(decision.outcome)) throw refuse('promises_nothing')
  if (!saysSomething(input.what)) throw new FormRefused({ what: 'whatMissing' })
  if (input.dueOn < calendarDay(context.now, context.network.settings.timeZone))
    throw new FormRefused({ dueOn: 'duePast' })
  const owner = await context.db
    .selectFrom('person')
    .select('id')
    .where('id', '=', input.owner)
    .executeTakeFirst()
  if (!owner) throw new FormRefused({ owner: 'ownerMissing' })
  const id = newId<'commitment'>()
  await context.db
    .insertInto('commitment')
    .values({
      network_id: context.network.id,
      id,
      decision_id: decisionId,
      what: input.what,
      owner_id: input.owner,
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
