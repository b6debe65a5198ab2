import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialTails } from '../distributions/counts.ts'
import { InvalidInput } from '../errors.ts'
import { estimateMean } from '../weighting/estimate-mean.ts'
import oracle from '../weighting/weighting.oracle.json' with { type: 'json' }
import { betaInterval } from './beta-interval.ts'
import { logitInterval } from './logit-interval.ts'

describe('intervals of a share of stratified schools', () => {
  const { schoolWide, weight, stype, population } = oracle.samples.apistrat
  const { mean, n, precision } = estimateMean(
    schoolWide.map((answer) => Number(answer === 'Yes')),
    weight,
    { strata: stype, populations: population },
  )
  if (precision.kind !== 'estimate') throw new Error(precision.reason)
  const estimate = { share: mean, ...precision }

  it.each([
    ['logit', logitInterval(estimate), oracle.share.logit],
    ['beta', betaInterval(estimate, n), oracle.share.beta],
  ] as const)('agree with R survey: %s', (_, interval, [lower, upper]) => {
    expect(mean).toBeCloseTo(oracle.share.share, 8)
    expect(interval).toMatchObject({ share: mean })
    expect(Math.abs((interval as { lower: number }).lower - lower!)).toBeLessThanOrEqual(oracle.tolerance)
    expect(Math.abs((interval as { upper: number }).upper - upper!)).toBeLessThanOrEqual(oracle.tolerance)
  })
})

const plain = (k: number, n: number) => {
  const share = k / n
  return { share, se: Math.sqrt((share * (1 - share)) / n), degreesOfFreedom: n - 1 }
}

describe('betaInterval', () => {
  it('is exact for simple chance: each limit leaves 2.5 % in its tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const k = Math.round(part * n)
        const { lower, upper } = betaInterval(plain(k, n), n)
        if (k > 0) expect(binomialTails(k - 1, n, lower).upper).toBeCloseTo(0.025, 8)
        else expect(lower).toBe(0)
        if (k < n) expect(binomialTails(k, n, upper).lower).toBeCloseTo(0.025, 8)
        else expect(upper).toBe(1)
      }),
      { seed: 13 },
    )
  })

  it('is the share itself where everybody was asked', () => {
    expect(betaInterval({ share: 0.4, se: 0, degreesOfFreedom: 9 }, 10)).toEqual({
      share: 0.4,
      lower: 0.4,
      upper: 0.4,
    })
  })

  it('is normal for standard errors that are next to nothing, without a jump', () => {
    for (const se of [1e-9, 1e-17]) {
      const { lower, upper } = betaInterval({ share: 0.4, se, degreesOfFreedom: 9 }, 10)
      expect((upper - lower) / 2).toBeCloseTo(1.959964 * se, 14)
    }
    const width = (people: number) => {
      const se = Math.sqrt(0.24 / people)
      const { lower, upper } = betaInterval({ share: 0.4, se, degreesOfFreedom: 9 }, 10)
      return (upper - lower) / se
    }
    expect(width(1.01e8) / width(0.99e8)).toBeCloseTo(1, 3)
    const tiny = betaInterval({ share: 1e-20, se: 1e-20, degreesOfFreedom: 9 }, 10)
    expect([tiny.lower, tiny.upper > 1e-20]).toEqual([0, true])
  })

  it('refuses one person', () => {
    expect(() => betaInterval(plain(1, 2), 1)).toThrow('n must be a whole number ≥ 2')
  })
})

describe('logitInterval', () => {
  it('holds the share, stays inside 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const k = Math.min(n - 1, Math.max(1, Math.round(part * n)))
        const one = logitInterval(plain(k, n))
        const other = logitInterval(plain(n - k, n))
        if (one.kind !== 'estimate' || other.kind !== 'estimate') throw new Error('expected intervals')
        expect(one.lower > 0 && one.lower < one.share && one.share < one.upper && one.upper <= 1).toBe(true)
        expect(one.lower).toBeCloseTo(1 - other.upper, 10)
      }),
      { seed: 14 },
    )
  })

  it('says that all or none has no odds', () => {
    const none = { kind: 'not-estimable', reason: 'all-or-none' }
    expect(logitInterval(plain(0, 5))).toEqual(none)
    expect(logitInterval(plain(5, 5))).toEqual(none)
  })

  it.each([
    [{ share: 1.2, se: 0.1, degreesOfFreedom: 4 }, 'share'],
    [{ share: 0.5, se: -0.1, degreesOfFreedom: 4 }, 'se'],
    [{ share: 0.5, se: Infinity, degreesOfFreedom: 4 }, 'se'],
    [{ share: 0.5, se: 0.1, degreesOfFreedom: 0 }, 'degreesOfFreedom'],
  ])('refuses %j', (estimate, argument) => {
    expect(() => logitInterval(estimate)).toThrow(InvalidInput)
    expect(() => logitInterval(estimate)).toThrow(argument)
    expect(() => betaInterval(estimate, 9)).toThrow(argument)
  })
})
