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

/** The statements of a round, in order of number, without those whose words were removed. */
export async function statementsOf(context: Context, round: RoundId): Promise<readonly Statement[]> {
  const rows = await context.db
    .selectFrom('statement as s')
    .innerJoin('contribution as c', (join) =>
      join.onRef('c.network_id', '=', 's.network_id').onRef('c.id', '=', 's.contribution_id'),
    )
    .select(['s.number', 's.id', 's.contribution_id', 'c.wording'])
    .where('s.round_id', '=', round)
    .where('s.removed', '=', false)
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

/** What the person who asks is to a round. */
export async function relationsTo(
  context: Context,
  round: Pick<Round, 'id' | 'initiative_id' | 'created_by'>,
): Promise<ReadonlySet<Relation>> {
  const person = context.actor?.personId
  const relations = new Set<Relation>()
  if (person === undefined) return relations
  const { rows } = await sql<{ relation: Relation }>`
    select 'invited' as relation from round_invitation where round_id = ${round.id} and person_id = ${person}
    union all select 'dyad' from initiative
      where id = ${round.initiative_id} and ${person} in (physician_lead_id, manager_lead_id)
    union all select 'decider' from initiative where id = ${round.initiative_id} and decider_id = ${person}
    union all select 'sponsor' from initiative where id = ${round.initiative_id} and sponsor_id = ${person}
    union all select part from initiative_person where initiative_id = ${round.initiative_id} and person_id = ${person}`.execute(
    context.db,
  )
  for (const { relation } of rows) relations.add(relation)
  if (round.created_by === person) relations.add('creator')
  return relations
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

/** How many of those invited have taken part: two numbers, at every level, without any key. */
export async function participationCounts(
  context: Context,
  round: string,
): Promise<{ tookPart: number; invited: number }> {
  const { rows } = await sql<{ took: number; invited: number }>`
    select (select count(*) from (
        select participant from vote where round_id = ${round}
        union select coalesce(author_pseudonym, author_id) from contribution
          where round_id = ${round} and not seeded and coalesce(author_pseudonym, author_id) is not null) one) as took,
      (select count(*) from round_invitation where round_id = ${round}) as invited`.execute(context.db)
  return { tookPart: rows[0]?.took ?? 0, invited: rows[0]?.invited ?? 0 }
}

/** How long a round takes: its own measure, else the reading of its words. */
export async function expectedTimeOf(
  context: Context,
  round: Pick<Round, 'id' | 'question'>,
  statements: readonly { wording: Bilingual }[],
): Promise<ExpectedTime> {
  const stored = await context.db
    .selectFrom('round_duration')
    .select(['seconds', 'people'])
    .where('round_id', '=', round.id)
    .execute()
  const median =
    stored.length > 0
      ? medianSeconds(stored.map((row) => [row.seconds, row.people] as const))
      : durationsOf(context.services).median(round.id)
  const wordings = statements.map(({ wording }) => wording)
  return expectedTime(median, readingOf(round.question, wordings))
}
