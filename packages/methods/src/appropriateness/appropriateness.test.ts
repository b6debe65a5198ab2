import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import type { QuantileType } from '../quantiles/quantile.ts'
import { appropriateness } from './appropriateness.ts'
import { type ConsensusPlan, planText, suggestedPlan } from './consensus-plan.ts'
import oracle from './ram9-sample600.oracle.json' with { type: 'json' }

type Known = readonly [readonly number[], number, number, number, number, number, number, boolean, boolean]

const ratings = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 })
const plan = (change: Partial<ConsensusPlan>): ConsensusPlan => ({ ...suggestedPlan, ...change })
const fromCounts = (counts: readonly number[]) =>
  counts.flatMap((count, i) => Array<number>(count).fill(i + 1))

/** Every way in which nine people can rate, order left out: 24,310. */
function* panelsOfNine(least = 1, taken: readonly number[] = []): Generator<readonly number[]> {
  if (taken.length === 9) yield taken
  else for (let rating = least; rating <= 9; rating++) yield* panelsOfNine(rating, [...taken, rating])
}

describe('appropriateness', () => {
  it.each([1, 2, 3, 6, 7] as const)('counts of all 24,310 panels of nine, percentile type %i', (type) => {
    const counts = { both: 0, classicOnly: 0, iprasOnly: 0, neither: 0 }
    const typed = plan({ percentileType: type })
    for (const panel of panelsOfNine()) {
      const { classic, ipras } = appropriateness(panel, typed)
      if (classic.disagreement) counts[ipras.disagreement ? 'both' : 'classicOnly']++
      else counts[ipras.disagreement ? 'iprasOnly' : 'neither']++
    }
    expect(Object.values(counts)).toEqual(oracle.tables[`type${type}`])
  })

  it('gives what R gives for 600 panels of nine', () => {
    for (const known of oracle.cases as unknown as readonly Known[]) {
      const [counts, median, p30, p70, ipr, threshold, index, classic, byIpras] = known
      const found = appropriateness(fromCounts(counts), suggestedPlan)
      const pairs = [
        [found.median, median],
        [found.p30, p30],
        [found.p70, p70],
        [found.ipr, ipr],
        [found.ipras.threshold, threshold],
        [found.disagreementIndex, index],
      ] as const
      for (const [measured, exact] of pairs) {
        expect(Math.abs(measured - exact)).toBeLessThanOrEqual(oracle.tolerance)
      }
      expect([found.classic.disagreement, found.ipras.disagreement]).toEqual([classic, byIpras])
    }
  })

  it('gives the worked example of fifteen ratings', () => {
    const found = appropriateness([4, 5, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9], suggestedPlan)
    expect(found).toMatchObject({ n: 15, median: 7, p30: 7, p70: 8, ipr: 1, class: 'appropriate' })
    expect(found.ipras).toMatchObject({ disagreement: false, threshold: 6.1 })
    expect(found.disagreementIndex).toBeCloseTo(0.1639, 4)
    expect(found.classic).toMatchObject({ disagreement: false, agreement: true, outside: 3, threshold: 5 })
    expect(found.policy).toEqual({ verdict: 'in', inFavour: 0.8, against: 0 })
  })

  it.each([
    [7, 3, 'one-third'],
    [8, 3, 'table'],
    [10, 3, 'table'],
    [11, 4, 'table'],
    [13, 4, 'table'],
    [14, 5, 'table'],
    [16, 5, 'table'],
    [17, 6, 'one-third'],
    [19, 7, 'one-third'],
  ])('a panel of %i needs %i in each extreme third', (n, threshold, from) => {
    const split = (low: number, high: number) =>
      appropriateness(
        [
          ...Array<number>(low).fill(2),
          ...Array<number>(n - low - high).fill(5),
          ...Array<number>(high).fill(8),
        ],
        suggestedPlan,
      ).classic
    expect(split(threshold, threshold)).toMatchObject({
      threshold,
      thresholdFrom: from,
      disagreement: true,
    })
    expect(split(threshold - 1, threshold).disagreement).toBe(false)
    expect(split(threshold, threshold - 1).disagreement).toBe(false)
    expect(split(threshold - 1, 0).agreement).toBe(true)
    expect(split(threshold, 0).agreement).toBe(false)
  })

  it('leaves a disputed median uncertain by one definition and not the other, and the plan decides', () => {
    const panel = [3, 3, 3, 7, 7, 7, 7, 7, 7]
    const classic = appropriateness(panel, plan({ disagreement: 'classic' }))
    const ipras = appropriateness(panel, plan({ disagreement: 'ipras' }))
    expect([classic.class, ipras.class]).toEqual(['uncertain', 'appropriate'])
    expect([classic.classic.class, classic.ipras.class]).toEqual(['uncertain', 'appropriate'])
    expect([classic.classic, classic.ipras]).toEqual([ipras.classic, ipras.ipras])
  })

  it('finds no disagreement where the range is exactly the one that it may be', () => {
    const { ipr, ipras } = appropriateness([1, 1, 3, 3, 6, 6, 6], suggestedPlan)
    expect([ipr, ipras.threshold]).toEqual([expect.closeTo(3.4, 12), expect.closeTo(3.4, 12)])
    expect(ipras.disagreement).toBe(false)
    expect(appropriateness([1, 1, 2, 3, 6, 6, 6], suggestedPlan).ipras.disagreement).toBe(true)
  })

  it.each([
    ['uncertain', 3.5, 'uncertain'],
    ['outward', 3.5, 'inappropriate'],
    ['uncertain', 6.5, 'uncertain'],
    ['outward', 6.5, 'appropriate'],
  ] as const)('with half medians %s a median of %d is %s', (halfMedians, median, expected) => {
    const panel = [Math.floor(median), Math.floor(median), Math.ceil(median), Math.ceil(median)]
    expect(appropriateness(panel, plan({ halfMedians }))).toMatchObject({ median, class: expected })
  })

  it('is unmoved by order, and turned by a turned scale', () => {
    const mirrored = {
      appropriate: 'inappropriate',
      inappropriate: 'appropriate',
      uncertain: 'uncertain',
    } as const
    fc.assert(
      fc.property(ratings, fc.constantFrom<QuantileType>(2, 5, 6, 7, 8, 9), (given, percentileType) => {
        const found = appropriateness(given, plan({ percentileType }))
        expect(appropriateness(given.toReversed(), plan({ percentileType }))).toEqual(found)
        const turned = appropriateness(
          given.map((rating) => 10 - rating),
          plan({ percentileType }),
        )
        expect(turned.class).toBe(mirrored[found.class])
        expect(turned.ipras.disagreement).toBe(found.ipras.disagreement)
        expect(turned.ipr).toBeCloseTo(found.ipr, 9)
        expect(found.disagreementIndex > 1 + 1e-9).toBe(found.ipras.disagreement)
      }),
      { seed: 1 },
    )
  })

  it('never finds agreement and disagreement together', () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const { classic } = appropriateness(given, suggestedPlan)
        expect(classic.agreement && classic.disagreement).toBe(false)
      }),
      { seed: 2 },
    )
  })

  it('takes one rating, and equal ones, as what they are', () => {
    expect(appropriateness([9], suggestedPlan)).toMatchObject({
      n: 1,
      median: 9,
      ipr: 0,
      class: 'appropriate',
    })
    expect(appropriateness(Array(9).fill(5), suggestedPlan)).toMatchObject({
      class: 'uncertain',
      disagreementIndex: 0,
      policy: { verdict: 'none' },
    })
  })

  it('holds the policy rule at its limits: at least 75 % in favour, fewer than 15 % against', () => {
    const verdict = (low: number, middle: number, high: number) =>
      appropriateness(
        [...Array(low).fill(2), ...Array(middle).fill(5), ...Array(high).fill(8)],
        suggestedPlan,
      ).policy.verdict
    expect([verdict(0, 5, 15), verdict(2, 3, 15), verdict(3, 2, 15), verdict(0, 6, 14)]).toEqual([
      'in',
      'in',
      'none',
      'none',
    ])
    expect([verdict(15, 3, 2), verdict(15, 2, 3)]).toEqual(['out', 'none'])
  })

  it('refuses what is not a rating', () => {
    for (const bad of [[], [0], [10], [4.5], [NaN]]) {
      expect(() => appropriateness(bad, suggestedPlan)).toThrow(InvalidInput)
    }
  })
})

describe('planText', () => {
  it('is the plan, whatever the order in which its thresholds were written', () => {
    const reversed = Object.fromEntries(Object.entries(suggestedPlan).toReversed()) as ConsensusPlan
    expect(planText(reversed)).toBe(planText(suggestedPlan))
    expect(JSON.parse(planText(suggestedPlan))).toEqual(suggestedPlan)
  })

  it.each([
    { percentileType: 6 },
    { disagreement: 'ipras' },
    { halfMedians: 'outward' },
    { policy: { inFavour: 0.7, against: 0.15 } },
    { policy: { inFavour: 0.75, against: 0.2 } },
    { stability: { massShift: 0.2, kappa: 0.75 } },
    { stability: { massShift: 0.15, kappa: 0.8 } },
    { roundsAtMost: 2 },
  ] satisfies Partial<ConsensusPlan>[])('another threshold is another text: %j', (change) => {
    expect(planText(plan(change))).not.toBe(planText(suggestedPlan))
  })

  it.each<[string, Partial<ConsensusPlan>]>([
    ['percentileType', { percentileType: 0 as QuantileType }],
    ['disagreement', { disagreement: 'p' as 'ipras' }],
    ['halfMedians', { halfMedians: 'up' as 'outward' }],
    ['policy.inFavour', { policy: { inFavour: 0.49, against: 0.15 } }],
    ['policy.inFavour', { policy: { inFavour: 1.01, against: 0.15 } }],
    ['policy.against', { policy: { inFavour: 0.75, against: -0.01 } }],
    ['policy.against', { policy: { inFavour: 0.75, against: 0.51 } }],
    ['stability.massShift', { stability: { massShift: -0.01, kappa: 0.75 } }],
    ['stability.massShift', { stability: { massShift: 1.01, kappa: 0.75 } }],
    ['stability.kappa', { stability: { massShift: 0.15, kappa: -1.01 } }],
    ['stability.kappa', { stability: { massShift: 0.15, kappa: 1.01 } }],
    ['stability.kappa', { stability: { massShift: 0.15, kappa: NaN } }],
    ['roundsAtMost', { roundsAtMost: 0 }],
    ['roundsAtMost', { roundsAtMost: 11 }],
    ['roundsAtMost', { roundsAtMost: 1.5 }],
  ])('refuses another %s, by its name: %j', (name, change) => {
    expect(() => planText(plan(change))).toThrow(InvalidInput)
    expect(() => planText(plan(change))).toThrow(`${name} must be`)
  })

  it.each<Partial<ConsensusPlan>>([
    { policy: { inFavour: 0.5, against: 0.5 }, roundsAtMost: 1 },
    { policy: { inFavour: 1, against: 0 }, roundsAtMost: 10 },
    { stability: { massShift: 0, kappa: -1 }, percentileType: 1 },
    { stability: { massShift: 1, kappa: 1 }, percentileType: 9 },
  ])('takes thresholds at their limits: %j', (change) => {
    expect(JSON.parse(planText(plan(change)))).toEqual(plan(change))
  })
})
