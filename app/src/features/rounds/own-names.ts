import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { RoundId } from '../../platform/ids.ts'
import { participantIn } from './participant.ts'

/** A round in which nobody can tell any more what was whose. */
export type GoneRound = Readonly<{ id: string; title: Bilingual; on: Date | null }>

/** What the person signed in is called: their id, and their pseudonym in every round whose key lives. */
export async function ownNames(
  context: Context,
): Promise<{ names: readonly string[]; gone: readonly GoneRound[] }> {
  const me = actorOf(context).personId
  const rounds = await context.db
    .selectFrom('round as r')
    .innerJoin('round_invitation as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.round_id', '=', 'r.id'),
    )
    .select(['r.id', 'r.title', 'r.anonymity_level', 'r.key_destroyed_at'])
    .where('i.person_id', '=', me)
    .where('r.anonymity_level', '=', 'C')
    .where('r.opened_at', 'is not', null)
    .orderBy('r.opened_at', 'desc')
    .orderBy('r.id')
    .execute()
  const names: string[] = [me]
  const gone: GoneRound[] = []
  for (const { id, title, anonymity_level, key_destroyed_at } of rounds) {
    const name = await participantIn(context, { id: id as RoundId, anonymity_level }, me)
    if (name === null) gone.push({ id, title, on: key_destroyed_at })
    else names.push(name)
  }
  return { names, gone }
}
