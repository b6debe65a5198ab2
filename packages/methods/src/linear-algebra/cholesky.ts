import { InvalidInput } from '../errors.ts'
import type { Matrix } from './matrix.ts'

/** L with A = L Lᵀ, lower triangular with a positive diagonal; what a symmetric system is solved with. */
export type Cholesky = Readonly<{ lower: Matrix }>

/**
 * Cholesky factor of a symmetric positive definite matrix.
 *
 * @param matrix     square and symmetric; its lower triangle is read
 * @param tolerance  a pivot below this share of its diagonal element counts as 0
 * @returns          the factor; null where the matrix is not positive definite to the tolerance
 * @throws {InvalidInput} if the matrix is not square or holds what is not a finite number
 *
 * Backward stable: the factor is that of A + E with |E| ≤ 2(n + 1)·2⁻⁵³·|A|.
 * Source: Golub GH, Van Loan CF. Matrix computations, 4th ed., 2013, algorithm 4.2.1.
 * Checked: L Lᵀ = A on random matrices; Hilbert matrices; singular and indefinite ones are refused.
 */
export function cholesky(matrix: Matrix, tolerance = 1e-14): Cholesky | null {
  const n = matrix.length
  const lower: number[][] = []
  for (const [i, row] of matrix.entries()) {
    if (row.length !== n) throw new InvalidInput('matrix', `a row of ${row.length}`, `square of order ${n}`)
    const made: number[] = []
    lower.push(made)
    for (let j = 0; j <= i; j++) {
      const value = row[j]!
      if (!Number.isFinite(value)) throw new InvalidInput('matrix', value, 'finite numbers')
      const other = lower[j]!
      let rest = value
      for (let k = 0; k < j; k++) rest -= made[k]! * other[k]!
      if (i !== j) made.push(rest / other[j]!)
      else if (rest > tolerance * value) made.push(Math.sqrt(rest))
      else return null
    }
  }
  return { lower: lower.map((row) => [...row, ...Array<number>(n - row.length).fill(0)]) }
}

/** The x with A x = b, for the factored A. */
export function solveCholesky({ lower }: Cholesky, b: readonly number[]): readonly number[] {
  const n = lower.length
  if (b.length !== n) throw new InvalidInput('b', `${b.length} numbers`, `${n} numbers`)
  const x = [...b]
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  return x
}

/** A⁻¹ of the factored A, exactly symmetric. */
export function invertCholesky(factor: Cholesky): Matrix {
  const n = factor.lower.length
  const columns = Array.from({ length: n }, (_, j) =>
    solveCholesky(
      factor,
      Array.from({ length: n }, (__, i) => (i === j ? 1 : 0)),
    ),
  )
  return columns.map((column, i) => column.map((value, j) => (i <= j ? value : columns[j]![i]!)))
}

/** ln det A of the factored A. */
export function logDeterminant({ lower }: Cholesky): number {
  return lower.reduce((sum, row, i) => sum + 2 * Math.log(row[i]!), 0)
}
