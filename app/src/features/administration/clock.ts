import { z } from 'zod'
import { todayIn } from '../../platform/calendar-day.ts'
import { needsPerson } from '../../platform/clock-doubt.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { believeClock, clockWatch } from '../../platform/jobs/sure-now.ts'
import { may } from './permissions.ts'

export const ClockModel = z.object({
  /** What the clock shows now. */
  shows: z.date(),
  /** Null where the clock is trusted. */
  doubt: z.object({ sureAt: z.date(), endsByItself: z.boolean() }).nullable(),
})

/** Whether the clock is trusted, and since when it is not. */
export async function clockPage(context: Context): Promise<z.input<typeof ClockModel>> {
  const watch = await clockWatch(context)
  return {
    shows: context.now,
    doubt: watch?.steadySince ? { sureAt: watch.sureAt, endsByItself: !needsPerson(watch) } : null,
  }
}

/**
 * An administrator says what day it is. Where the clock shows the same, it is believed again.
 *
 * The day is asked for, and not whether the one shown is right: a date that is shown is soon agreed to.
 */
export async function confirmDate(context: Context, today: string): Promise<void> {
  context.authorize(may['administration.settings'])
  if (today !== todayIn(context)) throw new FormRefused({ today: 'clock.differs' })
  const { doubt } = await clockPage(context)
  await believeClock(context)
  await context.audit({
    action: 'administration.confirm-date',
    subject: { type: 'network', id: context.network.id },
    details: { sureUntil: doubt?.sureAt.toISOString() ?? null },
  })
}
