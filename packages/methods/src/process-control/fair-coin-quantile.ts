import { binomialTails } from '../distributions/counts.ts'

/**
 * Quantile of the number of heads in n throws of a fair coin: the fewest h with P(heads ≤ h) ≥ p.
 *
 * @param n  whole number in [0, 1e9]
 * @param p  probability in (0, 1)
 */
export function fairCoinQuantile(n: number, p: number): number {
  let [low, high] = [0, n]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (binomialTails(middle, n, 0.5).lower >= p) high = middle
    else low = middle + 1
  }
  return low
}
