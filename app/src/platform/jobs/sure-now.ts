import { type ClockWatch, lookAtClock, needsPerson } from '../clock-doubt.ts'
import type { Context } from '../http/context.ts'

/** What is known of the clock in this network; null before it was first looked at. */
export async function clockWatch({ db }: Pick<Context, 'db'>): Promise<ClockWatch | null> {
  const row = await db.selectFrom('clock_watch').selectAll().executeTakeFirst()
  return row ? { sureAt: row.sure_at, seenAt: row.seen_at, steadySince: row.steady_since } : null
}

async function keepWatch({ db, network }: Context, watch: ClockWatch): Promise<void> {
  const row = { sure_at: watch.sureAt, seen_at: watch.seenAt, steady_since: watch.steadySince }
  await db
    .insertInto('clock_watch')
    .values({ network_id: network.id, ...row })
    .onConflict((conflict) => conflict.column('network_id').doUpdateSet(row))
    .execute()
}

/**
 * Looks at the clock, and says what time it is; null while it is in doubt. A doubt that begins or ends is logged.
 *
 * What follows from a date takes this as its time: a clock that jumps just afterwards then changes nothing. In the
 * demonstration every clock is sure: nobody's words can be lost there, and who opens it again after a week finds it at work.
 */
export async function sureNow(context: Context): Promise<Date | null> {
  const { now, network, services } = context
  const known = await clockWatch(context)
  const seen = lookAtClock(network.kind === 'demonstration' ? null : known, now)
  await keepWatch(context, seen)
  if (seen.steadySince === null) {
    if (known?.steadySince) services.log.info({ now }, 'the clock is sure again')
    return now
  }
  if (seen.steadySince !== known?.steadySince)
    services.log.warn(
      { sureAt: seen.sureAt, now },
      `the clock jumped, or nothing looked at it in between: nothing is closed, sent or destroyed by date until ${
        needsPerson(seen)
          ? 'an administrator confirms the date at /administration/clock, or it is set back'
          : 'it has run on for an hour'
      }`,
    )
  return null
}

/** The clock is right: somebody who knows says so. */
export const believeClock = (context: Context): Promise<void> =>
  keepWatch(context, lookAtClock(null, context.now))
