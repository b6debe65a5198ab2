/**
 * The first day that does not follow the one before by the step that all others keep, or null where all do.
 *
 * A step is a number of months where all days are the same day of their month, or all the last one; otherwise a
 * number of days. Days are in ascending order.
 *
 * @param days  calendar days, `2026-11-26`
 * @returns     index of the first day out of step
 */
export function firstUneven(days: readonly string[]): number | null {
  const places = inMonths(days) ?? days.map(dayNumber)
  const steps = places.slice(1).map((place, i) => place - places[i]!)
  const usual = mostFrequent(steps)
  const first = steps.findIndex((step) => step !== usual || step <= 0)
  return first < 0 ? null : first + 1
}

/** Days from an origin; the calendar repeats itself after 400 years, and `Date.UTC` takes a year below 100 for one of the 1900s. */
function dayNumber(day: string): number {
  return (
    Date.UTC(Number(day.slice(0, 4)) + 400, Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / 86_400_000
  )
}

/** The step of evenly spaced days; null for a day alone. */
export function stepOf(days: readonly string[]): Readonly<{ unit: 'month' | 'day'; length: number }> | null {
  if (days.length < 2) return null
  const months = inMonths(days)
  if (months !== null) return { unit: 'month', length: months[1]! - months[0]! }
  return { unit: 'day', length: (Date.parse(days[1]!) - Date.parse(days[0]!)) / 86_400_000 }
}

/** Months since year 0, if the days stand at one place of their months. */
function inMonths(days: readonly string[]): readonly number[] | null {
  const isSameDay = days.every((day) => day.slice(8) === days[0]!.slice(8))
  if (!isSameDay && !days.every(isLastOfMonth)) return null
  return days.map((day) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)))
}

function isLastOfMonth(day: string): boolean {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return date === new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The most frequent number, the first of several. */
function mostFrequent(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}
