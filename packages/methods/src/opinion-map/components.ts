import { seededRandom } from '../random/seeded-random.ts'
import { largestTridiagonalEigenpair } from './tridiagonal-eigen.ts'
import type { VoteTable } from './vote-table.ts'

/** The two main directions of disagreement, as loadings on the statements. */
export type Components = {
  /** Unit vectors, orthogonal; one that does not exist (see `rank`) is all zeros. */
  readonly vectors: readonly [Float64Array, Float64Array]
  /** Share of the variance of the centred votes along each; null where there is no variance at all. */
  readonly explained: readonly [number | null, number | null]
  /** How many of the two directions the votes determine. */
  readonly rank: 0 | 1 | 2
}

type Options = {
  /** Stop when the residual is below this share of the eigenvalue; `componentTolerance` by default. */
  readonly tolerance?: number
  /** Whole-number weight of each participant (a resample); absent: 1 each. */
  readonly weights?: Int32Array
}

export const componentTolerance = 1e-14
/** Below this share of the first eigenvalue the second is rounding, not variance. */
export const rankTolerance = 1e-12
export const stepsPerCycle = 120
export const maximumCycles = 20

/**
 * First two principal components of the centred votes, a missing vote being zero after centring.
 *
 *   the two leading eigenvectors of Σ_i w_i y_i y_iᵀ,   y_ij = x_ij − c_j if i answered j, else 0
 *
 * Computed by Lanczos iteration with full reorthogonalisation on the votes alone, the second after
 * deflation of the first; the start vector is fixed. Each component's largest loading in absolute value is
 * positive (the first such, in the order of statements).
 *
 * @param table     votes
 * @param mean      the centre, one value per statement
 * @param excluded  per statement 1 if it is zero for everybody; its loading is 0
 * @returns         two vectors with one loading per statement
 *
 * Approximation: where two eigenvalues agree to about 14 digits their directions are arbitrary (and still the
 * same for the same votes).
 * Source: Golub GH, Van Loan CF. Matrix Computations, 4th ed. 2013, § 10.3. Polis uses power iteration.
 * Checked: |cos| ≥ 1 − 1e-12 against two Polis server outputs; brute-force Jacobi on small matrices, 1e-9.
 */
export function components(
  table: VoteTable,
  mean: Float64Array,
  excluded: Uint8Array,
  options: Options = {},
): Components {
  const { tolerance = componentTolerance, weights } = options
  const size = table.statements.length
  const centred = centredVotes(table, mean, excluded)
  const multiply = (vector: Float64Array) => secondMoment(table, centred, vector, weights)
  const total = totalVariance(table, centred, weights)
  const none = new Float64Array(size)
  if (!(total > 0)) return { vectors: [none, none], explained: [null, null], rank: 0 }
  const first = leadingEigenpair(multiply, size, [], { tolerance, floor: total * Number.EPSILON })
  if (first.value <= total * Number.EPSILON)
    return { vectors: [none, none], explained: [null, null], rank: 0 }
  const second = leadingEigenpair(multiply, size, [first.vector], {
    tolerance,
    floor: rankTolerance * first.value,
  })
  if (second.value <= rankTolerance * first.value) {
    return { vectors: [pointed(first.vector), none], explained: [first.value / total, 0], rank: 1 }
  }
  return {
    vectors: [pointed(first.vector), pointed(second.vector)],
    explained: [first.value / total, second.value / total],
    rank: 2,
  }
}

function centredVotes(table: VoteTable, mean: Float64Array, excluded: Uint8Array): Float64Array {
  const { column, value } = table
  const centred = new Float64Array(value.length)
  for (let k = 0; k < value.length; k++) {
    const j = column[k]!
    centred[k] = excluded[j] === 1 ? 0 : value[k]! - mean[j]!
  }
  return centred
}

function totalVariance(table: VoteTable, centred: Float64Array, weights?: Int32Array): number {
  let total = 0
  for (let i = 0; i < table.participants.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    for (let k = table.rowStart[i]!; k < table.rowStart[i + 1]!; k++) {
      total += weight * centred[k]! * centred[k]!
    }
  }
  return total
}

function secondMoment(
  table: VoteTable,
  centred: Float64Array,
  vector: Float64Array,
  weights?: Int32Array,
): Float64Array {
  const { rowStart, column } = table
  const result = new Float64Array(vector.length)
  const rows = table.participants.length
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    if (weight === 0) continue
    const start = rowStart[i]!
    const end = rowStart[i + 1]!
    let score = 0
    for (let k = start; k < end; k++) score += centred[k]! * vector[column[k]!]!
    score *= weight
    for (let k = start; k < end; k++) {
      const j = column[k]!
      result[j] = result[j]! + score * centred[k]!
    }
  }
  return result
}

/** Relative residual to stop at, and the length below which a vector is rounding. */
type Precision = { readonly tolerance: number; readonly floor: number }

type Eigenpair = { readonly value: number; readonly vector: Float64Array }

function leadingEigenpair(
  multiply: (vector: Float64Array) => Float64Array,
  size: number,
  known: readonly Float64Array[],
  precision: Precision,
): Eigenpair {
  const random = seededRandom(known.length)
  const start = Float64Array.from({ length: size }, () => random() - 0.5)
  orthogonalize(start, known)
  const image = multiply(start)
  orthogonalize(image, known)
  if (norm(image) <= precision.floor) return { value: 0, vector: new Float64Array(size) }
  let best: Eigenpair = { value: 0, vector: image }
  for (let cycle = 0; cycle < maximumCycles; cycle++) {
    const { pair, converged } = lanczosCycle(multiply, best.vector, known, precision)
    best = pair
    if (converged) break
  }
  return best
}

function lanczosCycle(
  multiply: (vector: Float64Array) => Float64Array,
  start: Float64Array,
  known: readonly Float64Array[],
  { tolerance, floor }: Precision,
): { readonly pair: Eigenpair; readonly converged: boolean } {
  const basis: Float64Array[] = []
  const diagonal: number[] = []
  const beside: number[] = []
  let next: Float64Array = Float64Array.from(start)
  for (let pass = 0; pass < 2; pass++) orthogonalize(next, known)
  let length = norm(next)
  const steps = Math.min(stepsPerCycle, start.length - known.length)
  for (let step = 0; step < steps; step++) {
    basis.push(scaled(next, 1 / length))
    next = multiply(basis[step]!)
    diagonal.push(dot(basis[step]!, next))
    for (let pass = 0; pass < 2; pass++) {
      orthogonalize(next, known)
      orthogonalize(next, basis)
    }
    length = norm(next)
    const last = step === steps - 1
    if (last || step % 6 === 5 || length <= floor) {
      const ritz = largestTridiagonalEigenpair(diagonal, beside)
      const residual = length * Math.abs(ritz.vector[step]!)
      const exhausted = length <= floor
      const complete = last && steps === start.length - known.length
      if (last || exhausted || residual <= tolerance * Math.abs(ritz.value)) {
        const pair = { value: ritz.value, vector: combined(basis, ritz.vector, known) }
        return { pair, converged: exhausted || complete || residual <= tolerance * Math.abs(ritz.value) }
      }
    }
    beside.push(length)
  }
  return { pair: { value: 0, vector: new Float64Array(start.length) }, converged: true }
}

function combined(
  basis: readonly Float64Array[],
  coefficients: Float64Array,
  known: readonly Float64Array[],
): Float64Array {
  const vector = new Float64Array(basis[0]!.length)
  basis.forEach((direction, step) => add(vector, direction, coefficients[step]!))
  orthogonalize(vector, known)
  return scaled(vector, 1 / norm(vector))
}

function orthogonalize(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (const direction of basis) add(vector, direction, -dot(vector, direction))
}

function add(vector: Float64Array, direction: Float64Array, factor: number): void {
  for (let j = 0; j < vector.length; j++) vector[j] = vector[j]! + factor * direction[j]!
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return sum
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector))
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => value * factor)
}

/** The vector or its opposite, such that the largest loading in absolute value is positive. */
function pointed(vector: Float64Array): Float64Array {
  let largest = 0
  for (const loading of vector) if (Math.abs(loading) > Math.abs(largest)) largest = loading
  return largest < 0 ? vector.map((loading) => (loading === 0 ? 0 : -loading)) : vector
}
