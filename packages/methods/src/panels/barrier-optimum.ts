import type { Term } from '../linear-program/linear-program.ts'

/** lower ≤ Σ coefficient·x ≤ upper; an equation where they are equal. */
export type LinearRow = Readonly<{ lower: number; upper: number; terms: readonly Term[] }>

export type LogProgram = Readonly<{
  weights: readonly number[]
  upper: readonly number[]
  rows: readonly LinearRow[]
  /** Strictly between 0 and upper and within every row that is no equation; on the equations to 1e-6. */
  start: readonly number[]
}>

/** Weight of the barrier at first and at last, and what it is multiplied by between. */
const firstBarrier = 1
const lastBarrier = 1e-11
const lessBarrier = 0.2

/** Newton steps for one weight of the barrier. */
const mostSteps = 40

/**
 * Maximises Σ weight_j·log x_j under linear rows and 0 < x ≤ upper, by Newton's method with a logarithmic barrier
 * for bounds, whose weight goes to zero. A system of as many equations as there are rows is solved a step.
 *
 * @param isOver  asked before each step; the point reached is returned when it says so
 * @returns       a point within the rows; how near it is to the largest is not looked at here
 */
export function barrierOptimum(
  { weights, upper, rows, start }: LogProgram,
  isOver: () => boolean,
): Float64Array {
  const x = Float64Array.from(start)
  if (x.length === 0) return x
  for (let barrier = firstBarrier; barrier > lastBarrier; barrier *= lessBarrier) {
    for (let step = 0; step < mostSteps && !isOver(); step++) {
      if (newtonStep(x, { weights, upper, rows, start }, barrier) < barrier) break
    }
  }
  return x
}

/** One damped step; returns how far it moved, relative to x. */
function newtonStep(x: Float64Array, { weights, upper, rows }: LogProgram, barrier: number): number {
  const activities = rows.map(({ terms }) => terms.reduce((sum, [j, c]) => sum + c * x[j]!, 0))
  const isEquation = rows.map((row) => row.lower === row.upper)
  const gradient = x.map((value, j) => -weights[j]! / value + barrier / (upper[j]! - value))
  const inverse = x.map((value, j) => 1 / (weights[j]! / value ** 2 + barrier / (upper[j]! - value) ** 2))
  const curvature = rows.map(({ lower, upper: top }, r) => {
    const [below, above] = [activities[r]! - lower, top - activities[r]!]
    if (isEquation[r]) return Infinity
    const slope = barrier * (1 / above - 1 / below)
    for (const [j, c] of rows[r]!.terms) gradient[j]! += c * slope
    return barrier * (1 / below ** 2 + 1 / above ** 2)
  })
  const matrix = rows.map((row, r) => {
    const line = new Float64Array(rows.length)
    const dense = new Float64Array(x.length)
    for (const [j, c] of row.terms) dense[j] = c * inverse[j]!
    for (let other = 0; other <= r; other++) {
      line[other] = rows[other]!.terms.reduce((sum, [j, c]) => sum + c * dense[j]!, 0)
    }
    line[r]! += 1 / curvature[r]!
    return line
  })
  const right = rows.map(({ terms, lower }, r) => {
    const residual = isEquation[r] ? activities[r]! - lower : 0
    return residual - terms.reduce((sum, [j, c]) => sum + c * inverse[j]! * gradient[j]!, 0)
  })
  const multipliers = solveSymmetric(matrix, right)
  const pull = Float64Array.from(gradient)
  for (const [r, { terms }] of rows.entries()) for (const [j, c] of terms) pull[j]! += c * multipliers[r]!
  const move = pull.map((value, j) => -value * inverse[j]!)
  let length = 1
  const keep = (room: number, speed: number) => {
    if (speed > 0) length = Math.min(length, (0.95 * room) / speed)
  }
  for (const [j, speed] of move.entries()) {
    keep(x[j]!, -speed)
    keep(upper[j]! - x[j]!, speed)
  }
  for (const [r, { terms, lower, upper: top }] of rows.entries()) {
    if (isEquation[r]) continue
    const speed = terms.reduce((sum, [j, c]) => sum + c * move[j]!, 0)
    keep(activities[r]! - lower, -speed)
    keep(top - activities[r]!, speed)
  }
  let moved = 0
  for (const [j, speed] of move.entries()) {
    moved = Math.max(moved, Math.abs(length * speed) / x[j]!)
    x[j]! += length * speed
  }
  return moved
}

/** Cholesky of a positive semidefinite matrix (lower triangle given); directions without curvature get nothing. */
function solveSymmetric(matrix: readonly Float64Array[], right: readonly number[]): Float64Array {
  const size = right.length
  const scale = matrix.map((line, r) => line[r]!)
  for (let c = 0; c < size; c++) {
    const pivot = matrix[c]![c]!
    matrix[c]![c] = pivot > 1e-13 * scale[c]! ? Math.sqrt(pivot) : Infinity
    for (let r = c + 1; r < size; r++) matrix[r]![c]! /= matrix[c]![c]!
    for (let r = c + 1; r < size; r++) {
      const line = matrix[r]!
      for (let k = c + 1; k <= r; k++) line[k]! -= line[c]! * matrix[k]![c]!
    }
  }
  const answer = Float64Array.from(right)
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < r; c++) answer[r]! -= matrix[r]![c]! * answer[c]!
    answer[r]! /= matrix[r]![r]!
  }
  for (let r = size - 1; r >= 0; r--) {
    for (let below = r + 1; below < size; below++) answer[r]! -= matrix[below]![r]! * answer[below]!
    answer[r]! /= matrix[r]![r]!
  }
  return answer
}
