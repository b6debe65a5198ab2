import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { KnownPerson } from './plan-roster.ts'
import type { Calling, RosterStratum } from './read-roster.ts'

/** Everybody of the network, those who left included, with the membership that stands today. */
export async function knownPeople(context: Context): Promise<readonly KnownPerson[]> {
  const today = todayIn(context)
  const { rows } = await sql<{
    id: string
    roster_key: string
    given_name: string
    family_name: string
    email: string
    language: 'en' | 'fr'
    calling: Calling
    left: boolean
    administrator: boolean
    organisation: string | null
    job: string | null
    values: Record<string, string> | null
  }>`
    select p.id, p.roster_key, p.given_name, p.family_name, p.email, p.language, p.calling,
      coalesce(p.left_on <= ${today}::date, false) as left,
      exists (select 1 from role_grant g where g.network_id = p.network_id and g.person_id = p.id
        and g.role = 'network-administrator' and g.ended_at is null) as administrator,
      m.code as organisation, m.job, m.values
    from person p
    left join lateral (
      select o.code, m.job,
        coalesce((select jsonb_object_agg(s.code, v.code) from membership_value mv
          join stratum s on s.network_id = mv.network_id and s.id = mv.stratum_id
          join stratum_value v on v.network_id = mv.network_id and v.id = mv.value_id
          where mv.network_id = m.network_id and mv.membership_id = m.id), '{}') as values
      from membership m join organisation o on o.network_id = m.network_id and o.id = m.organisation_id
      where m.network_id = p.network_id and m.person_id = p.id and m.ends_on is null
      order by m.starts_on desc, m.id limit 1
    ) m on true
    order by p.roster_key`.execute(context.db)
  return rows.map((row) => ({
    id: row.id,
    key: row.roster_key,
    givenName: row.given_name,
    familyName: row.family_name,
    email: row.email,
    language: row.language,
    calling: row.calling,
    left: row.left,
    administrator: row.administrator,
    membership:
      row.organisation === null
        ? null
        : { organisation: row.organisation, job: row.job ?? '', values: row.values ?? {} },
  }))
}

const labelsOf = (label: Bilingual): readonly string[] =>
  Object.values(label).filter((text) => text !== undefined)

/** The strata that a roster may have columns of. */
export async function rosterStrata(context: Context): Promise<readonly RosterStratum[]> {
  const strata = await context.db
    .selectFrom('stratum')
    .select(['id', 'code', 'label'])
    .where('source', '=', 'roster')
    .orderBy('position')
    .execute()
  const values = await context.db
    .selectFrom('stratum_value')
    .select(['stratum_id', 'code', 'label'])
    .execute()
  return strata.map((stratum) => ({
    code: stratum.code,
    labels: labelsOf(stratum.label),
    values: values
      .filter((value) => value.stratum_id === stratum.id)
      .map((value) => ({ code: value.code, labels: labelsOf(value.label) })),
  }))
}
