import { minimumCount } from '@rounds/methods'
import type { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { fold } from '../../platform/i18n/fold.ts'
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
import { type SaidRow, canBeTakenBack, saidIn, thingsAnswered } from './said-in-initiative.ts'
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
  return {
    root,
    number: head?.number ?? null,
    kind: head?.kind ?? 'comment',
    words: shownOf(head, readsRaw),
    merged: othersShown(root, ids, readsRaw).map((id) => shownOf(byId.get(id), readsRaw)),
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

/** The things answered, by manner; not by how many said them, which may be a few. */
function counted(all: readonly SaidRow[], round: string | null): z.input<typeof AnswersModel>['given'] {
  const given = { one: 0, group: 0, bulk: 0, underway: 0 }
  for (const together of thingsAnswered(all, round)) {
    if (together[0]?.answer) given[together[0].answer.manner] += 1
    if (together.some(canBeTakenBack)) given.underway += 1
  }
  return given
}

/** What this reader may read of something said: its approved wording, else as it was written where they may. */
const shownOf = (one: SaidRow | undefined, readsRaw: boolean): Bilingual =>
  Object.keys(one?.wording ?? {}).length === 0 && readsRaw && one?.raw ? one.raw : (one?.wording ?? {})

/** Of what was merged into a thing, what this reader may see: who does not read as written, not how few they are. */
function othersShown(root: string, ids: readonly string[], readsRaw: boolean): readonly string[] {
  const others = ids.filter((id) => id !== root)
  return readsRaw || others.length >= minimumCount ? others : []
}

/** A part of what is owed: prepared or not, with these words in it. */
export type Part = Readonly<{ show: 'all' | 'open' | 'prepared'; words: string }>
/** Which part of what is owed is looked at, and what was done just before. */
export type Listing = Part & Readonly<{ page: number; saved: 'signed' | 'prepared' | 'taken-back' | null }>

/** What is owed in a scope, and of it the part that is listed for this reader. */
function owedAndListed(
  all: readonly SaidRow[],
  scope: Readonly<{ round: string | null } & Part>,
  readsRaw: boolean,
) {
  const byId = new Map(all.map((one) => [one.id, one]))
  const owed = [...owedByRoot(all)].filter(
    ([, ids]) => scope.round === null || ids.some((id) => byId.get(id)?.roundId === scope.round),
  )
  const isPrepared = (root: string): boolean => Boolean(byId.get(root)?.draft)
  const wanted = fold(scope.words).split(/\s+/).filter(Boolean)
  const has = (ids: readonly string[]): boolean => {
    const text = fold(ids.flatMap((id) => Object.values(shownOf(byId.get(id), readsRaw))).join(' '))
    return wanted.every((word) => text.includes(word))
  }
  const listed = owed.filter(
    ([root, ids]) =>
      (scope.show === 'all' || isPrepared(root) === (scope.show === 'prepared')) &&
      has([root, ...othersShown(root, ids, readsRaw)]),
  )
  return { byId, owed, listed, isPrepared }
}

/** The things of a part of what is owed, as this reader sees it listed. */
export async function thingsListed(
  context: Context,
  scope: Readonly<{ initiative: string; round: string | null } & Part>,
): Promise<readonly string[]> {
  const { relations } = await stewardsOf(context, scope.initiative)
  context.authorize(permissions['decisions.prepare-answers'], relations)
  const readsRaw = may(context.actor, permissions['decisions.read-as-written'], relations)
  const all = await saidIn(context, { initiative: scope.initiative })
  return owedAndListed(all, scope, readsRaw).listed.map(([root]) => root)
}

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
  const decision = await currentDecision(context, scope.initiative)
  const names = await personNames(
    context,
    all.flatMap((one) => (one.draft ? [one.draft.preparedBy] : [])),
  )
  const maySign = may(context.actor, permissions['decisions.sign-answers'], relations)
  const readsRaw = may(context.actor, permissions['decisions.read-as-written'], relations)
  const { byId, owed, listed, isPrepared } = owedAndListed(all, scope, readsRaw)
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
    words: scope.words,
    listed: listed.length,
    saved: scope.saved,
    prepared: owed.filter(([root]) => isPrepared(root)).length,
    given: counted(all, scope.round),
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
  const all = await saidIn(context, { contribution: id })
  const draft = all.find((one) => one.id === id)?.draft ?? null
  return {
    id,
    words: await needWords(context, id as ContributionId),
    merged: merged.count < minimumCount ? null : merged.count,
    before: await answersBefore(context, id),
    owed: all.some((one) => one.owed),
    underway: all.some(canBeTakenBack),
    draft: draft && { outcome: draft.outcome, reason: draft.reason },
  }
}

/** The words of one thing said in an initiative, as this reader may read them. */
async function wordsShown(
  context: Context,
  said: Readonly<{ id: string; round_id: string | null; initiative_id: string | null }>,
): Promise<Bilingual> {
  const initiative = said.round_id ? await initiativeOfRound(context, said.round_id) : said.initiative_id
  const relations = initiative ? (await stewardsOf(context, initiative)).relations : []
  const one = (await saidIn(context, { contribution: said.id })).find(({ id }) => id === said.id)
  return shownOf(one, may(context.actor, permissions['decisions.read-as-written'], relations))
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
      said.kind === 'need' ? await needWords(context, id as ContributionId) : await wordsShown(context, said),
    merged: null,
    before: await answersBefore(context, id),
    owed: true,
    underway: false,
    draft: null,
  }
}
