import type { Context } from '../../platform/http/context.ts'
import { hourOfDay } from '../../platform/calendar-day.ts'
import { forgetFailedMail, forgetMail } from '../../platform/mail/forget-mail.ts'
import { forgetRawText } from '../contributions/public.ts'
import { forgetNotices } from '../notices/public.ts'
import { daysBefore, failedMailDays, mailDays, monthsBefore, noticeDays, usualMonths } from './retention.ts'

/** The hour, in the network's zone, at which what is kept no longer goes. */
const nightly = 3

/**
 * Lets go of what the schedule on /privacy says is kept no longer: at night, and at any hour of what the last night
 * left, since a machine may be off then. Safe to repeat.
 */
export async function keepNoLonger(context: Context): Promise<void> {
  const { settings } = context.network
  const isNight = hourOfDay(context.now, settings.timeZone) === nightly
  const at = isNight ? context.now : daysBefore(context.now, 1)
  await forgetFailedMail(context.db, daysBefore(at, failedMailDays))
  const counts = {
    rawTexts: await forgetRawText(context, monthsBefore(at, settings.retentionMonths ?? usualMonths)),
    mails: await forgetMail(context.db, daysBefore(at, mailDays)),
    notices: await forgetNotices(context, daysBefore(at, noticeDays)),
  }
  if (Object.values(counts).every((count) => count === 0)) return
  await context.audit({
    action: 'privacy.retention',
    subject: { type: 'network', id: context.network.id },
    details: counts,
  })
}
