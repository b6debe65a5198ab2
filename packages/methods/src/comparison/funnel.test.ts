import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { funnel } from './funnel.ts'
import type { FunnelLimits, PlacedUnit } from './funnel.ts'
import type { FunnelFlag } from './funnel-flag.ts'
import oracle from './funnel.oracle.json' with { type: 'json' }
import type { FunnelType, FunnelUnit } from './funnel-units.ts'
import type { Overdispersion } from './dispersion.ts'

const four = ({ lower95, upper95, lower998, upper998 }: FunnelLimits) => [
  lower95,
  upper95,
  lower998,
  upper998,
]

/** Where y lies by the four limits of another program: 95 % below and above, 99.8 % below and above. */
function beyond(y: number, [lower95, upper95, lower998, upper998]: readonly number[]): FunnelFlag {
  if (y < lower998!) return 'below-998'
  if (y > upper998!) return 'above-998'
  if (y < lower95!) return 'below-95'
  return y > upper95! ? 'above-95' : 'inside'
}

function units(counts: readonly (readonly [number, number])[]): readonly FunnelUnit[] {
  return counts.map(([numerator, denominator], i) => ({ unit: `u${i}`, numerator, denominator }))
}

const place = (
  counts: readonly (readonly [number, number])[],
  type: FunnelType,
  overdispersion: Overdispersion,
) => funnel(units(counts), { type, overdispersion })

const casesOf = (most: number) =>
  fc.integer({ min: 1, max: most }).chain((n) => fc.tuple(fc.nat({ max: n }), fc.constant(n)))

describe('funnel', () => {
  it.each(oracle.cases)('has target, φ, τ² and every limit of $name', (one) => {
    const type = one.type as FunnelType
    const result = funnel(one.units, { type, overdispersion: one.overdispersion as Overdispersion })
    const close = (value: number, expected: number) =>
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(oracle.tolerance)
    close(result.target, one.target)
    expect(result.dispersion.kind).toBe('estimate')
    if (result.dispersion.kind === 'estimate') {
      close(result.dispersion.phi, one.phi)
      close(result.dispersion.tau2, one.tau2)
    }
    const isRoot = result.method.parameters.scale === 'square-root'
    for (const [i, unit] of result.units.entries()) {
      const { numerator, denominator, adjusted, limits } = one.units[i]!
      expect([unit.unit, unit.n, unit.y]).toEqual([one.units[i]!.unit, denominator, numerator / denominator])
      if (one.tau2 > 0) expect(unit.flag).toBe(beyond(isRoot ? Math.sqrt(unit.y) : unit.y, adjusted))
      else expect(unit.flag).toBe(beyond(unit.y, limits))
      for (const [k, limit] of four(unit).entries()) close(limit, one.units[i]!.limits[k]!)
      for (const [k, limit] of four(unit.adjusted!).entries()) {
        close(isRoot ? Math.sqrt(limit) : limit, one.units[i]!.adjusted[k]!)
      }
    }
  })

  it('has the limits that FunnelPlotR gives an expected count of 15', () => {
    const [unit] = place([[15, 15]], 'standardised-ratio', 'none').units
    const printed = [0.5596924, 1.649348, 0.386265, 2.082907]
    for (const [i, limit] of four(unit!).entries()) expect(Math.abs(limit - printed[i]!)).toBeLessThan(5e-7)
  })

  it('has z and the limits of a ratio of counts as its formulas give them', () => {
    const counts = [
      [12, 20],
      [9, 30],
      [40, 38],
      [5, 22],
    ] as const
    const { target, dispersion, units: placed } = place(counts, 'ratio-of-counts', 'none')
    const s = counts.map(([a, b]) => Math.sqrt(a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2))
    const z = counts.map(([a, b], i) => Math.log((a + 0.5) / (b + 0.5) / 0.6) / s[i]!)
    expect(target).toBeCloseTo(0.6, 12)
    expect((dispersion as { phi: number }).phi).toBeCloseTo(z.reduce((sum, one) => sum + one * one, 0) / 4, 9)
    for (const [i, unit] of placed.entries()) {
      const limits = [-1.959963985, 1.959963985, -3.090232306, 3.090232306].map(
        (k) => 0.6 * Math.exp(k * s[i]!),
      )
      for (const [k, limit] of four(unit).entries()) expect(limit).toBeCloseTo(limits[k]!, 7)
    }
    expect(placed.map(({ flag }) => flag)).toEqual(['inside', 'inside', 'above-95', 'below-95'])
  })

  it('flags by adjusted limits where units differ by more than chance, by exact ones where they do not', () => {
    const scattered = [
      [2, 100],
      [30, 100],
      [9, 100],
      [15, 100],
      [60, 100],
    ] as const
    const wide = place(scattered, 'proportion', 'winsorise')
    expect(wide.flagsBy).toBe('adjusted')
    const none = place(scattered, 'proportion', 'none')
    expect([none.flagsBy, none.units.map(({ flag }) => flag)]).toEqual([
      'exact',
      ['below-998', 'inside', 'below-998', 'inside', 'above-998'],
    ])
    expect(none.units.every(({ adjusted }) => adjusted === null)).toBe(true)
    expect(none.dispersion).toMatchObject({ kind: 'estimate', units: 5 })
    const alike = place(
      [
        [10, 100],
        [11, 100],
        [9, 100],
        [10, 90],
      ],
      'proportion',
      'truncate',
    )
    expect([alike.flagsBy, alike.dispersion]).toMatchObject(['exact', { tau2: 0 }])
    expect(alike.sentence.map(({ key }) => key)).toEqual(['units-beyond-limits'])
    expect(
      place(
        [
          [10, 20],
          [9, 19],
        ],
        'ratio-of-counts',
        'none',
      ).flagsBy,
    ).toBe('approximate')
  })

  it('says how many lie beyond its limits, and what the limits do not allow for', () => {
    const scattered = [
      [2, 100],
      [30, 100],
      [9, 100],
      [15, 100],
      [60, 100],
    ] as const
    const none = place(scattered, 'proportion', 'none').sentence
    expect(none.map(({ key }) => key)).toEqual(['units-beyond-limits', 'limits-for-chance-alone'])
    expect(none[0]!.parameters).toMatchObject({
      units: 5,
      beyond95: 3,
      beyond998: 3,
      expected95: 0,
      flagsBy: 'exact',
    })
    const wide = place(scattered, 'proportion', 'winsorise').sentence
    expect(wide.map(({ key }) => key)).toEqual(['units-beyond-limits'])
    expect(place([[1, 2]], 'proportion', 'none').sentence.map(({ key }) => key)).toEqual([
      'units-beyond-limits',
      'differences-unknown',
    ])
    expect(
      place(
        [
          [9, 40],
          [8, 40],
          [1, 40],
          [9, 40],
        ],
        'proportion',
        'none',
      ).sentence[0]!.parameters,
    ).toMatchObject({
      beyond95: 1,
      beyond998: 0,
    })
  })

  it('does not say how units differ from too few, or from units without events on a logarithmic scale', () => {
    expect(place([[1, 2]], 'proportion', 'winsorise')).toMatchObject({
      dispersion: { kind: 'not-estimable', reason: 'too-few-units' },
      flagsBy: 'exact',
      units: [{ adjusted: null, y: 0.5, flag: 'inside' }],
    })
    const sparse = place(
      Array.from({ length: 5 }, (_, i) => [i < 4 ? 0 : 3, 2] as const),
      'standardised-ratio',
      'truncate',
    )
    expect(sparse.dispersion).toEqual({ kind: 'not-estimable', reason: 'unit-without-events' })
    expect(
      place(
        [
          [0, 5],
          [0, 7],
        ],
        'rate',
        'truncate',
      ).dispersion.kind,
    ).toBe('not-estimable')
  })

  it('leaves a unit without events out where it is among the first tenth', () => {
    const counts = Array.from({ length: 20 }, (_, i) => [i, 10] as const)
    expect(place(counts, 'standardised-ratio', 'truncate').dispersion).toMatchObject({
      kind: 'estimate',
      units: 16,
    })
  })

  it.each([
    [11, 9],
    [54, 44],
    [60, 48],
    [137, 111],
  ])('keeps of %i units those whose rank, times ten, over one more is from 1 and below 9: %i', (n, kept) => {
    const counts = Array.from({ length: n }, (_, i) => [1 + ((i * 7) % n), n / 2] as const)
    const expected = counts.filter(([k]) => Math.floor((k * 10) / (n + 1)) % 9 > 0)
    const phi = expected.reduce((sum, [k, e]) => sum + Math.log(k / e) ** 2 * e, 0) / expected.length
    const { dispersion } = place(counts, 'standardised-ratio', 'truncate')
    expect(dispersion).toMatchObject({ kind: 'estimate', units: kept })
    expect((dispersion as { phi: number }).phi).toBeCloseTo(phi, 9)
  })

  it('leaves equal scores in or out together, by their average rank', () => {
    const kept = (counts: readonly number[]) =>
      place(
        counts.map((k) => [k, 10] as const),
        'standardised-ratio',
        'truncate',
      ).dispersion
    expect(kept([1, 1, 3, 4, 5, 6, 7, 8, 9, 10])).toMatchObject({ units: 9 })
    expect(kept([1, 2, 3, 4, 5, 6, 7, 8, 10, 10])).toMatchObject({ units: 9 })
    expect(kept([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toMatchObject({ units: 8 })
    expect(
      kept([...Array.from({ length: 4 }, () => 1), ...Array.from({ length: 40 }, (_, i) => i + 2)]),
    ).toMatchObject({ units: 36 })
  })

  it('finds nothing in units that are all alike, and nothing where there are no events at all', () => {
    for (const overdispersion of ['none', 'winsorise', 'truncate'] as const) {
      for (const counts of [3, 0].map((k) => Array.from({ length: 12 }, () => [k, 12] as const))) {
        const { units: placed, target } = place(counts, 'proportion', overdispersion)
        expect(placed.every(({ flag, y }) => flag === 'inside' && y === target)).toBe(true)
      }
    }
    expect(
      place(
        [
          [0, 5],
          [0, 7],
        ],
        'rate',
        'none',
      ).units[0],
    ).toMatchObject({ y: 0, upper998: 0, flag: 'inside' })
  })

  it('has limits that are numbers at the ends of its range', () => {
    for (const type of ['standardised-ratio', 'rate', 'ratio-of-counts'] as const) {
      for (const overdispersion of ['none', 'winsorise', 'truncate'] as const) {
        const { units: placed } = place(
          [
            [1, 1e-9],
            [9e7, 1e8],
            [0, 1e8],
            [3, 1e-9],
          ],
          type,
          overdispersion,
        )
        for (const unit of placed) {
          for (const limits of [unit, unit.exact ?? unit, unit.adjusted ?? unit]) {
            expect(four(limits).every((limit) => Number.isFinite(limit) && limit >= 0)).toBe(true)
          }
        }
      }
    }
  })

  it('keeps the order of the units, and says the same of each whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(casesOf(60), { minLength: 2, maxLength: 40 }),
        fc.constantFrom('none' as const, 'winsorise' as const, 'truncate' as const),
        (counts, overdispersion) => {
          const given = units(counts)
          const there = funnel(given, { type: 'proportion', overdispersion })
          const back = funnel(given.toReversed(), { type: 'proportion', overdispersion })
          expect(there.units.map(({ unit }) => unit)).toEqual(given.map(({ unit }) => unit))
          expect(back.units.map(({ unit, flag }) => [unit, flag]).toReversed()).toEqual(
            there.units.map(({ unit, flag }) => [unit, flag]),
          )
        },
      ),
      { seed: 1 },
    )
  })

  it('says the opposite of the cases without the event', () => {
    const mirror = (flag: PlacedUnit['flag']) =>
      flag.replace(/above|below/, (side) => (side === 'above' ? 'below' : 'above'))
    fc.assert(
      fc.property(
        fc.array(casesOf(80), { minLength: 2, maxLength: 30 }),
        fc.constantFrom('none' as const, 'winsorise' as const),
        (counts, overdispersion) => {
          const there = place(counts, 'proportion', overdispersion)
          const back = place(
            counts.map(([k, n]) => [n - k, n] as const),
            'proportion',
            overdispersion,
          )
          expect(back.units.map(({ flag }) => mirror(flag))).toEqual(there.units.map(({ flag }) => flag))
        },
      ),
      { seed: 2 },
    )
  })

  it('gives rates the flags of ratios to what the pooled rate expects, whatever the unit of exposure', () => {
    const counts = [
      [3, 2.5],
      [9, 4],
      [1, 3],
      [30, 6.25],
      [4, 2],
      [7, 5],
    ] as const
    const target = 54 / 22.75
    const rates = place(counts, 'rate', 'winsorise')
    const ratios = place(
      counts.map(([k, t]) => [k, t * target] as const),
      'standardised-ratio',
      'winsorise',
    )
    const perThousand = place(
      counts.map(([k, t]) => [k, t * 1000] as const),
      'rate',
      'winsorise',
    )
    expect(rates.target).toBeCloseTo(target, 12)
    expect(rates.units.map(({ flag }) => flag)).toEqual(ratios.units.map(({ flag }) => flag))
    expect(perThousand.units.map(({ flag }) => flag)).toEqual(rates.units.map(({ flag }) => flag))
    for (const [i, unit] of rates.units.entries()) {
      for (const [k, limit] of four(unit.adjusted!).entries()) {
        expect(limit / target).toBeCloseTo(four(ratios.units[i]!.adjusted!)[k]!, 9)
        expect(limit / 1000).toBeCloseTo(four(perThousand.units[i]!.adjusted!)[k]!, 9)
      }
    }
  })

  it('nests its limits around the target', () => {
    fc.assert(
      fc.property(
        fc.array(casesOf(400), { minLength: 2, maxLength: 20 }).filter((all) => all.some(([k]) => k > 0)),
        fc.constantFrom(
          'proportion' as const,
          'standardised-ratio' as const,
          'rate' as const,
          'ratio-of-counts' as const,
        ),
        (counts, type) => {
          const { target, units: placed } = place(counts, type, 'winsorise')
          for (const unit of placed) {
            for (const limits of [unit, unit.exact, unit.adjusted]) {
              if (limits === null) continue
              const { lower95, upper95, lower998, upper998 } = limits
              const order = [0, lower998, lower95, upper95, upper998]
              expect(order).toEqual(order.toSorted((a, b) => a - b))
              if (limits !== unit.exact)
                expect(lower95 <= target * 1.000001 && target <= upper95 * 1.000001).toBe(true)
            }
          }
        },
      ),
      { seed: 3 },
    )
  })

  it.each([
    ['proportion', [[3, 2]], 'denominator must be a whole number of at least 3 cases'],
    ['proportion', [[1, 2.5]], 'denominator must be a whole number of at least 1 cases'],
    ['rate', [[1.5, 2]], 'numerator must be a whole number in [0, 1e8]'],
    ['rate', [[-1, 2]], 'numerator must be a whole number in [0, 1e8]'],
    ['standardised-ratio', [[1, 0]], 'denominator must be a number in [1e-9, 1e8]'],
    ['standardised-ratio', [[1, Infinity]], 'denominator must be a number in [1e-9, 1e8]'],
    ['ratio-of-counts', [[0, 3]], 'numerator must be above 0'],
    ['rate', [[1, 1e-320]], 'denominator must be a number in [1e-9, 1e8]'],
    [
      'rate',
      [
        [6e8, 1],
        [6e8, 1],
      ],
      'numerator must be at most 1e8 events in all',
    ],
    ['rate', [], 'units must be at least one'],
  ] as const)('refuses %s of %j', (type, counts, message) => {
    expect(() => place(counts, type, 'none')).toThrow(InvalidInput)
    expect(() => place(counts, type, 'none')).toThrow(message)
  })

  it('refuses a unit twice', () => {
    const one = { unit: 'a', numerator: 1, denominator: 2 }
    expect(() => funnel([one, one], { type: 'rate', overdispersion: 'none' })).toThrow(
      'unit must be each unit once',
    )
  })
})
