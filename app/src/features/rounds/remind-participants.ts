import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { invitationParameters } from './invitation-parameters.ts'
import type { Round } from './round.ts'
import { takesAnswers } from './round.ts'
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
