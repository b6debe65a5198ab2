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
    const { lines, everybody } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'hospital', invited: 40, took: 10 },
    ])
    expect(lines[0]).toMatchObject({
      strata: ['family'],
      participation: { kind: 'shown', took: 30, rate: wilsonInterval(30, 60) },
    })
    expect(everybody.participation).toMatchObject({ kind: 'shown', took: 40 })
  })

  it('hides a stratum in which few took part, and another, so that the difference does not tell', () => {
    const { lines, everybody } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'hospital', invited: 40, took: 10 },
      { stratum: 'north', invited: 12, took: 2 },
    ])
    expect(lines.map(({ participation }) => participation.kind)).toEqual(['shown', 'hidden', 'hidden'])
    expect(everybody.participation.kind).toBe('shown')
  })

  it('hides a stratum in which everybody took part', () => {
    const { lines } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'north', invited: 12, took: 12 },
    ])
    expect(lines[1]!.participation.kind).toBe('hidden')
  })

  it('hides everybody where fewer than five did not take part, and then at least one line', () => {
    const { lines, everybody } = participationByStratum([
      { stratum: 'family', invited: 30, took: 28 },
      { stratum: 'hospital', invited: 20, took: 19 },
    ])
    expect(everybody.participation.kind).toBe('hidden')
    expect(lines.map(({ participation }) => participation.kind)).toEqual(['hidden', 'hidden'])
  })

  it('shows small strata together, and has no line where nobody was invited', () => {
    const { lines } = participationByStratum([
      { stratum: 'family', invited: 60, took: 30 },
      { stratum: 'north', invited: 3, took: 1 },
      { stratum: 'hospital', invited: 40, took: 10 },
      { stratum: 'south', invited: 4, took: 4 },
      { stratum: 'nobody', invited: 0, took: 0 },
    ])
    expect(lines.map(({ strata, invited }) => [strata.join(), invited])).toEqual([
      ['family', 60],
      ['hospital', 40],
      ['north,south', 7],
    ])
  })

  it('counts people of no stated stratum as a line, so that the difference to everybody does not tell', () => {
    const { lines, everybody } = participationByStratum(
      [
        { stratum: 'woman', invited: 30, took: 20 },
        { stratum: 'man', invited: 30, took: 20 },
      ],
      { everybody: { invited: 61, took: 41 } },
    )
    expect(everybody.participation).toMatchObject({ kind: 'shown', took: 41 })
    expect(lines.map(({ strata, invited }) => [strata, invited])).toEqual([
      [['man'], 30],
      [['woman', null], 31],
    ])
  })

  it('never gives a stratum that is held back a line of its own, nor beside fewer than five others', () => {
    const at = (stratum: string, invited: number, took: number, held = false) => ({
      stratum,
      invited,
      took,
      held,
    })
    const { lines } = participationByStratum([
      at('north', 40, 20),
      at('held', 15, 6, true),
      at('tiny', 1, 1),
      at('south', 30, 12),
    ])
    expect(lines.map(({ strata, invited }) => [strata.join(), invited])).toEqual([
      ['north', 40],
      ['held,tiny,south', 46],
    ])
    expect(participationByStratum([at('held', 15, 6, true)]).lines).toEqual([])
  })

  it('lets no reader tell a small number from lines and totals', () => {
    const stratum = fc.record({ invited: fc.nat(9), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 3 }), (given) => {
        const strata = given.map(({ invited, share }, index) => ({
          stratum: String(index),
          invited,
          took: Math.round(invited * share),
        }))
        const { lines, everybody } = participationByStratum(strata)
        for (const { invited, participation } of [...lines, everybody])
          if (participation.kind === 'shown')
            expect(Math.min(participation.took, invited - participation.took)).toBeGreaterThanOrEqual(5)
        const hidden = lines.filter(({ participation }) => participation.kind === 'hidden')
        if (everybody.participation.kind === 'shown') expect(hidden.length).not.toBe(1)
      }),
      { seed: 3 },
    )
  })

  it('refuses more participants than people, parts of one, a stratum twice, and fewer of everybody than of the strata', () => {
    for (const counts of [
      { invited: 1, took: 2 },
      { invited: 1, took: -1 },
      { invited: 10, took: 2.5 },
      { invited: 9.5, took: 2 },
    ])
      expect(() => participationByStratum([{ stratum: 'a', ...counts }])).toThrow(
        'took must be a whole number',
      )
    const once = { stratum: 'a', invited: 10, took: 5 }
    expect(() => participationByStratum([once, once])).toThrow('each stratum once')
    expect(() => participationByStratum([once], { everybody: { invited: 10, took: 4 } })).toThrow(
      InvalidInput,
    )
  })
})
