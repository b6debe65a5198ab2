import { sql } from 'kysely'
import type { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { todayIn } from '../../platform/calendar-day.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { personNames } from '../people/public.ts'
import { participantIn } from './authorship.ts'
import { commitmentWithRelations } from './commitment.ts'
import { currentDecision, decisionById } from './current-decision.ts'
import { makesCommitments } from './decision.ts'
import { type LevelVerdict, lastDayToRate, levelKept, levelVerdicts, notYet } from './level-kept.ts'
import type { CommitmentPageModel, DecideModel, DecisionModel, InitiativeModel } from './models.ts'
import { thingsIn } from './open-answers.ts'
import { permissions } from './permissions.ts'
import { roundOfInvited } from './rate-level.ts'
import { refuse } from './refusals.ts'
import { type Stewarded, stewardsOf } from './stewards.ts'

/** An initiative as the pages of deciding show it. */
export const initiativeModel = (from: Stewarded): z.input<typeof InitiativeModel> => ({
  id: from.id,
  title: from.title,
  openQuestion: from.openQuestion,
  participationLevel: from.participationLevel,
  decisionDueOn: from.decisionDueOn,
})

/** What the decider's form shows: only to the decider named in the charter. */
export async function loadDecide(context: Context, id: string): Promise<z.input<typeof DecideModel>> {
  const initiative = await stewardsOf(context, id)
  context.authorize(permissions['decisions.decide'], initiative.relations)
  const decision = await currentDecision(context, id)
  const names = await personNames(context, decision ? [decision.decidedBy] : [])
  const rounds = await roundsOf(context, id)
  return {
    initiative: initiativeModel(initiative),
    owed: (await thingsIn(context, id)).owed,
    results: rounds.filter(({ state }) => state === 'published' || state === 'archived'),
    awaited: rounds.filter(({ state }) => state === 'open' || state === 'closed'),
    today: todayIn(context),
    decision: decision && { ...decision, decidedBy: names.get(decision.decidedBy) ?? '' },
  }
}

async function ratings(context: Context, decision: string): Promise<Record<LevelVerdict, number>> {
  const rows = await context.db
    .selectFrom('level_rating')
    .select(['verdict', (eb) => eb.fn.countAll<number>().as('people')])
    .where('decision_id', '=', decision)
    .groupBy('verdict')
    .execute()
  return Object.fromEntries(
    levelVerdicts.map((one) => [one, rows.find((row) => row.verdict === one)?.people ?? 0]),
  ) as Record<LevelVerdict, number>
}

async function ownRating(
  context: Context,
  decision: string,
  initiative: string,
): Promise<{ mayRate: boolean; mine: LevelVerdict | null }> {
  const round = await roundOfInvited(context, initiative)
  const participant = round === null ? null : await participantIn(context, round)
  if (participant === null) return { mayRate: false, mine: null }
  const row = await context.db
    .selectFrom('level_rating')
    .select('verdict')
    .where('decision_id', '=', decision)
    .where('participant', '=', participant)
    .executeTakeFirst()
  return { mayRate: true, mine: row?.verdict ?? null }
}

const todayLate = (today: string, due: string, done: Date | null): boolean => done === null && due < today

/** Everything about a decision. @throws {NotFound} */
export async function loadDecision(context: Context, id: string): Promise<z.input<typeof DecisionModel>> {
  const decision = await decisionById(context, id)
  if (!decision) throw new NotFound()
  const initiative = await stewardsOf(context, decision.initiativeId)
  const relations = initiative.relations
  const { db } = context
  const [revisions, dissent, evidence, commitments] = [
    await db
      .selectFrom('decision_revision')
      .selectAll()
      .where('decision_id', '=', id)
      .orderBy('revision', 'desc')
      .execute(),
    await db.selectFrom('dissent').selectAll().where('decision_id', '=', id).orderBy('recorded_at').execute(),
    await db
      .selectFrom('decision_evidence')
      .selectAll()
      .where('decision_id', '=', id)
      .orderBy('id')
      .execute(),
    await db.selectFrom('commitment').selectAll().where('decision_id', '=', id).orderBy('due_on').execute(),
  ]
  const names = await personNames(
    context,
    [
      decision.decidedBy,
      ...revisions.map((one) => one.replaced_by),
      ...dissent.map((one) => one.recorded_by),
      ...commitments.flatMap((one) => [one.owner_id, one.done_by]),
    ].filter((one): one is string => one !== null),
  )
  const nameOf = (person: string | null): string => (person && names.get(person)) ?? ''
  const things = await thingsIn(context, initiative.id)
  const mayAnswer = may(context.actor, permissions['decisions.prepare-answers'], relations)
  const rounds = await roundsOf(context, initiative.id)
  const titleOf = (round: string | null) => rounds.find((one) => one.id === round)?.title ?? {}
  const mayLink = may(context.actor, permissions['decisions.link-evidence'], relations)
  const mayCommit =
    makesCommitments(decision.outcome) && may(context.actor, permissions['decisions.commit'], relations)
  const { mayRate, mine } = await ownRating(context, id, initiative.id)
  const today = todayIn(context)
  const rates = today <= lastDayToRate(decision.decidedAt, context.network.settings.timeZone)
  return {
    id,
    initiative: initiativeModel(initiative),
    outcome: decision.outcome,
    reason: decision.reason,
    decidedBy: nameOf(decision.decidedBy),
    decidedAt: decision.decidedAt,
    revisitOn: decision.revisitOn,
    reviewOn: decision.reviewOn,
    revisions: revisions.map((one) => ({
      revision: one.revision,
      outcome: one.outcome as DecisionModel['outcome'],
      reason: one.reason,
      revisitOn: one.revisit_on,
      reviewOn: one.review_on,
      replacedAt: one.replaced_at,
      replacedBy: nameOf(one.replaced_by),
    })),
    dissent: dissent.map((one) => ({ text: one.text, by: nameOf(one.recorded_by), at: one.recorded_at })),
    evidence: evidence.map((one) => ({
      label: Object.keys(one.label).length > 0 ? one.label : titleOf(one.round_id),
      address: one.address,
      round: one.round_id,
    })),
    rounds: mayLink ? rounds : [],
    commitments: commitments.map((one) => ({
      id: one.id,
      what: one.what,
      owner: nameOf(one.owner_id),
      dueOn: one.due_on,
      late: todayLate(today, one.due_on, one.done_at),
      doneAt: one.done_at,
      doneBy: one.done_by && nameOf(one.done_by),
      before: one.evidence_before,
      after: one.evidence_after,
      source: one.evidence_source,
    })),
    owed: mayAnswer ? things.owed : null,
    answered: things.answered,
    levelKept: rates ? notYet : levelKept(await ratings(context, id)),
    may: {
      edit: may(context.actor, permissions['decisions.decide'], relations),
      dissent: may(context.actor, permissions['decisions.record-dissent'], relations),
      link: mayLink,
      commit: mayCommit,
      answer: mayAnswer,
      rate: mayRate && rates,
    },
    mine,
    today,
  }
}

const additions = {
  dissent: permissions['decisions.record-dissent'],
  link: permissions['decisions.link-evidence'],
  commit: permissions['decisions.commit'],
} as const

/** A decision, for those who may add to it. @throws {Forbidden} @throws {Refused} a promise under what will not be done */
export async function loadToAdd(
  context: Context,
  id: string,
  what: keyof typeof additions,
): Promise<z.input<typeof DecisionModel>> {
  const decision = await decisionById(context, id)
  if (!decision) throw new NotFound()
  context.authorize(additions[what], (await stewardsOf(context, decision.initiativeId)).relations)
  if (what === 'commit' && !makesCommitments(decision.outcome)) throw refuse('promises_nothing')
  return loadDecision(context, id)
}

async function roundsOf(context: Context, initiative: string) {
  return context.db
    .selectFrom('round')
    .select(['id', 'title', 'state'])
    .where('initiative_id', '=', initiative)
    .where('opened_at', 'is not', null)
    .orderBy('opened_at')
    .execute()
}

/** A promise, and whether somebody for whom it was made says that it did not fix it. */
export async function loadCommitment(
  context: Context,
  id: string,
): Promise<z.input<typeof CommitmentPageModel>> {
  const { commitment, decision, initiative, relations } = await commitmentWithRelations(context, id)
  const names = await personNames(
    context,
    [commitment.owner_id, commitment.done_by].filter((one): one is string => one !== null),
  )
  const { rows } = await sql<{ reopened: boolean }>`
    select exists (select 1 from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
      where a.decision_id = ${decision.id} and c.reopened > 0 and c.state <> 'done') as reopened`.execute(
    context.db,
  )
  return {
    commitment: {
      id,
      what: commitment.what,
      owner: names.get(commitment.owner_id) ?? '',
      dueOn: commitment.due_on,
      late: todayLate(todayIn(context), commitment.due_on, commitment.done_at),
      doneAt: commitment.done_at,
      doneBy: commitment.done_by && (names.get(commitment.done_by) ?? ''),
      before: commitment.evidence_before,
      after: commitment.evidence_after,
      source: commitment.evidence_source,
    },
    decision: { id: decision.id, outcome: decision.outcome, reason: decision.reason },
    initiative: initiativeModel(initiative),
    reopened: rows[0]?.reopened ?? false,
    mayFinish:
      commitment.done_at === null &&
      may(context.actor, permissions['decisions.finish-commitment'], relations),
  }
}
