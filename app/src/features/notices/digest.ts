import { nextLocalHour } from './local-time.ts'

/** The hour of the morning, where the network is, at which messages go out. */
export const digestHour = 7
/** The hour at which "not now" reminds. */
export const laterHour = 18

const dayMs = 86_400_000

/** What decides whether a person gets their message now. */
export type DigestState = Readonly<{
  now: Date
  timeZone: string
  /** Most messages in seven days; 0 for none. */
  messagesPerWeek: number
  /** When messages of the last seven days went out. */
  sentAt: readonly Date[]
  /** A message written before has not gone out: no mail server, or it does not take it. */
  unsent: boolean
  /** Until when the person said "not now". */
  remindAt: Date | null
  /** When the earliest waiting notice may be delivered; null where nothing waits. */
  waitingSince: Date | null
}>

/**
 * Whether a person is written to now.
 *
 * Notices gather until seven in the morning where the network is, so that one message holds a day's; never more
 * than `messagesPerWeek` in any seven days, nor two within one day. After "not now" nothing is sent before the
 * chosen hour; the message then is the person's own wish and comes whatever the limit (unless that is none at all).
 * While a message written before has not gone out none is added, so that a mail server that comes back sends one.
 */
export function digestDue(state: DigestState): 'digest' | 'reminder' | 'wait' {
  const { now, remindAt, messagesPerWeek, waitingSince } = state
  if (messagesPerWeek === 0 || state.unsent) return 'wait'
  if (remindAt !== null) return remindAt <= now ? 'reminder' : 'wait'
  if (waitingSince === null || nextLocalHour(waitingSince, digestHour, state.timeZone) > now) return 'wait'
  const lately = state.sentAt.filter((sent) => now.getTime() - sent.getTime() < 7 * dayMs)
  if (lately.length >= messagesPerWeek) return 'wait'
  if (lately.some((sent) => now.getTime() - sent.getTime() < dayMs - 3_600_000)) return 'wait'
  return 'digest'
}
