import type { Transaction } from 'kysely'
import type { Actor, Role } from '../platform/auth/authorization.ts'
import { type CalendarDay, addDays, calendarDay } from '../platform/calendar-day.ts'
import type { DB } from '../platform/db/tables.gen.ts'
import { type Context, type Network, type Services, contextOver } from '../platform/http/context.ts'
import type { Language } from '../platform/i18n/locale.ts'
import { type PersonId, newId } from '../platform/ids.ts'

/** Somebody who acts in the demonstration. */
export type CastMember = Readonly<{
  id: PersonId
  name: string
  language: Language
  roles: ReadonlySet<Role>
}>

/** When something happened (day 0 is the day the demonstration starts; hours of UTC) and who did it: a key of the cast, or nobody. */
export type Moment = Readonly<{ day: number; hour: number; who: string | null; language?: Language }>

/** What happened, in the order in which it happened: each act runs as its person, at its time, through the features' commands. */
export type Chronicle = Readonly<{
  today: CalendarDay
  day: (offset: number) => CalendarDay
  at: (day: number, hour: number) => Date
  on: (moment: Moment, act: (context: Context) => Promise<void>) => void
  /** Runs everything noted so far, by day and hour; what lies in the future is left out. */
  play: () => Promise<void>
}>

/**
 * A chronicle over one open transaction of the network.
 *
 * @param services the real ones; their clock says when the demonstration starts
 * @param cast who acts, by key; may grow until `play`
 */
export function chronicleOf(
  services: Services,
  db: Transaction<DB>,
  network: Network,
  cast: ReadonlyMap<string, CastMember>,
): Chronicle {
  const start = services.clock()
  const today = calendarDay(start, network.settings.timeZone)
  let now = start
  const past: Services = { ...services, clock: () => now }
  const acts: { at: Date; moment: Moment; act: (context: Context) => Promise<void> }[] = []
  const day = (offset: number) => addDays(today, offset)
  const at = (offset: number, hour: number) =>
    new Date(Date.parse(`${day(offset)}T00:00:00Z`) + hour * 3_600_000)
  return {
    today,
    day,
    at,
    on: (moment, act) => void acts.push({ at: at(moment.day, moment.hour), moment, act }),
    async play() {
      const done = acts.splice(0).filter((one) => one.at <= start)
      for (const one of done.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
        now = one.at
        const actor = one.moment.who === null ? null : actorOf(cast, one.moment.who)
        const locale = one.moment.language ?? actor?.language ?? 'en'
        await one.act(contextOver(past, db, { network, actor, locale }))
      }
    },
  }
}

function actorOf(cast: ReadonlyMap<string, CastMember>, key: string): Actor {
  const member = cast.get(key)
  if (!member) throw new Error(`nobody in the demonstration is called ${key}`)
  return {
    personId: member.id,
    sessionId: newId<'session'>(),
    ownDevice: false,
    name: member.name,
    language: member.language,
    roles: member.roles,
  }
}
