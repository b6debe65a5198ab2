import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { randomIndex } from '../random/seeded-random.ts'

/** What is known of items when the next pair is chosen. */
export type PairState = Readonly<{
  worths: readonly number[]
  /** Of the worths, with a prior. */
  covariance: Matrix
  /** How often each was shown. */
  shown: readonly number[]
}>

export type NextPair = Readonly<{ a: number; b: number; by: 'chance' | 'information' }>

/**
 * Which two items to ask about next.
 *
 * With a probability of `randomShare` any two; otherwise the two whose answer is expected to tell most,
 *
 *   p(1 − p) · Var(u_a − u_b),   p = 1/(1 + e^(u_b − u_a))
 *
 * among items that were not shown more than `cap` times as often as the mean. The two come in random order.
 *
 * @param state    worths, covariance and times shown of n ≥ 2 items, by index
 * @param options  `randomShare` in [0.2, 1]: without pairs by chance an estimate cannot be checked; `cap` ≥ 1
 * @param random   uniform numbers in [0, 1)
 * @throws {InvalidInput} if sizes differ or an option is out of range
 *
 * Checked: the chosen pair by brute force; the share of chance, and the cap, over a thousand choices.
 */
export function nextPair(
  { worths, covariance, shown }: PairState,
  { randomShare, cap }: Readonly<{ randomShare: number; cap: number }>,
  random: () => number,
): NextPair {
  const n = worths.length
  if (n < 2) throw new InvalidInput('state.worths', n, 'at least two items')
  if (shown.length !== n || covariance.length !== n)
    throw new InvalidInput('state', shown.length, `${n} of each`)
  if (!(randomShare >= 0.2 && randomShare <= 1)) {
    throw new InvalidInput('randomShare', randomShare, 'a number in [0.2, 1]')
  }
  if (!(cap >= 1)) throw new InvalidInput('cap', cap, 'a number ≥ 1')
  const mean = shown.reduce((sum, times) => sum + times, 0) / n
  const allowed = worths.flatMap((_, item) => (shown[item]! <= cap * mean ? [item] : []))
  const least = shown.map((_, i) => i).toSorted((i, j) => shown[i]! - shown[j]!)
  const open = allowed.length >= 2 ? allowed : least.slice(0, 2)
  const byChance = random() < randomShare
  const [a, b] = byChance ? twoOf(open, random) : mostInformative(open, worths, covariance)
  const by = byChance ? 'chance' : 'information'
  return random() < 0.5 ? { a, b, by } : { a: b, b: a, by }
}

function twoOf(items: readonly number[], random: () => number): readonly [number, number] {
  const first = randomIndex(random, items.length)
  const second = randomIndex(random, items.length - 1)
  return [items[first]!, items[second < first ? second : second + 1]!]
}

function mostInformative(
  items: readonly number[],
  worths: readonly number[],
  covariance: Matrix,
): readonly [number, number] {
  let best: readonly [number, number] = [items[0]!, items[1]!]
  let most = -Infinity
  for (const [i, a] of items.entries()) {
    for (const b of items.slice(i + 1)) {
      const p = 1 / (1 + Math.exp(worths[b]! - worths[a]!))
      const variance = covariance[a]![a]! + covariance[b]![b]! - 2 * covariance[a]![b]!
      const information = p * (1 - p) * variance
      if (information > most) [best, most] = [[a, b], information]
    }
  }
  return best
}
