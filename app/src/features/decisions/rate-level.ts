import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { participantIn } from './authorship.ts'
import { decisionById } from './current-decision.ts'
import { forgetOrderOfRatings, oneAtATime } from './forget-order.ts'
import { type LevelVerdict, lastDayToRate } from './level-kept.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** The round of an initiative that a person was invited to last: where they speak as one voice about all of it. */
export async function roundOfInvited(context: Context, initiative: string): Promise<string | null> {
  const row = await context.db
    .selectFrom('round_invitation as i')
    .innerJoin('round as r', (join) =>
      join.onRef('r.network_id', '=', 'i.network_id').onRef('r.id', '=', 'i.round_id'),
    )
    .select('r.id')
    .where('i.person_id', '=', actorOf(context).personId)
    .where('r.initiative_id', '=', initiative)
    .where('r.opened_at', 'is not', null)
    .orderBy('r.opened_at', 'desc')
    .orderBy('r.id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Says whether the level of participation that was promised was kept. A changed mind replaces, until the ratings are shown. */
export async function rateLevel(
  context: Context,
  id: string,
  verdict: LevelVerdict | undefined,
): Promise<void> {
  const decision = await decisionById(context, id)
  if (!decision) throw new NotFound()
  const round = await roundOfInvited(context, decision.initiativeId)
  context.authorize(permissions['decisions.rate-level'], round === null ? [] : ['invited'])
  if (todayIn(context) > lastDayToRate(decision.decidedAt, context.network.settings.timeZone))
    throw refuse('rating_over')
  if (verdict === undefined) throw new FormRefused({ verdict: 'verdictMissing' })
  const participant = await participantIn(context, round)
  if (participant === null) throw refuse('key_destroyed')
  await oneAtATime(context, id)
  await context.db
    .insertInto('level_rating')
    .values({ network_id: context.network.id, decision_id: id, participant, verdict })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'decision_id', 'participant']).doUpdateSet({ verdict }),
    )
    .execute()
  await forgetOrderOfRatings(context, id)
}
