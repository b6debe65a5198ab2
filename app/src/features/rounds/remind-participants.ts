import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { invitationParameters } from './invitation-parameters.ts'
import { invitedTo, roundOf } from './queries.ts'
import { reminderAt, takesAnswers } from './round.ts'
import { tookPart } from './took-part.ts'

/**
 * Reminds those invited who have not taken part, once: the system does it, nobody sees who they are.
 *
 * What is sent leaves no row, so the round itself says that it was done: of everybody at once, never of one. It is written
 * last, because answers wait for whoever writes it.
 */
export async function remindParticipants(context: Context, id: RoundId): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('rounds.remind'), hashtext(${id})) as mine`.execute(context.db)
  if (!rows[0]?.mine) return
  const round = await roundOf(context, id)
  if (round.reminded_at !== null || !takesAnswers(round, context.now)) return
  const took = await tookPart(context, round)
  if (took === null) return
  const done = new Set(took)
  await tell(context, {
    kind: 'round-reminder',
    subject: { type: 'round', id },
    people: (await invitedTo(context, id)).filter((person) => !done.has(person)),
    parameters: await invitationParameters(context, round),
  })
  await context.db.updateTable('round').set({ reminded_at: context.now }).where('id', '=', id).execute()
}

/** The open rounds in which it is time to remind and nobody was reminded yet. */
export async function roundsToRemindOf(context: Context): Promise<readonly string[]> {
  const open = await context.db
    .selectFrom('round')
    .select(['id', 'opened_at', 'closes_at'])
    .where('state', '=', 'open')
    .where('closes_at', '>', context.now)
    .where('reminded_at', 'is', null)
    .orderBy('id')
    .execute()
  return open
    .filter(
      ({ opened_at, closes_at }) =>
        opened_at !== null && closes_at !== null && reminderAt(opened_at, closes_at) <= context.now,
    )
    .map(({ id }) => id)
}
