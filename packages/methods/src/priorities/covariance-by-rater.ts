import type { Matrix } from '../linear-algebra/matrix.ts'
import type { Choice } from './choices.ts'
import { addScore } from './fit-choices.ts'

/**
 * Covariance of fitted parameters that allows for the answers of one rater hanging together in any way.
 *
 *   C · ( G/(G−1) Σ s sᵀ ) · C,   C the covariance as if independent, s the sum of a rater's scores, G raters
 *
 * @param choices     every one with its rater
 * @param parameters  at the maximum, and their covariance as if answers were independent
 *
 * Good from about thirty raters; with few it is too small. Source: Liang K-Y, Zeger SL. Biometrika 1986;73:13–22.
 * doi:10.1093/biomet/73.1.13
 * Checked: statsmodels, two items; the same answers given twice by each rater change nothing.
 */
export function covarianceByRater(
  choices: readonly Choice[],
  parameters: readonly number[],
  covariance: Matrix,
): Matrix {
  const scores = new Map<string | null, number[]>()
  for (const choice of choices) {
    const score = scores.get(choice.rater) ?? parameters.map(() => 0)
    scores.set(choice.rater, score)
    addScore(choice, parameters, score)
  }
  const raters = scores.size
  const moved = [...scores.values()].map((score) =>
    covariance.map((row) => row.reduce((sum, c, j) => sum + c * score[j]!, 0)),
  )
  return covariance.map((_, i) =>
    covariance.map((__, j) => (raters / (raters - 1)) * moved.reduce((sum, m) => sum + m[i]! * m[j]!, 0)),
  )
}
