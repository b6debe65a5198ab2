import type { Context } from '../../platform/http/context.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { tell } from './tell.ts'

/**
 * Reminds people of a round that is still open to them: the system's own word, seen by nobody else.
 *
 * Who is reminded has not answered, so a reminder leaves no row behind: it waits for the next digest and is
 * deleted as it is mailed.
 */
export async function remind(
  context: Context,
  round: { id: RoundId; title: Bilingual },
  people: readonly PersonId[],
): Promise<void> {
  await tell(context, {
    kind: 'round-reminder',
    subject: { type: 'round', id: round.id },
    people,
    parameters: { title: round.title },
  })
}

/** Drops reminders of a round that were not sent: at its close. */
export async function forgetReminders(context: Context, round: RoundId): Promise<void> {
  await context.db
    .deleteFrom('notice')
    .where('kind', '=', 'round-reminder')
    .where('subject_id', '=', round)
    .execute()
}
