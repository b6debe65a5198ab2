import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { answerBars } from './answer-bars.ts'
import { participationByStratum } from './participation-by-stratum.ts'
import { wilsonInterval } from './wilson-interval.ts'
import oracle from './wilson-interval.oracle.json' with { type: 'json' }

const trial = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)))

describe('wilsonInterval', () => {
  it.each(oracle.cases)('gives $lower to $upper for $k of $n', ({ k, n, lower, upper }) => {
    const interval = wilsonInterval(k, n)
    expect(Math.abs(interval.lower - lower)).toBeLessThanOrEqual(oracle.tolerance)
    expect(Math.abs(interval.upper - upper)).toBeLessThanOrEqual(oracle.tolerance)
  })

  it('has limits where the score test is exactly at its critical value', () => {
    fc.assert(
      fc.property(trial, fc.double({ min: 0.5, max: 4, noNaN: true }), ([k, n], z) => {
        const { share, lower, upper } = wilsonInterval(k, n, z)
        for (const limit of [lower, upper]) {
          if (limit === 0 || limit === 1) continue
          const score = ((share - limit) ** 2 * n) / (limit * (1 - limit))
          expect(Math.abs(score / (z * z) - 1)).toBeLessThanOrEqual(1e-6)
        }
      }),
      { seed: 1 },
    )
  })

  it('contains the share, stays in [0, 1] and is mirrored for failures', () => {
    fc.assert(
      fc.property(trial, ([k, n]) => {
        const { share, lower, upper } = wilsonInterval(k, n)
        const mirrored = wilsonInterval(n - k, n)
        expect(lower >= 0 && lower <= share && share <= upper && upper <= 1).toBe(true)
        expect(Math.abs(lower - (1 - mirrored.upper))).toBeLessThanOrEqual(1e-12)
      }),
      { seed: 2 },
    )
  })

  it('is exact at the ends: 0 of n begins at 0, n of n ends at 1', () => {
    expect(wilsonInterval(0, 1).lower).toBe(0)
    expect(wilsonInterval(1, 1).upper).toBe(1)
    expect(wilsonInterval(0, 1e9).upper).toBeGreaterThan(0)
  })

  it('refuses counts out of range', () => {
    expect(() => wilsonInterval(6, 5)).toThrow('k must be a whole number in [0, 5], received 6')
    expect(() => wilsonInterval(0, 0)).toThrow(InvalidInput)
    expect(() => wilsonInterval(0.5, 2)).toThrow(InvalidInput)
    expect(() => wilsonInterval(1, 2, 0)).toThrow(InvalidInput)
  })
})

describe('answerBars', () => {
  it('gives each share of those who answered, with its interval', () => {
    const bars = answerBars({ agree: 9, disagree: 0, pass: 1 })
    expect(bars).toMatchObject({ kind: 'estimate', n: 10, agree: wilsonInterval(9, 10) })
  })

  it('says that nothing can be estimated where nobody answered', () => {
    expect(answerBars({ agree: 0, disagree: 0, pass: 0 })).toEqual({
      kind: 'not-estimable',
      reason: 'no-answers',
    })
  })

  it('refuses a count that is none', () => {
    expect(() => answerBars({ agree: -1, disagree: 0, pass: 0 })).toThrow(InvalidInput)
  })
})

describe('participationByStratum', () => {
  it('gives rates with intervals where nothing is small', () => {
    const { strata, everybody } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'hospital', invited: 40, took: 10 },
    ])
    expect(strata[0]).toMatchObject({
      participation: { kind: 'shown', took: 30, rate: wilsonInterval(30, 60) },
    })
    expect(everybody.participation).toMatchObject({ kind: 'shown', took: 40 })
  })

  it('hides a stratum in which few took part, and another, so that the difference does not tell', () => {
    const { strata, everybody } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'hospital', invited: 40, took: 10 },
      { stratum: 'north', invited: 12, took: 2 },
    ])
    expect(strata.map(({ participation }) => participation.kind)).toEqual(['shown', 'hidden', 'hidden'])
    expect(everybody.participation.kind).toBe('shown')
  })

  it('hides a stratum in which everybody took part', () => {
    const { strata } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'north', invited: 12, took: 12 },
    ])
    expect(strata[1]!.participation.kind).toBe('hidden')
  })

  it('has no rate for a stratum without people', () => {
    const { strata } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'nobody', invited: 0, took: 0 },
    ])
    expect(strata[1]!.participation).toEqual({ kind: 'not-estimable', reason: 'nobody-invited' })
  })

  it('refuses more participants than people, and a stratum twice', () => {
    expect(() => participationByStratum([{ stratum: 'a', invited: 1, took: 2 }])).toThrow(InvalidInput)
    const twice = { stratum: 'a', invited: 10, took: 5 }
    expect(() => participationByStratum([twice, twice])).toThrow('each stratum once')
  })
})
