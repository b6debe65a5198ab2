import type { Role } from '../../platform/auth/authorization.ts'
import { roles } from '../../platform/auth/authorization.ts'
import { openSession } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { PersonId } from '../../platform/ids.ts'
import { may } from './permissions.ts'

/** How many people of each role are offered. */
const offered = 4

export type RoleWithPeople = Readonly<{
  role: Role
  people: readonly { id: string; name: string; job: string }[]
}>

/**
 * The people of a demonstration whose pages can be tried, by role.
 *
 * @throws {NotFound} in a network that is no demonstration
 */
export async function demonstrationPeople(context: Context): Promise<readonly RoleWithPeople[]> {
  if (context.network.kind !== 'demonstration') throw new NotFound()
  const rows = await context.db
    .selectFrom('role_grant as g')
    .innerJoin('person as p', 'p.id', 'g.person_id')
    .where('g.ended_at', 'is', null)
    .where('p.left_on', 'is', null)
    .leftJoin('membership as m', (join) => join.onRef('m.person_id', '=', 'p.id').on('m.ends_on', 'is', null))
    .select(['g.role', 'p.id', 'p.given_name', 'p.family_name', 'm.job'])
    .orderBy('p.roster_key')
    .execute()
  const byRole = Map.groupBy(rows, (row) => row.role)
  return roles.flatMap((role) => {
    const people = (byRole.get(role) ?? []).slice(0, offered)
    return people.length === 0
      ? []
      : [
          {
            role,
            people: people.map((p) => ({
              id: p.id,
              name: `${p.given_name} ${p.family_name}`,
              job: p.job ?? '',
            })),
          },
        ]
  })
}

/** The rounds whose votes nobody gave, with the sentence that says so. */
export async function simulatedRounds(
  context: Context,
): Promise<readonly { id: string; title: Bilingual; note: Bilingual; published: boolean }[]> {
  const rows = await context.db
    .selectFrom('round')
    .select(['id', 'title', 'source_note', 'state'])
    .where('source', '=', 'simulation')
    .orderBy('opened_at')
    .execute()
  return rows.map(({ id, title, source_note, state }) => ({
    id,
    title,
    note: source_note ?? {},
    published: state === 'published',
  }))
}

/** Signs in as one of the people offered. */
export async function signInAs(context: Context, input: { person: PersonId }): Promise<string> {
  context.authorize(may['choose-a-role'])
  const groups = await demonstrationPeople(context)
  if (!groups.some((group) => group.people.some((person) => person.id === input.person))) throw new NotFound()
  return openSession(context.db, context.network.id, input.person, { now: context.now, device: 'other' })
}
