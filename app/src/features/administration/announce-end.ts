import { sql } from 'kysely'
import { type CalendarDay, addDays, todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { changeNetwork } from '../../platform/http/networks.ts'
import { formatsFor } from '../../platform/i18n/format.ts'
import type { PersonId } from '../../platform/ids.ts'
import { sureNow } from '../../platform/jobs/sure-now.ts'
import { forgetNoticesAbout, tell } from '../notices/public.ts'

/** The fewest days from the announcement to the last day: time to be told, and to take one's own things along. */
export const noticeDays = 30

/** A day on which a network can't end. */
export class TooSoon extends Error {
  override name = 'TooSoon'
}

/** What day it is is not certain; nothing was changed. */
export class DayUncertain extends Error {
  override name = 'DayUncertain'
  constructor() {
    super(
      'the clock is in doubt: wait until the service has run for an hour, or confirm the date at /administration/clock',
    )
  }
}

/**
 * Says that a network ends after a day: every page says so from now on, and everybody who is here is told, with the way to
 * their own copy. Saying it again with another day tells them again; null takes it back.
 *
 * @returns how many are told, and how many open rounds are closed with that day, before their own time
 * @throws {TooSoon} less than thirty days before
 * @throws {DayUncertain} while the clock is in doubt
 */
export async function announceEnd(
  context: Context,
  endsOn: CalendarDay | null,
): Promise<Readonly<{ told: number; openThen: number }>> {
  const { db, network } = context
  if (endsOn !== null) {
    if ((await sureNow(context)) === null) throw new DayUncertain()
    const earliest = addDays(todayIn(context), noticeDays)
    if (endsOn < earliest)
      throw new TooSoon(`nothing was announced: people need ${noticeDays} days, so ${earliest} or later`)
  }
  const row = await db.selectFrom('network').select('settings').forUpdate().executeTakeFirstOrThrow()
  const { endsOn: before, ...settings } = row.settings as Record<string, unknown>
  if ((before ?? null) === endsOn) return { told: 0, openThen: 0 }
  await changeNetwork(db, { settings: { ...settings, ...(endsOn === null ? {} : { endsOn }) } })
  const people = await db
    .selectFrom('person')
    .select('id')
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>', todayIn(context))]))
    .execute()
  await forgetNoticesAbout(context, network.id)
  await tell(context, {
    kind: endsOn === null ? 'network-stays' : 'network-ends',
    subject: { type: 'network', id: network.id },
    people: people.map(({ id }) => id as PersonId),
    parameters: endsOn === null ? { address: '/' } : { address: '/privacy', title: inBoth(endsOn) },
  })
  await context.audit({
    action: endsOn === null ? 'network.stay' : 'network.end',
    subject: { type: 'network', id: network.id },
    details: { endsOn },
  })
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from round where state = 'open'
    and closes_at > (${endsOn ?? 'infinity'}::date + interval '1 day') at time zone ${network.settings.timeZone}`.execute(
    db,
  )
  return { told: people.length, openThen: rows[0]?.count ?? 0 }
}

/** A day as each language writes it. */
const inBoth = (day: CalendarDay) => ({ en: formatsFor('en').date(day), fr: formatsFor('fr').date(day) })
