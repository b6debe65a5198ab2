import { createHash } from 'node:crypto'
import { revokeSessionsOf } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { endMemberships, endPerson, grantRole } from './end-person.ts'
import { knownPeople, rosterStrata } from './known-people.ts'
import { type Change, type RosterPlan, planRoster } from './plan-roster.ts'
import { type RosterRow, type UnreadableRoster, readRoster } from './read-roster.ts'

export type PlannedRoster = Readonly<{ kind: 'planned'; plan: RosterPlan; digest: string }>

/** What importing this file now would change; nothing is written. */
export async function planRosterImport(
  context: Context,
  content: Uint8Array,
): Promise<PlannedRoster | UnreadableRoster> {
  const today = context.now.toISOString().slice(0, 10)
  const roster = readRoster(content, await rosterStrata(context), today)
  if (roster.kind === 'unreadable') return roster
  const organisations = await context.db.selectFrom('organisation').select('code').execute()
  const plan = planRoster(roster, await knownPeople(context), new Set(organisations.map((one) => one.code)))
  const digest = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 32)
  return { kind: 'planned', plan, digest }
}

/** Carries out a plan, in the caller's transaction; the same file planned again then changes nothing. */
export async function applyRosterPlan(context: Context, plan: RosterPlan): Promise<void> {
  const { db, network } = context
  for (const { code, name } of plan.newOrganisations)
    await db
      .insertInto('organisation')
      .values({ network_id: network.id, id: newId(), code, name: { en: name, fr: name }, kind: 'health' })
      .execute()
  for (const person of plan.left) await endPerson(context, person.id as PersonId)
  await freeEmails(context, plan.changed)
  const write = await membershipWriter(context)
  for (const change of plan.changed) await applyChange(context, change, write)
  for (const row of plan.added) await addPerson(context, row, write)
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

/** Two people may exchange addresses: both let go of theirs first. */
async function freeEmails(context: Context, changes: readonly Change[]): Promise<void> {
  for (const { person, what } of changes)
    if (what.includes('email'))
      await context.db
        .updateTable('person')
        .set({ email: `${person.id}@moving.invalid` })
        .where('id', '=', person.id)
        .execute()
}

type WriteMembership = (
  person: PersonId,
  row: RosterRow,
  values: Readonly<Record<string, string>>,
  startsOn: string,
) => Promise<void>

async function membershipWriter(context: Context): Promise<WriteMembership> {
  const { db, network } = context
  const organisations = await db.selectFrom('organisation').select(['id', 'code']).execute()
  const organisationOf = new Map(organisations.map((one) => [one.code, one.id]))
  const rows = await db
    .selectFrom('stratum_value as v')
    .innerJoin('stratum as s', 's.id', 'v.stratum_id')
    .select(['v.id', 'v.code', 's.id as stratum_id', 's.code as stratum'])
    .execute()
  const valueOf = new Map(rows.map((row) => [`${row.stratum}\0${row.code}`, row]))
  return async (person, row, values, startsOn) => {
    const membership = newId<'membership'>()
    const organisation = organisationOf.get(row.organisation)
    if (organisation === undefined) throw new Error(`organisation ${row.organisation} was not made`)
    await db
      .insertInto('membership')
      .values({
        network_id: network.id,
        id: membership,
        person_id: person,
        organisation_id: organisation,
        job: row.job,
        starts_on: startsOn,
      })
      .execute()
    const found = Object.entries(values).flatMap(
      ([stratum, code]) => valueOf.get(`${stratum}\0${code}`) ?? [],
    )
    if (found.length > 0)
      await db
        .insertInto('membership_value')
        .values(
          found.map((value) => ({
            network_id: network.id,
            membership_id: membership,
            stratum_id: value.stratum_id,
            value_id: value.id,
          })),
        )
        .execute()
  }
}

/** The role that a calling brings by itself. */
const roleOf = { physician: 'physician', partner: 'community-partner', manager: null, staff: null } as const

async function addPerson(context: Context, row: RosterRow, write: WriteMembership): Promise<void> {
  const person = newId<'person'>() as PersonId
  await context.db
    .insertInto('person')
    .values({
      network_id: context.network.id,
      id: person,
      roster_key: row.key,
      given_name: row.givenName,
      family_name: row.familyName,
      email: row.email,
      language: row.language,
      calling: row.calling,
      joined_on: row.joinedOn,
    })
    .execute()
  const role = roleOf[row.calling]
  if (role) await grantRole(context, { person, role, source: 'roster' })
  await write(person, row, row.values, row.joinedOn)
}

async function applyChange(context: Context, change: Change, write: WriteMembership): Promise<void> {
  const { db, now } = context
  const { row, what, values } = change
  const person = change.person.id as PersonId
  await db
    .updateTable('person')
    .set({
      roster_key: row.key,
      given_name: row.givenName,
      family_name: row.familyName,
      email: row.email,
      calling: row.calling,
      left_on: null,
    })
    .where('id', '=', person)
    .execute()
  if (what.includes('email')) await revokeSessionsOf(db, person, { now })
  if (what.includes('calling') || what.includes('returned')) {
    await db
      .updateTable('role_grant')
      .set({ ended_at: now })
      .where('person_id', '=', person)
      .where('source', '=', 'roster')
      .where('ended_at', 'is', null)
      .execute()
    const role = roleOf[row.calling]
    if (role) await grantRole(context, { person, role, source: 'roster' })
  }
  if (what.includes('membership') || what.includes('returned')) {
    await endMemberships(context, person)
    await write(person, row, values, context.now.toISOString().slice(0, 10))
  }
}
