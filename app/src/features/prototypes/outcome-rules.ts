import type { Outcome } from './object.ts'

/** What was said about a version, as far as its outcome goes. */
export type Said = Readonly<{
  id: string
  kind: 'comment' | 'proposal'
  outcome: Outcome | null
  mergedInto: string | null
}>

/** Whether an outcome has to say why: everything but taking a proposal as it is. */
export const needsReason = (outcome: Outcome): boolean => outcome !== 'taken'

/** Why a version can't be shown to those who were asked about the one before. */
export type ShowingProblem =
  | Readonly<{ kind: 'round-open' }>
  | Readonly<{ kind: 'undecided'; count: number }>
  | Readonly<{ kind: 'unmarked'; count: number }>
  | Readonly<{ kind: 'no-changes' }>

/**
 * Everything that is missing before a later version is shown: the rounds about the one before are closed, every
 * proposal has an outcome, and each change that was taken is marked with whose it is.
 *
 * @param changes the ids of what the marked changes came from, null for changes of the dyad's own
 */
export function showingProblems(
  said: readonly Said[],
  changes: readonly (string | null)[],
  facts: { openRounds: number },
): readonly ShowingProblem[] {
  const problems: ShowingProblem[] = []
  const own = said.filter(({ mergedInto }) => mergedInto === null)
  const undecided = own.filter(({ kind, outcome }) => kind === 'proposal' && outcome === null)
  const marked = new Set(changes)
  const unmarked = own.filter(
    ({ id, outcome }) => (outcome === 'taken' || outcome === 'taken-in-part') && !marked.has(id),
  )
  if (facts.openRounds > 0) problems.push({ kind: 'round-open' })
  if (undecided.length > 0) problems.push({ kind: 'undecided', count: undecided.length })
  if (unmarked.length > 0) problems.push({ kind: 'unmarked', count: unmarked.length })
  if (changes.length === 0) problems.push({ kind: 'no-changes' })
  return problems
}

/** How the one who proposed a change is named on the page of the version that has it. */
export type CreditLine = Readonly<{ kind: 'name'; name: string }> | Readonly<{ kind: 'asked' }>

/**
 * By name at level A; at level B where the person asked for it; never at level C.
 *
 * @param name null where the author is not known
 */
export function creditFor(said: {
  level: 'A' | 'B' | 'C'
  name: string | null
  wantsCredit: boolean
}): CreditLine {
  const named = said.level === 'A' || (said.level === 'B' && said.wantsCredit)
  return named && said.name !== null ? { kind: 'name', name: said.name } : { kind: 'asked' }
}
