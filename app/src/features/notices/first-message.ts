import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { type DigestState, digestDue, digestHour } from './digest.ts'
import { nextLocalHour } from './local-time.ts'

/** What decides when a person's next message can go out. */
type Limit = Pick<DigestState, 'messagesPerWeek' | 'sentAt'>

/** After so many mornings a limit of messages a week lets everybody's next one go. */
const mornings = 8

/**
 * The mornings until `until`, of the next eight, at which messages go out.
 *
 * @param until null: no end
 */
export function morningsUntil(now: Date, until: Date | null, timeZone: string): readonly Date[] {
  const days: Date[] = []
  for (let after = now; days.length < mornings;) {
    const morning = nextLocalHour(after, digestHour, timeZone)
    if (until !== null && morning >= until) break
    days.push(morning)
    after = new Date(morning.getTime() + 1)
  }
  return days
}

/** Whether what is told now reaches a person by message on one of these mornings. */
export const isToldOn = (days: readonly Date[], limit: Limit, timeZone: string): boolean =>
  days.some(
    (now) =>
      digestDue({ ...limit, now, timeZone, unsent: false, remindAt: null, waitingSince: new Date(0) }) ===
      'digest',
  )

/** When what these people are told now goes out by message, and how many of them get none before `until`. */
export type FirstMessage = Readonly<{
  /** No mail server is set: every message waits. */
  server: boolean
  /** The first morning; null where it would be after `until`. */
  at: Date | null
  /** How many want no message, or have had as many of late as they wish for. */
  without: number
}>

/** What a message can do for something that ends: whom it reaches while it still matters, and from when. */
export async function firstMessage(
  context: Context,
  people: readonly PersonId[],
  until: Date | null,
): Promise<FirstMessage> {
  const { timeZone } = context.network.settings
  const days = morningsUntil(context.now, until, timeZone)
  const { rows } = await sql<{ messages_per_week: number; sent_at: Date[] | null }>`
    select p.messages_per_week, (select array_agg(m.not_before) from mail_message m
      where m.network_id = p.network_id and m.person_id = p.id and m.kind = 'digest' and m.state <> 'failed'
        and m.not_before > ${context.now}::timestamptz - interval '7 days') as sent_at
    from person p where p.id = any(${people}::uuid[])`.execute(context.db)
  return {
    server: context.services.config.mail.smtpUrl !== null,
    at: days[0] ?? null,
    without: rows.filter(
      (row) =>
        !isToldOn(days, { messagesPerWeek: row.messages_per_week, sentAt: row.sent_at ?? [] }, timeZone),
    ).length,
  }
}
