import { cholesky, invertCholesky, solveCholesky } from '../linear-algebra/cholesky.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import type { Choice } from './choices.ts'

export type ChoiceFit =
  | Readonly<{ kind: 'estimate'; parameters: readonly number[]; covariance: Matrix; logLikelihood: number }>
  | Readonly<{ kind: 'not-estimable'; reason: 'did-not-converge' }>

/**
 * The parameters that maximise Σ weight · ln P(chosen) − ½ Σ precision · parameter², by Newton's method.
 *
 * P of an alternative is its exponentiated utility over the sum of them, times e^2θ − 1 where the choice has a width θ.
 * The function is concave; a step is halved until it ascends.
 *
 * @param choices     with utilities in `precisions.length` parameters
 * @param precisions  of each parameter's normal prior with mean 0 (≥ 0); Infinity fixes it at 0
 * @returns           the maximum to 1e-10, the inverse of the information there (0 for fixed parameters), and the
 *                    log-likelihood without the prior; `did-not-converge` where there is no maximum
 */
export function fitChoices(choices: readonly Choice[], precisions: readonly number[]): ChoiceFit {
  const free = precisions.flatMap((precision, i) => (precision === Infinity ? [] : [i]))
  const widths = new Set(choices.map(({ width }) => width))
  let at = precisions.map((_, parameter) => (widths.has(parameter) ? 1 : 0))
  let here = evaluate(choices, precisions, at)
  for (let step = 0; step < 60; step++) {
    const information = free.map((i) => free.map((j) => here.information[i]![j]!))
    const factor = cholesky(information, 1e-13)
    if (factor === null) return { kind: 'not-estimable', reason: 'did-not-converge' }
    const gradient = free.map((i) => here.gradient[i]!)
    const direction = solveCholesky(factor, gradient)
    const gain = direction.reduce((sum, d, i) => sum + d * gradient[i]!, 0)
    if (gain < 1e-20 * Math.max(1, Math.abs(here.value))) {
      const inverse = invertCholesky(factor)
      const place = new Map(free.map((parameter, i) => [parameter, i]))
      const covariance = precisions.map((_, i) =>
        precisions.map((__, j) => inverse[place.get(i) ?? -1]?.[place.get(j) ?? -1] ?? 0),
      )
      return { kind: 'estimate', parameters: at, covariance, logLikelihood: here.logLikelihood }
    }
    let length = 1
    let next = here
    let moved = at
    for (; length > 1e-6; length /= 2) {
      moved = at.slice()
      for (const [i, parameter] of free.entries()) moved[parameter]! += length * direction[i]!
      next = evaluate(choices, precisions, moved)
      if (next.value >= here.value - 1e-12 * Math.abs(here.value)) break
    }
    at = moved
    here = next
  }
  return { kind: 'not-estimable', reason: 'did-not-converge' }
}

type Evaluated = Readonly<{
  /** With the prior. */
  value: number
  logLikelihood: number
  gradient: readonly number[]
  information: Matrix
}>

function evaluate(
  choices: readonly Choice[],
  precisions: readonly number[],
  at: readonly number[],
): Evaluated {
  const gradient = precisions.map(() => 0)
  const information = precisions.map(() => precisions.map(() => 0))
  let logLikelihood = 0
  for (const choice of choices) {
    const { alternatives, weight, width } = choice
    const { shares, logProbability } = addScore(choice, at, gradient)
    logLikelihood += weight * logProbability
    if (width !== undefined) information[width]![width]! += weight / Math.sinh(at[width]!) ** 2
    const mean = new Map<number, number>()
    for (const [i, terms] of alternatives.entries()) {
      const share = shares[i]!
      for (const [p, c] of terms) {
        mean.set(p, (mean.get(p) ?? 0) + share * c)
        for (const [q, d] of terms) information[p]![q]! += weight * share * c * d
      }
    }
    for (const [p, c] of mean) for (const [q, d] of mean) information[p]![q]! -= weight * c * d
  }
  let value = logLikelihood
  for (const [p, precision] of precisions.entries()) {
    if (precision === 0 || precision === Infinity) continue
    value -= 0.5 * precision * at[p]! ** 2
    gradient[p]! -= precision * at[p]!
    information[p]![p]! += precision
  }
  return { value, logLikelihood, gradient, information }
}

/** Adds the gradient of a choice's log-probability, times its weight, to `score`. */
export function addScore(
  { alternatives, chosen, weight, width }: Choice,
  at: readonly number[],
  score: number[],
): Readonly<{ shares: readonly number[]; logProbability: number }> {
  const utilities = alternatives.map((terms) => terms.reduce((sum, [p, c]) => sum + c * at[p]!, 0))
  const top = Math.max(...utilities)
  const total = utilities.reduce((sum, u) => sum + Math.exp(u - top), 0)
  const shares = utilities.map((u) => Math.exp(u - top) / total)
  for (const [i, terms] of alternatives.entries()) {
    const rest = weight * ((i === chosen ? 1 : 0) - shares[i]!)
    for (const [parameter, coefficient] of terms) score[parameter]! += rest * coefficient
  }
  let logProbability = utilities[chosen]! - top - Math.log(total)
  if (width !== undefined) {
    logProbability += Math.log(Math.expm1(2 * at[width]!))
    score[width]! -= (2 * weight) / Math.expm1(-2 * at[width]!)
  }
  return { shares, logProbability }
}
