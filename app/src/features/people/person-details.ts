import { sql } from 'kysely'
import type { Role } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'

/**
 * One person: who they are, where they have been, what they may do and might.
 *
 * The e-mail and the roster's key are for administrators.
 *
 * @throws {NotFound}
 */
export async function personDetails(context: Context, id: string) {
  const { db } = context
  const person = await db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()
  if (!person) throw new NotFound()
  const actor = actorOf(context)
  const administrator = actor.roles.has('network-administrator')
  const memberships = await sql<{
    organisation: Bilingual
    job: string
    startsOn: string
    endsOn: string | null
    values: { stratum: Bilingual; value: Bilingual }[]
  }>`
    select o.name as organisation, m.job, m.starts_on as "startsOn", m.ends_on as "endsOn",
      coalesce((select jsonb_agg(jsonb_build_object('stratum', s.label, 'value', v.label) order by s.position)
        from membership_value mv join stratum s on s.id = mv.stratum_id join stratum_value v on v.id = mv.value_id
        where mv.membership_id = m.id and (v.steward_id is null or v.released_at is not null or m.person_id = ${actor.personId})),
        '[]') as values
    from membership m join organisation o on o.id = m.organisation_id
    where m.person_id = ${id} order by m.ends_on desc nulls first, m.starts_on desc`.execute(db)
  const grants = await db
    .selectFrom('role_grant as g')
    .leftJoin('person as by', 'by.id', 'g.granted_by')
    .where('g.person_id', '=', id)
    .orderBy('g.granted_at', 'desc')
    .select(['g.role', 'g.source', 'g.granted_at', 'g.ended_at', 'by.given_name', 'by.family_name'])
    .execute()
  return {
    id: person.id,
    name: `${person.given_name} ${person.family_name}`,
    calling: person.calling,
    email: administrator ? person.email : null,
    rosterKey: administrator ? person.roster_key : null,
    joinedOn: person.joined_on,
    leftOn: person.left_on,
    self: person.id === actor.personId,
    mayChange: administrator,
    memberships: memberships.rows,
    roles: grants.map((grant) => ({
      role: grant.role as Role,
      source: grant.source,
      grantedAt: grant.granted_at,
      endedAt: grant.ended_at,
      grantedBy: grant.given_name === null ? null : `${grant.given_name} ${grant.family_name}`,
    })),
  }
}
