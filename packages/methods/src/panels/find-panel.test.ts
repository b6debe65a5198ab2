import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import { boxOfRules, exchangeForPanel, exchangeUntilKept } from './find-panel.ts'
import { isPanel, panelPool } from './panel-pool.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'

/** A pool of people written as their features, one character a category, under quotas by category and feature. */
function poolOf(
  people: readonly string[],
  size: number,
  quotas: readonly Record<string, [number, number]>[],
) {
  return panelPool({
    size,
    quotas: quotas.flatMap((features, category) =>
      Object.entries(features).map(([feature, [min, max]]) => ({
        category: `${category}`,
        feature,
        min,
        max,
      })),
    ),
    people: people.map((features) => Object.fromEntries(Array.from(features, (f, c) => [`${c}`, f]))),
  })
}
const times = (people: readonly string[], each: number) =>
  people.flatMap((one) => Array.from({ length: each }, () => one))

function selections({ sizes, seats }: PanelPool): Int32Array[] {
  let found = [new Int32Array(sizes.length)]
  for (let seat = 0; seat < seats; seat++) {
    const longer = found.flatMap((counts) =>
      [...sizes.keys()].map((profile) => counts.with(profile, counts[profile]! + 1)),
    )
    found = [...new Map(longer.map((counts) => [counts.join(), counts])).values()]
  }
  return found.filter((counts) => counts.every((count, profile) => count <= sizes[profile]!))
}

/** Those one exchange away. */
const beside = (counts: PanelCounts) =>
  [...counts.keys()].flatMap((off) =>
    [...counts.keys()].map((on) =>
      counts.with(off, counts[off]! - 1).with(on, counts[on]! + (off === on ? 0 : 1)),
    ),
  )
const worth = (counts: PanelCounts, values: Float64Array) =>
  counts.reduce((sum, count, profile) => sum + count * values[profile]!, 0)

const pool = poolOf(times(['xn', 'xs', 'yn', 'ys', 'zn'], 2), 4, [
  { x: [1, 2], y: [1, 2], z: [0, 1] },
  { n: [2, 3], s: [1, 2] },
])
const exchanged = (
  start: PanelCounts,
  seed: number,
  values?: Float64Array,
  box = boxOfRules(pool, pool.sizes),
) => {
  const counts = Int32Array.from(start)
  return exchangeUntilKept(pool, box, counts, seededRandom(seed), values) ? counts : null
}

describe('exchanges until all rules are kept', () => {
  it('end with a panel, from whoever sits', () => {
    for (const [seed, start] of selections(pool).entries()) {
      expect(isPanel(pool, exchanged(start, seed)!), start.join()).toBe(true)
    }
  })

  it('leave a panel as it is where no seat is worth more than another', () => {
    const panels = selections(pool).filter((counts) => isPanel(pool, counts))
    expect(panels.length).toBeGreaterThan(5)
    for (const [seed, panel] of panels.entries()) expect(exchanged(panel, seed)).toEqual(panel)
  })

  it('end where no exchange keeps the rules and is worth more', () => {
    for (const [seed, start] of selections(pool).entries()) {
      const random = seededRandom(seed)
      const values = pool.sizes.map(() => 0)
      const prices = Float64Array.from(values, () => random())
      const end = exchanged(start, seed, prices)!
      const best = Math.max(
        ...beside(end)
          .filter((counts) => isPanel(pool, counts))
          .map((counts) => worth(counts, prices)),
      )
      expect(isPanel(pool, end)).toBe(true)
      expect(worth(end, prices)).toBeGreaterThanOrEqual(best - 1e-12)
    }
  })

  it('take the exchange that mends most; of equal ones the one worth most, or each as likely as another', () => {
    // two of x sit where one may: one of them for one of two of y
    const four = poolOf(['xa', 'xb', 'yc', 'yd', 'ze'], 2, [
      { x: [0, 1], y: [1, 1], z: [0, 0] },
      Object.fromEntries(Array.from('abcde', (one) => [one, [0, 1]])),
    ])
    const ends = (random: () => number, values?: Float64Array) => {
      const counts = Int32Array.of(1, 1, 0, 0, 0)
      expect(exchangeUntilKept(four, boxOfRules(four, four.sizes), counts, random, values)).toBe(true)
      return counts.join('')
    }
    const equal = [0.1, 0.3, 0.6, 0.9].map((number) => ends(() => number))
    expect(equal.toSorted()).toEqual(['01010', '01100', '10010', '10100'])
    const values = Float64Array.of(0.3, 0.2, 0.4, 0.6, 1)
    expect(ends(() => 0, values)).toBe('10010')
  })

  it('keep the bounds of the box', () => {
    const rules = boxOfRules(pool, pool.sizes)
    const box = { ...rules, least: Int32Array.of(0, 0, 1, 0, 1), most: Int32Array.of(1, 2, 2, 2, 1) }
    for (const [seed, start] of selections(pool).entries()) {
      if (start.some((count, profile) => count < box.least[profile]! || count > box.most[profile]!)) continue
      const end = exchanged(start, seed, undefined, box)!
      expect(isPanel(pool, end)).toBe(true)
      expect(end.every((count, profile) => count >= box.least[profile]! && count <= box.most[profile]!)).toBe(
        true,
      )
    }
  })

  it('leave a corner from which the best exchange leads back and forth', () => {
    const once: [number, number] = [1, 1]
    const twice: [number, number] = [2, 2]
    const corner = poolOf(['abb', 'aaa', 'bab', 'bba', 'aab'], 3, [
      { a: twice, b: once },
      { a: twice, b: once },
      { a: once, b: twice },
    ])
    const values = Float64Array.of(0.01, 0.3, 0.7, 0.78, 0.43)
    for (let seed = 1; seed <= 50; seed++) {
      const counts = Int32Array.of(1, 0, 0, 1, 1)
      const box = boxOfRules(corner, corner.sizes)
      expect(exchangeUntilKept(corner, box, counts, seededRandom(seed), values)).toBe(true)
    }
  })

  it('end with the panel there is where more of them would gain than are made', () => {
    const many = poolOf(times(['x', 'y'], 80), 70, [{ x: [0, 70], y: [0, 70] }])
    const counts = Int32Array.of(70, 0)
    const values = Float64Array.of(0.1, 0.2)
    expect(exchangeUntilKept(many, boxOfRules(many, many.sizes), counts, seededRandom(1), values)).toBe(true)
    expect([isPanel(many, counts), counts[1]! > 10]).toEqual([true, true])
  })

  it('end without a panel where nobody can come, or no panel is', () => {
    const all = poolOf(['x', 'x'], 2, [{ x: [0, 1] }])
    expect(exchangeUntilKept(all, boxOfRules(all, all.sizes), Int32Array.of(2), seededRandom(1))).toBe(false)
    const none = poolOf(['x', 'x', 'x', 'y'], 2, [{ x: [0, 0], y: [0, 2] }])
    expect(exchangeUntilKept(none, boxOfRules(none, none.sizes), Int32Array.of(1, 1), seededRandom(1))).toBe(
      false,
    )
  })
})

describe('any panel', () => {
  it('is a sample of the people where no rule binds: everyone is as likely to sit', () => {
    const free = poolOf(['x', 'y', 'y', 'y'], 2, [{ x: [0, 2], y: [0, 2] }])
    let sat = 0
    const random = seededRandom(1)
    for (let draw = 0; draw < 1000; draw++)
      sat += exchangeForPanel(free, { random, secondsLeft: () => 1 })![0]!
    // a half, within 99.99 %
    expect(Math.abs(sat / 1000 - 0.5)).toBeLessThan(3.9 * Math.sqrt(0.25 / 1000))
  })

  it('is not met in no time', () => {
    expect(exchangeForPanel(pool, { random: seededRandom(1), secondsLeft: () => 0 })).toBeNull()
  })
})
