import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { languageOf } from '../../platform/i18n/locale.ts'
import type { ContributionId, PersonId, RoundId } from '../../platform/ids.ts'
import { addContribution } from '../contributions/public.ts'
import type { Finding } from './object.ts'
import { type Review, openReview } from './open-review.ts'
import { type Place, placesOf, pointOf, sectionAt } from './place.ts'
import { refuse } from './refusals.ts'

/** What is said: a comment of a kind, or other wording for what stands there. */
export type Saying =
  | Readonly<{
      kind: 'comment'
      finding: Finding
      text: string
      /** Its author approves that others than its named readers read it in these words. */
      open: boolean
    }>
  | Readonly<{ kind: 'proposal'; before: string; after: string; credit: boolean }>

/** As many things as one person may say about one version: against floods, far above what anyone needs. */
const most = 40

/** The author of what is said here: the person at levels A and B, the pseudonym at level C. */
function authorIn(context: Context, { round }: Review): { person: PersonId } | { pseudonym: string } {
  if (round.participant === null) throw refuse('key_missing')
  return round.level === 'C' ? { pseudonym: round.participant } : { person: actorOf(context).personId }
}

/** What others may read of it: a proposal always, as its form says; a comment where its author approves. */
export const wordingOf = (
  saying: Saying,
  language: 'en' | 'fr' | 'zh' | 'und',
  text: string,
): Bilingual | null => (saying.kind === 'proposal' || saying.open ? { [language]: text } : null)

/** Checks what is said against the version it is said of, and gives it as it is stored. */
export function sayingOn(
  { version, round }: Review,
  place: Place,
  saying: Saying,
): { text: string; before: string | null; after: string | null; finding: Finding | null; credit: boolean } {
  if (!placesOf(version).includes(place)) throw new FormRefused({ place: 'error.place' })
  if (saying.kind === 'comment') {
    return { text: saying.text, before: null, after: null, finding: saying.finding, credit: false }
  }
  const section = sectionAt(version, place)
  if (version.text !== null && !section) throw new FormRefused({ place: 'error.place-section' })
  const before = section?.source ?? saying.before
  if (saying.after === before) throw new FormRefused({ after: 'error.nothing-changed' })
  return {
    text: saying.after,
    before: before === '' ? null : before,
    after: saying.after,
    finding: null,
    credit: saying.credit && round.level === 'B',
  }
}

/**
 * Records what one of those asked says about a place of the version, exactly once: the same form sent again changes nothing.
 *
 * At level C the transaction writes what was said under the pseudonym and nothing else: no time, no notice, no entry in any log.
 *
 * @throws {FormRefused} `form` when the round has closed meanwhile
 */
export async function addAnnotation(
  context: Context,
  input: {
    round: RoundId
    id: ContributionId
    place: Place
    saying: Saying
  },
): Promise<void> {
  const review = await openReview(context, input.round, { lock: true })
  if (!review.takes) throw new FormRefused({ form: 'error.closed' })
  const author = authorIn(context, review)
  const stored = sayingOn(review, input.place, input.saying)
  const participant = review.round.participant
  const there = await context.db
    .selectFrom('contribution')
    .select(['id', 'round_id', 'author_id', 'author_pseudonym'])
    .where((eb) =>
      eb.or([
        eb('id', '=', input.id),
        eb.and([
          eb('round_id', '=', input.round),
          eb(eb.fn.coalesce('author_pseudonym', 'author_id'), '=', participant),
        ]),
      ]),
    )
    .execute()
  const same = there.find(({ id }) => id === input.id)
  if (same) {
    if (same.round_id === input.round && (same.author_pseudonym ?? same.author_id) === participant) return
    throw new NotFound()
  }
  if (there.length >= most) throw refuse('too_many_comments')
  const language = languageOf(context.locale)
  await addContribution(context, {
    id: input.id,
    kind: input.saying.kind,
    text: stored.text,
    language,
    author,
    round: input.round,
    initiative: review.version.object.initiativeId,
    wording: wordingOf(input.saying, language, stored.text),
  })
  const point = pointOf(review.version, input.place)
  await context.db
    .insertInto('annotation')
    .values({
      network_id: context.network.id,
      contribution_id: input.id,
      version_id: review.version.id,
      x: point?.x ?? null,
      y: point?.y ?? null,
      place: input.place,
      finding: stored.finding,
      wording_before: stored.before,
      wording_after: stored.after,
      credit: stored.credit,
    })
    .execute()
}
