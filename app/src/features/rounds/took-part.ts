import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { participantsIn } from './participant.ts'
import { invitedTo, participantsOf } from './queries.ts'
import type { Round } from './round.ts'

/**
 * Who of those invited took part: for pay and for reminders, never for a page that a lead or decision-maker sees.
 *
 * Derived at this moment; at level C with the key. In the order of the ids, which says nothing.
 *
 * @returns null when the key that could say it has been destroyed
 */
export async function tookPart(
  context: Context,
  round: Pick<Round, 'id' | 'anonymity_level'>,
): Promise<readonly PersonId[] | null> {
  const invited = await invitedTo(context, round.id)
  const names = await participantsIn(context, round, invited)
  if (names.size === 0 && invited.length > 0) return null
  const took = await participantsOf(context, round.id)
  return invited.filter((person) => took.has(names.get(person) ?? ''))
}

/** Whether it can still be said of at least one person that they took part: a key that is lost or damaged says nothing any more. */
export async function canSayWho(
  context: Context,
  round: Pick<Round, 'id' | 'anonymity_level'>,
): Promise<boolean> {
  const people = await tookPart(context, round).catch(() => null)
  return people !== null && people.length > 0
}
