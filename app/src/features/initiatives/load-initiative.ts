import type { Selectable } from 'kysely'
import type { Initiative as InitiativeRow } from '../../platform/db/tables.gen.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Relation } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import type { Charter, Part } from './charter.ts'

/** An initiative with its charter. */
export type Initiative = Charter &
  Readonly<{
    id: InitiativeId
    state: 'framing' | 'running' | 'decided' | 'archived'
    revision: number
    createdBy: PersonId
    createdAt: Date
  }>

const person = (id: string | null): PersonId | null => id as PersonId | null

function initiativeFrom(
  row: Selectable<InitiativeRow>,
  people: readonly { person_id: string; part: Part }[],
  strategies: readonly string[],
): Initiative {
  const withPart = (part: Part): readonly PersonId[] =>
    people.filter((one) => one.part === part).map((one) => one.person_id as PersonId)
  return {
    id: row.id as InitiativeId,
    title: row.title,
    problem: row.problem,
    openQuestion: row.open_question,
    constraints: row.constraints,
    deciderId: person(row.decider_id),
    decisionDueOn: row.decision_due_on,
    participationLevel: row.participation_level,
    physicianLeadId: person(row.physician_lead_id),
    managerLeadId: person(row.manager_lead_id),
    physicianSignedAt: row.physician_signed_at,
    managerSignedAt: row.manager_signed_at,
    sponsorId: person(row.sponsor_id),
    socialDeterminants: row.social_determinants,
    socialNoneReason: row.social_none_reason,
    strategies,
    people: {
      champion: withPart('champion'),
      triager: withPart('triager'),
      facilitator: withPart('facilitator'),
    },
    answerDueDays: row.answer_due_days,
    state: row.state,
    revision: row.revision,
    createdBy: row.created_by as PersonId,
    createdAt: row.created_at,
  }
}

/**
 * The initiative of an id.
 *
 * @param options.lock true before changing it
 * @throws {NotFound} not there, or not in this network
 */
export async function loadInitiative(
  context: Context,
  id: InitiativeId,
  options: { lock?: boolean } = {},
): Promise<Initiative> {
  let query = context.db.selectFrom('initiative').selectAll().where('id', '=', id)
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new NotFound()
  const people = await context.db
    .selectFrom('initiative_person as ip')
    .innerJoin('person as p', (join) =>
      join.onRef('p.id', '=', 'ip.person_id').onRef('p.network_id', '=', 'ip.network_id'),
    )
    .select(['ip.person_id', 'ip.part'])
    .where('ip.initiative_id', '=', id)
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute()
  const strategies = await context.db
    .selectFrom('initiative_strategy')
    .select('strategy')
    .where('initiative_id', '=', id)
    .orderBy('strategy')
    .execute()
  return initiativeFrom(
    row,
    people,
    strategies.map((one) => one.strategy),
  )
}

/** What a person is to an initiative. */
export function relationsTo(initiative: Initiative, personId: PersonId | undefined): ReadonlySet<Relation> {
  const relations = new Set<Relation>()
  if (personId === undefined) return relations
  if (initiative.physicianLeadId === personId || initiative.managerLeadId === personId) relations.add('dyad')
  if (initiative.deciderId === personId) relations.add('decider')
  if (initiative.sponsorId === personId) relations.add('sponsor')
  if (initiative.createdBy === personId) relations.add('creator')
  for (const [part, people] of Object.entries(initiative.people))
    if (people.includes(personId)) relations.add(part as Part)
  return relations
}
