import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Role } from '../../platform/auth/authorization.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { idsThatFit } from './person-named.ts'
import type { Calling } from './read-roster.ts'

/** How many people stand on one page of the list. */
export const pageSize = 50

export type PeopleFilter = Readonly<{
  q?: string | undefined
  role?: Role | undefined
  organisation?: string | undefined
  left?: boolean | undefined
  page: number
}>

export type ListedPerson = Readonly<{
  id: string
  name: string
  calling: Calling
  organisation: Bilingual | null
  roles: Role[]
  leftOn: string | null
  total: number
}>

/**
 * One page of the people of the network, by family name.
 *
 * @param filter.q a few letters of a name; for administrators, who see it, also part of the roster key
 * @param filter.left only those who have left; otherwise only those who have not
 */
export async function listPeople(
  context: Context,
  filter: PeopleFilter,
): Promise<{ people: readonly Omit<ListedPerson, 'total'>[]; total: number }> {
  const today = todayIn(context)
  const part = `%${(filter.q ?? '').replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  const role = filter.role
    ? sql`and exists (select 1 from role_grant g where g.person_id = p.id and g.ended_at is null and g.role = ${filter.role})`
    : sql``
  const typed = filter.q?.trim() ?? ''
  const byKey = actorOf(context).roles.has('network-administrator')
    ? sql`or p.roster_key ilike ${part}`
    : sql``
  const named =
    typed === ''
      ? sql``
      : sql`
    and (p.id = any(${await idsThatFit(context, typed)}::uuid[]) ${byKey})`
  const organisation = filter.organisation
    ? sql`and exists (select 1 from membership m where m.person_id = p.id and m.ends_on is null
        and m.organisation_id = ${filter.organisation})`
    : sql``
  const { rows } = await sql<ListedPerson>`
    select p.id, p.given_name || ' ' || p.family_name as name, p.calling, p.left_on as "leftOn", o.name as organisation,
      array(select g.role from role_grant g where g.person_id = p.id and g.ended_at is null order by g.role) as roles, p.total
    from (select p.*, count(*) over () as total from person p
      where coalesce(p.left_on <= ${today}::date, false) = ${filter.left === true} ${named} ${role} ${organisation}
      order by p.family_name, p.given_name, p.id
      limit ${pageSize} offset ${(filter.page - 1) * pageSize}) p
    left join lateral (select organisation_id from membership
      where person_id = p.id and ends_on is null order by starts_on desc, id limit 1) m on true
    left join organisation o on o.id = m.organisation_id
    order by p.family_name, p.given_name, p.id`.execute(context.db)
  return {
    people: rows.map(({ total: _total, ...person }) => person),
    total: rows[0]?.total ?? 0,
  }
}

export type ListedOrganisation = Readonly<{
  id: string
  code: string
  name: Bilingual
  kind: 'health' | 'practice' | 'community' | 'social' | 'education' | 'government'
  members: number
}>

/** The organisations of the network, with how many people are in each today. */
export async function listOrganisations(context: Context): Promise<readonly ListedOrganisation[]> {
  const { rows } = await sql<ListedOrganisation>`
    select o.id, o.code, o.name, o.kind, coalesce(m.members, 0) as members
    from organisation o
    left join (select organisation_id, count(*)::int as members from membership
      where ends_on is null group by organisation_id) m on m.organisation_id = o.id
    order by o.code`.execute(context.db)
  return rows
}
