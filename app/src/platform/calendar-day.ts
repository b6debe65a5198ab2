/** A calendar day, `YYYY-MM-DD`. */
export type CalendarDay = string

/** The day it is at this moment in a time zone. */
export function calendarDay(moment: Date, timeZone: string): CalendarDay {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)
}

/** A moment in a network. */
type Moment = Readonly<{
  now: Date
  network: Readonly<{ settings: Readonly<{ timeZone: string; endsOn?: CalendarDay }> }>
}>

/** The day it is in a network. */
export const todayIn = (at: Moment): CalendarDay => calendarDay(at.now, at.network.settings.timeZone)

/** Whether a network's last day is over. */
export function hasEnded(at: Moment): boolean {
  const { endsOn } = at.network.settings
  return endsOn !== undefined && todayIn(at) > endsOn
}

/** The hour of the day, 0 to 23, at this moment in a time zone. */
export function hourOfDay(moment: Date, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat('en-CA', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(moment),
  )
}

/** The whole days from one day to another, negative when it lies before. */
export const daysBetween = (from: CalendarDay, to: CalendarDay): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The day that lies so many days after another. */
export const addDays = (day: CalendarDay, days: number): CalendarDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
