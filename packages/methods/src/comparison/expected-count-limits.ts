import { chiSquareQuantile } from '../distributions/chi-square.ts'
import { incompleteGamma } from '../distributions/incomplete-gamma.ts'
import { logPoissonWeight } from '../distributions/weights.ts'
import type { CountLimits, TailPoint } from './exact-limits.ts'

/**
 * The interval that an observed count of E would have, as funnels of standardised ratios draw it.
 *
 *   lower χ²(p; 2E)/2,   upper χ²(1 − p; 2E + 2)/2
 *
 * @param expected  E > 0, events
 * @param tail      p of each tail in (0, ½) and z > 0 with that upper tail
 * @returns         events; relative error ≤ 1e-11
 *
 * By Halley's steps from a Cornish-Fisher expansion: 20,000 of these have to fit into a tenth of a second.
 * Source: Goldberg H, Levine H. Ann Math Stat 1946;17:216–25. doi:10.1214/aoms/1177730982
 * Checked: `chiSquareQuantile`.
 */
export function expectedCountLimits(expected: number, { p, z }: TailPoint): CountLimits {
  return { lower: gammaLower(expected, p, z), upper: gammaUpper(expected + 1, p, z) }
}

function gammaLower(a: number, p: number, z: number): number {
  const start = expansion(a, -z)
  if (a < smallest || start <= 0) return chiSquareQuantile(p, 2 * a) / 2
  return halley(a, start, (x) => incompleteGamma(a, x).lower - p)
}

function gammaUpper(a: number, p: number, z: number): number {
  if (a < smallest) return chiSquareQuantile(p, 2 * a, 'upper') / 2
  return halley(a, expansion(a, z), (x) => p - incompleteGamma(a, x).upper)
}

/** Below it the expansion is no good. */
const smallest = 3

/** Quantile of a gamma distribution of shape a. */
function expansion(a: number, z: number): number {
  const root = Math.sqrt(a)
  const z2 = z * z
  return (
    a +
    z * root +
    (z2 - 1) / 3 +
    (z * (z2 - 7)) / (36 * root) -
    (3 * z2 * z2 + 7 * z2 - 16) / (810 * a) +
    (z * (9 * z2 * z2 + 256 * z2 - 433)) / (38880 * a * root)
  )
}

function halley(a: number, start: number, excess: (x: number) => number): number {
  let x = start
  for (let step = 0; step < 20; step++) {
    const density = (Math.exp(logPoissonWeight(a, x)) * a) / x
    const newton = excess(x) / density
    const change = newton / (1 - (newton * ((a - 1) / x - 1)) / 2)
    x -= change
    // The error left is of the order of the cube of the step, in standard deviations √a.
    if (Math.abs(change) <= 1e-6 * Math.sqrt(a)) break
  }
  return x
}
