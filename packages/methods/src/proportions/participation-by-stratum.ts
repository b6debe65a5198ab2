import { minimumCount, suppressTable } from '../disclosure/suppress-table.ts'
import { InvalidInput } from '../errors.ts'
import { wilsonInterval, z95 } from './wilson-interval.ts'
import type { ProportionInterval } from './wilson-interval.ts'

/** How many of those invited took part. */
export type StratumParticipation = {
  readonly stratum: string
  /** People invited, ≥ 0. */
  readonly invited: number
  /** Of these, people who took part. */
  readonly took: number
  /** Not released by its steward: never a line of its own. */
  readonly held?: boolean
}

/** A participation rate as it may leave. */
export type ParticipationRate =
  | { readonly kind: 'shown'; readonly took: number; readonly rate: ProportionInterval }
  | { readonly kind: 'hidden' }

/** One line that may leave: one stratum, or several that are only shown together. Null: people of no stated stratum. */
export type ParticipationLine = {
  readonly strata: readonly (string | null)[]
  readonly invited: number
  readonly participation: ParticipationRate
}

export type DisclosedParticipation = {
  readonly lines: readonly ParticipationLine[]
  readonly everybody: { readonly invited: number; readonly participation: ParticipationRate }
}

type Line = { readonly strata: readonly (string | null)[]; readonly invited: number; readonly took: number }

/**
 * Participation rate of each stratum and of everybody, with Wilson intervals, small counts hidden.
 *
 * The size of each line is taken as known to readers. So strata of fewer than the minimum, and those that are held
 * back, are one line together; where a held one is among them, at least the minimum of others is too. Strata of which
 * nobody was invited have no line. A rate is hidden where fewer than the minimum took part, or fewer than the minimum
 * did not, and where it would give away another line's.
 *
 * @param strata   each stratum once; 0 ≤ took ≤ invited
 * @param options  everybody: counts over all who were invited, at least the sum of the strata (the sum by default), the
 *   difference being people of no stated stratum; minimum: 5 by default; z: two-sided standard-normal quantile, 1.96
 *   for 95 %
 * @returns        lines in the order given, what is shown together last; everybody's rate is shown by its own numbers alone
 * @throws {InvalidInput} if a count is not a whole number in range, a stratum repeats, or there is none
 *
 * Source: `wilsonInterval`, `suppressTable`.
 * Assumes: each person decides alone. The interval is for the rate people like these would have; where a whole
 * roster was invited, the share itself is exact.
 */
export function participationByStratum(
  strata: readonly StratumParticipation[],
  options: {
    readonly everybody?: { readonly invited: number; readonly took: number }
    readonly minimum?: number
    readonly z?: number
  } = {},
): DisclosedParticipation {
  const { minimum = minimumCount, z = z95 } = options
  refuse(strata)
  const sum = { invited: total(strata, 'invited'), took: total(strata, 'took') }
  const everybody = options.everybody ?? sum
  const rest = { invited: everybody.invited - sum.invited, took: everybody.took - sum.took }
  if (!(rest.took >= 0 && rest.took <= rest.invited)) {
    throw new InvalidInput('everybody', everybody.took, 'at least the sum of the strata')
  }
  const isShown = Math.min(everybody.took, everybody.invited - everybody.took) >= minimum
  const lines = linesOf([...strata, { stratum: null, ...rest }], minimum)
  const rate = (took: number, invited: number, shown: boolean): ParticipationRate =>
    shown ? { kind: 'shown', took, rate: wilsonInterval(took, invited, z) } : { kind: 'hidden' }
  const table =
    lines.length === 0
      ? null
      : suppressTable(
          lines.map(({ invited, took }) => [took, invited - took]),
          { minimum, rowTotals: 'known', total: 'known', columnTotals: isShown ? 'known' : 'withheld' },
        )
  return {
    lines: lines.map(({ strata: together, invited, took }, row) => ({
      strata: together,
      invited,
      participation: rate(took, invited, table?.cells[row]?.every(({ kind }) => kind === 'shown') === true),
    })),
    everybody: {
      invited: everybody.invited,
      participation: rate(everybody.took, everybody.invited, isShown),
    },
  }
}

function total(strata: readonly StratumParticipation[], of: 'invited' | 'took'): number {
  return strata.reduce((sum, line) => sum + line[of], 0)
}

function refuse(strata: readonly StratumParticipation[]): void {
  if (strata.length === 0) throw new InvalidInput('strata', 'none', 'at least one')
  if (new Set(strata.map(({ stratum }) => stratum)).size !== strata.length) {
    throw new InvalidInput('strata', 'a stratum twice', 'each stratum once')
  }
  for (const { invited, took } of strata) {
    if (!Number.isInteger(invited) || !Number.isInteger(took) || took < 0 || took > invited) {
      throw new InvalidInput('took', took, `a whole number in [0, ${invited}]`)
    }
  }
}

function linesOf(
  counts: readonly (Omit<StratumParticipation, 'stratum'> & { readonly stratum: string | null })[],
  minimum: number,
): readonly Line[] {
  const people = counts.filter(({ invited }) => invited > 0)
  const together = people.filter(({ invited, held }) => held === true || invited < minimum)
  const others = people.filter((line) => !together.includes(line)).toSorted((a, b) => a.invited - b.invited)
  const open = () => together.reduce((sum, line) => sum + (line.held ? 0 : line.invited), 0)
  const needs = () =>
    together.length > 0 &&
    (together.some(({ held }) => held)
      ? open() < minimum
      : together.reduce((n, line) => n + line.invited, 0) < minimum)
  while (needs() && others.length > 0) together.push(others.shift()!)
  const kept: Line[] = people
    .filter((line) => !together.includes(line))
    .map(({ stratum, invited, took }) => ({ strata: [stratum], invited, took }))
  if (together.length === 0 || needs()) return kept
  return [
    ...kept,
    {
      strata: people.filter((line) => together.includes(line)).map(({ stratum }) => stratum),
      invited: together.reduce((sum, line) => sum + line.invited, 0),
      took: together.reduce((sum, line) => sum + line.took, 0),
    },
  ]
}
