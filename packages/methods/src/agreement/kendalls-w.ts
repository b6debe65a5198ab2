import { chiSquareTails } from '../distributions/chi-square.ts'
import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { averageRanks } from './ranks.ts'

/** How far raters put the same things in the same order. */
export type Concordance =
  | Readonly<{ kind: 'estimate'; raters: number; items: number; w: number; chiSquare: number; p: number }>
  | Readonly<{ kind: 'not-estimable'; reason: 'fewer-than-two-raters' | 'fewer-than-two-items' | 'all-tied' }>

/**
 * Kendall's coefficient of concordance, corrected for ties.
 *
 *   W = 12 S / ( m²(n³ − n) − m ΣT ),   S = Σ (Rᵢ − R̄)²,   T = Σ (t³ − t) of each rater
 *
 * @param ratings  a row a rater, a column an item; m raters, n items, finite numbers in any unit
 * @returns        W in [0, 1] (1: the same order; 0: none), and the p of no concordance by χ² = m(n−1)W with n−1
 *                 degrees of freedom, good from about n = 8; `not-estimable` for one rater, one item, or where every
 *                 rater ties everything
 * @throws {InvalidInput} if rows differ in length or a number is not finite
 *
 * Source: Kendall MG, Babington Smith B. Ann Math Stat 1939;10:275–87. doi:10.1214/aoms/1177732186
 * Checked: agreement.oracle.json (R, tie-corrected); 1 for equal rows, 0 for two reversed ones.
 * Not for: how near ratings are to each other: raters who differ by a constant concord fully.
 */
export function kendallsW(ratings: Matrix): Concordance {
  const m = ratings.length
  const n = ratings[0]?.length ?? 0
  requireTable(ratings)
  if (m < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-raters' }
  if (n < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-items' }
  const sums = Array<number>(n).fill(0)
  let ties = 0
  for (const row of ratings) {
    const { ranks, tieSum } = averageRanks(row)
    ties += tieSum
    for (const [item, rank] of ranks.entries()) sums[item]! += rank
  }
  const mean = (m * (n + 1)) / 2
  const spread = sums.reduce((sum, r) => sum + (r - mean) ** 2, 0)
  const most = m * m * (n ** 3 - n) - m * ties
  if (most === 0) return { kind: 'not-estimable', reason: 'all-tied' }
  const w = Math.min(1, (12 * spread) / most)
  const chiSquare = m * (n - 1) * w
  return { kind: 'estimate', raters: m, items: n, w, chiSquare, p: chiSquareTails(chiSquare, n - 1).upper }
}

/** Refuses rows of different lengths and numbers that are not finite. */
export function requireTable(table: Matrix): void {
  for (const row of table) {
    if (row.length !== table[0]!.length) {
      throw new InvalidInput('ratings', `a row of ${row.length}`, `rows of ${table[0]!.length}`)
    }
    const bad = row.find((value) => !Number.isFinite(value))
    if (bad !== undefined) throw new InvalidInput('ratings', bad, 'finite numbers')
  }
}
