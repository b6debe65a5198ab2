import { fQuantile } from '../distributions/f.ts'
import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { oneFactor, type OneFactor } from './one-factor.ts'

/** Fewer people than this, and the numbers are told without a reading of them. */
export const readableFrom = 20

export type Omega =
  | Readonly<{ kind: 'estimate'; value: number; estimator: 'one-factor-maximum-likelihood' }>
  | Readonly<{
      kind: 'not-estimable'
      reason: Extract<OneFactor, { kind: 'not-estimable' }>['reason'] | 'item-without-variation'
    }>

export type ScaleReliability =
  | Readonly<{
      kind: 'estimate'
      n: number
      alpha: number
      /** Of the correlations; null where an item does not vary. */
      alphaStandardized: number | null
      feldt: Readonly<{ level: number; lower: number; upper: number }>
      omega: Omega
      items: readonly Readonly<{ itemTotal: number | null; alphaIfDropped: number | null }>[]
      /** Whether there are enough people to read anything into the numbers. */
      reading: 'allowed' | 'refused-fewer-than-twenty'
    }>
  | Readonly<{
      kind: 'not-estimable'
      reason: 'fewer-than-two-people' | 'fewer-than-two-items' | 'no-variation'
    }>

/**
 * Internal consistency of a scale: alpha with Feldt's interval, omega, and what each item adds.
 *
 *   α = k/(k−1) · (1 − Σ s²ᵢ / s²_total)          standardised: k r̄ / (1 + (k−1) r̄)
 *   Feldt: 1 − (1−α) F, F the quantiles of F(n−1, (n−1)(k−1))
 *   ω = (Σλ)² / ((Σλ)² + Σθ), λ and θ of one factor by maximum likelihood, in the units of the items
 *   item–total: correlation of the item with the sum of the others
 *
 * @param answers  a row a person, a column an item, none missing, reversed items already turned; any one unit
 * @param level    confidence of the interval, 0 < level < 1
 * @returns        all at most 1; alpha may be negative. Below 20 people `reading` is refused: the numbers stand, with
 *                 their interval, and nothing should be said of them
 * @throws {InvalidInput} if rows differ in length, a number is not finite, or the level is out of range
 *
 * Alpha is no evidence that items measure one thing. Omega depends on its estimator; another one is another number.
 * Source: Feldt LS. Psychometrika 1965;30:357–70. doi:10.1007/BF02289499. McDonald RP. Test theory, 1999.
 * Checked: reliability.oracle.json (pingouin, statsmodels); published bfi values for the interval; by hand.
 */
export function scaleReliability(answers: Matrix, level = 0.95): ScaleReliability {
  const n = answers.length
  const k = answers[0]?.length ?? 0
  if (!(level > 0 && level < 1)) throw new InvalidInput('level', level, 'a number in (0, 1)')
  for (const row of answers) {
    if (row.length !== k || !row.every(Number.isFinite)) {
      throw new InvalidInput('answers', row, `rows of ${k} finite numbers`)
    }
  }
  if (n < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-people' }
  if (k < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-items' }
  const covariance = covarianceOf(answers)
  if (!varies(covariance)) return { kind: 'not-estimable', reason: 'no-variation' }
  const alpha = alphaOf(covariance)
  const deviations = covariance.map((row, i) => Math.sqrt(row[i]!))
  const varying = deviations.every((deviation) => deviation > 0)
  const correlations = covariance.map((row, i) =>
    row.map((c, j) => (i === j ? 1 : c / (deviations[i]! * deviations[j]!))),
  )
  return {
    kind: 'estimate',
    n,
    alpha,
    alphaStandardized: varying ? alphaOf(correlations) : null,
    feldt: { level, ...feldtInterval(alpha, n, k, level) },
    omega: varying
      ? omegaOf(correlations, deviations)
      : { kind: 'not-estimable', reason: 'item-without-variation' },
    items: covariance.map((_, item) => itemOf(covariance, item)),
    reading: n < readableFrom ? 'refused-fewer-than-twenty' : 'allowed',
  }
}

function feldtInterval(alpha: number, n: number, k: number, level: number) {
  const tail = (1 - level) / 2
  const [df1, df2] = [n - 1, (n - 1) * (k - 1)]
  return {
    lower: 1 - (1 - alpha) * fQuantile(tail, df1, df2, 'upper'),
    upper: 1 - (1 - alpha) * fQuantile(tail, df1, df2, 'lower'),
  }
}

function omegaOf(correlations: Matrix, deviations: readonly number[]): Omega {
  const fit = oneFactor(correlations)
  if (fit.kind === 'not-estimable') return fit
  const common = fit.loadings.reduce((sum, loading, i) => sum + loading * deviations[i]!, 0) ** 2
  const unique = fit.unique.reduce((sum, variance, i) => sum + variance * deviations[i]! ** 2, 0)
  return { kind: 'estimate', value: common / (common + unique), estimator: 'one-factor-maximum-likelihood' }
}

function itemOf(covariance: Matrix, item: number) {
  const others = covariance.flatMap((row, i) => (i === item ? [] : [row.filter((_, j) => j !== item)]))
  const own = covariance[item]![item]!
  const withOthers = covariance[item]!.reduce((sum, c) => sum + c, 0) - own
  const total = totalOf(others)
  return {
    itemTotal: own > 0 && varies(others) ? withOthers / Math.sqrt(own * total) : null,
    alphaIfDropped: others.length >= 2 && varies(others) ? alphaOf(others) : null,
  }
}

/** Whether the sum of the items varies by more than rounding. */
function varies(covariance: Matrix): boolean {
  return totalOf(covariance) > 1e-12 * covariance.reduce((sum, row, i) => sum + row[i]!, 0)
}

function alphaOf(covariance: Matrix): number {
  const k = covariance.length
  const own = covariance.reduce((sum, row, i) => sum + row[i]!, 0)
  return (k / (k - 1)) * (1 - own / totalOf(covariance))
}

function totalOf(covariance: Matrix): number {
  return covariance.reduce((sum, row) => row.reduce((s, c) => s + c, sum), 0)
}

function covarianceOf(answers: Matrix): Matrix {
  const n = answers.length
  // From the first row, so that equal answers differ by exactly 0 whatever they are.
  const shifted = answers.map((row) => row.map((value, j) => value - answers[0]![j]!))
  const means = answers[0]!.map((_, j) => shifted.reduce((sum, row) => sum + row[j]!, 0) / n)
  const centred = shifted.map((row) => row.map((value, j) => value - means[j]!))
  return means.map((_, i) =>
    means.map((__, j) => centred.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / (n - 1)),
  )
}
