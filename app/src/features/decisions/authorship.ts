import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { participantIn as participantInRound } from '../rounds/public.ts'

/** What the person signed in is called where they said something: themselves, or at level C their pseudonym while its key lives. */
export async function participantIn(context: Context, round: string | null): Promise<string | null> {
  const me = actorOf(context).personId
  if (round === null) return me
  const found = await context.db
    .selectFrom('round')
    .select('anonymity_level')
    .where('id', '=', round)
    .executeTakeFirst()
  if (!found) return null
  return participantInRound(context, { id: round as RoundId, anonymity_level: found.anonymity_level }, me)
}

/** Something said, when the person signed in said it; otherwise it is not there. */
export async function ownContribution(context: Context, id: string) {
  const said = await context.db.selectFrom('contribution').selectAll().where('id', '=', id).executeTakeFirst()
  if (!said) throw new NotFound()
  const participant = await participantIn(context, said.round_id)
  if (participant === null || (said.author_id ?? said.author_pseudonym) !== participant) throw new NotFound()
  return { said, participant }
}
