import { fQuantile } from '../distributions/f.ts'
import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { requireTable } from './kendalls-w.ts'

/**
 * The six forms of Shrout and Fleiss: `1` raters differ from thing to thing, `2` the same raters, drawn from more,
 * `3` the same raters and no others; `k` for the mean of the k raters, without it for one of them.
 */
export type IccForm = '1' | '2' | '3' | '1k' | '2k' | '3k'

export type IntraclassCorrelation =
  | Readonly<{ kind: 'estimate'; form: IccForm; icc: number; lower: number; upper: number }>
  | Readonly<{
      kind: 'not-estimable'
      reason:
        | 'fewer-than-two-things'
        | 'fewer-than-two-raters'
        | 'no-variation'
        | 'no-variation-between'
        | 'no-error'
        | 'no-interval'
    }>

/**
 * Intraclass correlation by analysis of variance, with its interval by F.
 *
 *   1: (B − W)/(B + (k−1)W)     2: (B − E)/(B + (k−1)E + k(R − E)/n)     3: (B − E)/(B + (k−1)E)
 *   k forms: 1k (B − W)/B     2k (B − E)/(B + (R − E)/n)     3k (B − E)/B
 *   B, W, R, E: mean squares between things, within things, between raters, residual
 *
 * @param ratings  a row a thing (n ≥ 2), a column a rater (k ≥ 2), every cell filled, any unit
 * @param form     which of the six; they answer different questions, so there is no default
 * @param level    confidence, 0 < level < 1
 * @returns        the coefficient (≤ 1; negative where things differ less than by chance) and its interval;
 *                 `not-estimable` where nothing varies (`no-variation`), where things do not differ at all, or less than
 *                 the mean of k can be estimated from (`no-variation-between`), or where no error remains, so that the
 *                 coefficient is 1 and no interval exists (`no-error`); of form 2 where things differ less than by
 *                 chance and so few degrees of freedom are left that the interval would miss it (`no-interval`)
 * @throws {InvalidInput} if rows differ in length, a number is not finite, or the level is out of range
 *
 * Assumes normal errors of one variance for the interval.
 * Source: Shrout PE, Fleiss JL. Psychol Bull 1979;86:420–8. doi:10.1037/0033-2909.86.2.420
 * Checked: agreement.oracle.json (R psych 2.2, all six with intervals).
 */
export function intraclassCorrelation(ratings: Matrix, form: IccForm, level = 0.95): IntraclassCorrelation {
  requireTable(ratings)
  if (!(level > 0 && level < 1)) throw new InvalidInput('level', level, 'a number in (0, 1)')
  const n = ratings.length
  const k = ratings[0]?.length ?? 0
  if (n < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-things' }
  if (k < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-raters' }
  const origin = ratings[0]![0]!
  const squares = meanSquares(ratings.map((row) => row.map((rating) => rating - origin)))
  if (squares.total === 0) return { kind: 'not-estimable', reason: 'no-variation' }
  if (squares.between <= 1e-14 * squares.total) {
    return { kind: 'not-estimable', reason: 'no-variation-between' }
  }
  const error = form.startsWith('1') ? squares.within : squares.residual
  if (error <= 1e-14 * squares.total) return { kind: 'not-estimable', reason: 'no-error' }
  const tail = (1 - level) / 2
  const single = form.startsWith('2')
    ? twoWayRandom(squares, n, k, tail)
    : oneErrorTerm(
        squares.between / error,
        n,
        k,
        form.startsWith('1') ? n * (k - 1) : (n - 1) * (k - 1),
        tail,
      )
  const holds = single.lower <= single.icc + rounding && single.icc <= single.upper + rounding
  if (!holds) return { kind: 'not-estimable', reason: 'no-interval' }
  if (form.endsWith('k') && Math.min(single.icc, single.lower) <= -1 / (k - 1)) {
    return { kind: 'not-estimable', reason: 'no-variation-between' }
  }
  const steppedUp = (icc: number) => (form.endsWith('k') ? (k * icc) / (1 + (k - 1) * icc) : icc)
  return {
    kind: 'estimate',
    form,
    icc: steppedUp(single.icc),
    lower: steppedUp(single.lower),
    upper: steppedUp(single.upper),
  }
}

/** Difference of a limit from the coefficient that counts as none. */
const rounding = 1e-9

type Estimate = Readonly<{ icc: number; lower: number; upper: number }>

function oneErrorTerm(f: number, n: number, k: number, errorDf: number, tail: number): Estimate {
  const icc = (ratio: number) => (ratio - 1) / (ratio + k - 1)
  return {
    icc: icc(f),
    lower: icc(f / fQuantile(tail, n - 1, errorDf, 'upper')),
    upper: icc(f * fQuantile(tail, errorDf, n - 1, 'upper')),
  }
}

/** Two random ways: the interval by Satterthwaite's degrees of freedom. */
function twoWayRandom(squares: MeanSquares, n: number, k: number, tail: number): Estimate {
  const { between, raters, residual } = squares
  const icc = (between - residual) / (between + (k - 1) * residual + (k * (raters - residual)) / n)
  const fRaters = raters / residual
  const share = n * (1 + (k - 1) * icc) - k * icc
  const df =
    ((k - 1) * (n - 1) * (k * icc * fRaters + share) ** 2) /
    ((n - 1) * k ** 2 * icc ** 2 * fRaters ** 2 + share ** 2)
  const above = fQuantile(tail, n - 1, df, 'upper')
  const below = fQuantile(tail, df, n - 1, 'upper')
  const rest = k * raters + (k * n - k - n) * residual
  return {
    icc,
    lower: (n * (between - above * residual)) / (above * rest + n * between),
    upper: (n * (below * between - residual)) / (rest + n * below * between),
  }
}

type MeanSquares = Readonly<{
  between: number
  within: number
  raters: number
  residual: number
  total: number
}>

function meanSquares(ratings: Matrix): MeanSquares {
  const n = ratings.length
  const k = ratings[0]!.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const rowMeans = ratings.map(mean)
  const columnMeans = ratings[0]!.map((_, j) => mean(ratings.map((row) => row[j]!)))
  const all = mean(rowMeans)
  const squared = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - all) ** 2, 0)
  const residual = ratings.reduce(
    (sum, row, i) => sum + row.reduce((s, x, j) => s + (x - rowMeans[i]! - columnMeans[j]! + all) ** 2, 0),
    0,
  )
  const within = ratings.reduce(
    (sum, row, i) => sum + row.reduce((s, x) => s + (x - rowMeans[i]!) ** 2, 0),
    0,
  )
  return {
    between: (k * squared(rowMeans)) / (n - 1),
    within: within / (n * (k - 1)),
    raters: (n * squared(columnMeans)) / (k - 1),
    residual: residual / ((n - 1) * (k - 1)),
    total: squared(ratings.flat()),
  }
}
