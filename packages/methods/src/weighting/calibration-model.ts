import { leastSquares } from '../linear-algebra/least-squares.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import type { Auxiliary, Margin } from './population-totals.ts'

/** What is known of everybody, as numbers: a column per category or auxiliary, none that follows from the others. */
export type CalibrationModel = {
  /** A row per person. */
  readonly rows: Matrix
  /** The population's total per column. */
  readonly totals: readonly number[]
  /** (Σ d x xᵀ)⁻¹, d the base weights. */
  readonly inverse: Matrix
}

type Column = { readonly values: readonly number[]; readonly total: number }

/**
 * The columns x of which the population's totals are known, without those that the ones before determine.
 *
 * @param base         design weights d, > 0
 * @param auxiliaries  numbers; without a margin a column of ones is not assumed
 */
export function calibrationModel(
  base: readonly number[],
  margins: readonly Margin[],
  auxiliaries: readonly Auxiliary[],
): CalibrationModel {
  let columns: readonly Column[] = [
    ...margins.flatMap(({ categories, population }) =>
      [...population].map(([category, total]) => ({
        values: categories.map((own) => (own === category ? 1 : 0)),
        total,
      })),
    ),
    ...auxiliaries,
  ]
  const nothing = base.map(() => 0)
  while (columns.length > 0) {
    const tried = columns.slice(0, base.length)
    const rows = base.map((_, person) => tried.map(({ values }) => values[person]!))
    const weighted = rows.map((row, person) => row.map((x) => x * Math.sqrt(base[person]!)))
    const fit = leastSquares(weighted, nothing)
    if (fit.kind === 'estimate') {
      return { rows, totals: tried.map(({ total }) => total), inverse: fit.inverseGram }
    }
    columns = columns.filter((_, place) => place !== fit.column)
  }
  return { rows: base.map(() => []), totals: [], inverse: [] }
}

/**
 * Residuals of the base-weighted regression on the model: what of `values` the population's totals leave open.
 *
 *   e = u − xᵀ (Σ d x xᵀ)⁻¹ Σ d x u,   0 where it is below 1e-12 of the largest |u|, which is rounding
 */
export function modelResiduals(
  { rows, inverse }: CalibrationModel,
  base: readonly number[],
  values: readonly number[],
): readonly number[] {
  const right = inverse.map((_, place) =>
    rows.reduce((sum, row, person) => sum + base[person]! * row[place]! * values[person]!, 0),
  )
  const coefficients = inverse.map((row) => dot(row, right))
  const rounding = 1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return rows.map((row, person) => {
    const residual = values[person]! - dot(row, coefficients)
    return Math.abs(residual) <= rounding ? 0 : residual
  })
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * other[place]!, 0)
}
