import { sql } from 'kysely'
import { todayIn } from '../../platform/calendar-day.ts'
import { revokeSessionsOf } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { endMemberships, endPeople } from './end-person.ts'
import type { RosterPlan } from './plan-roster.ts'
import type { Calling, RosterRow } from './read-roster.ts'

/** How many rows go into one statement. */
const atOnce = 1000

const inPieces = async <T>(all: readonly T[], write: (piece: readonly T[]) => Promise<unknown>) => {
  for (let from = 0; from < all.length; from += atOnce) await write(all.slice(from, from + atOnce))
}

/** Carries out a plan, in the caller's transaction; the same file planned again then changes nothing. */
export async function applyRosterPlan(context: Context, plan: RosterPlan): Promise<void> {
  const { db, network } = context
  if (plan.newOrganisations.length > 0)
    await db
      .insertInto('organisation')
      .values(
        plan.newOrganisations.map(({ code, name }) => ({
          network_id: network.id,
          id: newId(),
          code,
          name: { en: name, fr: name },
          kind: 'health' as const,
        })),
      )
      .execute()
  await endPeople(
    context,
    plan.left.map((person) => person.id as PersonId),
  )
  await changePeople(context, plan)
  await addPeople(context, plan.added)
  await context.audit({
    action: 'roster.import',
    subject: { type: 'network', id: network.id },
    details: {
      added: plan.added.length,
      changed: plan.changed.length,
      left: plan.left.length,
      unchanged: plan.unchanged,
      rejected: plan.rejected.length,
    },
  })
}

/** The role that a calling brings by itself. */
const roleOf = { physician: 'physician', partner: 'community-partner', manager: null, staff: null } as const

/** Gives the roles of these callings to those who don't have them. */
async function grantRoles(
  context: Context,
  people: readonly { person: PersonId; calling: Calling }[],
): Promise<void> {
  const grants = people.flatMap(({ person, calling }) => {
    const role = roleOf[calling]
    return role ? [{ person, role }] : []
  })
  const held = new Set(
    (
      await context.db
        .selectFrom('role_grant')
        .select(['person_id', 'role'])
        .where('ended_at', 'is', null)
        .where('role', 'in', ['physician', 'community-partner'])
        .execute()
    ).map((one) => `${one.person_id} ${one.role}`),
  )
  await inPieces(
    grants.filter(({ person, role }) => !held.has(`${person} ${role}`)),
    (piece) =>
      context.db
        .insertInto('role_grant')
        .values(
          piece.map(({ person, role }) => ({
            network_id: context.network.id,
            id: newId(),
            person_id: person,
            role,
            source: 'roster' as const,
            granted_at: context.now,
          })),
        )
        .execute(),
  )
}

type Membership = Readonly<{
  person: PersonId
  row: RosterRow
  values: Readonly<Record<string, string>>
  startsOn: string
}>

async function beginMemberships(context: Context, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return
  const { db, network } = context
  const organisations = await db.selectFrom('organisation').select(['id', 'code']).execute()
  const organisationOf = new Map(organisations.map((one) => [one.code, one.id]))
  const values = await db
    .selectFrom('stratum_value as v')
    .innerJoin('stratum as s', 's.id', 'v.stratum_id')
    .select(['v.id', 'v.code', 's.id as stratum_id', 's.code as stratum'])
    .execute()
  const valueOf = new Map(values.map((one) => [`${one.stratum}\0${one.code}`, one]))
  const rows = memberships.map(({ person, row, values: said, startsOn }) => {
    const organisation = organisationOf.get(row.organisation)
    if (organisation === undefined) throw new Error(`organisation ${row.organisation} was not made`)
    const found = Object.entries(said).flatMap(([stratum, code]) => valueOf.get(`${stratum}\0${code}`) ?? [])
    const id = newId<'membership'>()
    return {
      membership: {
        network_id: network.id,
        id,
        person_id: person,
        organisation_id: organisation,
        job: row.job,
        starts_on: startsOn,
      },
      values: found.map((value) => ({
        network_id: network.id,
        membership_id: id,
        stratum_id: value.stratum_id,
        value_id: value.id,
      })),
    }
  })
  await inPieces(rows, (piece) =>
    db
      .insertInto('membership')
      .values(piece.map((one) => one.membership))
      .execute(),
  )
  await inPieces(
    rows.flatMap((one) => one.values),
    (piece) =>
      db
        .insertInto('membership_value')
        .values([...piece])
        .execute(),
  )
}

async function addPeople(context: Context, added: readonly RosterRow[]): Promise<void> {
  const people = added.map((row) => ({ row, person: newId<'person'>() as PersonId }))
  await inPieces(people, (piece) =>
    context.db
      .insertInto('person')
      .values(
        piece.map(({ row, person }) => ({
          network_id: context.network.id,
          id: person,
          roster_key: row.key,
          given_name: row.givenName,
          family_name: row.familyName,
          email: row.email,
          language: row.language,
          calling: row.calling,
          joined_on: row.joinedOn,
        })),
      )
      .execute(),
  )
  await grantRoles(
    context,
    people.map(({ row, person }) => ({ person, calling: row.calling })),
  )
  await beginMemberships(
    context,
    people.map(({ row, person }) => ({ person, row, values: row.values, startsOn: row.joinedOn })),
  )
}

async function changePeople(context: Context, { changed }: RosterPlan): Promise<void> {
  const { db, now } = context
  const those = (...what: RosterPlan['changed'][number]['what'][number][]) =>
    changed.filter((change) => what.some((one) => change.what.includes(one)))
  const idsOf = (changes: RosterPlan['changed']) => changes.map((change) => change.person.id as PersonId)

  // Two people may exchange addresses: both let go of theirs first.
  const moving = idsOf(those('email'))
  await inPieces(moving, (ids) =>
    db
      .updateTable('person')
      .set({ email: sql<string>`id || '@moving.invalid'` })
      .where('id', 'in', ids)
      .execute(),
  )
  await inPieces(changed, (piece) => {
    const column = (of: (row: RosterRow) => string) => piece.map(({ row }) => of(row))
    return sql`
      update person p set roster_key = n.key, given_name = n.given, family_name = n.family, email = n.email,
        calling = n.calling, left_on = null
      from unnest(${idsOf(piece)}::uuid[], ${column((row) => row.key)}::text[], ${column((row) => row.givenName)}::text[],
        ${column((row) => row.familyName)}::text[], ${column((row) => row.email)}::text[],
        ${column((row) => row.calling)}::text[]) as n (id, key, given, family, email, calling)
      where p.id = n.id`.execute(db)
  })
  await revokeSessionsOf(db, moving, { now })

  const called = those('calling', 'returned')
  await inPieces(idsOf(called), (ids) =>
    db
      .updateTable('role_grant')
      .set({ ended_at: now })
      .where('person_id', 'in', ids)
      .where('source', '=', 'roster')
      .where('ended_at', 'is', null)
      .execute(),
  )
  await grantRoles(
    context,
    called.map(({ person, row }) => ({ person: person.id as PersonId, calling: row.calling })),
  )

  const moved = those('membership', 'returned')
  await endMemberships(context, idsOf(moved))
  await beginMemberships(
    context,
    moved.map(({ person, row, values }) => ({
      person: person.id as PersonId,
      row,
      values,
      startsOn: todayIn(context),
    })),
  )
}
