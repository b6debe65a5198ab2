import { InvalidInput } from '../errors.ts'

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Refuses a text that is no day of the calendar as `2026-11-26`. */
export function requireDay(argument: string, day: string): void {
  if (isDay(day)) return
  throw new InvalidInput(argument, day, 'a day of the calendar as 2026-11-26')
}

/** Whether a text is a day of the Gregorian calendar, from the year 1, as `2026-11-26`. */
export function isDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0)
  return year >= 1 && date >= 1 && date <= last
}
