import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { shuffled } from '../random/shuffled.ts'
import { exchangeUntilKept } from './find-panel.ts'
import type { Box } from './find-panel.ts'
import { seatsOf } from './panel-pool.ts'
import type { PanelCounts } from './panel-pool.ts'
import type { Relaxation } from './panel-program.ts'

export type SearchLimits = Readonly<{
  solver: LinearProgramSolver
  random: () => number
  /** Seconds left for everything; the search ends when they are over. */
  secondsLeft: () => number
}>

type Bounds = Pick<Relaxation, 'pool' | 'most'>

/** Closer than this to a bound is on it; a share of the point closer than this to 1 is all of it. */
const near = 1e-7

/** Draws of whole numbers near the point, each mended by exchanges, before the walk ends. */
const draws = 20

/**
 * Panels of which a fractional point is a mix, as far as this finds them.
 *
 * A panel is chosen that rounds the point: no profile and no rule is a whole seat from it. So it keeps everything the
 * point keeps to the limit (a full rule stays full, a profile without seats gets none). As much of it as possible is taken
 * away; what is left, made whole again, keeps one limit more, and the same is done with it. So there are at most as many
 * steps as profiles and rules have limits. The walk ends early where no such panel is met. Its last panels would weigh
 * little and be the hardest to find: an integer program for each took longer than all else, and the mix of two walks did
 * without them.
 *
 * Source: the constructive proof of Carathéodory's theorem, Grötschel M, Lovász L, Schrijver A. Geometric Algorithms
 * and Combinatorial Optimization, 1988, 6.5.11. doi:10.1007/978-3-642-97881-4
 */
export function walkToPanels(
  { pool, most }: Relaxation,
  point: Float64Array,
  limits: SearchLimits,
): readonly PanelCounts[] {
  let average = point
  const panels: PanelCounts[] = []
  const mostSteps = 2 * (most.length + pool.rules.length)
  while (panels.length < mostSteps && limits.secondsLeft() > 0) {
    const panel = panelNear({ pool, most }, average, limits.random)
    if (panel === null) break
    panels.push(panel)
    const share = largestShare({ pool, most }, average, panel)
    if (share > 1 - near) break
    average = average.map((seats, profile) => Math.max(0, (seats - share * panel[profile]!) / (1 - share)))
  }
  return panels
}

function panelNear({ pool, most }: Bounds, average: Float64Array, random: () => number): PanelCounts | null {
  const seats = pool.rules.map(({ profiles }) => seatsOf(average, profiles))
  const rounding: Box = {
    least: Int32Array.from(average, (value, profile) => Math.min(most[profile]!, Math.floor(value + near))),
    most: Int32Array.from(average, (value, profile) => Math.min(most[profile]!, Math.ceil(value - near))),
    ruleLeast: Int32Array.from(pool.rules, ({ min }, rule) => Math.max(min, Math.floor(seats[rule]! + near))),
    ruleMost: Int32Array.from(pool.rules, ({ max }, rule) => Math.min(max, Math.ceil(seats[rule]! - near))),
  }
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawWhole(rounding, average, random)
    const taken = drawn.reduce((sum, count) => sum + count, 0)
    if (taken === pool.seats && exchangeUntilKept(pool, rounding, drawn, random)) return drawn
  }
  return null
}

/** Systematic sampling of the fractional parts in a random order: each profile is rounded up with its own chance. */
function drawWhole({ least, most }: Box, average: Float64Array, random: () => number): PanelCounts {
  const counts = Int32Array.from(least)
  let position = random()
  for (const profile of shuffled([...average.keys()], random)) {
    position += average[profile]! - least[profile]!
    if (position < 1 || counts[profile] === most[profile]) continue
    position -= 1
    counts[profile]!++
  }
  return counts
}

/** The largest share of the point that can be the panel with what is left, made whole again, within every bound. */
function largestShare({ pool, most }: Bounds, average: Float64Array, panel: PanelCounts): number {
  let share = 1
  const keep = (seats: number, count: number, lower: number, upper: number) => {
    if (count > lower) share = Math.min(share, (seats - lower) / (count - lower))
    if (count < upper) share = Math.min(share, (upper - seats) / (upper - count))
  }
  for (const [profile, count] of panel.entries()) keep(average[profile]!, count, 0, most[profile]!)
  for (const { min, max, profiles } of pool.rules) {
    keep(seatsOf(average, profiles), seatsOf(panel, profiles), min, max)
  }
  return Math.max(0, share)
}
