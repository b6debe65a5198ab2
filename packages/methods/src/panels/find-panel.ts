import { randomIndex } from '../random/seeded-random.ts'
import { shuffled } from '../random/shuffled.ts'
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

/** Share of exchanges at random where none is better, so that the search leaves a dead corner. */
const randomExchanges = 0.3

/**
 * Takes one person off a panel and another on, nearly always the exchange that leaves least of the rules broken, one of
 * the best at random, even where it breaks more, until all rules of the box are kept. Changes `counts`, which keeps the
 * bounds of profiles and the number of seats.
 *
 * @param values  of a seat of each profile, in [0, 1]: of exchanges that leave as much broken the one that gains most is
 *                taken, and a panel that keeps all rules is exchanged further while it gains
 * @returns whether it ended with a panel
 */
export function exchangeUntilKept(
  pool: PanelPool,
  box: Box,
  counts: PanelCounts,
  random: () => number,
  values: Float64Array = new Float64Array(counts.length),
): boolean {
  const oneOf = (profiles: readonly number[]) => profiles[randomIndex(random, profiles.length)]!
  for (let exchanges = 0; exchanges < mostExchanges; exchanges++) {
    const seats = seatsByRule(pool, counts)
    const leaving = profilesWhere(counts, (count, profile) => count > box.least[profile]!)
    const coming = profilesWhere(counts, (count, profile) => count < box.most[profile]!)
    const best = bestExchanges(pool, box, { seats, leaving, coming, values })
    if (best.off.length === 0 || (best.change >= 0 && isKept(pool, box, seats))) break
    const isRandom = best.change >= 0 && random() < randomExchanges
    const chosen = randomIndex(random, best.off.length)
    counts[isRandom ? oneOf(leaving) : best.off[chosen]!]!--
    counts[isRandom ? oneOf(coming) : best.on[chosen]!]!++
  }
  return isKept(pool, box, seatsByRule(pool, counts))
}

/** Seats by rule. One place more than there are rules counts the profiles that no rule of a column counts. */
function seatsByRule({ rules, columns, ruleAt }: PanelPool, counts: PanelCounts): Int32Array {
  const seats = new Int32Array(rules.length + 1)
  for (let profile = 0; profile < counts.length; profile++) {
    for (let column = 0; column < columns; column++) {
      seats[ruleAt[profile * columns + column]!]! += counts[profile]!
    }
  }
  return seats
}

type Exchanges = Readonly<{
  seats: Int32Array
  leaving: readonly number[]
  coming: readonly number[]
  values: Float64Array
}>

/** All exchanges after which least is broken, and of these most gained; the change is Infinity where there is none. */
function bestExchanges(
  { rules, columns, ruleAt }: PanelPool,
  box: Box,
  { seats, leaving, coming, values }: Exchanges,
): Readonly<{ change: number; off: readonly number[]; on: readonly number[] }> {
  const brokenMore = (people: number) => {
    const more = new Int32Array(seats.length)
    for (const rule of rules.keys()) {
      more[rule] = brokenBy(box, rule, seats[rule]! + people) - brokenBy(box, rule, seats[rule]!)
    }
    return more
  }
  const byLess = brokenMore(-1)
  const byMore = brokenMore(1)
  let change = Infinity
  let off: number[] = []
  let on: number[] = []
  for (const a of leaving) {
    for (const b of coming) {
      if (a === b) continue
      let broken = 0
      for (let column = 0; column < columns; column++) {
        const less = ruleAt[a * columns + column]!
        const more = ruleAt[b * columns + column]!
        if (less !== more) broken += byLess[less]! + byMore[more]!
      }
      const changed = broken + values[a]! - values[b]!
      if (changed > change) continue
      if (changed < change) [change, off, on] = [changed, [], []]
      off.push(a)
      on.push(b)
    }
  }
  return { change, off, on }
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
    for (const profile of shuffled(people, random).slice(0, pool.seats)) counts[profile]!++
    if (exchangeUntilKept(pool, box, counts, random)) return counts
  }
  return null
}

function isKept({ rules }: PanelPool, box: Box, seats: Int32Array): boolean {
  return rules.every((_, rule) => brokenBy(box, rule, seats[rule]!) === 0)
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
