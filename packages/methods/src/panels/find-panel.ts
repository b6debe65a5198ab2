import { randomIndex } from '../random/seeded-random.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'

/** Bounds within which a panel is looked for: people per profile, seats per rule. */
export type Box = Readonly<{
  least: Int32Array
  most: Int32Array
  ruleLeast: Int32Array
  ruleMost: Int32Array
}>

/** The bounds that every panel keeps, with at most so many of each profile. */
export function boxOfRules({ sizes, rules }: PanelPool, most: Int32Array): Box {
  return {
    least: new Int32Array(sizes.length),
    most,
    ruleLeast: Int32Array.from(rules, ({ min }) => min),
    ruleMost: Int32Array.from(rules, ({ max }) => max),
  }
}

/** Exchanges of one person for another before the search gives up. */
const mostExchanges = 60

/** A smaller gain of an exchange is rounding. */
const leastGain = 1e-9

/** Share of exchanges at random where none is better, so that the search leaves a dead corner. */
const randomExchanges = 0.3

/**
 * Takes one person off a panel and another on, always the exchange that leaves least of the rules broken, until all
 * rules of the box are kept. Changes `counts`, which keeps the bounds of profiles and the number of seats.
 *
 * @param values  of a seat of each profile, in [0, ½]: of exchanges that leave as much broken the one that gains most is
 *                taken, and a panel that keeps all rules is exchanged further while it gains. Without, one of them at random
 * @returns whether it ended with a panel
 */
export function exchangeUntilKept(
  pool: PanelPool,
  box: Box,
  counts: PanelCounts,
  random: () => number,
  values: Float64Array | null = null,
): boolean {
  const { columns, ruleAt } = pool
  const rules = pool.rules.length
  // one place more than there are rules, for profiles that no rule of a column counts
  const seats = new Int32Array(rules + 1)
  const gainOfLess = new Int32Array(rules + 1)
  const gainOfMore = new Int32Array(rules + 1)
  const move = (profile: number, people: number) => {
    for (let at = profile * columns; at < (profile + 1) * columns; at++) seats[ruleAt[at]!]! += people
  }
  for (const [profile, count] of counts.entries()) move(profile, count)
  for (let exchanges = 0; exchanges < mostExchanges; exchanges++) {
    let broken = 0
    for (let rule = 0; rule < rules; rule++) {
      const now = brokenBy(box, rule, seats[rule]!)
      broken += now
      gainOfLess[rule] = brokenBy(box, rule, seats[rule]! - 1) - now
      gainOfMore[rule] = brokenBy(box, rule, seats[rule]! + 1) - now
    }
    if (broken === 0 && values === null) return true
    const leaving = profilesWhere(counts, (count, profile) => count > box.least[profile]!)
    const coming = profilesWhere(counts, (count, profile) => count < box.most[profile]!)
    let best = Infinity
    let pair: readonly [number, number] | null = null
    let ties = 0
    for (const a of leaving) {
      for (const b of coming) {
        if (a === b) continue
        let change = values === null ? 0 : values[a]! - values[b]!
        for (let column = 0; column < columns; column++) {
          const off = ruleAt[a * columns + column]!
          const on = ruleAt[b * columns + column]!
          if (off !== on) change += gainOfLess[off]! + gainOfMore[on]!
        }
        if (change < best) ties = 0
        if (change > best) continue
        best = change
        if (random() * ++ties < 1) pair = [a, b]
      }
    }
    if (broken === 0 && best > -leastGain) return true
    if (pair === null) return false
    if (best >= 0 && random() < randomExchanges) {
      pair = [leaving[randomIndex(random, leaving.length)]!, coming[randomIndex(random, coming.length)]!]
    }
    const [a, b] = pair
    counts[a] = counts[a]! - 1
    counts[b] = counts[b]! + 1
    move(a, -1)
    move(b, 1)
  }
  return false
}

/** Starts at random before the search for any panel gives up. */
const mostStarts = 10

/** Any panel, by exchanges from people taken at random; null if none was met, which proves nothing. */
export function exchangeForPanel(
  pool: PanelPool,
  { random, secondsLeft }: Readonly<{ random: () => number; secondsLeft: () => number }>,
): PanelCounts | null {
  const box = boxOfRules(pool, pool.sizes)
  const people = pool.profiles.flatMap(({ members }, profile) => members.map(() => profile))
  for (let start = 0; start < mostStarts && secondsLeft() > 0; start++) {
    const counts = new Int32Array(pool.sizes.length)
    for (let seat = 0; seat < pool.seats; seat++) {
      const other = seat + randomIndex(random, people.length - seat)
      const profile = people[other]!
      people[other] = people[seat]!
      people[seat] = profile
      counts[profile] = counts[profile]! + 1
    }
    if (exchangeUntilKept(pool, box, counts, random)) return counts
  }
  return null
}

function brokenBy({ ruleLeast, ruleMost }: Box, rule: number, seats: number): number {
  return Math.max(0, ruleLeast[rule]! - seats, seats - ruleMost[rule]!)
}

function profilesWhere(
  counts: PanelCounts,
  keep: (count: number, profile: number) => boolean,
): readonly number[] {
  const kept: number[] = []
  for (let profile = 0; profile < counts.length; profile++) {
    if (keep(counts[profile]!, profile)) kept.push(profile)
  }
  return kept
}
