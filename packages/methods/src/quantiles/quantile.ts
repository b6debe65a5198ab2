import { InvalidInput } from '../errors.ts'

/** The nine definitions of a sample quantile by Hyndman and Fan; 7 is what R, NumPy and spreadsheets do unasked. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

export const quantileTypes: readonly QuantileType[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Where between 0 and n the quantile stands, for the continuous types: position = a + p(n + 1 − a − b). */
const positions = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
} as const

/** Rounding that may stand between a position and the whole number it means. */
const fuzz = 4 * 2 ** -52

/**
 * Sample quantile of one of the nine types.
 *
 *   type 1  the smallest value with at least np values up to it;   2  as 1, the mean of both at a step
 *   type 3  the value nearest to np, the even one of two as near
 *   types 4–9  linear between neighbours at position a + p(n + 1 − a − b) of the sorted values
 *
 * @param sorted  n ≥ 1 finite values in ascending order, any unit
 * @param p       share, 0 ≤ p ≤ 1
 * @param type    which definition; a result without its type cannot be compared with another
 * @returns       a value within the range of the sample, in its unit
 * @throws {InvalidInput} if the sample is empty, not ascending or not finite, p is out of range, or the type is none
 *
 * Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361–5. doi:10.1080/00031305.1996.10473566
 * Checked: ram9-sample600.oracle.json (R, type 7); every type by its definition on small samples.
 */
export function quantile(sorted: readonly number[], p: number, type: QuantileType): number {
  if (sorted.length === 0) throw new InvalidInput('sorted', 'no value', 'at least one value')
  for (const [i, value] of sorted.entries()) {
    if (!Number.isFinite(value) || value < (sorted[i - 1] ?? -Infinity)) {
      throw new InvalidInput('sorted', value, 'finite numbers in ascending order')
    }
  }
  if (!(p >= 0 && p <= 1)) throw new InvalidInput('p', p, 'a number in [0, 1]')
  if (!quantileTypes.includes(type)) throw new InvalidInput('type', type, 'a whole number in [1, 9]')
  const n = sorted.length
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1]!
  const [a, b] = type <= 3 ? [type === 3 ? -0.5 : 0, 1] : positions[type as keyof typeof positions]
  const position = type <= 3 ? n * p + a : a + p * (n + 1 - a - b)
  const below = Math.floor(position + fuzz * n)
  const rest = position - below
  const share = Math.abs(rest) <= fuzz * n ? 0 : rest
  if (type > 3) return at(below) + share * (at(below + 1) - at(below))
  if (share > 0) return at(below + 1)
  if (type === 1) return at(below)
  if (type === 2) return (at(below) + at(below + 1)) / 2
  return below % 2 === 0 ? at(below) : at(below + 1)
}
