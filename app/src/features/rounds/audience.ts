import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'

/** Whom a draft will invite: members of any of the organisations who have, in every stratum named, one of its values. */
export type Audience = Readonly<{
  organisations: readonly string[]
  values: readonly string[]
  callings: readonly string[]
}>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const callings = ['physician', 'manager', 'partner', 'staff'] as const

/** Reads the stored form (`organisation:ID`, `value:ID`, `calling:WORD`); what does not fit is left out. */
export function readAudience(stored: readonly string[]): Audience {
  const of = (prefix: string) =>
    stored.flatMap((one) => (one.startsWith(`${prefix}:`) ? [one.slice(prefix.length + 1)] : []))
  return {
    organisations: of('organisation').filter((id) => uuid.test(id)),
    values: of('value').filter((id) => uuid.test(id)),
    callings: of('calling').filter((word) => (callings as readonly string[]).includes(word)),
  }
}

/** The stored form of an audience. */
export const writeAudience = (audience: Audience): string[] => [
  ...audience.organisations.map((id) => `organisation:${id}`),
  ...audience.values.map((id) => `value:${id}`),
  ...audience.callings.map((word) => `calling:${word}`),
]

/**
 * The members of today whom an audience names; nobody when it names no organisation, value or calling. A value whose
 * steward has not released it names nobody: how many it would invite is a count of them.
 */
export async function peopleOf(context: Context, audience: Audience): Promise<readonly PersonId[]> {
  if (audience.organisations.length + audience.values.length + audience.callings.length === 0) return []
  const today = todayIn(context)
  const anyOrganisation = audience.organisations.length === 0
  const { rows } = await sql<{ id: string }>`
    select p.id from person p
    where (p.left_on is null or p.left_on > ${today}::date)
      and (${audience.callings.length === 0} or p.calling = any(${[...audience.callings]}::text[]))
      and (${anyOrganisation} or exists (select from membership m
        where m.network_id = p.network_id and m.person_id = p.id and (m.ends_on is null or m.ends_on > ${today}::date)
          and m.organisation_id = any(${[...audience.organisations]}::uuid[])))
      and not exists (
        select from (select distinct stratum_id from stratum_value where id = any(${[...audience.values]}::uuid[])) named
        where not exists (
          select from membership m join membership_value v on v.network_id = m.network_id and v.membership_id = m.id
          where m.network_id = p.network_id and m.person_id = p.id and (m.ends_on is null or m.ends_on > ${today}::date)
            and v.stratum_id = named.stratum_id and v.value_id = any(${[...audience.values]}::uuid[])
            and exists (select from stratum_value w where w.network_id = v.network_id and w.id = v.value_id
              and (w.steward_id is null or w.released_at is not null))))
    order by p.id`.execute(context.db)
  return rows.map((row) => row.id as PersonId)
}
