import { InvalidInput } from '../errors.ts'

/**
 * Between `min` and `max` people of the panel have this feature in this category. Where no panel keeps the quotas, one
 * may be proposed that goes down to `leastMin` (0 if absent) and up to `mostMax` (any number if absent).
 */
export type Quota = Readonly<{
  category: string
  feature: string
  min: number
  max: number
  leastMin?: number
  mostMax?: number
}>

/** At most `most` people of the panel share a value of this column: a team, a practice, a household. */
export type ColumnLimit = Readonly<{ column: string; most: number }>

export type PanelRequest = Readonly<{
  /** Seats of the panel, ≥ 1. */
  size: number
  /** Every feature that anyone in the pool has, once. */
  quotas: readonly Quota[]
  /** What is known of each person, by column: a feature for every category of the quotas, a team or '' for limits. */
  people: readonly Readonly<Record<string, string>>[]
  limits?: readonly ColumnLimit[]
  /** Places of people who may not serve (a conflict of interest); the others keep theirs. */
  excluded?: ReadonlySet<number>
  /** Places of people who sit on the panel already: only the other seats are drawn, beside them. */
  staying?: ReadonlySet<number>
}>

/** People whom no rule tells apart. They are exchangeable: a panel is described by how many it takes of each. */
export type Profile = Readonly<{ members: readonly number[] }>

/**
 * Between `min` and `max` of the seats to draw go to these profiles together. A maximum below zero, and the minimum with
 * it, says by how many those who stay exceed it: no panel keeps that.
 */
export type SeatRule = Readonly<{
  min: number
  max: number
  profiles: readonly number[]
  of: Readonly<
    { kind: 'quota'; quota: Quota } | { kind: 'limit'; column: string; value: string; most: number }
  >
}>

/** A request, with exchangeable people put together. */
export type PanelPool = Readonly<{
  /** Seats to draw. */
  seats: number
  /** People of the request, those who cannot be drawn included. */
  people: number
  /** Those who can be drawn. */
  profiles: readonly Profile[]
  /** Members of each profile. */
  sizes: Int32Array
  rules: readonly SeatRule[]
  /** Categories and limits. */
  columns: number
  /** The rule that counts a profile, by profile and column; `rules.length` where none does. */
  ruleAt: Int32Array
}>

/** How many people a panel takes of each profile. */
export type PanelCounts = Int32Array

/**
 * Puts together the people whom no quota and no limit tells apart.
 *
 * A team that has no more people than its limit allows restricts nothing and tells nobody apart.
 *
 * @throws {InvalidInput} if the size or a limit is not a whole number ≥ 1, a quota is not 0 ≤ min ≤ max in whole
 * numbers or stands twice, a person lacks a category or has a feature without quota, an excluded or staying place is
 * none, or those who stay leave no seat
 */
export function panelPool(request: PanelRequest): PanelPool {
  const { size, quotas, people, limits = [], excluded = new Set(), staying = new Set() } = request
  refuse(request)
  const features = featuresOf(quotas)
  const places = people.flatMap((_, place) => (excluded.has(place) || staying.has(place) ? [] : [place]))
  const large = limits.map((limit) => largeTeams(people, [...places, ...staying], limit))
  const profiles = Array.from(
    Map.groupBy(places, (place) => {
      const person = people[place]!
      const ofCategories = Array.from(features, ([category, known]) => featureOf(person, category, known))
      const ofLimits = limits.map(({ column }, index) => {
        const team = person[column] ?? ''
        return large[index]!.has(team) ? team : ''
      })
      return JSON.stringify([ofCategories, ofLimits])
    }).values(),
    (members) => ({ members }),
  )
  const rule = (column: string, value: string, min: number, max: number, of: SeatRule['of']): SeatRule => {
    const taken = [...staying].filter((place) => people[place]![column] === value).length
    return {
      min: Math.min(Math.max(0, min - taken), max - taken),
      max: max - taken,
      profiles: profiles.flatMap(({ members }, index) =>
        people[members[0]!]![column] === value ? [index] : [],
      ),
      of,
    }
  }
  const rules: readonly SeatRule[] = [
    ...quotas.map((quota) =>
      rule(quota.category, quota.feature, quota.min, quota.max, { kind: 'quota', quota }),
    ),
    ...limits.flatMap(({ column, most }, index) =>
      Array.from(large[index]!, (value) =>
        rule(column, value, 0, most, { kind: 'limit', column, value, most }),
      ),
    ),
  ]
  const categories = [...features.keys()]
  const columns = categories.length + limits.length
  const columnOf = [
    ...quotas.map(({ category }) => categories.indexOf(category)),
    ...limits.flatMap((_, index) => Array.from(large[index]!, () => categories.length + index)),
  ]
  const ruleAt = new Int32Array(profiles.length * columns).fill(rules.length)
  for (const [index, { profiles: counted }] of rules.entries()) {
    for (const profile of counted) ruleAt[profile * columns + columnOf[index]!] = index
  }
  return {
    seats: size - staying.size,
    people: people.length,
    profiles,
    sizes: Int32Array.from(profiles, ({ members }) => members.length),
    rules,
    columns,
    ruleAt,
  }
}

/** Whether a panel takes as many people as it has seats, no more of a profile than there are, and keeps every rule. */
export function isPanel(pool: PanelPool, counts: PanelCounts): boolean {
  let taken = 0
  for (const [profile, count] of counts.entries()) {
    if (count < 0 || count > pool.sizes[profile]!) return false
    taken += count
  }
  if (taken !== pool.seats) return false
  return pool.rules.every(({ min, max, profiles }) => {
    const seats = seatsOf(counts, profiles)
    return seats >= min && seats <= max
  })
}

/** Seats of some profiles together. */
export function seatsOf(counts: ArrayLike<number>, profiles: readonly number[]): number {
  return profiles.reduce((sum, profile) => sum + counts[profile]!, 0)
}

function refuse({ size, people, limits = [], excluded, staying }: PanelRequest): void {
  if (!Number.isInteger(size) || size < 1) throw new InvalidInput('size', size, 'a whole number ≥ 1')
  for (const { most } of limits) {
    if (!Number.isInteger(most) || most < 1) throw new InvalidInput('limits', most, 'whole numbers ≥ 1')
  }
  for (const [argument, places] of Object.entries({ excluded, staying })) {
    for (const place of places ?? []) {
      if (!Number.isInteger(place) || place < 0 || place >= people.length) {
        throw new InvalidInput(argument, place, `places in [0, ${people.length - 1}]`)
      }
    }
  }
  if (staying !== undefined && staying.size >= size) {
    throw new InvalidInput('staying', `${staying.size} people`, `fewer than the ${size} seats`)
  }
}

function featuresOf(quotas: readonly Quota[]): ReadonlyMap<string, ReadonlySet<string>> {
  const features = new Map<string, Set<string>>()
  for (const { category, feature, min, max } of quotas) {
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || min > max) {
      throw new InvalidInput('quotas', `[${min}, ${max}] for ${category}, ${feature}`, 'whole, 0 ≤ min ≤ max')
    }
    const known = features.get(category) ?? new Set()
    if (known.has(feature)) throw new InvalidInput('quotas', `${category}, ${feature} again`, 'each once')
    features.set(category, known.add(feature))
  }
  return features
}

function featureOf(
  person: Readonly<Record<string, string>>,
  category: string,
  known: ReadonlySet<string>,
): string {
  const feature = person[category]
  if (feature === undefined || !known.has(feature)) {
    throw new InvalidInput('people', `${feature} as ${category}`, `a feature with a quota`)
  }
  return feature
}

function largeTeams(
  people: PanelRequest['people'],
  places: readonly number[],
  { column, most }: ColumnLimit,
): ReadonlySet<string> {
  const sizes = new Map<string, number>()
  for (const place of places) {
    const team = people[place]![column] ?? ''
    if (team !== '') sizes.set(team, (sizes.get(team) ?? 0) + 1)
  }
  return new Set([...sizes].filter(([, size]) => size > most).map(([team]) => team))
}
