import type { Matrix } from '../linear-algebra/matrix.ts'

/** Loadings and unique variances of one factor, on the scale of the correlations. */
export type OneFactor =
  | Readonly<{ kind: 'estimate'; loadings: readonly number[]; unique: readonly number[] }>
  | Readonly<{
      kind: 'not-estimable'
      reason: 'fewer-than-three-items' | 'no-proper-solution'
    }>

/**
 * Maximum-likelihood fit of one factor to a correlation matrix, by the EM algorithm, accelerated.
 *
 * @param correlations  k × k, symmetric, ones on the diagonal
 * @returns             loadings with a positive sum, to 1e-10; `no-proper-solution` where an item's unique variance
 *                      falls to 0 (a Heywood case) or 1,000 cycles do not settle
 *
 * Source: Rubin DB, Thayer DT. Psychometrika 1982;47:69–76. doi:10.1007/BF02293851
 * Checked: reliability.oracle.json (statsmodels); correlations made from known loadings give them back.
 */
export function oneFactor(correlations: Matrix): OneFactor {
  if (correlations.length < 3) return { kind: 'not-estimable', reason: 'fewer-than-three-items' }
  let loadings = start(correlations)
  for (let cycle = 0; cycle < 1000; cycle++) {
    const once = emStep(correlations, loadings)
    const twice = emStep(correlations, once)
    if (!isProper(twice)) return { kind: 'not-estimable', reason: 'no-proper-solution' }
    if (Math.max(...twice.map((value, i) => Math.abs(value - once[i]!))) < 1e-13) {
      const sign = twice.reduce((sum, loading) => sum + loading, 0) < 0 ? -1 : 1
      return {
        kind: 'estimate',
        loadings: twice.map((loading) => sign * loading),
        unique: twice.map((loading) => 1 - loading * loading),
      }
    }
    const leapt = leap(loadings, once, twice)
    loadings = isProper(leapt) ? leapt : twice
  }
  return { kind: 'not-estimable', reason: 'no-proper-solution' }
}

/** One step, the unique variances being what the loadings leave: at its fixed point both likelihood equations hold. */
function emStep(correlations: Matrix, loadings: readonly number[]): readonly number[] {
  const unique = loadings.map((loading) => 1 - loading * loading)
  const information = loadings.reduce((sum, loading, i) => sum + (loading * loading) / unique[i]!, 0)
  const weights = loadings.map((loading, i) => loading / unique[i]! / (1 + information))
  const products = correlations.map((row) => row.reduce((sum, r, j) => sum + r * weights[j]!, 0))
  const shared = weights.reduce((sum, w, i) => sum + w * (products[i]! - loadings[i]!), 1)
  return products.map((product) => product / shared)
}

/** Squared extrapolation of two steps (Varadhan R, Roland C. Scand J Stat 2008;35:335–53). */
function leap(from: readonly number[], once: readonly number[], twice: readonly number[]): readonly number[] {
  const first = once.map((value, i) => value - from[i]!)
  const bend = twice.map((value, i) => value - once[i]! - first[i]!)
  const size = Math.max(1, Math.hypot(...first) / Math.hypot(...bend))
  return from.map((value, i) => value + 2 * size * first[i]! + size * size * bend[i]!)
}

function isProper(loadings: readonly number[]): boolean {
  return loadings.every((loading) => 1 - loading * loading > 1e-4)
}

/** The first principal direction, by thirty steps of the power method, shortened until every loading is proper. */
function start(correlations: Matrix): readonly number[] {
  let direction = correlations.map((row) => row.reduce((sum, r) => sum + r, 0) || 1)
  for (let step = 0; step < 30; step++) {
    const next = correlations.map((row) => row.reduce((sum, r, j) => sum + r * direction[j]!, 0))
    const length = Math.hypot(...next)
    direction = next.map((value) => value / length)
  }
  const longest = Math.max(...direction.map(Math.abs))
  return direction.map((value) => (0.7 * value) / longest)
}
