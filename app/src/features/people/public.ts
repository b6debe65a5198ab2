export { addFirstAdministrator } from './add-first-administrator.ts'
export { applyRosterPlan } from './apply-roster.ts'
export { endPeople, grantRole } from './end-person.ts'
export {
  type Participation,
  decideParticipation,
  participationIn,
  participationUndecided,
} from './participation.ts'
export { planRosterImport } from './import-roster.ts'
export { endsMost } from './plan-roster.ts'
export { peopleNamed, personErrorWords, personFields } from './person-named.ts'
export { type RosterEntry, peopleWithRole, rosterOn } from './roster-on.ts'
export { syncOidcRoles } from './sync-oidc-roles.ts'
export { type Stratum, type StratumValue, strataOf, withheldValues } from './strata.ts'
import type { Context } from '../../platform/http/context.ts'

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

export { clearReminder, setReminder } from './remind-later.ts'
export { purgeUploads } from './roster-upload.ts'
