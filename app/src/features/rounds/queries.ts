import { sql } from 'kysely'
import type { Relation } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import { type ExpectedTime, expectedTime, medianSeconds, readingOf } from './expected-time.ts'
import { durationsOf } from './duration-memory.ts'
import type { Round, Statement } from './round.ts'

/**
 * A round of this network.
 *
 * @param lock `share` while an answer is recorded, `update` while the round changes state
 * @throws {NotFound}
 */
export async function roundOf(context: Context, id: RoundId, lock?: 'update'): Promise<Round> {
  let query = context.db.selectFrom('round').selectAll().where('id', '=', id)
  if (lock === 'update') query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new NotFound()
  return row as Round
}

/**
 * The statements of a round, in order of number, without those whose words were removed.
 *
 * @param number of the only one to be loaded
 */
export async function statementsOf(
  context: Context,
  round: RoundId,
  number?: number,
): Promise<readonly Statement[]> {
  const rows = await context.db
    .selectFrom('statement as s')
    .innerJoin('contribution as c', (join) =>
      join.onRef('c.network_id', '=', 's.network_id').onRef('c.id', '=', 's.contribution_id'),
    )
    .select(['s.number', 's.id', 's.contribution_id', 'c.wording'])
    .where('s.round_id', '=', round)
    .where('s.removed', '=', false)
    .$if(number !== undefined, (query) => query.where('s.number', '=', number ?? 0))
    .orderBy('s.number')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    id: row.id,
    contribution: row.contribution_id,
    wording: row.wording,
  }))
}

/** The people invited, in an order that says nothing. */
export async function invitedTo(context: Context, round: RoundId): Promise<readonly PersonId[]> {
  const rows = await context.db
    .selectFrom('round_invitation')
    .select('person_id')
    .where('round_id', '=', round)
    .orderBy('person_id')
    .execute()
  return rows.map((row) => row.person_id as PersonId)
}

/** What the person who asks is to each of these rounds. */
export async function relationsToEach(
  context: Context,
  rounds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<Relation>>> {
  const person = context.actor?.personId
  const relations = new Map(rounds.map((id) => [id, new Set<Relation>()]))
  if (person === undefined) return relations
  const { rows } = await sql<{ id: string; relation: Relation }>`
    select round_id as id, 'invited' as relation from round_invitation
      where round_id = any(${rounds}::uuid[]) and person_id = ${person}
    union all select r.id, named.relation from round r
      join initiative i on i.network_id = r.network_id and i.id = r.initiative_id
      cross join lateral (values ('dyad', i.physician_lead_id), ('dyad', i.manager_lead_id), ('decider', i.decider_id),
        ('sponsor', i.sponsor_id), ('creator', r.created_by)) named (relation, person_id)
      where r.id = any(${rounds}::uuid[]) and named.person_id = ${person}
    union all select r.id, p.part from round r
      join initiative_person p on p.network_id = r.network_id and p.initiative_id = r.initiative_id
      where r.id = any(${rounds}::uuid[]) and p.person_id = ${person}`.execute(context.db)
  for (const { id, relation } of rows) relations.get(id)?.add(relation)
  return relations
}

/** What the person who asks is to a round. */
export async function relationsTo(
  context: Context,
  round: Pick<Round, 'id'>,
): Promise<ReadonlySet<Relation>> {
  return (await relationsToEach(context, [round.id])).get(round.id) ?? new Set()
}

/** Everyone who answered, commented or added something, by what they are called in the round. */
export async function participantsOf(context: Context, round: RoundId): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ participant: string }>`
    select participant from vote where round_id = ${round}
    union
    select coalesce(author_pseudonym, author_id) from contribution
      where round_id = ${round} and not seeded and coalesce(author_pseudonym, author_id) is not null`.execute(
    context.db,
  )
  return new Set(rows.map((row) => row.participant))
}

/** Two numbers of a round, and what decides on whether they may be shown. */
export type ParticipationCount = Pick<Round, 'id' | 'anonymity_level' | 'source' | 'state'> &
  Readonly<{ tookPart: number; invited: number }>

/**
 * How many of those invited to each of these rounds have taken part: at every level, without any key.
 *
 * Who answered has a row for each statement; the index is asked for the next participant, and not read whole.
 */
export async function participationCounts(
  context: Context,
  rounds: readonly string[],
): Promise<readonly ParticipationCount[]> {
  if (rounds.length === 0) return []
  const { rows } = await sql<ParticipationCount>`
    select r.id, r.anonymity_level, r.source, r.state,
      (select count(*) from (
        with recursive voter as (
          (select participant from vote where network_id = r.network_id and round_id = r.id order by participant limit 1)
          union all
          select (select participant from vote where network_id = r.network_id and round_id = r.id
            and participant > voter.participant order by participant limit 1)
          from voter where voter.participant is not null)
        select participant from voter where participant is not null
        union select coalesce(author_pseudonym, author_id) from contribution
          where network_id = r.network_id and round_id = r.id and not seeded
            and coalesce(author_pseudonym, author_id) is not null) one) as "tookPart",
      (select count(*) from round_invitation where network_id = r.network_id and round_id = r.id) as invited
    from round r where r.id = any(${rounds}::uuid[])`.execute(context.db)
  return rows
}

type Timed = Pick<Round, 'id' | 'question'>

/** Finds how long each of these rounds takes: its own measure, else the reading of its words, which are loaded for that alone. */
export async function expectedTimesOf(
  context: Context,
  rounds: readonly Timed[],
): Promise<(round: Timed) => ExpectedTime> {
  const ids = rounds.map(({ id }) => id)
  const stored = await context.db
    .selectFrom('round_duration')
    .select(['round_id', 'seconds', 'people'])
    .where('round_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  const counts = Map.groupBy(stored, (row) => row.round_id)
  const medianOf = (id: RoundId): number | null => {
    const own = counts.get(id)?.map((row) => [row.seconds, row.people] as const)
    return own ? medianSeconds(own) : durationsOf(context.services).median(id)
  }
  const wordings = await wordingsOf(
    context,
    ids.filter((id) => medianOf(id) === null),
  )
  return ({ id, question }) => expectedTime(medianOf(id), readingOf(question, wordings.get(id) ?? []))
}

/** How long a round takes. */
export const expectedTimeOf = async (context: Context, round: Timed): Promise<ExpectedTime> =>
  (await expectedTimesOf(context, [round]))(round)

async function wordingsOf(context: Context, rounds: readonly RoundId[]): Promise<Map<string, Bilingual[]>> {
  if (rounds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; wordings: Bilingual[] }>`
    select s.round_id as id, array_agg(c.wording) as wordings from statement s
    join contribution c on c.network_id = s.network_id and c.id = s.contribution_id
    where s.round_id = any(${rounds}::uuid[]) and not s.removed group by s.round_id`.execute(context.db)
  return new Map(rows.map(({ id, wordings }) => [id, wordings]))
}
