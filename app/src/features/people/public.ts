export { addFirstAdministrator } from './add-first-administrator.ts'
export { endPerson, grantRole } from './end-person.ts'
export { applyRosterPlan, planRosterImport } from './import-roster.ts'
export { type RosterEntry, peopleWithRole, rosterOn } from './roster-on.ts'
export { syncOidcRoles } from './sync-oidc-roles.ts'
export { type Stratum, type StratumValue, strataOf, withheldValues } from './strata.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'

export type PersonName = Readonly<{ id: PersonId; name: string }>

/** The name of a person of this network, for pages that say who did what; null when there is no such person. */
export async function personName(context: Context, id: string | null): Promise<string | null> {
  if (id === null) return null
  const row = await context.db
    .selectFrom('person')
    .select(['given_name', 'family_name'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? `${row.given_name} ${row.family_name}` : null
}

/** The names of several people, by id. */
export async function personNames(
  context: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await context.db
    .selectFrom('person')
    .select(['id', 'given_name', 'family_name'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, `${row.given_name} ${row.family_name}`]))
}

/** The people who are members today, for a list to choose from, by family name; optionally with one role only. */
export async function choosePeople(
  context: Context,
  options: { role?: string } = {},
): Promise<readonly PersonName[]> {
  let query = context.db
    .selectFrom('person as p')
    .select(['p.id', 'p.given_name', 'p.family_name'])
    .where((eb) =>
      eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>', context.now.toISOString().slice(0, 10))]),
    )
    .orderBy('p.family_name')
    .orderBy('p.given_name')
  const role = options.role
  if (role !== undefined)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('role_grant as g')
          .select('g.id')
          .whereRef('g.person_id', '=', 'p.id')
          .where('g.ended_at', 'is', null)
          .where('g.role', '=', role as never),
      ),
    )
  const rows = await query.execute()
  return rows.map((row) => ({ id: row.id as PersonId, name: `${row.given_name} ${row.family_name}` }))
}
export { clearReminder, setReminder } from './remind-later.ts'
