import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type DecisionId, type PersonId, newId } from '../../platform/ids.ts'
import { setInitiativeState } from '../initiatives/public.ts'
import { tell } from '../notices/public.ts'
import { currentDecision } from './current-decision.ts'
import { type DecisionDraft, type Outcome, flawsOfDecision, sameDecision, saysSomething } from './decision.ts'
import { giveAnswers } from './give-answers.ts'
import { permissions } from './permissions.ts'
import { thingsIn } from './open-answers.ts'
import { type Stewarded, leadersOf, stewardsOf } from './stewards.ts'

/** What the decider signs. `revision` is the one that was on the page: 0 where nothing had been decided. */
export type ToDecide = Omit<DecisionDraft, 'outcome'> &
  Readonly<{
    outcome: Outcome | undefined
    initiative: string
    revision: number
    dissent: Bilingual
    /** Give everything still unanswered this outcome and this reason, counted as bulk. */
    answerTheRest: boolean
  }>

/** Everybody who was invited to a round of an initiative, once. */
export async function invitedTo(context: Context, initiative: string): Promise<readonly PersonId[]> {
  const { rows } = await sql<{ person_id: PersonId }>`
    select distinct i.person_id from round_invitation i join round r on r.network_id = i.network_id and r.id = i.round_id
    where r.initiative_id = ${initiative} order by i.person_id`.execute(context.db)
  return rows.map((row) => row.person_id)
}

const ratingDelayMs = 7 * 86_400_000

/**
 * Decides, or changes what was decided; what stood before is kept.
 *
 * @throws {FormRefused} `revision: stale` when somebody changed it meanwhile: the page then shows both, nothing is lost
 */
export async function decide(context: Context, input: ToDecide): Promise<DecisionId> {
  const actor = actorOf(context)
  const initiative = await stewardsOf(context, input.initiative, { lock: true })
  context.authorize(permissions['decisions.decide'], initiative.relations)
  const before = await currentDecision(context, input.initiative, { lock: true })

  if ((before?.revision ?? 0) !== input.revision) throw new FormRefused({ revision: 'stale' })
  const { outcome } = input
  const written = {
    reason: input.reason,
    revisitOn: outcome === 'defer' ? input.revisitOn : null,
    reviewOn: input.reviewOn,
  }
  const flaws = flawsOfDecision({ ...written, outcome }, todayIn(context))
  if (outcome === undefined || Object.keys(flaws).length > 0)
    throw new FormRefused(flaws as Record<string, string>)
  const draft: DecisionDraft = { ...written, outcome }

  const id = (before?.id as DecisionId | undefined) ?? newId<'decision'>()
  const values = {
    outcome: draft.outcome,
    reason: draft.reason,
    revisit_on: draft.revisitOn,
    review_on: draft.reviewOn,
    decided_by: actor.personId,
  }
  if (before === null) {
    await context.db
      .insertInto('decision')
      .values({
        network_id: context.network.id,
        id,
        initiative_id: input.initiative,
        decided_at: context.now,
        ...values,
      })
      .execute()
  } else if (!sameDecision(before, draft)) {
    await context.db
      .insertInto('decision_revision')
      .values({
        network_id: context.network.id,
        decision_id: id,
        revision: before.revision,
        outcome: before.outcome,
        reason: before.reason,
        revisit_on: before.revisitOn,
        review_on: before.reviewOn,
        replaced_at: context.now,
        replaced_by: actor.personId,
      })
      .execute()
    await context.db
      .updateTable('decision')
      .set({ ...values, revision: before.revision + 1 })
      .where('id', '=', id)
      .execute()
  }
  if (saysSomething(input.dissent))
    await context.db
      .insertInto('dissent')
      .values({
        network_id: context.network.id,
        id: newId(),
        decision_id: id,
        text: input.dissent,
        recorded_by: actor.personId,
        recorded_at: context.now,
      })
      .execute()
  if (before === null) {
    await setInitiativeState(context, initiative.id, 'decided')
    await tellThem(context, id, initiative)
  }
  if (input.answerTheRest && (await thingsIn(context, input.initiative)).owed > 0)
    await giveAnswers(context, {
      initiative: input.initiative,
      round: null,
      chosen: 'everything',
      outcome: draft.outcome,
      reason: draft.reason,
    })
  await context.audit({
    action: before === null ? 'decisions.decide' : 'decisions.change',
    subject: { type: 'decision', id },
    details: { outcome: draft.outcome, revision: (before?.revision ?? 0) + 1 },
  })
  return id
}

async function tellThem(context: Context, decision: string, initiative: Stewarded): Promise<void> {
  const invited = await invitedTo(context, initiative.id)
  const telling = { subject: { type: 'decision', id: decision }, parameters: { title: initiative.title } }
  const leaders = leadersOf(initiative) as readonly PersonId[]
  await tell(context, { ...telling, kind: 'decision-made', people: [...invited, ...leaders] })
  await tell(context, {
    ...telling,
    kind: 'level-asked',
    people: invited,
    deliverAfter: new Date(context.now.getTime() + ratingDelayMs),
  })
}
