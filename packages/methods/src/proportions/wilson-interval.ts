import { InvalidInput } from '../errors.ts'

/** Two-sided standard-normal quantile of a 95 % interval. */
export const z95 = 1.959963984540054

/** A proportion with its interval, all in [0, 1]. */
export type ProportionInterval = { readonly share: number; readonly lower: number; readonly upper: number }

/**
 * Wilson score interval for a binomial proportion, without continuity correction.
 *
 *   centre = (p + z²/2n) / (1 + z²/n)
 *   half   = z/(1 + z²/n) · √( p(1−p)/n + z²/4n² ),   p = k/n
 *
 * @param k  successes (count, 0 ≤ k ≤ n)
 * @param n  trials (count, n ≥ 1); independent and identically distributed
 * @param z  two-sided standard-normal quantile (> 0, dimensionless); 1.96 for 95 %
 * @returns  share k/n and limits, proportions in [0, 1]; exactly 0 for k = 0 below, exactly 1 for k = n above
 * @throws {InvalidInput} if k or n is not an integer in range, or z is not positive
 *
 * Source: Wilson EB. J Am Stat Assoc 1927;22:209–12. doi:10.1080/01621459.1927.10502953
 * Checked: wilson-interval.oracle.json (Newcombe 1998, Table I, 5e-5); the score equation by bisection, 1e-10.
 * Not for: clustered answers (several per person); a sample that is most of a finite group (too wide there).
 */
export function wilsonInterval(k: number, n: number, z: number = z95): ProportionInterval {
  if (!Number.isInteger(n) || n < 1) throw new InvalidInput('n', n, 'a whole number ≥ 1')
  if (!Number.isInteger(k) || k < 0 || k > n) {
    throw new InvalidInput('k', k, `a whole number in [0, ${n}]`)
  }
  if (!(z > 0) || z === Infinity) throw new InvalidInput('z', z, 'a positive number')
  const p = k / n
  const scale = 1 + (z * z) / n
  const middle = (p + (z * z) / (2 * n)) / scale
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return {
    share: p,
    lower: k === 0 ? 0 : Math.max(0, middle - half),
    upper: k === n ? 1 : Math.min(1, middle + half),
  }
}
