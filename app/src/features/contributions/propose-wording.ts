import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'

/** A reader proposes the wording that others would see; nobody sees it until its author approves it. */
export async function proposeWording(
  context: Context,
  id: ContributionId,
  wording: Bilingual,
): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({ wording, wording_state: 'proposed' })
    .where('id', '=', id)
    .where('purged_at', 'is', null)
    .execute()
}

/** The author approves a wording, their own or the one proposed: from now on everyone in the network may see it. */
export async function approveWording(
  context: Context,
  id: ContributionId,
  wording: Bilingual,
): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({
      wording,
      wording_state: 'approved',
      moderation: 'accepted',
      moderation_reason: null,
      moderation_note: null,
    })
    .where('id', '=', id)
    .where('purged_at', 'is', null)
    .execute()
}

/** The author does not want others to read it, in these words or any: it stays with the readers. */
export async function declineWording(context: Context, id: ContributionId): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({ wording: {}, wording_state: 'raw' })
    .where('id', '=', id)
    .where('wording_state', '=', 'proposed')
    .execute()
}

/** A reader keeps a wording with the readers that its author had approved. */
export async function withholdWording(context: Context, id: ContributionId): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({ wording: {}, wording_state: 'raw' })
    .where('id', '=', id)
    .execute()
}

/** The author says a returned contribution in other words: it is read again from the beginning. */
export async function resubmitContribution(
  context: Context,
  id: ContributionId,
  text: string,
): Promise<void> {
  await context.db
    .updateTable('contribution')
    .set({
      text,
      wording: {},
      wording_state: 'raw',
      moderation: 'waiting',
      moderation_reason: null,
      moderation_note: null,
      moderated_by: null,
    })
    .where('id', '=', id)
    .where('moderation', '=', 'returned')
    .where('purged_at', 'is', null)
    .execute()
}
