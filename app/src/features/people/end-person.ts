import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Role } from '../../platform/auth/authorization.ts'
import { revokeSessionsOf } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { type PersonId, newId } from '../../platform/ids.ts'

/** Ends the memberships that stand, as of today. */
export async function endMemberships(context: Context, people: readonly PersonId[]): Promise<void> {
  await context.db
    .updateTable('membership')
    .set({ ends_on: todayIn(context) })
    .where('person_id', '=', sql<string>`any(${people}::uuid[])`)
    .where('ends_on', 'is', null)
    .execute()
}

/** People have left: dated, their sessions, roles and memberships ended; nothing of what they said is deleted. */
export async function endPeople(context: Context, people: readonly PersonId[]): Promise<void> {
  const { db, now } = context
  if (people.length === 0) return
  const them = sql<string>`any(${people}::uuid[])`
  await db
    .updateTable('person')
    .set({ left_on: todayIn(context) })
    .where('id', '=', them)
    .execute()
  await revokeSessionsOf(db, people, { now })
  await db
    .updateTable('role_grant')
    .set({ ended_at: now })
    .where('person_id', '=', them)
    .where('ended_at', 'is', null)
    .execute()
  await endMemberships(context, people)
}

/** Gives a role; false when the person has it already, which stays as it is. */
export async function grantRole(
  context: Context,
  grant: { person: PersonId; role: Role; source: 'manual' | 'roster' | 'oidc'; by?: PersonId },
): Promise<boolean> {
  const { db, network, now } = context
  const held = await db
    .selectFrom('role_grant')
    .select('id')
    .where('person_id', '=', grant.person)
    .where('role', '=', grant.role)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (held) return false
  await db
    .insertInto('role_grant')
    .values({
      network_id: network.id,
      id: newId(),
      person_id: grant.person,
      role: grant.role,
      source: grant.source,
      granted_by: grant.by ?? null,
      granted_at: now,
    })
    .execute()
  return true
}
