import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { type ContributionId, type RoundId, newId } from '../../platform/ids.ts'
import { namedReaders } from '../initiatives/public.ts'
import { RoundHeader, TakingPart, headerOf, takingPart } from '../rounds/public.ts'
import { type Annotation, whereSaid } from './annotations.ts'
import { findings, outcomes } from './object.ts'
import { type Review, openReview } from './open-review.ts'
import { placesOf, pointOf, sectionAt } from './place.ts'
import { ownAnnotation, ownAnnotations } from './revise-annotation.ts'
import { ChangesModel, VersionModel, changesOf, versionModel } from './version-model.ts'

const OwnComment = z.object({
  id: z.string(),
  kind: z.enum(['comment', 'proposal']),
  place: z.string(),
  point: z.object({ x: z.number(), y: z.number() }).nullable(),
  finding: z.enum(findings).nullable(),
  text: z.string(),
  language: z.string(),
  before: z.string().nullable(),
  credit: z.boolean(),
  /** Whether others than its named readers may read it. */
  open: z.boolean(),
  /** Whether a named reader kept it with the readers though its author let others read it. */
  kept: z.boolean(),
  outcome: z.enum(outcomes).nullable(),
  reason: BilingualSchema.nullable(),
  purged: z.boolean(),
})
export type OwnComment = z.infer<typeof OwnComment>

/** A round about a version as one of those asked sees it: the version, their own comments, never anybody else's. */
export const ReviewModel = z.object({
  round: RoundHeader,
  takes: z.boolean(),
  keyMissing: z.boolean(),
  ...TakingPart.shape,
  version: VersionModel,
  changes: ChangesModel.nullable(),
  own: z.array(OwnComment),
  saved: z.boolean(),
})
export type ReviewModel = z.infer<typeof ReviewModel>

const ownModel = (review: Review, one: Annotation): OwnComment => ({
  id: one.id,
  kind: one.kind,
  place: one.place,
  point: pointOf(review.version, one.place),
  finding: one.finding,
  text: one.text,
  language: one.language,
  before: one.wordingBefore,
  credit: one.credit,
  open: one.approved,
  kept: one.kept,
  outcome: one.outcome,
  reason: one.outcomeReason,
  purged: one.purged,
})

/** Loads the page of a review. Outcomes are shown when the version that follows from them is. */
export async function reviewModel(context: Context, id: RoundId, saved: boolean): Promise<ReviewModel> {
  const review = await openReview(context, id)
  const { version, round, takes } = review
  const later = await context.db
    .selectFrom('object_version')
    .select('id')
    .where('object_id', '=', version.object.id)
    .where('number', '>', version.number)
    .where('shown_at', 'is not', null)
    .executeTakeFirst()
  const own = (await ownAnnotations(context, review)).map((one) => ownModel(review, one))
  return {
    round: await headerOf(context, review.stored),
    takes,
    keyMissing: round.participant === null,
    ...(await takingPart(context, id)),
    version: versionModel(version),
    changes: await changesOf(context, version),
    own: later ? own : own.map((one) => ({ ...one, outcome: null, reason: null })),
    saved,
  }
}

/** The form in which something is said, new or once more. */
export const SayingModel = z.object({
  round: RoundHeader,
  takes: z.boolean(),
  version: VersionModel,
  places: z.array(z.object({ place: z.string(), title: z.string().nullable() })),
  kind: z.enum(['comment', 'proposal']),
  /** The id that what is said will have: the same form sent twice says it once. */
  id: z.string(),
  place: z.string(),
  finding: z.enum(findings).nullable(),
  text: z.string(),
  before: z.string(),
  credit: z.boolean(),
  open: z.boolean(),
  revises: z.boolean(),
  readers: z.array(z.string()),
})
export type SayingModel = z.infer<typeof SayingModel>

async function sayingModel(
  context: Context,
  review: Review,
  said: Pick<
    SayingModel,
    'kind' | 'id' | 'place' | 'finding' | 'text' | 'before' | 'credit' | 'open' | 'revises'
  >,
): Promise<SayingModel> {
  const { version, takes } = review
  const places = placesOf(version).filter(
    (place) => said.kind === 'comment' || version.text === null || place !== '',
  )
  return {
    round: await headerOf(context, review.stored),
    takes,
    version: versionModel(version),
    readers: await namedReaders(context, version.object.initiativeId),
    places: places.map((place) => ({ place, title: sectionAt(version, place)?.title ?? null })),
    ...said,
  }
}

/** Something new to say of a place; a place that is not there is the whole, or for other wording the first section. */
export async function newSaying(
  context: Context,
  id: RoundId,
  asked: { kind: 'comment' | 'proposal'; place: string | undefined },
): Promise<SayingModel> {
  const review = await openReview(context, id)
  const { version } = review
  const place = placesOf(version).find((one) => one === asked.place) ?? ''
  const section = sectionAt(version, place) ?? version.sections[0]
  return sayingModel(context, review, {
    kind: asked.kind,
    id: newId<'contribution'>(),
    place: asked.kind === 'proposal' && place === '' && section ? `section-${section.number}` : place,
    finding: null,
    text: asked.kind === 'proposal' ? (section?.source ?? '') : '',
    before: asked.kind === 'proposal' ? (section?.source ?? '') : '',
    credit: false,
    open: false,
    revises: false,
  })
}

/** Something said before, to be said in other words. */
export async function ownSaying(context: Context, contribution: ContributionId): Promise<SayingModel> {
  const { round } = await whereSaid(context, contribution)
  if (round === null) throw new NotFound()
  const review = await openReview(context, round)
  const own = await ownAnnotation(context, review, contribution)
  return sayingModel(context, review, {
    kind: own.kind,
    id: own.id,
    place: own.place,
    finding: own.finding,
    text: own.text,
    before: own.wordingBefore ?? '',
    credit: own.credit,
    open: own.approved,
    revises: true,
  })
}

/** After the last comment: what was kept and what happens next. */
export const ReviewThanks = z.object({
  round: RoundHeader,
  takes: z.boolean(),
  kept: z.number(),
  decider: z.string().nullable(),
  decisionOn: z.string().nullable(),
})
export type ReviewThanks = z.infer<typeof ReviewThanks>

/** Loads the page after the last comment. */
export async function reviewThanks(context: Context, id: RoundId): Promise<ReviewThanks> {
  const review = await openReview(context, id)
  const facts = await context.db
    .selectFrom('round as r')
    .innerJoin('initiative as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.id', '=', 'r.initiative_id'),
    )
    .leftJoin('person as p', (join) =>
      join.onRef('p.network_id', '=', 'i.network_id').onRef('p.id', '=', 'i.decider_id'),
    )
    .select(['i.decision_due_on', 'p.given_name', 'p.family_name'])
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    round: await headerOf(context, review.stored),
    takes: review.takes,
    kept: (await ownAnnotations(context, review)).length,
    decider: facts.given_name === null ? null : `${facts.given_name} ${facts.family_name}`,
    decisionOn: facts.decision_due_on,
  }
}
