import { InvalidInput } from '../errors.ts'
import { shuffled } from '../random/shuffled.ts'
import { isPanel } from './panel-pool.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'

/** Panels of which one is drawn, each equally likely: places of people, in ascending order. */
export type EqualPanels = Readonly<{
  panels: readonly (readonly number[])[]
  /** In how many of them each person sits, by place. */
  seats: Int32Array
}>

/**
 * A list of equally likely panels that stands for a lottery, so that anyone can check the draw of one number.
 *
 * Copies of a panel: the whole part of M·weight, and one more by dependent rounding of the fractional parts: so the
 * expected copies are exactly M·weight, and no panel's copies are a whole one away from that. The seats of people with equal features go round among them in a random order: no
 * two differ by more than one seat. Over all lists, a person's expected share of the panels is their probability.
 *
 * @param pool      the pool of the lottery
 * @param lottery   panels with weights ≥ 0, which add up to 1 (to 1e-6)
 * @param copies    M, how many panels the list has, ≥ 1; 1,000 is usual
 * @param random    uniform numbers in [0, 1)
 * @throws {InvalidInput} if copies is not a whole number ≥ 1, or the weights do not add up to 1
 *
 * Source: dependent rounding, Gandhi R, Khuller S, Parthasarathy S, Srinivasan A. J ACM 2006;53:324–60.
 * doi:10.1145/1147954.1147956; lists of equally likely panels, Flanigan B, Kehne G, Procaccia AD. NeurIPS 2021.
 * Checked: expected copies over all outcomes of tiny lotteries; frequencies over 10,000 draws.
 */
export function equalPanels(
  pool: PanelPool,
  lottery: readonly Readonly<{ counts: PanelCounts; weight: number }>[],
  copies: number,
  random: () => number,
): EqualPanels {
  if (!Number.isInteger(copies) || copies < 1) {
    throw new InvalidInput('copies', copies, 'a whole number ≥ 1')
  }
  const sum = lottery.reduce((total, { weight }) => total + weight, 0)
  if (!(Math.abs(sum - 1) < 1e-6)) throw new InvalidInput('lottery', sum, 'weights that add up to 1')
  const shares = lottery.map(({ weight }) => (weight / sum) * copies)
  const multiples = dependentRounding(shares, random)
  const listed = lottery.flatMap(({ counts }, index) =>
    Array.from({ length: multiples[index]! }, () => ({ counts, people: [] as number[] })),
  )
  const drawn = shuffled(listed, random)
  for (const [profile, { members }] of pool.profiles.entries()) {
    const order = shuffled(members, random)
    let next = 0
    for (const { counts, people } of drawn) {
      for (let seat = 0; seat < counts[profile]!; seat++) people.push(order[next++ % order.length]!)
    }
  }
  const seats = new Int32Array(pool.people)
  const panels = drawn.map(({ people }) => people.toSorted((a, b) => a - b))
  for (const place of panels.flat()) seats[place]!++
  return { panels, seats }
}

/**
 * People who could take the seat of somebody on the panel with every rule still kept, in a random order.
 *
 * @param panel  places of the people drawn
 */
export function reserves(pool: PanelPool, panel: readonly number[], random: () => number): readonly number[] {
  const sitting = new Set(panel)
  const counts = Int32Array.from(
    pool.profiles,
    ({ members }) => members.filter((place) => sitting.has(place)).length,
  )
  const free = pool.profiles.flatMap(({ members }, profile) =>
    couldSit(pool, counts, profile) ? members.filter((place) => !sitting.has(place)) : [],
  )
  return shuffled(free, random)
}

/** Whether somebody of a profile can sit in the place of somebody on the panel, of the same profile or another. */
function couldSit(pool: PanelPool, counts: PanelCounts, profile: number): boolean {
  return counts.some((count, leaving) => {
    if (count === 0) return false
    const changed = Int32Array.from(counts)
    changed[leaving]!--
    changed[profile]!++
    return isPanel(pool, changed)
  })
}

/**
 * Whole numbers, each the floor or the ceiling of its share, with the share as expectation and the shares' sum.
 *
 * Parts below a whole are settled two at a time: where they fill a whole together one becomes it, else one becomes
 * nothing, and the other has the rest. Which is which is drawn so that the expectation of both stays.
 */
function dependentRounding(shares: readonly number[], random: () => number): Int32Array {
  const whole = Int32Array.from(shares, Math.floor)
  const partOf = (index: number) => shares[index]! - whole[index]!
  const [first, ...others] = shuffled([...shares.keys()], random)
  let open = first!
  let part = partOf(open)
  for (const other of others) {
    const both = part + partOf(other)
    const isWhole = both >= 1
    const isOther = random() < (isWhole ? (1 - part) / (2 - both) : part / both)
    const settled = isOther ? other : open
    if (isWhole) whole[settled]!++
    part = isWhole ? both - 1 : both
    if (!isOther) open = other
  }
  whole[open]! += Math.round(part)
  return whole
}
