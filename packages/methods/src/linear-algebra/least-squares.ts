import { InvalidInput } from '../errors.ts'
import type { Matrix } from './matrix.ts'

/** A least-squares fit, or the first column of the design that the ones before it already determine. */
export type LeastSquares =
  | Readonly<{
      kind: 'estimate'
      coefficients: readonly number[]
      residuals: readonly number[]
      /** Σ residual². */
      residualSum: number
      /** (XᵀX)⁻¹; times the residual variance, the covariance of the coefficients. */
      inverseGram: Matrix
    }>
  | Readonly<{ kind: 'not-estimable'; reason: 'columns-dependent'; column: number }>

/**
 * Least squares by Householder reflections: the β that minimises Σ (y − Xβ)².
 *
 * @param design  X, n rows of p columns (n ≥ p ≥ 1); columns in any units, of lengths from 1e-150 to 1e150; an
 *                intercept is a column of ones
 * @param y       n observations
 * @returns       β, residuals, (XᵀX)⁻¹; `not-estimable` where a column is determined by those before it, that is
 *                where less than 1e-10 of its length remains after them
 * @throws {InvalidInput} if the shapes do not fit or a number is not finite
 *
 * Backward stable: errors grow with the condition of X, not its square.
 * Source: Golub GH, Van Loan CF. Matrix computations, 4th ed., 2013, algorithm 5.3.2.
 * Checked: NIST StRD Wampler1 (a polynomial of degree five, all certified coefficients 1); residuals orthogonal to
 * the design; (XᵀX)⁻¹ against the Cholesky inverse; offsets of a million.
 */
export function leastSquares(design: Matrix, y: readonly number[]): LeastSquares {
  const n = design.length
  const p = design[0]?.length ?? 0
  if (p < 1 || n < p) throw new InvalidInput('design', `${n} rows of ${p} columns`, 'n rows of p, n ≥ p ≥ 1')
  if (y.length !== n) throw new InvalidInput('y', `${y.length} numbers`, `${n} numbers`)
  if (!y.every(Number.isFinite)) throw new InvalidInput('y', 'a number that is not finite', 'finite numbers')
  for (const row of design) {
    if (row.length !== p || !row.every(Number.isFinite)) {
      throw new InvalidInput('design', row, `rows of ${p} finite numbers`)
    }
  }
  const columns = Array.from({ length: p }, (_, j) => Float64Array.from(design, (row) => row[j]!))
  const lengths = columns.map((column) => norm(column, 0))
  const right = Float64Array.from(y)
  const diagonal: number[] = []
  for (const [j, column] of columns.entries()) {
    const length = norm(column, j)
    if (!(length > 1e-10 * lengths[j]!)) {
      return { kind: 'not-estimable', reason: 'columns-dependent', column: j }
    }
    const pivot = column[j]! > 0 ? -length : length
    diagonal.push(pivot)
    column[j]! -= pivot
    const scale = -1 / (pivot * column[j]!)
    for (const other of [...columns.slice(j + 1), right]) reflect(column, other, j, scale)
  }
  const coefficients = backSubstitute(columns, diagonal, right)
  const residuals = design.map((row, i) => {
    let rest = y[i]!
    for (let j = 0; j < p; j++) rest -= row[j]! * coefficients[j]!
    return rest
  })
  return {
    kind: 'estimate',
    coefficients,
    residuals,
    residualSum: right.subarray(p).reduce((sum, value) => sum + value * value, 0),
    inverseGram: inverseGram(columns, diagonal),
  }
}

/** Applies I − scale·v vᵀ, v the column below its row j. */
function reflect(v: Float64Array, other: Float64Array, j: number, scale: number): void {
  let product = 0
  for (let i = j; i < v.length; i++) product += v[i]! * other[i]!
  const factor = product * scale
  for (let i = j; i < v.length; i++) other[i]! -= factor * v[i]!
}

function norm(column: Float64Array, from: number): number {
  const largest = column.subarray(from).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0) return 0
  let sum = 0
  for (let i = from; i < column.length; i++) sum += (column[i]! / largest) ** 2
  return largest * Math.sqrt(sum)
}

/** Solves R x = right; R has `diagonal`, and above it what the columns hold. */
function backSubstitute(
  columns: readonly Float64Array[],
  diagonal: readonly number[],
  right: ArrayLike<number>,
): readonly number[] {
  const x = Array.from(diagonal, (_, i) => right[i]!)
  for (let i = diagonal.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < diagonal.length; k++) x[i]! -= columns[k]![i]! * x[k]!
    x[i]! /= diagonal[i]!
  }
  return x
}

/** R⁻¹ R⁻ᵀ, exactly symmetric. */
function inverseGram(columns: readonly Float64Array[], diagonal: readonly number[]): Matrix {
  const p = diagonal.length
  const inverse = Array.from({ length: p }, (_, j) =>
    backSubstitute(
      columns,
      diagonal,
      Array.from({ length: p }, (__, i) => (i === j ? 1 : 0)),
    ),
  )
  return Array.from({ length: p }, (_, a) =>
    Array.from({ length: p }, (__, b) => inverse.reduce((sum, column) => sum + column[a]! * column[b]!, 0)),
  )
}
