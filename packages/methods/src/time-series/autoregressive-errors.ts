import { cholesky, invertCholesky, logDeterminant, solveCholesky } from '../linear-algebra/cholesky.ts'
import type { Cholesky } from '../linear-algebra/cholesky.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'

/**
 * Sums of products of a regression with errors e_t = ρ e_{t−1} + u_t, from which its fit at any ρ follows without
 * going through the series again.
 *
 * With w_t the row of the design, columns scaled to length 1, and the residual of ordinary least squares beside it:
 *
 *   all = Σ w wᵀ,   neighbours = Σ (w_t w_{t−1}ᵀ + w_{t−1} w_tᵀ),   inner = Σ w wᵀ without the two ends
 *   sums at ρ = all − ρ·neighbours + ρ²·inner,   of the series transformed after Prais and Winsten
 */
export type LagSums = {
  readonly n: number
  /** Of the columns of the design. */
  readonly lengths: readonly number[]
  readonly all: Matrix
  readonly neighbours: Matrix
  readonly inner: Matrix
  /** w of the last point. */
  readonly last: readonly number[]
}

export function lagSums(design: Matrix, residuals: readonly number[]): LagSums {
  const n = design.length
  const lengths = design[0]!.map((_, j) => Math.sqrt(design.reduce((sum, row) => sum + row[j]! ** 2, 0)))
  const size = lengths.length + 1
  const rows = new Float64Array(n * size)
  for (const [t, row] of design.entries()) {
    for (const [j, x] of row.entries()) rows[t * size + j] = x / lengths[j]!
    rows[t * size + size - 1] = residuals[t]!
  }
  const [all, onward] = [new Float64Array(size * size), new Float64Array(size * size)]
  for (let at = 0; at < n * size; at += size) {
    for (let a = 0; a < size; a++) {
      const x = rows[at + a]!
      for (let b = 0; b < size; b++) {
        all[a * size + b]! += x * rows[at + b]!
        if (at > 0) onward[a * size + b]! += x * rows[at - size + b]!
      }
    }
  }
  const places = Array.from({ length: size }, (_, a) => a)
  const each = (sum: (a: number, b: number) => number) => places.map((a) => places.map((b) => sum(a, b)))
  const end = (n - 1) * size
  return {
    n,
    lengths,
    all: each((a, b) => all[a * size + b]!),
    neighbours: each((a, b) => onward[a * size + b]! + onward[b * size + a]!),
    inner: each((a, b) => all[a * size + b]! - rows[a]! * rows[b]! - rows[end + a]! * rows[end + b]!),
    last: places.map((a) => rows[end + a]!),
  }
}

/** The scaled and transformed design at one ρ: XᵀX factored, Xᵀy, yᵀy. */
type Scaled = { readonly factor: Cholesky; readonly right: readonly number[]; readonly squares: number }

function scaledAt({ all, neighbours, inner }: LagSums, rho: number): Scaled | null {
  const p = all.length - 1
  const at = (a: number, b: number) => all[a]![b]! - rho * neighbours[a]![b]! + rho * rho * inner[a]![b]!
  const columns = Array.from({ length: p }, (_, a) => a)
  const factor = cholesky(columns.map((a) => columns.map((b) => at(a, b))))
  return factor && { factor, right: columns.map((a) => at(a, p)), squares: at(p, p) }
}

/** A fit at one ρ, in the units of the design. */
export type FitAtRho = {
  /** What the coefficients of ordinary least squares change by. */
  readonly shift: readonly number[]
  /** (XᵀX)⁻¹ of the transformed design. */
  readonly inverseGram: Matrix
  /** Sum of squares of the transformed residuals. */
  readonly residualSum: number
}

/** The fit at a ρ in (−1, 1); null where the transformed columns are dependent. */
export function fitAtRho(sums: LagSums, rho: number): FitAtRho | null {
  const scaled = scaledAt(sums, rho)
  if (scaled === null) return null
  const shift = solveCholesky(scaled.factor, scaled.right)
  const { lengths } = sums
  return {
    shift: shift.map((value, a) => value / lengths[a]!),
    inverseGram: invertCholesky(scaled.factor).map((row, a) =>
      row.map((value, b) => value / (lengths[a]! * lengths[b]!)),
    ),
    residualSum: residualSumOf(scaled, shift),
  }
}

function residualSumOf({ right, squares }: Scaled, shift: readonly number[]): number {
  return squares - shift.reduce((sum, value, a) => sum + value * right[a]!, 0)
}

/**
 * ρ after Prais and Winsten: residuals at ρ give the next ρ = Σ e_t e_{t−1} / Σ e²_{t−1}, until it stands still.
 *
 * @returns null where it does not within 500 steps, or leaves (−1, 1)
 */
export function praisWinstenRho(sums: LagSums): number | null {
  let rho = 0
  for (let step = 0; step < 500; step++) {
    const scaled = scaledAt(sums, rho)
    if (scaled === null) return null
    const c = [...solveCholesky(scaled.factor, scaled.right).map((value) => -value), 1]
    const last = c.reduce((sum, value, a) => sum + value * sums.last[a]!, 0)
    const next = quadratic(sums.neighbours, c) / 2 / (quadratic(sums.all, c) - last * last)
    if (!(Math.abs(next) < 1)) return null
    if (Math.abs(next - rho) <= 1e-12) return next
    rho = next
  }
  return null
}

/** Where ρ is looked for. */
const most = 0.999

/**
 * ρ of greatest likelihood, and that likelihood's logarithm; with `restricted`, of the likelihood of what the
 * coefficients leave.
 *
 *   ln L = −n/2·(ln 2π + 1 + ln(S/n)) + ½ ln(1 − ρ²),   S the transformed sum of squares
 *   restricted: −(n−p)/2·(ln 2π + 1 + ln(S/(n−p))) + ½ ln(1 − ρ²) − ½ ln det XᵀX
 *
 * The restricted one is known but for a constant that depends on the design's units.
 *
 * @returns null where the likelihood is greatest at the end, |ρ| = 0.999
 */
export function likeliestRho(
  sums: LagSums,
  restricted: boolean,
): { readonly rho: number; readonly logLikelihood: number } | null {
  const p = sums.all.length - 1
  const m = restricted ? sums.n - p : sums.n
  const logLikelihood = (rho: number): number => {
    const scaled = scaledAt(sums, rho)
    if (scaled === null) return -Infinity
    const residualSum = residualSumOf(scaled, solveCholesky(scaled.factor, scaled.right))
    if (!(residualSum > 0)) return -Infinity
    return (
      (-m / 2) * (Math.log(2 * Math.PI) + 1 + Math.log(residualSum / m)) +
      0.5 * Math.log(1 - rho * rho) -
      (restricted ? logDeterminant(scaled.factor) / 2 : 0)
    )
  }
  const rho = greatestAt(logLikelihood)
  return Math.abs(rho) > most - 1e-6 ? null : { rho, logLikelihood: logLikelihood(rho) }
}

/** The best of a grid, then thirds of the stretch about it: the likelihood may have two hills. */
function greatestAt(f: (rho: number) => number): number {
  const steps = 40
  const grid = Array.from({ length: steps + 1 }, (_, i) => -most + (2 * most * i) / steps)
  const values = grid.map(f)
  const best = values.indexOf(Math.max(...values))
  let low = grid[Math.max(0, best - 1)]!
  let high = grid[Math.min(steps, best + 1)]!
  while (high - low > 1e-9) {
    const third = (high - low) / 3
    if (f(low + third) < f(high - third)) low += third
    else high -= third
  }
  return (low + high) / 2
}

function quadratic(matrix: Matrix, x: readonly number[]): number {
  return matrix.reduce(
    (sum, row, a) => sum + x[a]! * row.reduce((inner, value, b) => inner + value * x[b]!, 0),
    0,
  )
}

/** What errors leave that their neighbours do not explain: √(1−ρ²)·e₁, then e_t − ρ e_{t−1}. */
export function innovations(errors: readonly number[], rho: number): readonly number[] {
  return errors.map((e, t) => (t === 0 ? Math.sqrt(1 - rho * rho) * e : e - rho * errors[t - 1]!))
}
