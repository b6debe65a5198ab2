import { normalQuantile } from '../distributions/normal.ts'
import { InvalidInput } from '../errors.ts'
import { cholesky } from '../linear-algebra/cholesky.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'

/** Where an item may stand in the order, 1 the first. */
export type RankUncertainty = Readonly<{ rankLower: number; rankUpper: number; topK: number }>

/**
 * Intervals of ranks and probabilities of being among the first k, by drawing worths from their normal distribution.
 *
 * @param worths      estimates, and their covariance (singular where one is fixed)
 * @param draws       whole number; with 4,000 a probability is good to about 0.008
 * @param level       of the intervals: each holds the rank of its item in at least this share of the draws
 * @param k           how many are "among the first"
 * @param random      uniform numbers in [0, 1)
 * @throws {InvalidInput} if the covariance is none: ranks would come out certain
 */
export function rankUncertainty(
  worths: readonly number[],
  covariance: Matrix,
  { draws, level, k }: Readonly<{ draws: number; level: number; k: number }>,
  random: () => number,
): readonly RankUncertainty[] {
  const n = worths.length
  const free = covariance.flatMap((row, i) => (row[i]! > 0 ? [i] : []))
  // A ridge of 1e-12 of the largest variance keeps the factor of a singular covariance.
  const ridge = 1e-12 * Math.max(0, ...covariance.map((row, i) => row[i]!))
  const factor = cholesky(
    free.map((i) => free.map((j) => covariance[i]![j]! + (i === j ? ridge : 0))),
    0,
  )
  if (factor === null) throw new InvalidInput('covariance', 'one with negative variances', 'a covariance')
  const counts = worths.map(() => Array<number>(n + 1).fill(0))
  for (let draw = 0; draw < draws; draw++) {
    const normals = free.map(() => normalQuantile((random() + 2 ** -33) / (1 + 2 ** -32)))
    const drawn = [...worths]
    for (const [a, i] of free.entries()) {
      for (let b = 0; b <= a; b++) drawn[i]! += factor.lower[a]![b]! * normals[b]!
    }
    const order = drawn.map((_, i) => i).toSorted((a, b) => drawn[b]! - drawn[a]!)
    for (const [place, item] of order.entries()) counts[item]![place + 1]!++
  }
  const tail = ((1 - level) / 2) * draws
  return counts.map((count) => ({
    ...rankInterval(count, tail, draws),
    topK: count.slice(1, k + 1).reduce((sum, times) => sum + times, 0) / draws,
  }))
}

/** The ranks that leave at most `tail` draws below and at most as many above. */
function rankInterval(count: readonly number[], tail: number, draws: number) {
  let before = 0
  let [rankLower, rankUpper] = [1, 1]
  for (const [rank, times] of count.entries()) {
    if (before <= tail && before + times > tail) rankLower = rank
    if (draws - before > tail) rankUpper = rank
    before += times
  }
  return { rankLower, rankUpper }
}
