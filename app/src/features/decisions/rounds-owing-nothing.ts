import { sql } from 'kysely'
import { hourOfDay } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { answersDelivered } from '../rounds/public.ts'
import { awaitsAnswers, owesAnswers } from './open-answers.ts'

/** The hour, in the network's zone, at which it is looked for: once a day is enough for a date 30 days on. */
const nightly = 4

/**
 * Sets the day on which the keys of rounds are destroyed that owe no answer though none was delivered in them: nobody
 * wrote anything, or all of it was turned back or removed. Without this such a key would be kept for ever.
 */
export async function endRoundsOwingNothing(context: Context): Promise<void> {
  if (hourOfDay(context.now, context.network.settings.timeZone) !== nightly) return
  const { rows } = await sql<{ id: RoundId }>`
    select r.id from round r
    where r.anonymity_level = 'C' and r.state in ('published', 'archived')
      and r.key_destroy_on is null and r.key_destroyed_at is null and not ${owesAnswers} and not ${awaitsAnswers}
    order by r.id`.execute(context.db)
  for (const { id } of rows) await answersDelivered(context, id)
}
