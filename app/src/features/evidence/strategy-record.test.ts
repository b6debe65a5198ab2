import { participationByStratum } from '@rounds/methods'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RoundFacts, medianRanks, strategyRecord } from './strategy-record.ts'

const zone = (values: readonly [string, number, number][], stewarded = '') => ({
  code: 'zone',
  label: { en: 'Zone' },
  values: values.map(([code, invited, respondents]) => ({
    code,
    label: { en: code },
    invited,
    respondents,
    roster: invited,
    stewarded: code === stewarded,
  })),
})
const round = (
  invited: number,
  respondents: number,
  strata: readonly ReturnType<typeof zone>[] = [],
): RoundFacts => ({
  invited,
  respondents,
  strata: strata.map((stratum) => ({
    ...stratum,
    lines: participationByStratum(
      stratum.values.map(({ stewarded, respondents: took, ...of }, place) => ({
        stratum: String(place),
        invited: of.invited,
        took,
        held: stewarded,
      })),
      { everybody: { invited, took: respondents } },
    ).lines,
  })),
})
const none = { days: [], objected: 0 }

test('rounds are added up, with an interval', () => {
  const record = strategyRecord([round(100, 40), round(50, 20)], none)
  expect(record.response).toMatchObject({ kind: 'shown', count: 60, of: 150 })
  expect(record.response.kind === 'shown' && record.response.rate.share).toBeCloseTo(0.4, 12)
  expect(record.response.kind === 'shown' && record.response.rate.lower).toBeCloseTo(0.3251, 3)
  expect(record.response.kind === 'shown' && record.response.rate.upper).toBeCloseTo(0.4798, 3)
  expect(record).toMatchObject({
    rounds: 2,
    roundsLeftOut: 0,
    daysToAnswer: { kind: 'none' },
    notAnswered: { kind: 'none' },
  })
})

test('a round with fewer than five on either side is left out, and said to be', () => {
  const record = strategyRecord([round(100, 40), round(20, 4), round(20, 16), round(20, 0)], none)
  expect(record.response).toMatchObject({ count: 40, of: 100 })
  expect(record.roundsLeftOut).toBe(3)
  expect(strategyRecord([round(20, 4)], none).response).toEqual({ kind: 'hidden' })
})

test('by stratum only what each round may publish; a stewarded value never by itself', () => {
  const strata = [
    zone([
      ['west', 60, 30],
      ['east', 40, 10],
    ]),
  ]
  expect(strategyRecord([round(100, 40, strata)], none).forWhom).toMatchObject([
    {
      label: { en: 'Zone' },
      values: [{ label: { en: 'west' }, rate: { count: 30, of: 60 } }, { rate: { count: 10, of: 40 } }],
    },
  ])
  const small = [
    zone([
      ['west', 60, 30],
      ['east', 37, 10],
      ['north', 3, 0],
    ]),
  ]
  const shown = strategyRecord([round(100, 40, small)], none).forWhom[0]?.values ?? []
  expect(shown.map(({ label }) => label.en)).toEqual(['west'])
  const held = zone(
    [
      ['west', 60, 30],
      ['east', 40, 10],
    ],
    'east',
  )
  expect(strategyRecord([round(100, 40, [held])], none).forWhom).toEqual([])
})

test('people of no stated value can’t be told from the difference to everybody', () => {
  const strata = [
    zone([
      ['west', 60, 30],
      ['east', 39, 10],
    ]),
  ]
  expect(strategyRecord([round(100, 41, strata)], none).forWhom[0]?.values.map(({ label }) => label)).toEqual(
    [{ en: 'west' }],
  )
})

describe('days to an answer', () => {
  test('are hidden under five, without interval under ten', () => {
    expect(strategyRecord([], { days: [1, 2, 3, 4], objected: 0 }).daysToAnswer).toEqual({ kind: 'hidden' })
    expect(strategyRecord([], { days: [5, 1, 9, 3, 7], objected: 0 }).daysToAnswer).toEqual({
      kind: 'shown',
      median: 5,
      interval: null,
      of: 5,
    })
  })
  test('have the interval of the order statistics', () => {
    const days = Array.from({ length: 20 }, (_, index) => index + 1)
    expect(strategyRecord([], { days, objected: 0 }).daysToAnswer).toEqual({
      kind: 'shown',
      median: 10.5,
      interval: [6, 15],
      of: 20,
    })
  })
  // As in the usual tables of distribution-free 95 % intervals of a median.
  test.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [12, 3, 10],
    [15, 4, 12],
    [20, 6, 15],
    [25, 8, 18],
    [30, 10, 21],
    [40, 14, 27],
    [50, 18, 33],
    [100, 40, 61],
  ])('of %i values: ranks %i and %i', (n, lower, upper) => expect(medianRanks(n)).toEqual([lower, upper]))
  test('of five values there is none', () => expect(medianRanks(5)).toBeNull())
})

test('the share not answered is hidden while either part is under five', () => {
  const days = Array.from({ length: 20 }, () => 3)
  expect(strategyRecord([], { days, objected: 4 }).notAnswered).toEqual({ kind: 'hidden' })
  expect(strategyRecord([], { days, objected: 16 }).notAnswered).toEqual({ kind: 'hidden' })
  expect(strategyRecord([], { days, objected: 5 }).notAnswered).toMatchObject({
    kind: 'shown',
    count: 5,
    of: 20,
  })
})

test('no shown count or its complement is ever under five', () => {
  const facts = fc.array(
    fc.tuple(fc.nat(40), fc.nat(40)).map(([invited, respondents]) => {
      const took = Math.min(invited, respondents)
      const west = Math.floor(invited / 3)
      const westTook = Math.min(west, Math.floor(took / 2))
      return round(invited, took, [
        zone([
          ['west', west, westTook],
          ['east', invited - west, took - westTook],
        ]),
      ])
    }),
    { maxLength: 6 },
  )
  const fits = facts.filter((rounds) =>
    rounds.every((one) => one.strata.every((s) => s.values.every((v) => v.respondents <= v.invited))),
  )
  fc.assert(
    fc.property(fits, fc.array(fc.nat(60), { maxLength: 30 }), fc.nat(30), (rounds, days, objected) => {
      const record = strategyRecord(rounds, { days, objected: Math.min(objected, days.length) })
      const rates = [
        record.response,
        record.notAnswered,
        ...record.forWhom.flatMap((s) => s.values.map((v) => v.rate)),
      ]
      for (const rate of rates)
        if (rate.kind === 'shown') {
          expect(rate.count).toBeGreaterThanOrEqual(5)
          expect(rate.of - rate.count).toBeGreaterThanOrEqual(5)
        }
    }),
  )
})
