import { randomIndex } from '../random/seeded-random.ts'
import { boxOfRules, exchangeUntilKept } from './find-panel.ts'
import type { Box } from './find-panel.ts'
import type { PanelCounts } from './panel-pool.ts'
import type { Relaxation } from './panel-program.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/** Exchanges at random that lead away from a known panel, at most. */
const mostSteps = 4

/** Known panels from which one with a profile is looked for. */
const starts = 10

/** Known panels from which one of more worth is looked for, before a program is solved. */
const tries = 30

/**
 * Panels that are worth at least so much at given prices, met by exchanges from known panels: some at random, then
 * those that mend it and make it worth more. None met proves nothing.
 */
export function panelsWorth(
  { pool, most }: Relaxation,
  known: readonly PanelCounts[],
  wanted: Readonly<{ prices: Float64Array; least: number }>,
  { random, secondsLeft }: Omit<SearchLimits, 'solver'>,
): readonly PanelCounts[] {
  const { prices, least } = wanted
  const largest = prices.reduce((so, price) => Math.max(so, price), 0)
  const values = prices.map((price) => price / largest / 2)
  const box = boxOfRules(pool, most)
  const found: PanelCounts[] = []
  for (let start = 0; start < tries && secondsLeft() > 0; start++) {
    const counts = Int32Array.from(known[randomIndex(random, known.length)]!)
    for (let steps = 1 + randomIndex(random, mostSteps); steps > 0; steps--) exchange(counts, box, random)
    if (!exchangeUntilKept(pool, box, counts, random, values)) continue
    const worth = prices.reduce((sum, price, profile) => sum + price * counts[profile]!, 0)
    if (worth >= least) found.push(counts)
  }
  return found
}

/** A panel with somebody of a profile, met by exchanges from known panels; null if none was, which proves nothing. */
export function panelWith(
  { pool, most }: Relaxation,
  known: readonly PanelCounts[],
  profile: number,
  random: () => number,
): PanelCounts | null {
  const box = boxOfRules(pool, most)
  box.least[profile] = 1
  for (let start = 0; start < starts && known.length > 0; start++) {
    const counts = Int32Array.from(known[randomIndex(random, known.length)]!)
    exchange(counts, box, random, profile)
    if (exchangeUntilKept(pool, box, counts, random)) return counts
  }
  return null
}

/** One person at random off, and one at random, or of a profile, on. */
function exchange(counts: PanelCounts, { most }: Box, random: () => number, profile?: number): void {
  const people = Array.from(counts.keys())
  const leaving = people.filter((one) => counts[one]! > 0)
  const coming = people.filter((one) => counts[one]! < most[one]!)
  if (leaving.length === 0 || coming.length === 0) return
  const off = leaving[randomIndex(random, leaving.length)]!
  const on = profile ?? coming[randomIndex(random, coming.length)]!
  counts[off] = counts[off]! - 1
  counts[on] = counts[on]! + 1
}
