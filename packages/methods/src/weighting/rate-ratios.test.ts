import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialTails } from '../distributions/counts.ts'
import { InvalidInput } from '../errors.ts'
import { rateRatio, rateRatios } from './rate-ratios.ts'
import type { ComparedRates, RateRatio } from './rate-ratios.ts'
import oracle from './rate-ratios.oracle.json' with { type: 'json' }

const compared: ComparedRates[] = oracle.strata.map(({ stratum, events, exposure }) => ({
  stratum,
  group: { events: events[0]!, exposure: exposure[0]! },
  reference: { events: events[1]!, exposure: exposure[1]! },
}))

function expectRatio(found: RateRatio, expected: { ratio: number; lower: number; upper: number }) {
  if (found.kind !== 'estimate') throw new Error(found.reason)
  for (const key of ['ratio', 'lower', 'upper'] as const) {
    expect(Math.abs(found[key]! / expected[key] - 1), key).toBeLessThanOrEqual(oracle.tolerance)
  }
}

describe('rate ratios of the British doctors', () => {
  const result = rateRatios(compared)

  it.each(oracle.strata.map((stratum, index) => ({ ...stratum, index })))(
    'at $stratum',
    ({ index, ...expected }) => {
      expectRatio(result.strata[index]!.ratio, expected)
    },
  )

  it('combined, crude, and how far they differ', () => {
    expectRatio(result.combined, oracle.combined)
    const all = (of: 'group' | 'reference') => ({
      events: compared.reduce((sum, one) => sum + one[of].events, 0),
      exposure: compared.reduce((sum, one) => sum + one[of].exposure, 0),
    })
    expectRatio(rateRatio(all('group'), all('reference')), oracle.crude)
    expect(result.homogeneity!.statistic.toFixed(2)).toBe('10.41')
    expect(result.homogeneity!.degreesOfFreedom).toBe(4)
    expect(result.homogeneity!.p.toFixed(4)).toBe('0.0340')
  })
})

describe('rateRatio', () => {
  it('has limits at which what was observed, or more, has a probability of 2.5 %', () => {
    const count = fc.integer({ min: 0, max: 60 })
    const exposure = fc.double({ min: 0.1, max: 1000, noNaN: true })
    fc.assert(
      fc.property(count, count, exposure, exposure, (a, b, t, s) => {
        fc.pre(a + b > 0)
        const ratio = rateRatio({ events: a, exposure: t }, { events: b, exposure: s })
        if (ratio.kind !== 'estimate') throw new Error(ratio.reason)
        const share = (theta: number) => (theta * t) / (theta * t + s)
        if (a > 0) expect(binomialTails(a - 1, a + b, share(ratio.lower)).upper).toBeCloseTo(0.025, 9)
        else expect(ratio.lower).toBe(0)
        if (b > 0) expect(binomialTails(a, a + b, share(ratio.upper!)).lower).toBeCloseTo(0.025, 9)
        else expect([ratio.ratio, ratio.upper]).toEqual([null, null])
      }),
      { seed: 12 },
    )
  })

  it('is turned around by turning the groups around', () => {
    const [a, b] = [
      { events: 7, exposure: 30 },
      { events: 11, exposure: 90 },
    ]
    const [one, other] = [rateRatio(a, b), rateRatio(b, a)]
    if (one.kind !== 'estimate' || other.kind !== 'estimate') throw new Error('expected ratios')
    expect(one.lower * other.upper!).toBeCloseTo(1, 10)
    expect(one.ratio! * other.ratio!).toBeCloseTo(1, 14)
  })

  it('is not estimable where nothing happened, alone and combined', () => {
    const none = { events: 0, exposure: 5 }
    expect(rateRatio(none, none)).toEqual({ kind: 'not-estimable', reason: 'no-events' })
    const result = rateRatios([{ stratum: 'a', group: none, reference: none }])
    expect(result.combined).toEqual({ kind: 'not-estimable', reason: 'no-events' })
    expect(result.homogeneity).toBeNull()
  })

  it('is 0, or has no end, with an exact limit where all events happened on one side', () => {
    const none = { events: 0, exposure: 5 }
    const some = { events: 10, exposure: 8 }
    for (const [group, reference] of [
      [none, some],
      [some, none],
    ] as const) {
      const alone = rateRatio(group, reference)
      const { combined, homogeneity } = rateRatios([{ stratum: 'a', group, reference }])
      if (alone.kind !== 'estimate' || combined.kind !== 'estimate') throw new Error('expected ratios')
      expect(combined.ratio).toBe(alone.ratio)
      expect(combined.lower).toBeCloseTo(alone.lower, 9)
      if (alone.upper === null) expect(combined.upper).toBeNull()
      else expect(combined.upper).toBeCloseTo(alone.upper, 9)
      expect(homogeneity).toBeNull()
    }
    const two = rateRatios([
      { stratum: 'a', group: none, reference: { events: 3, exposure: 5 } },
      { stratum: 'b', group: { events: 0, exposure: 2 }, reference: { events: 4, exposure: 6 } },
    ])
    const { upper } = two.combined as { upper: number }
    expect((1 + upper) ** -3 * (1 + upper / 3) ** -4).toBeCloseTo(0.025, 12)
    expect(rateRatios(compared.slice(0, 1)).homogeneity).toBeNull()
  })

  it('refuses half an event, no time, no stratum and one twice', () => {
    const some = { events: 1, exposure: 1 }
    expect(() => rateRatio({ events: 0.5, exposure: 1 }, some)).toThrow('events must be a whole number ≥ 0')
    expect(() => rateRatio(some, { events: 1, exposure: 0 })).toThrow('exposure must be above 0')
    expect(() => rateRatios([])).toThrow(InvalidInput)
    expect(() => rateRatios([compared[0]!, compared[0]!])).toThrow('35-44 twice')
  })
})
