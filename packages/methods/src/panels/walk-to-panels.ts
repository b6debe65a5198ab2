import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { randomIndex } from '../random/seeded-random.ts'
import { exchangeUntilKept } from './find-panel.ts'
import type { Box } from './find-panel.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'
import type { Relaxation } from './panel-program.ts'

export type SearchLimits = Readonly<{
  solver: LinearProgramSolver
  random: () => number
  /** Seconds left for everything; the search ends when they are over. */
  secondsLeft: () => number
}>

/** Closer than this to a bound is on it. */
const near = 1e-7

/** What is left of the point when its weight is this small is left to the mix. */
const smallestWeight = 1e-7

/** Draws of whole numbers near the point, each mended by exchanges, before the walk ends. */
const draws = 20

/**
 * Panels of which a fractional point is a mix, as far as this finds them.
 *
 * A panel is chosen that keeps everything the point keeps to the limit (a full rule stays full, a profile without
 * seats gets none). As much of it as possible is taken away from the point; what is left then keeps one limit more, and
 * the same is done with it. So there are at most as many steps as profiles and rules. Each panel rounds the point: no
 * profile and no rule is further than one seat from it where such a panel is found, which makes the steps long.
 * The walk ends early where no such panel is met. Its last panels would weigh little and be the hardest to find: an
 * integer program for each took longer than all else, and the mix of two walks did without them.
 *
 * Source: the constructive proof of Carathéodory's theorem, Grötschel M, Lovász L, Schrijver A. Geometric Algorithms
 * and Combinatorial Optimization, 1988, 6.5.11. doi:10.1007/978-3-642-97881-4
 */
export function walkToPanels(
  { pool, most }: Relaxation,
  point: Float64Array,
  limits: SearchLimits,
): readonly PanelCounts[] {
  const rest = Float64Array.from(point)
  const panels: PanelCounts[] = []
  let weight = 1
  const mostSteps = 2 * (most.length + pool.rules.length)
  while (weight > smallestWeight && panels.length < mostSteps && limits.secondsLeft() > 0) {
    const average = rest.map((seats) => seats / weight)
    const panel = panelNear(pool, most, average, limits.random)
    if (panel === null) break
    const step = longestStep(pool, most, rest, weight, panel)
    for (const [profile, count] of panel.entries()) {
      rest[profile] = Math.max(0, rest[profile]! - step * count)
    }
    weight -= step
    panels.push(panel)
  }
  return panels
}

function panelNear(
  pool: PanelPool,
  most: Int32Array,
  average: Float64Array,
  random: () => number,
): PanelCounts | null {
  const seats = pool.rules.map(({ profiles }) =>
    profiles.reduce((sum, profile) => sum + average[profile]!, 0),
  )
  const rounding: Box = {
    least: Int32Array.from(average, (value, profile) => Math.min(most[profile]!, Math.floor(value + near))),
    most: Int32Array.from(average, (value, profile) => Math.min(most[profile]!, Math.ceil(value - near))),
    ruleLeast: Int32Array.from(pool.rules, ({ min }, rule) => Math.max(min, Math.floor(seats[rule]! + near))),
    ruleMost: Int32Array.from(pool.rules, ({ max }, rule) => Math.min(max, Math.ceil(seats[rule]! - near))),
  }
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawWhole(pool.seats, rounding, average, random)
    if (drawn !== null && exchangeUntilKept(pool, rounding, drawn, random)) return drawn
  }
  return null
}

/** Systematic sampling of the fractional parts in a random order: each profile is rounded up with its own chance. */
function drawWhole(
  seats: number,
  { least, most }: Box,
  average: Float64Array,
  random: () => number,
): PanelCounts | null {
  const order = shuffled(average.length, random)
  const counts = Int32Array.from(least)
  let taken = least.reduce((sum, count) => sum + count, 0)
  let position = random()
  for (const profile of order) {
    position += Math.max(0, average[profile]! - least[profile]!)
    if (position >= 1) {
      position -= 1
      if (counts[profile]! < most[profile]!) {
        counts[profile] = counts[profile]! + 1
        taken++
      }
    }
  }
  for (const profile of order) {
    const change = taken < seats && counts[profile]! < most[profile]! ? 1 : 0
    const less = taken > seats && counts[profile]! > least[profile]! ? 1 : 0
    counts[profile] = counts[profile]! + change - less
    taken += change - less
  }
  return taken === seats ? counts : null
}

/** How much of a panel can be taken away so that what is left still keeps every bound. */
function longestStep(
  pool: PanelPool,
  most: Int32Array,
  rest: Float64Array,
  weight: number,
  panel: PanelCounts,
): number {
  let step = weight
  const keep = (value: number, count: number, lower: number, upper: number) => {
    if (count > lower) step = Math.min(step, (value - weight * lower) / (count - lower))
    if (count < upper) step = Math.min(step, (weight * upper - value) / (upper - count))
  }
  for (const [profile, count] of panel.entries()) keep(rest[profile]!, count, 0, most[profile]!)
  for (const { min, max, profiles } of pool.rules) {
    let seats = 0
    let count = 0
    for (const profile of profiles) {
      seats += rest[profile]!
      count += panel[profile]!
    }
    keep(seats, count, min, max)
  }
  return Math.max(0, step)
}

function shuffled(length: number, random: () => number): readonly number[] {
  const order = Array.from({ length }, (_, index) => index)
  for (let last = length - 1; last > 0; last--) {
    const other = randomIndex(random, last + 1)
    const moved = order[last]!
    order[last] = order[other]!
    order[other] = moved
  }
  return order
}
