import { sql } from 'kysely'
import { calendarDay, todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import { initiativeOf } from '../initiatives/public.ts'
import { tell } from '../notices/public.ts'
import { peopleOf, readAudience } from './audience.ts'
import { invitationParameters } from './invitation-parameters.ts'
import { permissions } from './permissions.ts'
import { expectedTimeOf, invitedTo, relationsTo, roundOf, statementsOf } from './queries.ts'
import { refuse } from './refusals.ts'
import {
  type OpeningProblem,
  type OpeningWarning,
  type Round,
  openingProblems,
  openingWarnings,
} from './round.ts'
import { readingOf } from './expected-time.ts'

/** What stands in the way of opening, what to think of before, and whom it will reach. */
export type Readiness = Readonly<{
  problems: readonly OpeningProblem[]
  warnings: readonly OpeningWarning[]
  invited: readonly PersonId[]
}>

/** Looks whether a round could open now. */
export async function readinessToOpen(context: Context, id: RoundId): Promise<Readiness> {
  const round = await roundOf(context, id)
  const statements = await statementsOf(context, id)
  const people = new Set([
    ...(await invitedTo(context, id)),
    ...(round.state === 'draft' ? await peopleOf(context, readAudience(round.audience)) : []),
  ])
  const time = await expectedTimeOf(context, round)
  const { words } = readingOf(
    round.question,
    statements.map(({ wording }) => wording),
  )
  return {
    problems: openingProblems(round, {
      statements: statements.length,
      invited: people.size,
      gateOpen: (await initiativeOf(context, round.initiative_id)).gateOpen,
      now: context.now,
      closesAfterEnd: closesAfterEnd(context, round),
    }),
    warnings: openingWarnings({ invited: people.size, seconds: time.seconds, words }),
    invited: [...people],
  }
}

/** Whether a round would close after the network's last day, where one was announced: nobody is asked what nobody may be there to answer. */
function closesAfterEnd({ network: { settings } }: Context, { closes_at }: Round): boolean {
  const { endsOn, timeZone } = settings
  return endsOn !== undefined && closes_at !== null && calendarDay(closes_at, timeZone) > endsOn
}

/**
 * Opens a round of either kind: whom it asks, at which level, until when, are fixed from here on.
 *
 * Invites the audience, copies the strata of those invited, creates the key at level C (and at another level
 * removes one that an opening at C left behind when it was rolled back), enqueues its closing, and tells all who are
 * invited.
 *
 * @param options.confirmed the person has read the warnings and goes on
 */
export async function openRound(
  context: Context,
  id: RoundId,
  options: { confirmed?: boolean } = {},
): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.open'], await relationsTo(context, round))

  const { problems, warnings } = await readinessToOpen(context, id)
  if (problems.length > 0 || round.closes_at === null) throw refuse('round_not_ready')
  if (warnings.length > 0 && options.confirmed !== true) throw refuse('not_confirmed')

  const people = await peopleOf(context, readAudience(round.audience))
  for (let from = 0; from < people.length; from += 1000)
    await context.db
      .insertInto('round_invitation')
      .values(
        people
          .slice(from, from + 1000)
          .map((person) => ({ network_id: context.network.id, round_id: id, person_id: person })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await freezeStrata(context, id)
  if (round.anonymity_level === 'C') await context.services.keys.create(context.network.id, id)
  else await context.services.keys.destroy(context.network.id, id)
  await context.db
    .updateTable('round')
    .set({ state: 'open', opened_at: context.now, revision: round.revision + 1 })
    .where('id', '=', id)
    .execute()

  const data = { networkId: context.network.id, subjectId: id }
  await context.services.jobs.enqueue(context.db, 'close-round', data, { at: round.closes_at })
  await tell(context, {
    kind: 'round-opened',
    subject: { type: 'round', id },
    people: await invitedTo(context, id),
    parameters: await invitationParameters(context, round),
  })
  await context.audit({
    action: 'rounds.open',
    subject: { type: 'round', id },
    details: {
      level: round.anonymity_level,
      invited: (await invitedTo(context, id)).length,
      warnings: warnings.join(' '),
    },
  })
}

/**
 * Copies, until the round closes, the strata that the roster gives to those invited: results are by who people were when they
 * were asked. What people say of themselves is not copied: it is theirs to take back.
 */
async function freezeStrata(context: Context, round: RoundId): Promise<void> {
  const today = todayIn(context)
  await sql`
    insert into invitation_value (network_id, round_id, person_id, stratum_id, value_id)
    select i.network_id, i.round_id, i.person_id, v.stratum_id, v.value_id
    from round_invitation i
    cross join lateral (
      select distinct on (own.stratum_id) own.stratum_id, own.value_id
      from (
        select mv.stratum_id, mv.value_id, m.starts_on
        from membership m join membership_value mv on mv.network_id = m.network_id and mv.membership_id = m.id
        where m.network_id = i.network_id and m.person_id = i.person_id and (m.ends_on is null or m.ends_on > ${today}::date)
      ) own
      order by own.stratum_id, own.starts_on, own.value_id
    ) v
    where i.round_id = ${round}
    on conflict do nothing`.execute(context.db)
}
