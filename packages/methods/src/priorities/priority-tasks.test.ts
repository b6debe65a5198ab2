import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { bestWorstDesign } from './best-worst-design.ts'
import { nextPair } from './next-pair.ts'
import { prioritiesByConstituency } from './priorities-by-constituency.ts'
import { type PriorityOptions, priorityOrder } from './priority-order.ts'
import { prioritySignal } from './priority-signal.ts'
import { rankedGroups } from './ranked-groups.ts'
import type { PriorityResponse } from './responses.ts'

const names = (n: number) => Array.from({ length: n }, (_, i) => `i${i}`)
const options = (change: Partial<PriorityOptions> = {}): PriorityOptions => ({
  prior: 0,
  ties: 'half',
  errors: 'model',
  reference: null,
  top: 1,
  draws: 500,
  random: seededRandom(1),
  ...change,
})
const said = (a: string, b: string, wins: number, losses: number): readonly PriorityResponse[] => [
  { kind: 'pair', a, b, result: 'a', count: wins },
  { kind: 'pair', a, b, result: 'b', count: losses },
]

describe('bestWorstDesign', () => {
  it.each([
    [13, 4, 13],
    [7, 3, 7],
    [21, 5, 21],
    [31, 6, 31],
  ])('%i items in sets of %i: every two meet exactly once', (n, size, sets) => {
    const design = bestWorstDesign(names(n), size, sets, seededRandom(1))
    expect(design.shown).toEqual([size, size])
    expect(design.together).toEqual([1, 1])
  })

  it('shows items about equally often, in sets of different items, and says how even it is', () => {
    const size = fc
      .integer({ min: 2, max: 14 })
      .chain((n) =>
        fc.tuple(
          fc.constant(n),
          fc.integer({ min: 2, max: Math.min(n, 6) }),
          fc.integer({ min: 1, max: 40 }),
        ),
      )
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 1000 }), ([n, setSize, sets], seed) => {
        const design = bestWorstDesign(names(n), setSize, sets, seededRandom(seed))
        expect(design.sets).toHaveLength(sets)
        const counts = new Map(names(n).map((name) => [name, 0]))
        for (const set of design.sets) {
          expect(new Set(set).size).toBe(setSize)
          for (const item of set) counts.set(item, counts.get(item)! + 1)
        }
        const shown = [...counts.values()]
        expect(design.shown).toEqual([Math.min(...shown), Math.max(...shown)])
        expect(design.shown[1] - design.shown[0]).toBeLessThanOrEqual(1)
        const meetings = names(n).flatMap((a, i) =>
          names(n)
            .slice(i + 1)
            .map((b) => design.sets.filter((set) => set.includes(a) && set.includes(b)).length),
        )
        expect(design.together).toEqual([Math.min(...meetings), Math.max(...meetings)])
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('is another for another seed, and the same for the same', () => {
    const made = (seed: number) => bestWorstDesign(names(9), 3, 9, seededRandom(seed)).sets
    expect(made(1)).toEqual(made(1))
    expect(made(1)).not.toEqual(made(2))
  })

  it('refuses sizes out of range', () => {
    const random = seededRandom(1)
    expect(() => bestWorstDesign(['a'], 2, 1, random)).toThrow(InvalidInput)
    expect(() => bestWorstDesign(['a', 'a'], 2, 1, random)).toThrow(InvalidInput)
    expect(() => bestWorstDesign(names(3), 4, 1, random)).toThrow(InvalidInput)
    expect(() => bestWorstDesign(names(3), 1, 1, random)).toThrow(InvalidInput)
    expect(() => bestWorstDesign(names(3), 2, 0, random)).toThrow(InvalidInput)
  })
})

describe('nextPair', () => {
  const state = {
    worths: [0, 0.1, 2, -3],
    covariance: [
      [0.2, 0, 0, 0],
      [0, 0.2, 0, 0],
      [0, 0, 0.2, 0],
      [0, 0, 0, 0.2],
    ],
    shown: [3, 3, 3, 3],
  }
  const never = { randomShare: 0.2, cap: 2 }

  it('asks where the answer tells most: the closest two, if all are as uncertain', () => {
    const random = seededRandom(2)
    const asked = Array.from({ length: 200 }, () => nextPair(state, never, random))
    for (const { a, b, by } of asked) {
      if (by === 'information') expect([Math.min(a, b), Math.max(a, b)]).toEqual([0, 1])
    }
    const uncertain = {
      ...state,
      covariance: state.covariance.map((row, i) => row.map((v, j) => (i === 3 && j === 3 ? 9 : v))),
    }
    const wide = Array.from({ length: 50 }, () => nextPair(uncertain, never, random)).filter(
      ({ by }) => by === 'information',
    )
    expect(wide.every(({ a, b }) => a === 3 || b === 3)).toBe(true)
  })

  it('leaves at least the share to chance, every pair possible, sides even', () => {
    const random = seededRandom(3)
    const asked = Array.from({ length: 4000 }, () => nextPair(state, { randomShare: 0.3, cap: 2 }, random))
    const chance = asked.filter(({ by }) => by === 'chance')
    expect(Math.abs(chance.length / 4000 - 0.3)).toBeLessThan(0.03)
    expect(new Set(chance.map(({ a, b }) => `${Math.min(a, b)}${Math.max(a, b)}`)).size).toBe(6)
    expect(asked.every(({ a, b }) => a !== b)).toBe(true)
    const first = asked.filter(({ a, b }) => a < b).length
    expect(Math.abs(first / 4000 - 0.5)).toBeLessThan(0.04)
  })

  it('shows nothing beyond the cap while others are left, and the two least shown otherwise', () => {
    const random = seededRandom(4)
    const often = { ...state, shown: [30, 2, 2, 2] }
    const asked = Array.from({ length: 300 }, () => nextPair(often, { randomShare: 0.5, cap: 1.5 }, random))
    expect(asked.every(({ a, b }) => a !== 0 && b !== 0)).toBe(true)
    const pair = nextPair(
      {
        worths: [0, 0, 0],
        covariance: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        shown: [9, 9, 1],
      },
      { randomShare: 1, cap: 1 },
      random,
    )
    expect([pair.a, pair.b]).toContain(2)
  })

  it('refuses less chance than a fifth, a cap below the mean, and states that do not fit', () => {
    const random = seededRandom(1)
    expect(() => nextPair(state, { randomShare: 0.1, cap: 2 }, random)).toThrow(InvalidInput)
    expect(() => nextPair(state, { randomShare: 0.2, cap: 0.5 }, random)).toThrow(InvalidInput)
    expect(() => nextPair({ ...state, shown: [1] }, never, random)).toThrow(InvalidInput)
    expect(() => nextPair({ worths: [0], covariance: [[1]], shown: [0] }, never, random)).toThrow(
      InvalidInput,
    )
  })
})

describe('prioritySignal', () => {
  const item = (name: string, topK: number) => ({ item: name, topK })

  it('is open for what may still be in or out', () => {
    expect(prioritySignal([item('a', 1), item('b', 0.95), item('c', 0.05), item('d', 0)], 0.95)).toEqual({
      kind: 'settled',
    })
    expect(prioritySignal([item('a', 0.94), item('b', 0.06), item('c', 0)], 0.95)).toEqual({
      kind: 'open',
      undecided: ['a', 'b'],
    })
    expect(() => prioritySignal([], 0.5)).toThrow(InvalidInput)
    expect(() => prioritySignal([], 1)).toThrow(InvalidInput)
  })

  it('settles as answers come', () => {
    const after = (times: number) => {
      const order = priorityOrder(
        [...said('a', 'b', 7 * times, 3 * times), ...said('b', 'c', 6 * times, 4 * times)],
        options(),
      )
      if (order.kind !== 'estimate') throw new Error(order.reason)
      return prioritySignal(order.items, 0.95).kind
    }
    expect([after(1), after(20)]).toEqual(['open', 'settled'])
  })
})

describe('prioritiesByConstituency', () => {
  it('gives each the same weight, however many answered', () => {
    const responses = new Map([
      ['nurses', said('x', 'y', 30, 10)],
      ['managers', said('x', 'y', 100, 300)],
    ])
    const { constituencies, together } = prioritiesByConstituency(responses, options())
    expect(constituencies.map(({ constituency }) => constituency)).toEqual(['managers', 'nurses'])
    expect(together!.map(({ worth }) => worth)).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)])
    const variance = (wins: number, losses: number) => (1 / wins + 1 / losses) / 4
    expect(together![0]!.se).toBeCloseTo(Math.sqrt((variance(30, 10) + variance(100, 300)) / 4), 9)
  })

  it('of one constituency is its own order', () => {
    const { constituencies, together } = prioritiesByConstituency(
      new Map([['all', said('x', 'y', 3, 1)]]),
      options(),
    )
    const { order } = constituencies[0]!
    if (order.kind !== 'estimate') throw new Error(order.reason)
    expect(together!.map(({ worth, se }) => [worth, se])).toEqual(
      order.items.map(({ worth, se }) => [expect.closeTo(worth, 12), expect.closeTo(se, 12)]),
    )
  })

  it('says nothing together where one cannot be told, or was asked of other items', () => {
    const apart = new Map([
      ['a', said('x', 'y', 3, 1)],
      ['b', said('x', 'y', 3, 1).slice(0, 1)],
    ])
    expect(prioritiesByConstituency(apart, options()).together).toBeNull()
    const others = new Map([
      ['a', said('x', 'y', 3, 1)],
      ['b', said('x', 'z', 3, 1)],
    ])
    expect(prioritiesByConstituency(others, options()).together).toBeNull()
    expect(prioritiesByConstituency(new Map(), options()).together).toBeNull()
    expect(() => prioritiesByConstituency(apart, options({ reference: 'x' }))).toThrow(InvalidInput)
  })
})

describe('rankedGroups', () => {
  it('are the same as by brute force over all paths', () => {
    const node = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 12 }), (edges) => {
        const items = ['a', 'b', 'c', 'd', 'e']
        const reach = new Map(items.map((item) => [item, new Set([item])]))
        for (let round = 0; round < 5; round++) {
          for (const [from, to] of edges) for (const set of reach.values()) if (set.has(from)) set.add(to)
        }
        const together = (x: string, y: string) => reach.get(x)!.has(y) && reach.get(y)!.has(x)
        for (const group of rankedGroups(items, edges)) {
          for (const x of items) expect(group.includes(x)).toBe(together(group[0]!, x))
        }
        expect(rankedGroups(items, edges).flat().toSorted()).toEqual(items)
      }),
      { seed: 1 },
    )
  })
})
