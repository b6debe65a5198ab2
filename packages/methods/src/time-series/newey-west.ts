import type { Matrix } from '../linear-algebra/matrix.ts'

/** Lags for n points: ⌊4(n/100)^(2/9)⌋. */
export function neweyWestLags(n: number): number {
  return Math.floor(4 * (n / 100) ** (2 / 9))
}

/**
 * Covariance of least-squares coefficients that holds where errors are correlated over a few points and their spread
 * varies.
 *
 *   V = (XᵀX)⁻¹ (Γ₀ + Σ_l (1 − l/(L+1))(Γ_l + Γ_lᵀ)) (XᵀX)⁻¹,   Γ_l = Σ_t e_t e_{t−l} x_t x_{t−l}ᵀ
 *
 * Without a factor for small samples and without prewhitening.
 *
 * @param lags  L, a whole number in [0, n − 1]
 *
 * Source: Newey WK, West KD. Econometrica 1987;55:703–8. doi:10.2307/1913610; lags: Rev Econ Stud 1994;61:631–53.
 * Checked: interrupted-series.oracle.json (R sandwich).
 */
export function neweyWest(
  design: Matrix,
  residuals: readonly number[],
  inverseGram: Matrix,
  lags: number,
): Matrix {
  const p = inverseGram.length
  const scores = Float64Array.from(design.flatMap((row, t) => row.map((x) => x * residuals[t]!)))
  const half = new Float64Array(p * p)
  const past = new Float64Array(p)
  for (let now = 0; now < scores.length; now += p) {
    for (let a = 0; a < p; a++) past[a] = scores[now + a]! / 2
    for (let lag = 1; lag <= lags && lag * p <= now; lag++) {
      const weight = 1 - lag / (lags + 1)
      for (let a = 0; a < p; a++) past[a]! += weight * scores[now - lag * p + a]!
    }
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) half[a * p + b]! += scores[now + a]! * past[b]!
    }
  }
  const meat = inverseGram.map((row, a) => row.map((_, b) => half[a * p + b]! + half[b * p + a]!))
  return times(times(inverseGram, meat), inverseGram)
}

function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)))
}
