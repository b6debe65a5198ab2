import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import oracle from './agreement.oracle.json' with { type: 'json' }
import { type IccForm, intraclassCorrelation } from './intraclass-correlation.ts'
import { kendallsW } from './kendalls-w.ts'
import { averageRanks } from './ranks.ts'
import { weightedKappa } from './weighted-kappa.ts'
import { withinGroupAgreement } from './within-group-agreement.ts'

const { cases, tolerance } = oracle
const rating = fc.integer({ min: 1, max: 9 })
const table = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 7 }))
  .chain(([m, n]) =>
    fc.array(fc.array(rating, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
  )
const pairs = fc.array(fc.tuple(rating, rating), { minLength: 1, maxLength: 30 })

function near(measured: number, exact: number, within = tolerance) {
  expect(Math.abs(measured - exact)).toBeLessThanOrEqual(within)
}

describe('averageRanks', () => {
  it('shares the mean rank among ties and sums t³ − t', () => {
    expect(averageRanks([30, 10, 20, 20])).toEqual({ ranks: [4, 1, 2.5, 2.5], tieSum: 6 })
    expect(averageRanks([5, 5, 5])).toEqual({ ranks: [2, 2, 2], tieSum: 24 })
    expect(averageRanks([])).toEqual({ ranks: [], tieSum: 0 })
  })
})

describe('kendallsW', () => {
  it('gives the tie-corrected W that R gives, raters in columns there', () => {
    const raters = cases.matrix[0]!.map((_, j) => cases.matrix.map((row) => row[j]!))
    const w = kendallsW(raters)
    if (w.kind !== 'estimate') throw new Error('not estimable')
    near(w.w, cases.kendallsW)
    expect([w.raters, w.items]).toEqual([9, 12])
  })

  it('is 1 for one order and 0 for two reversed ones, whatever the units', () => {
    expect(
      kendallsW([
        [1, 2, 3],
        [10, 20, 35],
        [1e6, 1e6 + 1, 1e6 + 2],
      ]),
    ).toMatchObject({ w: 1 })
    expect(
      kendallsW([
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toMatchObject({ w: 0, p: 1 })
  })

  it('is the mean Spearman correlation of raters without ties, turned: W = (1 + (m−1) r̄)/m', () => {
    const order = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(order, { minLength: 2, maxLength: 5 }), (rows) => {
        const m = rows.length
        let sum = 0
        for (let a = 0; a < m; a++) {
          for (let b = 0; b < a; b++) {
            const squares = rows[a]!.reduce((s, r, i) => s + (r - rows[b]![i]!) ** 2, 0)
            sum += 1 - (6 * squares) / (6 * 35)
          }
        }
        const w = kendallsW(rows)
        near(w.kind === 'estimate' ? w.w : NaN, (1 + (m - 1) * (sum / ((m * (m - 1)) / 2))) / m, 1e-12)
      }),
      { seed: 1 },
    )
  })

  it('stays in [0, 1] and is unmoved by the order of raters and of items', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const w = kendallsW(rows)
        if (w.kind !== 'estimate') return
        expect(w.w >= 0 && w.w <= 1).toBe(true)
        const turned = kendallsW(rows.toReversed().map((row) => row.toReversed()))
        near(turned.kind === 'estimate' ? turned.w : NaN, w.w, 1e-12)
      }),
      { seed: 2 },
    )
  })

  it('says what cannot be estimated', () => {
    expect(kendallsW([])).toMatchObject({ reason: 'fewer-than-two-raters' })
    expect(kendallsW([[1, 2]])).toMatchObject({ reason: 'fewer-than-two-raters' })
    expect(kendallsW([[1], [2]])).toMatchObject({ reason: 'fewer-than-two-items' })
    expect(
      kendallsW([
        [4, 4],
        [2, 2],
      ]),
    ).toMatchObject({ reason: 'all-tied' })
    expect(() => kendallsW([[1, 2], [1]])).toThrow(InvalidInput)
    expect(() =>
      kendallsW([
        [1, NaN],
        [1, 2],
      ]),
    ).toThrow(InvalidInput)
  })
})

describe('weightedKappa', () => {
  it.each(cases.weightedKappa)('$weights kappa is $kappa ± $se', (known) => {
    const found = weightedKappa(known.pairs as [number, number][], known.weights as 'linear' | 'quadratic')
    if (found.kind !== 'estimate') throw new Error('not estimable')
    near(found.kappa, known.kappa)
    near(found.se, known.se)
  })

  it('with quadratic weights is Lin’s concordance coefficient', () => {
    fc.assert(
      fc.property(pairs, (rated) => {
        const kappa = weightedKappa(rated, 'quadratic')
        if (kappa.kind !== 'estimate') return
        const mean = (at: 0 | 1) => rated.reduce((sum, pair) => sum + pair[at], 0) / rated.length
        const [a, b] = [mean(0), mean(1)]
        const moment = (f: (pair: readonly [number, number]) => number) =>
          rated.reduce((sum, pair) => sum + f(pair), 0) / rated.length
        const both = moment(([x, y]) => (x - a) * (y - b))
        const spread = moment(([x]) => (x - a) ** 2) + moment(([, y]) => (y - b) ** 2)
        near(kappa.kappa, (2 * both) / (spread + (a - b) ** 2), 1e-9)
      }),
      { seed: 3 },
    )
  })

  it('is 1 with no error where nothing changed, and the same either way round', () => {
    expect(
      weightedKappa(
        [
          [1, 1],
          [5, 5],
          [9, 9],
        ],
        'linear',
      ),
    ).toMatchObject({ kappa: 1, se: 0 })
    fc.assert(
      fc.property(pairs, fc.constantFrom('linear' as const, 'quadratic' as const), (rated, weights) => {
        const there = weightedKappa(rated, weights)
        const back = weightedKappa(
          rated.map(([x, y]) => [y, x] as const),
          weights,
        )
        if (there.kind === 'estimate' && back.kind === 'estimate') near(back.kappa, there.kappa, 1e-12)
        expect(back.kind).toBe(there.kind)
      }),
      { seed: 4 },
    )
  })

  it('says what cannot be estimated and refuses what is no category', () => {
    expect(weightedKappa([], 'linear')).toMatchObject({ reason: 'no-pairs' })
    expect(
      weightedKappa(
        [
          [3, 3],
          [3, 3],
        ],
        'linear',
      ),
    ).toMatchObject({ reason: 'no-variation' })
    expect(() => weightedKappa([[1.5, 2]], 'linear')).toThrow(InvalidInput)
  })
})

describe('intraclassCorrelation', () => {
  it.each(cases.icc)('form $form is $icc in [$lower, $upper]', ({ form, icc, lower, upper }) => {
    const found = intraclassCorrelation(cases.matrix, form as IccForm)
    if (found.kind !== 'estimate') throw new Error('not estimable')
    near(found.icc, icc)
    near(found.lower, lower)
    near(found.upper, upper)
  })

  it('is unmoved by an offset of a million and by units, for form 3', () => {
    const plain = intraclassCorrelation(cases.matrix, '3')
    const moved = intraclassCorrelation(
      cases.matrix.map((row) => row.map((value) => 1e6 + value * 0.25)),
      '3',
    )
    if (plain.kind !== 'estimate' || moved.kind !== 'estimate') throw new Error('not estimable')
    near(moved.icc, plain.icc, 1e-8)
    near(moved.lower, plain.lower, 1e-8)
  })

  it('sees that decimals do not vary', () => {
    const same = Array.from({ length: 3 }, () => [0.1, 0.1, 0.1])
    expect(intraclassCorrelation(same, '2')).toMatchObject({ reason: 'no-variation' })
    const things = [0.1, 0.7, 0.3].map((value) => [value, value, value])
    expect(intraclassCorrelation(things, '1')).toMatchObject({ reason: 'no-error' })
  })

  it('lies within its interval, and the mean of k raters is never less reliable than one', () => {
    fc.assert(
      fc.property(table, fc.constantFrom<'1' | '2' | '3'>('1', '2', '3'), (rows, form) => {
        const one = intraclassCorrelation(rows, form)
        const mean = intraclassCorrelation(rows, `${form}k`)
        if (one.kind !== 'estimate' || mean.kind !== 'estimate') return
        if (form !== '2') expect(one.lower <= one.icc && one.icc <= one.upper).toBe(true)
        if (one.icc >= 0) expect(mean.icc).toBeGreaterThanOrEqual(one.icc - 1e-12)
      }),
      { seed: 5 },
    )
  })

  it('says what cannot be estimated', () => {
    expect(intraclassCorrelation([[1, 2]], '1')).toMatchObject({ reason: 'fewer-than-two-things' })
    expect(intraclassCorrelation([[1], [2]], '1')).toMatchObject({ reason: 'fewer-than-two-raters' })
    expect(
      intraclassCorrelation(
        [
          [4, 4],
          [4, 4],
        ],
        '1',
      ),
    ).toMatchObject({ reason: 'no-variation' })
    expect(
      intraclassCorrelation(
        [
          [1, 1],
          [4, 4],
        ],
        '1',
      ),
    ).toMatchObject({ reason: 'no-error' })
    expect(
      intraclassCorrelation(
        [
          [1, 2],
          [4, 5],
        ],
        '3k',
      ),
    ).toMatchObject({ reason: 'no-error' })
    expect(() => intraclassCorrelation([[1, 2], [4]], '1')).toThrow(InvalidInput)
    expect(() =>
      intraclassCorrelation(
        [
          [1, 2],
          [4, 5],
        ],
        '1',
        1,
      ),
    ).toThrow(InvalidInput)
  })

  it.each(['1', '2', '3', '1k', '2k', '3k'] as const)(
    'says of things that do not differ, form %s',
    (form) => {
      for (const ratings of [
        [
          [1, 2],
          [2, 1],
        ],
        [
          [1.1, 2.2, 3.3],
          [3.3, 1.1, 2.2],
          [2.2, 3.3, 1.1],
        ],
      ]) {
        expect(intraclassCorrelation(ratings, form)).toEqual({
          kind: 'not-estimable',
          reason: 'no-variation-between',
        })
      }
    },
  )

  it.each(['2', '2k'] as const)(
    'says that there is no interval where too little is left for one, form %s',
    (form) => {
      const ratings = [
        [1, 4, 0],
        [4, 2, 0],
      ]
      expect(intraclassCorrelation(ratings, form)).toEqual({ kind: 'not-estimable', reason: 'no-interval' })
    },
  )

  it('is never above 1, never NaN and never infinite, however little things differ', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((raters) =>
          fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: raters, maxLength: raters }), {
            minLength: 2,
            maxLength: 5,
          }),
        ),
        fc.constantFrom('1', '2', '3', '1k', '2k', '3k' as const),
        (ratings, form) => {
          const found = intraclassCorrelation(ratings, form as '1')
          if (found.kind !== 'estimate') return
          const { lower, icc, upper } = found
          expect([lower, icc, upper].every(Number.isFinite)).toBe(true)
          expect(lower <= icc + 1e-9 && icc <= upper + 1e-9 && upper <= 1).toBe(true)
        },
      ),
      { seed: 5, numRuns: 2000 },
    )
  })
})

describe('withinGroupAgreement', () => {
  it('is 1 for equal answers and 0 for answers split between the ends', () => {
    expect(
      withinGroupAgreement(
        [
          [4, 2],
          [4, 2],
          [4, 2],
        ],
        5,
      ),
    ).toMatchObject({ rwg: 1 })
    expect(withinGroupAgreement([[1], [5], [1], [5]], 5)).toMatchObject({ rwg: 0 })
  })

  it('gives 1 − s²/σ² for one item, and steps up over items', () => {
    // Variance 1/3 of σ² = 2 on five options.
    const one = withinGroupAgreement([[3], [4], [4]], 5)
    near(one.kind === 'estimate' ? one.rwg : NaN, 1 - 1 / 6, 1e-12)
    const two = withinGroupAgreement(
      [
        [3, 3],
        [4, 4],
        [4, 4],
      ],
      5,
    )
    near(two.kind === 'estimate' ? two.rwg : NaN, (2 * (5 / 6)) / (2 * (5 / 6) + 1 / 6), 1e-12)
  })

  it('says that one member agrees with nobody, and refuses answers off the scale', () => {
    expect(withinGroupAgreement([[3, 4]], 5)).toMatchObject({ reason: 'fewer-than-two-members' })
    expect(() => withinGroupAgreement([[1], [7]], 5)).toThrow(InvalidInput)
    expect(() => withinGroupAgreement([[1.5], [2]], 5)).toThrow(InvalidInput)
    expect(() => withinGroupAgreement([[1], [2]], 1)).toThrow(InvalidInput)
    expect(() => withinGroupAgreement([], 5)).toThrow(InvalidInput)
  })
})
