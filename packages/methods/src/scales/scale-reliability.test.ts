import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fQuantile } from '../distributions/f.ts'
import { InvalidInput } from '../errors.ts'
import { oneFactor } from './one-factor.ts'
import oracle from './reliability.oracle.json' with { type: 'json' }
import { type ScaleReliability, scaleReliability } from './scale-reliability.ts'

type Estimate = Extract<ScaleReliability, { kind: 'estimate' }>

function estimated(answers: readonly (readonly number[])[]): Estimate {
  const found = scaleReliability(answers)
  if (found.kind !== 'estimate') throw new Error(found.reason)
  return found
}

const table = fc.tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 2, max: 5 })).chain(([n, k]) =>
  fc.array(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: k, maxLength: k }), {
    minLength: n,
    maxLength: n,
  }),
)

describe('scaleReliability', () => {
  it.each(oracle.cases)('gives alpha $alpha, its interval, omega $omega and what each item adds', (known) => {
    const found = estimated(known.answers)
    const near = (measured: number | null, exact: number, within = oracle.tolerance) =>
      expect(Math.abs(measured! - exact)).toBeLessThanOrEqual(within)
    near(found.alpha, known.alpha)
    near(found.alphaStandardized, known.alphaStandardized)
    near(found.feldt.lower, known.lower)
    near(found.feldt.upper, known.upper)
    for (const [i, [itemTotal, alphaIfDropped]] of known.items.entries()) {
      near(found.items[i]!.itemTotal, itemTotal!)
      near(found.items[i]!.alphaIfDropped, alphaIfDropped!)
    }
    if (known.omega === null) expect(found.omega).toMatchObject({ reason: 'no-proper-solution' })
    else
      near(found.omega.kind === 'estimate' ? found.omega.value : null, known.omega, oracle.loadingTolerance)
  })

  it('gives the small published vector: six people, three items, .9559', () => {
    const answers = [
      [5, 5, 4],
      [3, 4, 3],
      [6, 6, 5],
      [2, 3, 2],
      [4, 4, 5],
      [1, 2, 2],
    ]
    expect(estimated(answers).alpha).toBeCloseTo(0.9559, 4)
  })

  it('gives Feldt’s interval of the bfi neuroticism items: alpha .81330 of 2694 people', () => {
    const limit = (tail: 'lower' | 'upper') => 1 - (1 - 0.8133) * fQuantile(0.025, 2693, 2693 * 4, tail)
    expect([limit('upper'), limit('lower')].map((value) => value.toFixed(4))).toEqual(['0.8019', '0.8242'])
  })

  it('is unmoved by offsets of a million, and standardised alpha by units', () => {
    const { answers } = oracle.cases[0]!
    const moved = estimated(answers.map((row) => row.map((value) => value + 1e6)))
    expect(moved.alpha).toBeCloseTo(estimated(answers).alpha, 8)
    const scaled = estimated(answers.map((row) => row.map((value, j) => value * (j + 1) * 10)))
    expect(scaled.alphaStandardized).toBeCloseTo(estimated(answers).alphaStandardized!, 10)
  })

  it('never exceeds 1, lies in its interval, and does not care for the order of people and items', () => {
    fc.assert(
      fc.property(table, (answers) => {
        const found = scaleReliability(answers)
        if (found.kind !== 'estimate') return
        expect(found.alpha).toBeLessThanOrEqual(1 + 1e-12)
        expect(found.feldt.lower <= found.alpha + 1e-12 && found.alpha <= found.feldt.upper + 1e-12).toBe(
          true,
        )
        const turned = estimated(answers.toReversed().map((row) => row.toReversed()))
        expect(turned.alpha).toBeCloseTo(found.alpha, 10)
        for (const { itemTotal } of found.items) {
          if (itemTotal !== null) expect(Math.abs(itemTotal)).toBeLessThanOrEqual(1 + 1e-9)
        }
      }),
      { seed: 1 },
    )
  })

  it('refuses a reading below twenty people, and says so', () => {
    const { answers } = oracle.cases[0]!
    expect(estimated(answers.slice(0, 19)).reading).toBe('refused-fewer-than-twenty')
    expect(estimated(answers.slice(0, 20)).reading).toBe('allowed')
  })

  it('says what an item without variation leaves', () => {
    const found = estimated([
      [1, 2, 3],
      [2, 3, 3],
      [3, 5, 3],
    ])
    expect(found).toMatchObject({
      alphaStandardized: null,
      omega: { kind: 'not-estimable', reason: 'item-without-variation' },
    })
    expect(found.items[2]!.itemTotal).toBeNull()
    expect(found.items[0]!.itemTotal).not.toBeNull()
  })

  it('sees that decimals do not vary, and that sums do not', () => {
    const found = estimated([0.3, 0.7, 0.2].map((a) => [a, 2 * a, 0.1]))
    expect(found.items[2]!.itemTotal).toBeNull()
    expect(found.omega).toMatchObject({ reason: 'item-without-variation' })
    const opposed = [0.1, 0.2, 0.7, 0.4].map((a) => [a, 1.3 - a])
    expect(scaleReliability(opposed)).toMatchObject({ reason: 'no-variation' })
    const third = estimated(opposed.map((row, i) => [...row, [1, 4, 2, 2][i]!])).items[2]!
    expect([third.itemTotal, third.alphaIfDropped]).toEqual([null, null])
  })

  it('gives two items no alpha if one is dropped, and no omega', () => {
    const found = estimated([
      [1, 2],
      [2, 2],
      [3, 5],
    ])
    expect(found.items.map(({ alphaIfDropped }) => alphaIfDropped)).toEqual([null, null])
    expect(found.omega).toMatchObject({ reason: 'fewer-than-three-items' })
  })

  it('says what cannot be estimated, and refuses what is no table', () => {
    expect(scaleReliability([])).toMatchObject({ reason: 'fewer-than-two-people' })
    expect(scaleReliability([[1, 2]])).toMatchObject({ reason: 'fewer-than-two-people' })
    expect(scaleReliability([[1], [2]])).toMatchObject({ reason: 'fewer-than-two-items' })
    expect(
      scaleReliability([
        [3, 3],
        [3, 3],
      ]),
    ).toMatchObject({ reason: 'no-variation' })
    expect(
      scaleReliability([
        [1, 5],
        [5, 1],
      ]),
    ).toMatchObject({ reason: 'no-variation' })
    expect(() => scaleReliability([[1, 2], [1]])).toThrow(InvalidInput)
    expect(() =>
      scaleReliability([
        [1, NaN],
        [1, 2],
      ]),
    ).toThrow(InvalidInput)
    expect(() =>
      scaleReliability(
        [
          [1, 2],
          [1, 3],
        ],
        1,
      ),
    ).toThrow(InvalidInput)
  })
})

describe('oneFactor', () => {
  it('gives back the loadings from which correlations were made', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 30, max: 90 }), { minLength: 3, maxLength: 7 }),
        (hundredths) => {
          const loadings = hundredths.map((value) => value / 100)
          const fit = oneFactor(loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b))))
          if (fit.kind !== 'estimate') throw new Error(fit.reason)
          for (const [i, loading] of fit.loadings.entries()) expect(loading).toBeCloseTo(loadings[i]!, 6)
        },
      ),
      { seed: 2, numRuns: 50 },
    )
  })

  it('finds an item that runs the other way', () => {
    const loadings = [0.8, 0.7, -0.6, 0.9]
    const fit = oneFactor(loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b))))
    expect(fit).toMatchObject({ kind: 'estimate' })
    if (fit.kind === 'estimate') expect(fit.loadings[2]).toBeCloseTo(-0.6, 6)
  })

  it('says that a factor that explains an item wholly is no proper solution', () => {
    expect(
      oneFactor([
        [1, 0.9, 0.9],
        [0.9, 1, 0.5],
        [0.9, 0.5, 1],
      ]),
    ).toMatchObject({ reason: 'no-proper-solution' })
    expect(
      oneFactor([
        [1, 0.3],
        [0.3, 1],
      ]),
    ).toMatchObject({ reason: 'fewer-than-three-items' })
  })
})
