import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'

export const moderationReasons = [
  'duplicate',
  'names-a-person',
  'patient-data',
  'more-than-one-idea',
  'unclear',
  'off-topic',
  'insulting',
] as const
export type ModerationReason = (typeof moderationReasons)[number]

/**
 * Accepts a contribution, returns it to its author for another wording, or rejects it, with a typed reason that the author sees.
 *
 * Accepting makes `wording` public (the author's own words where none is given).
 */
export async function moderateContribution(
  context: Context,
  id: ContributionId,
  verdict:
    | { kind: 'accepted'; wording: Bilingual }
    | { kind: 'returned' | 'rejected'; reason: ModerationReason; note: Bilingual | null },
): Promise<void> {
  const by = { moderated_by: actorOf(context).personId }
  await context.db
    .updateTable('contribution')
    .set(
      verdict.kind === 'accepted'
        ? {
            ...by,
            moderation: 'accepted',
            wording: verdict.wording,
            wording_state: 'approved',
            moderation_reason: null,
            moderation_note: null,
          }
        : {
            ...by,
            moderation: verdict.kind,
            moderation_reason: verdict.reason,
            moderation_note: verdict.note,
          },
    )
    .where('id', '=', id)
    .execute()
}
