/** What participants say of the promise: was the level of participation kept? */
export const levelVerdicts = ['kept', 'partly', 'not'] as const
export type LevelVerdict = (typeof levelVerdicts)[number]

/** The ratings as they may be shown. Counts are people. */
export type LevelKept =
  | Readonly<{ kind: 'hidden' }>
  | Readonly<{ kind: 'count'; people: number }>
  | Readonly<{ kind: 'shown'; people: number; kept: number; partly: number; not: number }>

const fewest = 5

/**
 * The ratings under disclosure control: under 5 people nothing; a count from 0 to 4 hides the others too,
 * because with the total it could be subtracted; then only how many people rated is shown.
 */
export function levelKept(counts: Readonly<Record<LevelVerdict, number>>): LevelKept {
  const people = counts.kept + counts.partly + counts.not
  if (people < fewest) return { kind: 'hidden' }
  if (levelVerdicts.some((verdict) => counts[verdict] < fewest)) return { kind: 'count', people }
  return { kind: 'shown', people, ...counts }
}
