import { leastSquares } from '../linear-algebra/least-squares.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { fitAtRho, innovations, lagSums, likeliestRho, praisWinstenRho } from './autoregressive-errors.ts'
import { neweyWest } from './newey-west.ts'
import { residualDiagnostics } from './residual-diagnostics.ts'
import type { ResidualDiagnostics } from './residual-diagnostics.ts'

/** How errors that follow their neighbours are allowed for. */
export const interruptedModels = ['ols', 'prais-winsten', 'ar1', 'ar1-reml'] as const
export type InterruptedModel = (typeof interruptedModels)[number]

export type InterruptionFit = {
  readonly coefficients: readonly number[]
  readonly covariance: Matrix
  readonly degreesOfFreedom: number
  /** Standard deviation of the errors that neighbours do not explain. */
  readonly deviation: number
  readonly rho: number | null
  readonly lags: number | null
  readonly logLikelihood: number | null
  readonly diagnostics: ResidualDiagnostics
}

/** Why a model cannot be fitted. */
export type NoFit = 'terms-not-told-apart' | 'no-variation' | 'errors-without-mean'

/**
 * Coefficients of a design with the covariance that a model of the errors gives them.
 *
 * @param design  more rows than columns, an intercept first
 * @param lags    Newey-West lags, for `ols`
 */
export function fitInterruption(
  design: Matrix,
  values: readonly number[],
  model: InterruptedModel,
  lags: number,
): InterruptionFit | NoFit {
  // Without their size, values far from 0 keep the digits in which they differ.
  const offset = values[0]!
  const plain = leastSquares(
    design,
    values.map((value) => value - offset),
  )
  if (plain.kind === 'not-estimable') return 'terms-not-told-apart'
  if (plain.residualSum <= roundingOf(values, offset)) return 'no-variation'
  const degreesOfFreedom = values.length - design[0]!.length
  if (model === 'ols') {
    return {
      coefficients: withIntercept(plain.coefficients, offset),
      covariance: neweyWest(design, plain.residuals, plain.inverseGram, lags),
      degreesOfFreedom,
      deviation: Math.sqrt(plain.residualSum / degreesOfFreedom),
      rho: null,
      lags,
      logLikelihood: null,
      diagnostics: residualDiagnostics(plain.residuals, 0),
    }
  }
  const sums = lagSums(design, plain.residuals)
  const likeliest = model === 'prais-winsten' ? null : likeliestRho(sums, model === 'ar1-reml')
  const rho = model === 'prais-winsten' ? praisWinstenRho(sums) : (likeliest?.rho ?? null)
  if (rho === null) return 'errors-without-mean'
  const fit = fitAtRho(sums, rho)
  if (fit === null) return 'terms-not-told-apart'
  const variance = fit.residualSum / degreesOfFreedom
  const errors = plain.residuals.map((e, t) => design[t]!.reduce((rest, x, j) => rest - x * fit.shift[j]!, e))
  return {
    coefficients: withIntercept(
      plain.coefficients.map((value, j) => value + fit.shift[j]!),
      offset,
    ),
    covariance: fit.inverseGram.map((row) => row.map((entry) => entry * variance)),
    degreesOfFreedom,
    deviation: Math.sqrt(variance),
    rho,
    lags: null,
    logLikelihood: model === 'ar1' ? likeliest!.logLikelihood : null,
    diagnostics: residualDiagnostics(innovations(errors, rho), 1),
  }
}

/** Squares that rounding leaves of values that the terms explain wholly. */
function roundingOf(values: readonly number[], offset: number): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const spread = values.reduce((sum, value) => sum + (value - offset) ** 2, 0)
  return Math.max(1e-26 * spread, values.length * (2 ** -52 * largest) ** 2)
}

function withIntercept(coefficients: readonly number[], offset: number): readonly number[] {
  return coefficients.map((value, j) => (j === 0 ? value + offset : value))
}
