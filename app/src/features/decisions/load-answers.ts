import { minimumCount } from '@rounds/methods'
import type { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { personNames } from '../people/public.ts'
import { owedByRoot } from './answer.ts'
import { answersTo, isSecondReader } from './answer-again.ts'
import { needWithRelations } from './answer-need.ts'
import { currentDecision } from './current-decision.ts'
import { initiativeModel } from './load-decision.ts'
import { needWords } from './need-words.ts'
import type { AnswerOneModel, AnswersModel, ThingModel } from './models.ts'
import { permissions } from './permissions.ts'
import { type SaidRow, saidIn } from './said-in-initiative.ts'
import { stewardsOf } from './stewards.ts'

/** How many things stand on one page of answering. */
export const thingsPerPage = 40

function thing(
  root: string,
  ids: readonly string[],
  byId: ReadonlyMap<string, SaidRow>,
  names: ReadonlyMap<string, string>,
  readsRaw: boolean,
): z.input<typeof ThingModel> {
  const head = byId.get(root)
  const wordsOf = (one: SaidRow | undefined) =>
    Object.keys(one?.wording ?? {}).length === 0 && readsRaw && one?.raw ? one.raw : (one?.wording ?? {})
  const others = ids.filter((id) => id !== root)
  return {
    root,
    number: head?.number ?? null,
    kind: head?.kind ?? 'comment',
    words: wordsOf(head),
    merged: readsRaw || others.length >= minimumCount ? others.map((id) => wordsOf(byId.get(id))) : [],
    waiting: ids.some((id) => byId.get(id)?.moderation === 'waiting'),
    draft: head?.draft
      ? {
          outcome: head.draft.outcome,
          reason: head.draft.reason,
          preparedBy: names.get(head.draft.preparedBy) ?? '',
        }
      : null,
    suggested: head?.suggested ?? null,
  }
}

const counted = (said: readonly SaidRow[]): z.input<typeof AnswersModel>['given'] => {
  const given = { one: 0, group: 0, bulk: 0 }
  for (const one of said) if (one.answer && !one.seeded) given[one.answer.manner] += 1
  return given
}

/** Which part of what is owed is looked at, and what was done just before. */
export type Listing = Readonly<{
  page: number
  show: 'all' | 'open' | 'prepared'
  saved: 'signed' | 'prepared' | null
}>

/** What is owed an answer in an initiative, or one round of it, for those who prepare or sign. */
export async function loadAnswers(
  context: Context,
  scope: Readonly<{ initiative: string; round: string | null } & Listing>,
): Promise<z.input<typeof AnswersModel>> {
  const initiative = await stewardsOf(context, scope.initiative)
  const relations = initiative.relations
  context.authorize(permissions['decisions.prepare-answers'], relations)
  const round = scope.round
    ? await context.db
        .selectFrom('round')
        .select(['id', 'title', 'state'])
        .where('id', '=', scope.round)
        .executeTakeFirst()
    : null
  const all = await saidIn(context, { initiative: scope.initiative })
  const byId = new Map(all.map((one) => [one.id, one]))
  const inScope = (ids: readonly string[]) =>
    scope.round === null || ids.some((id) => byId.get(id)?.roundId === scope.round)
  const owed = [...owedByRoot(all)].filter(([, ids]) => inScope(ids))
  const decision = await currentDecision(context, scope.initiative)
  const names = await personNames(
    context,
    all.flatMap((one) => (one.draft ? [one.draft.preparedBy] : [])),
  )
  const maySign = may(context.actor, permissions['decisions.sign-answers'], relations)
  const readsRaw = may(context.actor, permissions['decisions.read-as-written'], relations)
  const isPrepared = (root: string): boolean => Boolean(byId.get(root)?.draft)
  const listed = owed.filter(
    ([root]) => scope.show === 'all' || isPrepared(root) === (scope.show === 'prepared'),
  )
  const page = Math.min(scope.page, Math.max(1, Math.ceil(listed.length / thingsPerPage)))
  const from = (page - 1) * thingsPerPage
  return {
    initiative: initiativeModel(initiative),
    round: round ? { id: round.id, title: round.title } : null,
    decision: decision && { id: decision.id, outcome: decision.outcome, reason: decision.reason },
    things: listed
      .slice(from, from + thingsPerPage)
      .map(([root, ids]) => thing(root, ids, byId, names, readsRaw)),
    total: owed.length,
    page,
    show: scope.show,
    listed: listed.length,
    saved: scope.saved,
    prepared: owed.filter(([root]) => isPrepared(root)).length,
    given: counted(all.filter((one) => scope.round === null || one.roundId === scope.round)),
    maySign,
    mayArchive: maySign && (round?.state === 'closed' || round?.state === 'published'),
  }
}

/** The initiative of a round. @throws {NotFound} */
export async function initiativeOfRound(context: Context, round: string): Promise<string> {
  const row = await context.db
    .selectFrom('round')
    .select('initiative_id')
    .where('id', '=', round)
    .where('opened_at', 'is not', null)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return row.initiative_id
}

async function answersBefore(
  context: Context,
  id: string,
): Promise<z.input<typeof AnswerOneModel>['before']> {
  const before = await answersTo(context, id)
  const names = await personNames(
    context,
    before.map((one) => one.answered_by),
  )
  return before.map((one) => ({
    outcome: one.outcome,
    reason: one.reason,
    by: names.get(one.answered_by) ?? '',
    at: one.answered_at,
  }))
}

/** A need, to be answered at once. */
export async function loadNeedToAnswer(
  context: Context,
  id: string,
): Promise<z.input<typeof AnswerOneModel>> {
  const { relations } = await needWithRelations(context, id)
  context.authorize(permissions['decisions.answer-need'], relations)
  const merged = await context.db
    .selectFrom('contribution')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('merged_into_id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    id,
    words: await needWords(context, id as ContributionId),
    merged: merged.count < minimumCount ? null : merged.count,
    before: await answersBefore(context, id),
  }
}

/** Something whose author says that its answer does not answer them, for its second reader. */
export async function loadSecondReading(
  context: Context,
  id: string,
): Promise<z.input<typeof AnswerOneModel>> {
  const said = await context.db.selectFrom('contribution').selectAll().where('id', '=', id).executeTakeFirst()
  if (!said || said.purged_at !== null) throw new NotFound()
  context.authorize(
    permissions['decisions.read-second-time'],
    (await isSecondReader(context, id)) ? ['second-reader'] : [],
  )
  return {
    id,
    words:
      said.kind === 'need'
        ? await needWords(context, id as ContributionId)
        : ((await saidIn(context, { contribution: id })).find((one) => one.id === id)?.wording ?? {}),
    merged: null,
    before: await answersBefore(context, id),
  }
}
