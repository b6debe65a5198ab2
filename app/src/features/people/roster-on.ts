import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'

/** Someone of the roster on a day: stratum id → value id, of the roster and of what they said of themself. */
export type RosterEntry = Readonly<{
  person: PersonId
  organisation: string | null
  values: Readonly<Record<string, string>>
}>

/**
 * Who was a member on a day, with the strata of that day's membership. What people say of themselves is as they
 * say it now: it is theirs to take back.
 *
 * @param day `YYYY-MM-DD`
 * @param options.role only those who have this role now
 */
export async function rosterOn(
  context: Context,
  day: string,
  options: { role?: string } = {},
): Promise<readonly RosterEntry[]> {
  const role = options.role
    ? sql`and exists (select 1 from role_grant g where g.person_id = p.id and g.ended_at is null and g.role = ${options.role})`
    : sql``
  const { rows } = await sql<RosterEntry>`
    select p.id as person, m.organisation_id as organisation,
      coalesce((select jsonb_object_agg(v.stratum_id, v.value_id) from (
        select stratum_id, value_id from membership_value where membership_id = m.id
        union all select stratum_id, value_id from declared_value where person_id = p.id) v), '{}') as values
    from person p
    left join lateral (select id, organisation_id from membership
      where person_id = p.id and starts_on <= ${day}::date and (ends_on is null or ends_on > ${day}::date)
      order by starts_on desc, id limit 1) m on true
    where p.joined_on <= ${day}::date and (p.left_on is null or p.left_on > ${day}::date) ${role}
    order by p.id`.execute(context.db)
  return rows
}

/** The people who have a role now. */
export async function peopleWithRole(context: Context, role: string): Promise<readonly PersonId[]> {
  const today = todayIn(context)
  const { rows } = await sql<{ id: PersonId }>`
    select p.id from person p join role_grant g on g.person_id = p.id and g.ended_at is null and g.role = ${role}
    where p.left_on is null or p.left_on > ${today}::date order by p.id`.execute(context.db)
  return rows.map((row) => row.id)
}
