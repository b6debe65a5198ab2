import { chiSquareTails } from '../distributions/chi-square.ts'

/** Whether residuals follow their neighbours. */
export type ResidualDiagnostics = {
  /** Σ e_t e_{t−1} / Σ e_t² */
  readonly lag1: number
  /** Σ (e_t − e_{t−1})² / Σ e_t²: 2 where neighbours are independent, towards 0 where they are alike. */
  readonly durbinWatson: number
  /** n(n+2) Σ r_l²/(n−l), χ² with `lags` degrees of freedom where neighbours are independent. */
  readonly ljungBox: { readonly lags: number; readonly statistic: number; readonly p: number }
}

/**
 * Autocorrelation of residuals.
 *
 * @param residuals  not all 0
 * @param fitted     parameters of the autocorrelation already fitted, taken off the degrees of freedom
 *
 * Source: Durbin J, Watson GS. Biometrika 1950;37:409–28; Ljung GM, Box GEP. Biometrika 1978;65:297–303.
 * doi:10.1093/biomet/65.2.297
 * Checked: interrupted-series.oracle.json (Durbin-Watson); an independent sum.
 */
export function residualDiagnostics(residuals: readonly number[], fitted: number): ResidualDiagnostics {
  const n = residuals.length
  const squares = residuals.reduce((sum, e) => sum + e * e, 0)
  const at = (lag: number) => residuals.slice(lag).reduce((sum, e, t) => sum + e * residuals[t]!, 0) / squares
  const lags = Math.min(10, Math.floor(n / 5))
  let sum = 0
  for (let lag = 1; lag <= lags; lag++) sum += at(lag) ** 2 / (n - lag)
  const statistic = n * (n + 2) * sum
  return {
    lag1: at(1),
    durbinWatson: residuals.slice(1).reduce((total, e, t) => total + (e - residuals[t]!) ** 2, 0) / squares,
    ljungBox: { lags, statistic, p: chiSquareTails(statistic, lags - fitted).upper },
  }
}
