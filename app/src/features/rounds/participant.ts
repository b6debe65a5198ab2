import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import type { Round } from './round.ts'

/**
 * What a person is called in a round: themselves at levels A and B, their pseudonym at level C.
 *
 * @returns null at level C when there is no key: not opened yet, or destroyed
 */
export async function participantIn(
  context: Context,
  round: Pick<Round, 'id' | 'anonymity_level'>,
  person: PersonId,
): Promise<string | null> {
  if (round.anonymity_level !== 'C') return person
  const key = await context.services.keys.read(context.network.id, round.id)
  return key === null ? null : pseudonymOf(key, person)
}

/** The names of several people in a round, by person; empty at level C when there is no key. */
export async function participantsIn(
  context: Context,
  round: Pick<Round, 'id' | 'anonymity_level'>,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  if (round.anonymity_level !== 'C') return new Map(people.map((person) => [person, person]))
  const key = await context.services.keys.read(context.network.id, round.id)
  return key === null ? new Map() : new Map(people.map((person) => [person, pseudonymOf(key, person)]))
}
