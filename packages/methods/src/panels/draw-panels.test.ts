import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { equalPanels, reserves } from './draw-panels.ts'
import { isPanel, panelPool } from './panel-pool.ts'
import type { PanelPool } from './panel-pool.ts'

/** Five of profile x, three of y, two of z; three seats, at least one for x. */
const people = Array.from('xxxxxyyyzz', (kind) => ({ kind }))
const quotas = [
  { category: 'kind', feature: 'x', min: 1, max: 3 },
  { category: 'kind', feature: 'y', min: 0, max: 2 },
  { category: 'kind', feature: 'z', min: 0, max: 1 },
]
const pool = panelPool({ size: 3, quotas, people })
const mix = (...panels: readonly (readonly [number, number, number, number])[]) =>
  panels.map(([weight, ...counts]) => ({ weight, counts: Int32Array.from(counts) }))
const lottery = mix([0.35, 3, 0, 0], [0.25, 2, 1, 0], [0.3, 1, 1, 1], [0.1, 1, 2, 0])

function countsOf({ profiles }: PanelPool, panel: readonly number[]): Int32Array {
  return Int32Array.from(profiles, ({ members }) => members.filter((one) => panel.includes(one)).length)
}

describe('a list of equally likely panels', () => {
  it('holds so many panels, each of which keeps the rules and has different people', () => {
    for (const copies of [1, 2, 3, 7, 1000]) {
      const { panels, seats } = equalPanels(pool, lottery, copies, seededRandom(copies))
      expect(panels).toHaveLength(copies)
      for (const panel of panels) {
        expect(new Set(panel).size).toBe(3)
        expect(panel).toEqual(panel.toSorted((a, b) => a - b))
        expect(isPanel(pool, countsOf(pool, panel))).toBe(true)
      }
      expect([...seats]).toEqual(
        people.map((_, place) => panels.filter((panel) => panel.includes(place)).length),
      )
    }
  })

  it('has of each panel the floor or the ceiling of its share, and exactly it where that is whole', () => {
    const copiesOf = (copies: number, seed: number) => {
      const { panels } = equalPanels(pool, lottery, copies, seededRandom(seed))
      const keys = panels.map((panel) => countsOf(pool, panel).join())
      return lottery.map(({ counts }) => keys.filter((key) => key === counts.join()).length)
    }
    expect(copiesOf(20, 1)).toEqual([7, 5, 6, 2])
    for (let seed = 0; seed < 50; seed++) {
      for (const [index, count] of copiesOf(7, seed).entries()) {
        expect(Math.abs(count - 7 * lottery[index]!.weight)).toBeLessThan(1)
      }
    }
  })

  it('keeps a whole share of copies where the random number is 0, in every order of the panels', () => {
    const three = panelPool({
      size: 1,
      quotas: ['x', 'y', 'z'].map((feature) => ({ category: 'kind', feature, min: 0, max: 1 })),
      people: Array.from('xyz', (kind) => ({ kind })),
    })
    const shares = [2, 0.5, 1.5]
    const uneven = mix([2 / 4, 1, 0, 0], [0.5 / 4, 0, 1, 0], [1.5 / 4, 0, 0, 1])
    for (const order of [0, 1 / 3, 2 / 3].flatMap((first) => [0, 1 / 2].map((second) => [first, second]))) {
      const numbers = [...order, 0, 0.9]
      const { seats } = equalPanels(three, uneven, 4, () => numbers.shift() ?? 0)
      for (const [place, share] of shares.entries()) expect(Math.abs(seats[place]! - share)).toBeLessThan(1)
    }
  })

  it('goes round among people with equal features: none has two seats more than another', () => {
    const { seats } = equalPanels(pool, lottery, 37, seededRandom(5))
    for (const { members } of pool.profiles) {
      const ofMembers = members.map((place) => seats[place]!)
      expect(Math.max(...ofMembers) - Math.min(...ofMembers)).toBeLessThanOrEqual(1)
    }
  })

  it('gives everyone their probability over 10,000 draws, within simultaneous 99.9 % intervals', () => {
    const draws = 10_000
    const expected = pool.profiles.flatMap(({ members }, profile) => {
      const seats = lottery.reduce((sum, { weight, counts }) => sum + weight * counts[profile]!, 0)
      return members.map(() => seats / members.length)
    })
    const times = people.map(() => 0)
    const random = seededRandom(11)
    for (let draw = 0; draw < draws; draw++) {
      const { panels } = equalPanels(pool, lottery, 3, random)
      for (const place of panels[Math.floor(random() * 3)]!) times[place] = times[place]! + 1
    }
    // 99.9 % for ten people at once: two-sided 1e-4 each
    const z = 3.8906
    for (const [place, count] of times.entries()) {
      const p = expected[place]!
      expect(Math.abs(count / draws - p)).toBeLessThan(z * Math.sqrt((p * (1 - p)) / draws))
    }
  })

  it('is the same for the same random numbers, and another for others', () => {
    const list = (seed: number) => equalPanels(pool, lottery, 10, seededRandom(seed))
    expect(list(1)).toEqual(list(1))
    expect(list(1)).not.toEqual(list(2))
  })

  it.each([
    [1, 60],
    [2, 60],
  ])('expects of each panel its share of %i copies, over all outcomes', (copies, parts) => {
    const three = panelPool({
      size: 1,
      quotas: ['x', 'y', 'z'].map((feature) => ({ category: 'kind', feature, min: 0, max: 1 })),
      people: Array.from('xyz', (kind) => ({ kind })),
    })
    const uneven = mix([1 / 2, 1, 0, 0], [1 / 3, 0, 1, 0], [1 / 6, 0, 0, 1])
    // every order of three, and numbers on a grid that each chance (a whole number of sixtieths) divides exactly
    const orders = [0, 1 / 3, 2 / 3].flatMap((first) => [0, 1 / 2].map((second) => [first, second]))
    const grid = Array.from({ length: parts }, (_, part) => (part + 0.5) / parts)
    const sums = new Float64Array(3)
    for (const order of orders) {
      for (const first of grid) {
        for (const second of grid) {
          const numbers = [...order, first, second]
          const { seats } = equalPanels(three, uneven, copies, () => numbers.shift() ?? 0)
          for (const [place, count] of seats.entries()) sums[place]! += count / orders.length / parts ** 2
        }
      }
    }
    for (const [place, share] of [1 / 2, 1 / 3, 1 / 6].entries()) {
      expect(sums[place]).toBeCloseTo(copies * share, 9)
    }
  })

  it('leaves to chance only what is: one panel of people who all differ takes no random number', () => {
    const kinds = ['x', 'y']
    const all = panelPool({
      size: 2,
      quotas: kinds.map((feature) => ({ category: 'kind', feature, min: 1, max: 1 })),
      people: kinds.map((kind) => ({ kind })),
    })
    const never = () => {
      throw new Error('expected no chance')
    }
    expect(equalPanels(all, [{ weight: 1, counts: Int32Array.of(1, 1) }], 1, never).panels).toEqual([[0, 1]])
  })

  it('refuses copies that are none and weights that are no lottery', () => {
    for (const copies of [0, 1.5, Number.NaN]) {
      expect(() => equalPanels(pool, lottery, copies, seededRandom(1))).toThrow(InvalidInput)
    }
    expect(() => equalPanels(pool, lottery.slice(1), 10, seededRandom(1))).toThrow(InvalidInput)
    expect(() => equalPanels(pool, [], 10, seededRandom(1))).toThrow(InvalidInput)
  })
})

describe('reserves', () => {
  it('are those with whom in somebody’s seat every quota is kept, each once', () => {
    const random = seededRandom(1)
    const kept = (
      panel: readonly number[],
      from: readonly { kind: string; site: string }[],
      rules: typeof quotas,
    ) =>
      rules.every(({ category, feature, min, max }) => {
        const seats = panel.filter((place) => from[place]![category as 'kind'] === feature).length
        return seats >= min && seats <= max
      })
    let found = 0
    for (let round = 0; round < 40; round++) {
      const from = Array.from({ length: 9 }, () => ({
        kind: random() < 0.6 ? 'x' : 'y',
        site: random() < 0.5 ? 'n' : 's',
      }))
      const panel = [0, 1, 2, 3]
      const rules = (['kind', 'site'] as const).flatMap((category) =>
        (category === 'kind' ? ['x', 'y'] : ['n', 's']).map((feature) => {
          const seats = panel.filter((place) => from[place]![category] === feature).length
          return {
            category,
            feature,
            min: Math.max(0, seats - (random() < 0.5 ? 0 : 1)),
            max: seats + (random() < 0.5 ? 0 : 1),
          }
        }),
      )
      const expected = [4, 5, 6, 7, 8].filter((coming) =>
        panel.some((leaving) =>
          kept(
            panel.map((place) => (place === leaving ? coming : place)),
            from,
            rules,
          ),
        ),
      )
      const pool9 = panelPool({ size: 4, quotas: rules, people: from })
      expect(reserves(pool9, panel, random).toSorted((a, b) => a - b)).toEqual(expected)
      found += expected.length
    }
    expect(found).toBeGreaterThan(40)
    expect(found).toBeLessThan(190)
  })

  it('are nobody where everybody sits', () => {
    const all = panelPool({ size: 10, quotas: quotas.map((quota) => ({ ...quota, max: 10 })), people })
    expect(reserves(all, [...people.keys()], seededRandom(1))).toEqual([])
  })
})
