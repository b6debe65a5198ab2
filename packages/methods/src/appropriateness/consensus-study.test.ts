import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weightedKappa } from '../agreement/weighted-kappa.ts'
import { InvalidInput } from '../errors.ts'
import { suggestedPlan } from './consensus-plan.ts'
import { consensusStudy, consensusStudyVersion, type Rating } from './consensus-study.ts'
import { ratingStability } from './rating-stability.ts'

const rating = fc.integer({ min: 1, max: 9 })
const pairs = fc.array(fc.tuple(rating, rating), { minLength: 5, maxLength: 20 })

describe('ratingStability', () => {
  it('measures five people of whom one moved from 2 to 8', () => {
    const found = ratingStability(
      [
        [2, 8],
        [7, 7],
        [8, 8],
        [5, 6],
        [3, 3],
      ],
      suggestedPlan,
    )
    expect(found).toMatchObject({ n: 5, unchanged: 3, changedThird: 1, massShift: 0.4, stable: false })
    if (found.kind !== 'estimate') throw new Error('not estimable')
    // Means 5 and 6.4, squared deviations 26 and 17.2.
    expect(found.variationChange).toBeCloseTo(Math.sqrt(6.5) / 5 - Math.sqrt(4.3) / 6.4, 12)
  })

  it('six people who change places leave the distribution, and kappa sees it', () => {
    const there: [number, number][] = [
      [2, 8],
      [2, 8],
      [2, 8],
    ]
    const found = ratingStability([...there, ...there.map(([a, b]) => [b, a] as const)], suggestedPlan)
    expect(found).toMatchObject({ massShift: 0, kappa: { kappa: -1 }, changedThird: 6, stable: false })
  })

  it('is stable where nobody moved, even where all ratings are one number', () => {
    expect(
      ratingStability(
        Array.from({ length: 5 }, () => [7, 7] as const),
        suggestedPlan,
      ),
    ).toMatchObject({
      stable: true,
      kappa: { kind: 'not-estimable', reason: 'no-variation' },
      massShift: 0,
      variationChange: 0,
    })
  })

  it.each([1, 4])('says nothing of %i people who did not move', (n) => {
    expect(
      ratingStability(
        Array.from({ length: n }, () => [9, 9] as const),
        suggestedPlan,
      ),
    ).toEqual({
      kind: 'not-estimable',
      reason: 'too-few-in-both-rounds',
      n,
    })
  })

  it('holds both limits, and reaches them', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => [1 + (i % 9), 1 + (i % 9)] as [number, number])
    const movedBy = (people: number) =>
      twenty.map(([a, b], i) => (i < people ? [a, b + 1] : [a, b]) as [number, number])
    expect(
      ratingStability(movedBy(3), { ...suggestedPlan, stability: { massShift: 0.15, kappa: 0.75 } }),
    ).toMatchObject({ stable: true })
    const one = ratingStability(movedBy(1), {
      ...suggestedPlan,
      stability: { massShift: 0.049, kappa: 0.75 },
    })
    expect(one).toMatchObject({ massShift: 0.05, stable: false })
    expect(
      ratingStability(movedBy(1), { ...suggestedPlan, stability: { massShift: 0.05, kappa: 1 } }),
    ).toMatchObject({ stable: false })
  })

  it('shares stay in [0, 1], the order of people does not matter, and standing still is stable', () => {
    fc.assert(
      fc.property(pairs, (rated) => {
        const found = ratingStability(rated, suggestedPlan)
        if (found.kind !== 'estimate') throw new Error('not estimable')
        expect(found.massShift >= 0 && found.massShift <= 1 - found.unchanged / found.n + 1e-12).toBe(true)
        expect(found.changedThird).toBeLessThanOrEqual(found.n - found.unchanged)
        const turned = ratingStability(rated.toReversed(), suggestedPlan)
        expect(turned).toMatchObject({ massShift: found.massShift, unchanged: found.unchanged })
        expect(
          ratingStability(
            rated.map(([a]) => [a, a] as const),
            suggestedPlan,
          ),
        ).toMatchObject({ stable: true })
      }),
      { seed: 1 },
    )
  })

  it('says that nobody rated twice, and refuses what is not a rating', () => {
    expect(ratingStability([], suggestedPlan)).toEqual({
      kind: 'not-estimable',
      reason: 'nobody-in-both-rounds',
      n: 0,
    })
    expect(() => ratingStability([[1, 10]], suggestedPlan)).toThrow(InvalidInput)
  })
})

const study = (text: string): readonly Rating[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [item, rater, round, value] = line.trim().split(' ')
      return { item: item!, rater: rater!, round: Number(round), rating: Number(value) }
    })

describe('consensusStudy', () => {
  const twoRounds = study(`
    s10 a 1 8
    s10 b 1 2
    s10 c 1 9
    s10 a 2 8
    s10 b 2 7
    s2 a 1 1
    s2 b 1 2
    s2 c 1 3
    s2 a 2 1
    s2 b 2 2
    s3 a 1 5
    s3 b 1 6`)

  it('takes the last round of each item, keeps stability apart, and tells who left', () => {
    const found = consensusStudy(twoRounds, suggestedPlan)
    expect(found.n).toEqual({ items: 3, raters: 3, rounds: 2, ratings: 12 })
    expect(found.items.map(({ item, round, n, median }) => [item, round, n, median])).toEqual([
      ['s2', 2, 2, 1.5],
      ['s3', 1, 2, 5.5],
      ['s10', 2, 2, 7.5],
    ])
    expect(found.items[0]!.stability).toEqual({
      from: 1,
      to: 2,
      kind: 'not-estimable',
      reason: 'too-few-in-both-rounds',
      n: 2,
    })
    expect(found.items[1]!.stability).toBeNull()
    expect(found.items[2]!.stability).toMatchObject({ from: 1, to: 2, n: 2 })
    expect(found.between).toMatchObject({
      from: 1,
      to: 2,
      concordance: { before: { raters: 2, items: 2, w: 0.5 }, after: { w: 1 } },
      attrition: { stayed: { raters: 2, median: 3.5, mean: 4 }, left: { raters: 1, median: 6, mean: 6 } },
    })
    const moved = [
      [8, 8],
      [2, 7],
      [1, 1],
      [2, 2],
    ] as const
    expect(found.between!.kappa).toEqual(weightedKappa(moved, 'quadratic'))
    expect(found.method).toEqual({
      name: 'consensus-study',
      version: consensusStudyVersion,
      plan: suggestedPlan,
    })
  })

  it('has nothing between rounds where there was one', () => {
    const one = consensusStudy(study('x a 1 5'), suggestedPlan)
    expect(one.between).toBeNull()
    expect(one.items[0]!.stability).toBeNull()
  })

  it('says of each part what it cannot tell where nobody came back', () => {
    const found = consensusStudy(study('x a 1 5\nx b 2 6'), suggestedPlan)
    expect(found.items[0]!.stability).toMatchObject({
      kind: 'not-estimable',
      reason: 'nobody-in-both-rounds',
    })
    expect(found.between).toMatchObject({
      concordance: { before: { kind: 'not-estimable' } },
      kappa: { kind: 'not-estimable', reason: 'no-pairs' },
      attrition: { stayed: null, left: { raters: 1, mean: 5 } },
    })
  })

  it('takes concordance over items that everybody of both rounds rated in both', () => {
    const ratings = [1, 2].flatMap((round) =>
      ['a', 'b'].flatMap((rater) => ['x', 'y', 'z'].map((item, i) => `${item} ${rater} ${round} ${3 + i}`)),
    )
    const whole = consensusStudy(study(ratings.join('\n')), suggestedPlan).between!.concordance
    expect(whole).toMatchObject({ before: { raters: 2, items: 3, w: 1 }, after: { items: 3 } })
    const partly = [...ratings, 'x c 1 5', 'x c 2 5']
    const { before } = consensusStudy(study(partly.join('\n')), suggestedPlan).between!.concordance
    expect(before).toEqual({ kind: 'not-estimable', reason: 'fewer-than-two-items' })
    const gone = [...ratings, 'x d 1 5', 'y d 1 5']
    expect(consensusStudy(study(gone.join('\n')), suggestedPlan).between!.concordance).toEqual(whole)
  })

  it('takes the last round that the plan has', () => {
    expect(consensusStudy(study('x a 3 5'), suggestedPlan).items[0]!.round).toBe(3)
  })

  it('is unmoved by the order of lines', () => {
    expect(consensusStudy(twoRounds.toReversed(), suggestedPlan)).toEqual(
      consensusStudy(twoRounds, suggestedPlan),
    )
  })

  it('refuses nothing, two ratings of one person, and rounds that the plan does not have', () => {
    expect(() => consensusStudy([], suggestedPlan)).toThrow(InvalidInput)
    expect(() => consensusStudy(study('x a 1 5\nx a 1 5'), suggestedPlan)).toThrow(
      'two of a for x in round 1',
    )
    expect(() => consensusStudy(study('x a 4 5'), suggestedPlan)).toThrow(InvalidInput)
    expect(() => consensusStudy(study('x a 0 5'), suggestedPlan)).toThrow(InvalidInput)
    expect(() => consensusStudy(study('x a 1 0'), suggestedPlan)).toThrow(InvalidInput)
  })
})
