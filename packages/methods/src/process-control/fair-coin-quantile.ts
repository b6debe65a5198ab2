/**
 * Quantile of the number of heads in n throws of a fair coin: the fewest h with P(heads ≤ h) ≥ p.
 *
 * Weights of the heads are summed from the middle, where they are largest, outwards until they no longer count.
 *
 * @param n  whole number ≥ 0
 * @param p  in (0, ½]
 */
export function fairCoinQuantile(n: number, p: number): number {
  const middle = Math.floor(n / 2)
  const weights: number[] = []
  for (let heads = middle, weight = 1; heads >= 0 && weight > 1e-20; heads--) {
    weights.push(weight)
    weight *= heads / (n - heads + 1)
  }
  const half = weights.reduceRight((sum, weight) => sum + weight, 0)
  const total = 2 * half - (n % 2 === 0 ? 1 : 0)
  let below = 0
  for (let i = weights.length - 1; i > 0; i--) {
    below += weights[i]! / total
    if (below >= p) return middle - i
  }
  return middle
}
