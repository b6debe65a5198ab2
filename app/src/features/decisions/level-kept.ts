import { type Disclosed, suppressTable } from '@rounds/methods'

/** What participants say of the promise: was the level of participation kept? */
export const levelVerdicts = ['kept', 'partly', 'not'] as const
export type LevelVerdict = (typeof levelVerdicts)[number]

/** The ratings as they may be shown. Counts are people. */
export type LevelKept = Readonly<Record<LevelVerdict | 'people', Disclosed>>

/** The ratings under disclosure control: no count under 5, zero included, directly or by subtraction. */
export function levelKept(counts: Readonly<Record<LevelVerdict, number>>): LevelKept {
  const table = suppressTable([levelVerdicts.map((verdict) => counts[verdict])], {
    columnTotals: 'withheld',
    total: 'withheld',
  })
  const hidden: Disclosed = { kind: 'hidden' }
  const [kept = hidden, partly = hidden, not = hidden] = table.cells[0] ?? []
  return { kept, partly, not, people: table.rowTotals[0] ?? hidden }
}
