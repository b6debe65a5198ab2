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
 * Panels that are worth at least so much at given prices in [0, 1], met by exchanges from known panels: some at random, then
 * those that mend it and make it worth more. None met proves nothing.
 */
export function panelsWorth(
  { pool, most }: Relaxation,
  known: readonly PanelCounts[],
  wanted: Readonly<{ prices: Float64Array; least: number }>,
  { random, secondsLeft }: Omit<SearchLimits, 'solver'>,
): readonly PanelCounts[] {
  const { prices, least } = wanted
  const box = boxOfRules(pool, most)
  const found: PanelCounts[] = []
  for (let start = 0; start < tries && secondsLeft() > 0; start++) {
    const counts = Int32Array.from(known[randomIndex(random, known.length)]!)
    for (let steps = 1 + randomIndex(random, mostSteps); steps > 0; steps--) exchange(counts, box, random)
    if (!exchangeUntilKept(pool, box, counts, random, prices)) continue
    if (worthOf(counts, prices) >= least) found.push(counts)
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

export function worthOf(seats: ArrayLike<number>, prices: Float64Array): number {
  return prices.reduce((sum, price, profile) => sum + price * seats[profile]!, 0)
}

/** One person at random off, and one at random, or of a profile, on. */
function exchange(counts: PanelCounts, { most }: Box, random: () => number, profile?: number): void {
  const profiles = [...counts.keys()]
  const leaving = profiles.filter((one) => counts[one]! > 0)
  const coming = profile === undefined ? profiles.filter((one) => counts[one]! < most[one]!) : [profile]
  if (coming.length === 0) return
  counts[leaving[randomIndex(random, leaving.length)]!]!--
  counts[coming[randomIndex(random, coming.length)]!]!++
}
