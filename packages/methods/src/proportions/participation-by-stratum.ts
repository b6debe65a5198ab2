import { minimumCount, suppressTable } from '../disclosure/suppress-table.ts'
import { InvalidInput } from '../errors.ts'
import { wilsonInterval, z95 } from './wilson-interval.ts'
import type { ProportionInterval } from './wilson-interval.ts'

/** How many of those invited took part. */
export type StratumParticipation = {
  readonly stratum: string
  /** People on the roster, ≥ 0. */
  readonly invited: number
  /** Of these, people who took part. */
  readonly took: number
}

/** A participation rate as it may leave. */
export type ParticipationRate =
  | { readonly kind: 'shown'; readonly took: number; readonly rate: ProportionInterval }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'not-estimable'; readonly reason: 'nobody-invited' }

export type DisclosedParticipation = {
  readonly strata: readonly {
    readonly stratum: string
    readonly invited: number
    readonly participation: ParticipationRate
  }[]
  readonly everybody: { readonly invited: number; readonly participation: ParticipationRate }
}

/**
 * Participation rate of each stratum and of everybody, with Wilson intervals, small counts hidden.
 *
 * The size of each stratum is taken as known to readers (it is the roster's). A rate is hidden where fewer than
 * the minimum took part, or fewer than the minimum did not, and where it would give away another stratum's.
 *
 * @param strata   each stratum once; 0 ≤ took ≤ invited
 * @param options  minimum: 5 by default; z: two-sided standard-normal quantile, 1.96 for 95 %
 * @returns        in the order given
 * @throws {InvalidInput} if a count is not a whole number in range, a stratum repeats, or there is none
 *
 * Source: `wilsonInterval`, `suppressTable`.
 * Assumes: each person decides alone. The interval is for the rate people like these would have; where a whole
 * roster was invited, the share itself is exact.
 */
export function participationByStratum(
  strata: readonly StratumParticipation[],
  options: { readonly minimum?: number; readonly z?: number } = {},
): DisclosedParticipation {
  const { minimum = minimumCount, z = z95 } = options
  if (new Set(strata.map(({ stratum }) => stratum)).size !== strata.length) {
    throw new InvalidInput('strata', 'a stratum twice', 'each stratum once')
  }
  for (const { invited, took } of strata) {
    if (!Number.isInteger(took) || took < 0 || took > invited) {
      throw new InvalidInput('took', took, `a whole number in [0, ${invited}]`)
    }
  }
  const table = suppressTable(
    strata.map(({ invited, took }) => [took, invited - took]),
    { minimum, rowTotals: 'known', total: 'known' },
  )
  const all = strata.reduce((sum, line) => sum + line.invited, 0)
  const tookAll = strata.reduce((sum, line) => sum + line.took, 0)
  const rate = (took: number, invited: number, isShown: boolean): ParticipationRate => {
    if (invited === 0) return { kind: 'not-estimable', reason: 'nobody-invited' }
    return isShown ? { kind: 'shown', took, rate: wilsonInterval(took, invited, z) } : { kind: 'hidden' }
  }
  return {
    strata: strata.map(({ stratum, invited, took }, row) => ({
      stratum,
      invited,
      participation: rate(
        took,
        invited,
        table.cells[row]!.every(({ kind }) => kind === 'shown'),
      ),
    })),
    everybody: {
      invited: all,
      participation: rate(
        tookAll,
        all,
        table.columnTotals.every(({ kind }) => kind === 'shown'),
      ),
    },
  }
}
