import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { namedReaders } from '../initiatives/public.ts'
import { personNames } from '../people/public.ts'
import { TakingPart, takingPartInEach } from '../rounds/public.ts'
import { type Annotation, annotationsOn, whereSaid } from './annotations.ts'
import { type Version, loadVersion, relationsTo } from './load-version.ts'
import { type ObjectId, type VersionId, findings, outcomes } from './object.ts'
import { permissions } from './permissions.ts'
import { placesOf, pointOf, sectionAt } from './place.ts'
import { readComments } from './read-comments.ts'
import { VersionModel, versionModel } from './version-model.ts'

const Comment = z.object({
  number: z.number(),
  id: z.string(),
  kind: z.enum(['comment', 'proposal']),
  place: z.string(),
  placeTitle: z.string().nullable(),
  point: z.object({ x: z.number(), y: z.number() }).nullable(),
  finding: z.enum(findings).nullable(),
  /** Null where only its named readers may read it. */
  text: z.string().nullable(),
  language: z.string(),
  before: z.string().nullable(),
  outcome: z.enum(outcomes).nullable(),
  reason: BilingualSchema.nullable(),
  mergedInto: z.number().nullable(),
  author: z.string().nullable(),
  /** Whether others than its named readers may read it. */
  open: z.boolean(),
  purged: z.boolean(),
})
export type Comment = z.infer<typeof Comment>

/** What was said about a version, for those who decide on it, once the rounds about it have closed. */
export const CommentsModel = z.object({
  version: VersionModel,
  running: z.array(TakingPart.extend({ id: z.string() })),
  comments: z.array(Comment),
  decides: z.boolean(),
  reads: z.boolean(),
  readers: z.array(z.string()),
})
export type CommentsModel = z.infer<typeof CommentsModel>

/** By place in reading order, then by id, which is chance: the numbers say nothing about who was first. */
const inReadingOrder = (version: Version, said: readonly Annotation[]): readonly Annotation[] => {
  const places = placesOf(version)
  return said.toSorted(
    (a, b) => places.indexOf(a.place) - places.indexOf(b.place) || a.id.localeCompare(b.id),
  )
}

/** What was said about a version, as this reader may see it. Reading it is recorded. */
export async function commentsModel(
  context: Context,
  at: { object: ObjectId; number: number } | { version: VersionId },
): Promise<CommentsModel> {
  const version = await loadVersion(context, at)
  const relations = await relationsTo(context, {
    initiative: version.object.initiativeId,
    object: version.object.id,
  })
  context.authorize(permissions['prototypes.see-comments'], relations)
  const reads = may(context.actor, permissions['prototypes.read-comments'], relations)
  const rounds = await context.db
    .selectFrom('round')
    .select('id')
    .where('version_id', '=', version.id)
    .where('state', '=', 'open')
    .execute()
  const parts = await takingPartInEach(
    context,
    rounds.map(({ id }) => id),
  )
  const running = [...parts].map(([id, part]) => ({ id, ...part }))
  const said = inReadingOrder(version, await annotationsOn(context, version.id, 'closed'))
  const isShown = (one: Annotation) => reads || (one.open && !one.purged)
  const authorOf = ({ level, authorId }: Annotation) =>
    level === 'A' || (level === 'B' && relations.has('facilitator')) ? authorId : null
  const named = said.filter((one) => authorOf(one) !== null)
  await readComments(context, version, { words: said.filter(isShown), names: named })
  const names = await personNames(
    context,
    named.map((one) => authorOf(one) ?? ''),
  )
  const numberOf = new Map(said.map(({ id }, index) => [id, index + 1]))
  return {
    version: versionModel(version),
    running,
    decides: may(context.actor, permissions['prototypes.decide'], relations),
    reads,
    readers: await namedReaders(context, version.object.initiativeId),
    comments: said.map((one, index) => ({
      number: index + 1,
      id: one.id,
      kind: one.kind,
      place: one.place,
      placeTitle: sectionAt(version, one.place)?.title ?? null,
      point: pointOf(version, one.place),
      finding: one.finding,
      text: isShown(one) ? one.text : null,
      language: one.language,
      before: isShown(one) ? one.wordingBefore : null,
      outcome: one.outcome,
      reason: one.outcomeReason,
      mergedInto: one.mergedInto === null ? null : (numberOf.get(one.mergedInto) ?? null),
      author: names.get(authorOf(one) ?? '') ?? null,
      open: one.open,
      purged: one.purged,
    })),
  }
}

/** One thing that was said, with the others it could be merged into. */
export const CommentModel = z.object({
  version: VersionModel,
  comment: Comment,
  reads: z.boolean(),
  others: z.array(z.object({ id: z.string(), number: z.number(), text: z.string().nullable() })),
  readers: z.array(z.string()),
})
export type CommentModel = z.infer<typeof CommentModel>

/** Loads one thing that was said, for the dyad to decide on. */
export async function commentModel(context: Context, contribution: ContributionId): Promise<CommentModel> {
  const { version, comments, reads, readers } = await commentsModel(context, {
    version: (await whereSaid(context, contribution)).version,
  })
  const comment = comments.find(({ id }) => id === contribution)
  if (!comment) throw new NotFound()
  return {
    version,
    comment,
    reads,
    readers,
    others: comments
      .filter(({ id, mergedInto }) => id !== comment.id && mergedInto === null)
      .map(({ id, number, text }) => ({ id, number, text })),
  }
}
