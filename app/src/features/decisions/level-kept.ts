import { type Disclosed, suppressTable } from '@rounds/methods'
import { type CalendarDay, addDays, calendarDay } from '../../platform/calendar-day.ts'

/** What participants say of the promise: was the level of participation kept? */
export const levelVerdicts = ['kept', 'partly', 'not'] as const
export type LevelVerdict = (typeof levelVerdicts)[number]

/** The ratings as they may be shown. Counts are people. */
export type LevelKept = Readonly<Record<LevelVerdict | 'people', Disclosed>>

/** Days from a decision in which those asked may say whether the promise was kept. */
const daysToRate = 30

/** The last day on which a decision's promise can be rated. The ratings are shown after it: numbers that move tell who moved them. */
export const lastDayToRate = (decidedAt: Date, timeZone: string): CalendarDay =>
  addDays(calendarDay(decidedAt, timeZone), daysToRate)

/** No rating, as long as people rate. */
export const notYet: LevelKept = {
  kept: { kind: 'hidden' },
  partly: { kind: 'hidden' },
  not: { kind: 'hidden' },
  people: { kind: 'hidden' },
}

/** The ratings under disclosure control: no count under 5, zero included, directly or by subtraction. */
export function levelKept(counts: Readonly<Record<LevelVerdict, number>>): LevelKept {
  const table = suppressTable([levelVerdicts.map((verdict) => counts[verdict])], {
    columnTotals: 'withheld',
    total: 'withheld',
  })
  const [kept = notYet.kept, partly = notYet.partly, not = notYet.not] = table.cells[0] ?? []
  return { kept, partly, not, people: table.rowTotals[0] ?? notYet.people }
}
