import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId, PersonId, RoundId } from '../../platform/ids.ts'
import { moderateContribution, withholdWording } from '../contributions/public.ts'
import { tell } from '../notices/public.ts'
import type { Verdict } from './moderate-statement.ts'
import { permissions } from './permissions.ts'
import { relationsTo, roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { removeStatement } from './remove-statement.ts'

/**
 * Takes an added statement out of the round again that was taken in by mistake, until the round closes: nobody is asked
 * it any more, and its words are its author's and its readers' alone, as before. Answers to it stay: they say who took
 * part. Its author reads the reason on their own page, and may send other words where it is returned.
 */
export async function takeOutStatement(
  context: Context,
  id: RoundId,
  contribution: ContributionId,
  verdict: Exclude<Verdict, { kind: 'accepted' }>,
): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.moderate'], await relationsTo(context, round))
  if (round.state !== 'open') throw refuse('round_not_open')
  const added = await context.db
    .selectFrom('contribution')
    .select(['moderation', 'author_id'])
    .where('id', '=', contribution)
    .where('round_id', '=', id)
    .where('kind', '=', 'statement')
    .where('seeded', '=', false)
    .where('purged_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!added) throw new NotFound()
  if (added.moderation === verdict.kind) return
  if (added.moderation !== 'accepted') throw refuse('already_moderated')
  await withholdWording(context, contribution)
  await moderateContribution(context, contribution, verdict)
  await removeStatement(context, contribution)
  if (added.author_id !== null)
    await tell(context, {
      kind: 'statement-returned',
      subject: { type: 'round', id },
      people: [added.author_id as PersonId],
      parameters: { title: round.title },
      again: true,
    })
  await context.audit({
    action: 'rounds.take-out',
    subject: { type: 'round', id },
    // At level C the reason stands with the statement alone, as where one is moderated.
    details: { verdict: verdict.kind, reason: round.anonymity_level === 'C' ? null : verdict.reason },
  })
}
