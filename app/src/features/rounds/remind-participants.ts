import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { invitationParameters } from './invitation-parameters.ts'
import type { Round } from './round.ts'
import { reminderAt, takesAnswers } from './round.ts'
import { tookPart } from './took-part.ts'
import { invitedTo } from './queries.ts'

/** Reminds those invited who have not taken part, once: the system does it, nobody sees who they are. */
export async function remindParticipants(context: Context, id: RoundId): Promise<void> {
  const round = (await context.db.selectFrom('round').selectAll().where('id', '=', id).executeTakeFirst()) as
    | Round
    | undefined
  if (!round || !takesAnswers(round, context.now)) return
  const took = await tookPart(context, round)
  if (took === null) return
  const done = new Set(took)
  await tell(context, {
    kind: 'round-reminder',
    subject: { type: 'round', id },
    people: (await invitedTo(context, id)).filter((person) => !done.has(person)),
    parameters: await invitationParameters(context, round),
  })
}

/** The open rounds in which it is time to remind and nobody was reminded yet, should their job have been lost. */
export async function roundsToRemindOf(context: Context): Promise<readonly string[]> {
  const open = await context.db
    .selectFrom('round')
    .select(['id', 'opened_at', 'closes_at'])
    .where('state', '=', 'open')
    .where('closes_at', '>', context.now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('notice')
            .select('notice.id')
            .whereRef('notice.network_id', '=', 'round.network_id')
            .whereRef('notice.subject_id', '=', 'round.id')
            .where('notice.kind', '=', 'round-reminder'),
        ),
      ),
    )
    .orderBy('id')
    .execute()
  return open
    .filter(
      ({ opened_at, closes_at }) =>
        opened_at !== null && closes_at !== null && reminderAt(opened_at, closes_at) <= context.now,
    )
    .map(({ id }) => id)
}
