import { sql } from 'kysely'
import { hasEnded, todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { forgetContributionOrder } from '../contributions/public.ts'
import { durationsOf } from './duration-memory.ts'
import { participantsIn } from './participant.ts'
import { permissions } from './permissions.ts'
import { invitedTo, participantsOf, relationsTo, roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import type { Round } from './round.ts'
import { takingPart } from './taking-part.ts'

/** Closes a round before its time, as one of its leads. */
export async function closeRoundNow(context: Context, id: RoundId): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.close'], await relationsTo(context, round))
  if (round.state !== 'open') throw refuse('round_not_open')
  await close(context, round)
  await context.audit({
    action: 'rounds.close-early',
    subject: { type: 'round', id },
    details: { ...(await takingPart(context, id)) },
  })
}

/** Whether a round's time is over: its own, or that of its network. */
const isOver = (context: Context, closesAt: Date | null): boolean =>
  (closesAt !== null && closesAt <= context.now) || hasEnded(context)

/** Closes a round whose time has come; a round that is closed already is left alone. */
export async function closeRoundDue(context: Context, id: RoundId): Promise<void> {
  const round = await context.db
    .selectFrom('round')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!round || round.state !== 'open' || !isOver(context, round.closes_at)) return
  await close(context, round as Round)
}

/** The open rounds whose time has passed, should their job have been lost or their network have ended. */
export async function roundsOverdue(context: Context): Promise<readonly string[]> {
  const open = await context.db
    .selectFrom('round')
    .select(['id', 'closes_at'])
    .where('state', '=', 'open')
    .execute()
  return open.filter((round) => isOver(context, round.closes_at)).map(({ id }) => id)
}

async function close(context: Context, round: Round): Promise<void> {
  if (round.anonymity_level === 'C') await forgetOrder(context, round.id)
  await countParticipation(context, round)
  await storeDurations(context, round.id)
  await context.db
    .updateTable('round')
    .set({ state: 'closed', closed_at: context.now, revision: round.revision + 1 })
    .where('id', '=', round.id)
    .execute()
}

/**
 * Writes votes and contributions again in the order of their pseudonyms, in one transaction: the place and the
 * transaction number of a row then say nothing about when it was first written.
 */
async function forgetOrder(context: Context, round: RoundId): Promise<void> {
  await sql`
    with taken as (delete from vote where round_id = ${round} returning *)
    insert into vote (network_id, round_id, participant, statement_id, answer, revision)
    select network_id, round_id, participant, statement_id, answer, revision from taken
    order by participant, statement_id`.execute(context.db)
  await forgetContributionOrder(context, round)
  await forgetOrderAdded(context, round)
}

/**
 * Numbers the statements that participants added anew, after the lead's, in an order of chance, and writes them again:
 * they came into the round as they were read, which is much as they were written.
 */
async function forgetOrderAdded(context: Context, round: RoundId): Promise<void> {
  const { rows } = await sql<{ id: string; number: number; added: boolean }>`
    select s.id, s.number, not c.seeded as added from statement s
    join contribution c on c.network_id = s.network_id and c.id = s.contribution_id
    where s.round_id = ${round} order by s.id`.execute(context.db)
  const highest = Math.max(0, ...rows.map(({ number }) => number))
  const highestSeeded = Math.max(0, ...rows.map(({ number, added }) => (added ? 0 : number)))
  for (const [index, { id }] of rows.filter(({ added }) => added).entries())
    await context.db
      .updateTable('statement')
      .set({ number: highest + index + 1 })
      .where('id', '=', id)
      .execute()
  await sql`update statement set number = number - ${highest - highestSeeded}
    where round_id = ${round} and number > ${highest}`.execute(context.db)
}

/**
 * Counts respondents, invited and roster by stratum value while the key can still say who they are, and how many of those
 * invited were alike in all strata. Who had which value is then let go of: nothing else needs it.
 */
async function countParticipation(context: Context, round: Round): Promise<void> {
  const took = await participantsOf(context, round.id)
  const names = await participantsIn(context, round, await invitedTo(context, round.id))
  const respondents = [...names].filter(([, name]) => took.has(name)).map(([person]) => person)
  const today = todayIn(context)
  const had = sql`had as (
    select person_id, value_id from invitation_value where round_id = ${round.id}
    union
    select d.person_id, d.value_id from declared_value d join round_invitation i on i.network_id = d.network_id
      and i.person_id = d.person_id and i.round_id = ${round.id}
  )`
  await sql`
    with ${had}, asked as (
      select value_id, count(*) as invited, count(*) filter (where person_id = any(${respondents}::uuid[])) as respondents
      from had group by value_id),
    held as (
      select value_id, count(distinct person_id) as people from (
        select d.value_id, d.person_id from declared_value d
        union all
        select mv.value_id, m.person_id from membership m
        join membership_value mv on mv.network_id = m.network_id and mv.membership_id = m.id
        where m.ends_on is null or m.ends_on > ${today}::date) own
      where person_id in (select id from person where left_on is null or left_on > ${today}::date)
      group by value_id)
    insert into round_participation (network_id, round_id, stratum_id, value_id, respondents, invited, roster)
    select v.network_id, ${round.id}, v.stratum_id, v.id, coalesce(asked.respondents, 0), coalesce(asked.invited, 0),
      coalesce(held.people, 0)
    from stratum_value v
    left join asked on asked.value_id = v.id
    left join held on held.value_id = v.id
    on conflict do nothing`.execute(context.db)
  await sql`
    with ${had}, alike as (
      select coalesce(array_agg(had.value_id order by had.value_id) filter (where had.value_id is not null), '{}') as value_ids
      from round_invitation i left join had on had.person_id = i.person_id where i.round_id = ${round.id} group by i.person_id
    )
    insert into round_kind (network_id, round_id, kind, value_ids, people)
    select ${context.network.id}, ${round.id}, row_number() over (order by value_ids), value_ids, count(*)
    from alike group by value_ids
    on conflict do nothing`.execute(context.db)
  await context.db.deleteFrom('invitation_value').where('round_id', '=', round.id).execute()
}

/** Adds what this process remembers of durations to the stored counts. */
export async function storeDurations(context: Context, round: RoundId): Promise<void> {
  const counts = durationsOf(context.services).drain(round)
  for (const [seconds, people] of counts)
    await context.db
      .insertInto('round_duration')
      .values({ network_id: context.network.id, round_id: round, seconds, people })
      .onConflict((conflict) =>
        conflict
          .columns(['network_id', 'round_id', 'seconds'])
          .doUpdateSet((eb) => ({ people: eb('round_duration.people', '+', eb.ref('excluded.people')) })),
      )
      .execute()
}
