import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { ContributionId, RoundId } from '../../platform/ids.ts'
import { reviseContribution } from '../contributions/public.ts'
import { type Saying, sayingOn, wordingOf } from './add-annotation.ts'
import { type Annotation, annotationsOn, whereSaid } from './annotations.ts'
import { type Review, openReview } from './open-review.ts'
import { type Place, pointOf } from './place.ts'

/** What the person who asks has said in a round so far. */
export async function ownAnnotations(context: Context, review: Review): Promise<readonly Annotation[]> {
  const { participant, id } = review.round
  return participant === null ? [] : annotationsOn(context, review.version.id, { round: id, participant })
}

/** One thing that the person who asks has said. @throws {NotFound} not there, or somebody else's */
export async function ownAnnotation(
  context: Context,
  review: Review,
  id: ContributionId,
): Promise<Annotation> {
  const found = (await ownAnnotations(context, review)).find((one) => one.id === id)
  if (!found) throw new NotFound()
  return found
}

/**
 * Says something in other words, or of another place, while the round is open.
 *
 * @returns its round
 * @throws {FormRefused} `form` when the round has closed meanwhile
 */
export async function reviseAnnotation(
  context: Context,
  input: {
    id: ContributionId
    place: Place
    saying: Saying
  },
): Promise<RoundId> {
  const { round } = await whereSaid(context, input.id)
  if (round === null) throw new NotFound()
  const review = await openReview(context, round, { lock: true })
  const own = await ownAnnotation(context, review, input.id)
  if (own.kind !== input.saying.kind) throw new NotFound()
  if (!review.takes) throw new FormRefused({ form: 'error.closed' })
  const stored = sayingOn(review, input.place, input.saying)
  const wording = wordingOf(input.saying, own.language, stored.text)
  if (!(await reviseContribution(context, own.id, stored.text, wording)))
    throw new FormRefused({ form: 'error.read-already' })
  const point = pointOf(review.version, input.place)
  await context.db
    .updateTable('annotation')
    .set({
      place: input.place,
      x: point?.x ?? null,
      y: point?.y ?? null,
      finding: stored.finding,
      wording_before: stored.before,
      wording_after: stored.after,
      credit: stored.credit,
    })
    .where('contribution_id', '=', own.id)
    .execute()
  return round
}
