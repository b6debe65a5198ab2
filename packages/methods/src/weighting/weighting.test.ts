import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { cholesky, solveCholesky } from '../linear-algebra/cholesky.ts'
import { quantile } from '../quantiles/quantile.ts'
import { calibrateLinearly } from './calibrate-linearly.ts'
import { designVariance } from './design-variance.ts'
import type { SampleDesign } from './design-variance.ts'
import { effectiveSize } from './effective-size.ts'
import { estimateMean } from './estimate-mean.ts'
import type { Precision } from './estimate-mean.ts'
import type { Margin } from './population-totals.ts'
import { rake } from './rake.ts'
import type { Weighting } from './rake.ts'
import oracle from './weighting.oracle.json' with { type: 'json' }

type Sample = (typeof oracle.samples)['apistrat'] & { readonly district?: readonly string[] }
type Known = 'stype' | 'schoolWide'

const sampleOf = (name: string) => oracle.samples[name as keyof typeof oracle.samples] as Sample

function designOf(name: string): SampleDesign {
  const sample = sampleOf(name)
  return {
    populations: sample.population,
    ...(name === 'apistrat' ? { strata: sample.stype } : {}),
    ...(sample.district === undefined ? {} : { clusters: sample.district }),
  }
}

const marginOf = (sample: Sample, name: Known): Margin => ({
  name,
  categories: sample[name],
  population: new Map(Object.entries(oracle.population[name])),
})

function weightsOf(weighting: Weighting): readonly number[] {
  if (weighting.kind !== 'estimate') throw new Error(`expected weights, found ${weighting.reason}`)
  return weighting.weights
}

function estimated(precision: Precision) {
  if (precision.kind !== 'estimate') throw new Error(`expected an estimate, found ${precision.reason}`)
  return precision
}

const near = (measured: number, expected: number, tolerance = oracle.tolerance) =>
  expect(Math.abs(measured / expected - 1)).toBeLessThanOrEqual(tolerance)

function weightedCount(weights: readonly number[], categories: readonly string[], category: string): number {
  return weights.reduce((sum, weight, person) => sum + (categories[person] === category ? weight : 0), 0)
}

describe('weighted means of the California schools', () => {
  it.each(oracle.cases)('agree with R survey: $name', (example) => {
    const sample = sampleOf(example.sample)
    const margins = example.margins.map((name) => marginOf(sample, name as Known))
    // R stops raking when no cell changes by a school: for the clusters after four rounds, with margins missed by up
    // to 3e-5. Its residuals of the total then mix weights of two rounds.
    const early = example.name === 'rake_clus1'
    const tolerance = early ? 3e-5 : 1e-8
    const weights =
      example.method === 'none'
        ? sample.weight
        : weightsOf(
            example.method === 'rake'
              ? rake(sample.weight, margins, { tolerance })
              : calibrateLinearly(sample.weight, margins),
          )
    const calibration = margins.length === 0 ? null : { base: sample.weight, margins }
    const api = estimateMean(sample.api00, weights, designOf(example.sample), calibration)
    const enroll = estimateMean(sample.enroll, weights, designOf(example.sample), calibration)
    near(api.mean, example.mean)
    near(estimated(api.precision).se, example.se)
    near(enroll.total, example.total)
    near(estimated(enroll.precision).totalSe, example.totalSe, early ? 2e-5 : oracle.tolerance)
    near(api.designEffect, example.designEffect)
    near(api.effectiveN * api.designEffect, api.n, 1e-12)
    const sorted = weights.toSorted((a, b) => a - b)
    const [least, first, median, mean, third, most] = example.weightSummary
    for (const [share, known] of [least, first, median, third, most].entries()) {
      near(quantile(sorted, share / 4, 7), known!)
    }
    near(weights.reduce((sum, weight) => sum + weight, 0) / weights.length, mean!)
    if ('weights' in example) {
      for (const [person, weight] of example.weights!.entries()) near(weights[person]!, weight, 1e-8)
    }
  })

  it('of raked clusters are those of the margins met exactly, which R misses because it stops early', () => {
    const sample = sampleOf('apiclus1')
    const example = oracle.cases.find(({ name }) => name === 'rake_clus1')!
    const margins = [marginOf(sample, 'stype'), marginOf(sample, 'schoolWide')]
    const exact = rakedByNewton(sample.weight, margins)
    const mean = (weights: readonly number[]) =>
      estimateMean(sample.api00, weights, designOf('apiclus1')).mean
    const missedBy = (weights: readonly number[]) =>
      Math.max(
        ...margins.flatMap(({ categories, population }) =>
          [...population].map(([category, count]) =>
            Math.abs(weightedCount(weights, categories, category) / count - 1),
          ),
        ),
      )
    expect(missedBy(exact)).toBeLessThan(1e-12)
    const ours = weightsOf(rake(sample.weight, margins))
    for (const [person, weight] of exact.entries()) near(ours[person]!, weight, 1e-8)
    near(mean(ours), mean(exact), 1e-9)
    expect(missedBy(example.weights!)).toBeGreaterThan(1e-5)
    expect(Math.abs(example.mean / mean(exact) - 1)).toBeGreaterThan(1e-8)
  })

  it('of raked clusters have R’s errors to 1e-6 by what R does: four rounds, residuals on the weights of each margin', () => {
    const sample = sampleOf('apiclus1')
    const example = oracle.cases.find(({ name }) => name === 'rake_clus1')!
    const margins = [marginOf(sample, 'stype'), marginOf(sample, 'schoolWide')]
    let weights: readonly number[] = sample.weight
    let after: readonly (readonly number[])[] = []
    for (let round = 0; round < 4; round++) {
      after = margins.map((margin) => (weights = weightsOf(rake(weights, [margin]))))
    }
    const swept = (values: readonly number[]) => {
      let left = values.map((value, person) => value * weights[person]!)
      for (let sweep = 0; sweep < 10; sweep++) {
        for (const [m, { categories }] of margins.entries()) {
          const shares = left.map((value, person) => value / after[m]![person]!)
          const means = new Map(
            [...Map.groupBy(shares.keys(), (person) => categories[person]!)].map(([category, people]) => [
              category,
              people.reduce((sum, person) => sum + shares[person]!, 0) / people.length,
            ]),
          )
          left = left.map((value, person) => value - after[m]![person]! * means.get(categories[person]!)!)
        }
      }
      const found = designVariance(left, designOf('apiclus1'))
      if (found.kind !== 'estimate') throw new Error(found.reason)
      return Math.sqrt(found.variance)
    }
    const size = weights.reduce((sum, weight) => sum + weight, 0)
    near(swept(sample.enroll), example.totalSe)
    near(swept(sample.api00.map((value) => (value - example.mean) / size)), example.se)
  })

  it('have as many degrees of freedom as clusters less strata, and an interval by t', () => {
    const sample = sampleOf('apiclus1')
    const { mean, precision } = estimateMean(sample.api00, sample.weight, designOf('apiclus1'))
    const { se, degreesOfFreedom, lower, upper } = estimated(precision)
    expect(degreesOfFreedom).toBe(14)
    near((upper - mean) / se, 2.144786688, 1e-8)
    near(mean - lower, upper - mean, 1e-9)
    const strat = estimateMean(sampleOf('apistrat').api00, sampleOf('apistrat').weight, designOf('apistrat'))
    expect(estimated(strat.precision).degreesOfFreedom).toBe(197)
  })
})

/**
 * Raked weights without fitting margins in turn: weight·e^(sum of a factor per category) that meets all counts at once,
 * by Newton's method. The last category of each margin but the first has the factor 0.
 */
function rakedByNewton(base: readonly number[], margins: readonly Margin[]): readonly number[] {
  const categories = margins.flatMap(({ categories: own, population }, margin) =>
    [...population.entries()]
      .slice(0, margin === 0 ? population.size : -1)
      .map(([category, count]) => ({ has: own.map((one) => Number(one === category)), count })),
  )
  let factors = categories.map(() => 0)
  const weights = () =>
    base.map((weight, person) =>
      categories.reduce((raked, { has }, c) => raked * Math.exp(factors[c]! * has[person]!), weight),
    )
  const sum = (...each: readonly (readonly number[])[]) =>
    weights().reduce((total, weight, person) => each.reduce((w, has) => w * has[person]!, weight) + total, 0)
  for (let step = 0; step < 20; step++) {
    const slopes = categories.map((a) => categories.map((b) => sum(a.has, b.has)))
    const missing = categories.map(({ has, count }) => count - sum(has))
    const change = solveCholesky(cholesky(slopes)!, missing)
    factors = factors.map((factor, c) => factor + change[c]!)
  }
  return weights()
}

const people = fc
  .record({
    size: fc.integer({ min: 8, max: 40 }),
    seed: fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
    other: fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
    base: fc.array(fc.double({ min: 0.5, max: 4, noNaN: true }), { minLength: 40, maxLength: 40 }),
    truth: fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { minLength: 40, maxLength: 40 }),
  })
  .map(({ size, seed, other, base, truth }) => {
    const own = { first: seed.slice(0, size).map(String), second: other.slice(0, size).map(String) }
    const margin = (name: 'first' | 'second'): Margin => {
      const population = new Map<string, number>()
      for (const [person, category] of own[name].entries()) {
        population.set(category, (population.get(category) ?? 0) + truth[person]!)
      }
      return { name, categories: own[name], population }
    }
    return {
      base: base.slice(0, size),
      margins: [margin('first'), margin('second')],
      truth: truth.slice(0, size),
    }
  })

describe('rake', () => {
  it('reaches every margin that can be reached, with weights above 0', () => {
    fc.assert(
      fc.property(people, ({ base, margins }) => {
        const weights = weightsOf(rake(base, margins, { rounds: 20_000, tolerance: 1e-8 }))
        for (const { categories, population } of margins) {
          for (const [category, expected] of population)
            near(weightedCount(weights, categories, category), expected, 1e-7)
        }
        expect(Math.min(...weights)).toBeGreaterThan(0)
      }),
      { seed: 8, numRuns: 60 },
    )
  })

  it('multiplies base weights by a factor per margin, which is what makes them the closest', () => {
    fc.assert(
      fc.property(people, ({ base, margins }) => {
        const weights = weightsOf(rake(base, margins, { rounds: 20_000, tolerance: 1e-11 }))
        const [first, second] = margins as [Margin, Margin]
        const factor = (a: string, b: string) => {
          const person = base.findIndex((_, i) => first.categories[i] === a && second.categories[i] === b)
          return person < 0 ? null : Math.log(weights[person]! / base[person]!)
        }
        for (const a of first.population.keys()) {
          for (const b of second.population.keys()) {
            const corners = [factor('0', '0'), factor(a, '0'), factor('0', b), factor(a, b)]
            if (corners.includes(null)) continue
            expect(corners[0]! + corners[3]! - corners[1]! - corners[2]!).toBeCloseTo(0, 6)
          }
        }
      }),
      { seed: 9, numRuns: 40 },
    )
  })

  it('is post-stratification with one margin, in one round', () => {
    const margin: Margin = {
      name: 'site',
      categories: ['a', 'a', 'b'],
      population: new Map([
        ['a', 30],
        ['b', 10],
      ]),
    }
    expect(rake([1, 2, 5], [margin])).toEqual({
      kind: 'estimate',
      weights: [10, 20, 10],
      rounds: 1,
      trimmed: 0,
    })
  })

  it('keeps the limit and the margins both, or says that it cannot', () => {
    const margins: Margin[] = [
      {
        name: 'site',
        categories: Array.from('aaaaaabb'),
        population: new Map([
          ['a', 50],
          ['b', 50],
        ]),
      },
      {
        name: 'role',
        categories: Array.from('xxyyyyxy'),
        population: new Map([
          ['x', 60],
          ['y', 40],
        ]),
      },
    ]
    const base = margins[0]!.categories.map(() => 1)
    const free = weightsOf(rake(base, margins))
    expect(Math.max(...free)).toBeGreaterThan(2.55 * 12.5)
    const held = rake(base, margins, { trim: 2.5, tolerance: 1e-9, rounds: 100_000 })
    const weights = weightsOf(held)
    expect(Math.max(...weights)).toBeLessThanOrEqual(2.5 * 12.5 * (1 + 1e-8))
    for (const { categories, population } of margins) {
      for (const [category, expected] of population)
        near(weightedCount(weights, categories, category), expected, 1e-8)
    }
    expect(held).toMatchObject({ trimmed: 1 })
    expect(rake(base, margins, { trim: 1.9 })).toMatchObject({
      kind: 'not-estimable',
      reason: 'not-reached',
      rounds: 1000,
    })
  })

  it('names the category that nobody is in', () => {
    const margin: Margin = {
      name: 'site',
      categories: ['a'],
      population: new Map([
        ['a', 3],
        ['north', 1],
      ]),
    }
    const nobody = { kind: 'not-estimable', reason: 'empty-category', margin: 'site', category: 'north' }
    expect(rake([1], [margin])).toEqual(nobody)
    expect(calibrateLinearly([1], [margin])).toEqual(nobody)
  })

  it('says that margins contradict each other in this sample', () => {
    const margins: Margin[] = [
      {
        name: 'one',
        categories: ['a', 'b'],
        population: new Map([
          ['a', 1],
          ['b', 3],
        ]),
      },
      {
        name: 'other',
        categories: ['a', 'b'],
        population: new Map([
          ['a', 2],
          ['b', 2],
        ]),
      },
    ]
    expect(rake([1, 1], margins)).toMatchObject({ reason: 'not-reached', missedBy: 1 })
    expect(calibrateLinearly([1, 1], margins)).toMatchObject({ reason: 'not-reached' })
  })

  const margin: Margin = {
    name: 'site',
    categories: ['a', 'b'],
    population: new Map([
      ['a', 1],
      ['b', 3],
    ]),
  }
  it.each<[string, readonly number[], readonly Margin[], object, string]>([
    ['nobody', [], [], {}, 'base must be at least one person'],
    ['a weight of 0', [0, 1], [margin], {}, 'weights above 0, received 0'],
    ['no margin', [1, 1], [], {}, 'margins must be at least one'],
    ['a margin twice', [1, 1], [margin, margin], {}, 'site twice'],
    ['a category too few', [1, 1, 1], [margin], {}, 'one per person (3)'],
    [
      'a category of another population',
      [1, 1],
      [{ ...margin, categories: ['a', 'c'] }],
      {},
      'categories of the population (a, b), received c',
    ],
    [
      'an empty population',
      [1, 1],
      [{ ...margin, population: new Map([['a', 0]]) }],
      {},
      'population of site a must be above 0',
    ],
    [
      'populations of two sizes',
      [1, 1],
      [
        margin,
        {
          ...margin,
          name: 'role',
          population: new Map([
            ['a', 1],
            ['b', 4],
          ]),
        },
      ],
      {},
      'population of role must be that of site, 4, received 5',
    ],
    ['a limit at the mean', [1, 1], [margin], { trim: 1 }, 'trim must be above 1'],
    ['no tolerance', [1, 1], [margin], { tolerance: 0 }, 'tolerance'],
    ['no round', [1, 1], [margin], { rounds: 0 }, 'rounds'],
  ])('refuses %s', (_, base, margins, options, message) => {
    expect(() => rake(base, margins, options)).toThrow(InvalidInput)
    expect(() => rake(base, margins, options)).toThrow(message)
  })
})

describe('calibrateLinearly', () => {
  it('meets categories and numbers at once, and leaves weights that meet them already', () => {
    const margin: Margin = {
      name: 'site',
      categories: Array.from('aabbb'),
      population: new Map([
        ['a', 20],
        ['b', 30],
      ]),
    }
    const hours = { name: 'hours', values: [1, 3, 2, 8, 4], total: 190 }
    const weights = weightsOf(calibrateLinearly([10, 10, 10, 10, 10], [margin], [hours]))
    near(weightedCount(weights, margin.categories, 'a'), 20, 1e-12)
    near(
      weights.reduce((sum, weight, i) => sum + weight * hours.values[i]!, 0),
      190,
      1e-12,
    )
    expect(weightsOf(calibrateLinearly(weights, [margin], [hours])).map((w) => w.toFixed(9))).toEqual(
      weights.map((w) => w.toFixed(9)),
    )
  })

  it('is post-stratification for one margin', () => {
    fc.assert(
      fc.property(people, ({ base, margins }) => {
        const linear = weightsOf(calibrateLinearly(base, [margins[0]!]))
        weightsOf(rake(base, [margins[0]!])).forEach((weight, person) => near(linear[person]!, weight, 1e-9))
      }),
      { seed: 10, numRuns: 40 },
    )
  })

  it('leaves out what follows from the rest: as many columns as people, a number that is always 0', () => {
    const margin: Margin = {
      name: 'person',
      categories: ['a', 'b'],
      population: new Map([
        ['a', 3],
        ['b', 4],
      ]),
    }
    const weights = weightsOf(
      calibrateLinearly([1, 1], [margin], [{ name: 'none', values: [0, 0], total: 0 }]),
    )
    expect(weights.map((weight) => weight.toFixed(12))).toEqual(['3.000000000000', '4.000000000000'])
    expect(calibrateLinearly([1, 1], [], [{ name: 'none', values: [0, 0], total: 5 }])).toMatchObject({
      reason: 'not-reached',
      missedBy: 1,
    })
  })

  it('looks at every total, also where those before it leave fewer columns than there are', () => {
    const two = (name: string, letters: string): Margin => ({
      name,
      categories: Array.from(letters),
      population: new Map(Array.from(new Set(letters), (letter) => [letter, 10])),
    })
    const margins = [two('one', 'ppqq'), two('other', 'uvuv')]
    const number = { name: 'x', values: [1, 2, 3, 9], total: 70 }
    weightsOf(calibrateLinearly([1, 1, 1, 1], margins, [number])).forEach((weight, person) =>
      near(weight, [4, 6, 6, 4][person]!, 1e-12),
    )
  })

  it('refuses what is not known of everybody', () => {
    expect(() => calibrateLinearly([1], [])).toThrow('none, and no auxiliaries')
    expect(() => calibrateLinearly([1], [], [{ name: 'age', values: [1, 2], total: 3 }])).toThrow(
      'age must be one per person (1)',
    )
    expect(() => calibrateLinearly([1], [], [{ name: 'age', values: [Number.NaN], total: 3 }])).toThrow(
      'finite numbers',
    )
  })
})

describe('effectiveSize', () => {
  it('is everybody for equal weights and nearly one for one heavy weight', () => {
    expect(effectiveSize([2, 2, 2])).toEqual({ effectiveN: 3, designEffect: 1 })
    near(effectiveSize([1e9, 1, 1]).effectiveN, 1, 1e-8)
    near(effectiveSize([1, 3]).designEffect, 1.25, 1e-15)
  })

  it('refuses weights that add up to nothing', () => {
    expect(() => effectiveSize([])).toThrow(InvalidInput)
    expect(() => effectiveSize([0, 0])).toThrow('a sum above 0')
    expect(() => effectiveSize([Infinity])).toThrow(InvalidInput)
  })
})

describe('estimateMean', () => {
  const values = [3, 5, 9, 4]
  const ones = [1, 1, 1, 1]

  it('is the plain standard error of a plain sample, and shrinks with what was asked of all', () => {
    const plain = estimateMean(values, ones)
    const s2 = values.reduce((sum, value) => sum + (value - 5.25) ** 2, 0) / 3
    near(estimated(plain.precision).se, Math.sqrt(s2 / 4), 1e-14)
    const most = estimateMean(values, ones, { populations: [10, 10, 10, 10] })
    near(estimated(most.precision).se, Math.sqrt((s2 / 4) * 0.6), 1e-14)
    const all = estimateMean(values, ones, { populations: [4, 4, 4, 4] })
    expect(all.precision).toMatchObject({ se: 0, degreesOfFreedom: 0, lower: 5.25, upper: 5.25 })
  })

  it('does not change when everything moves by a million, or all weights are a thousand times as large', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 3, maxLength: 12 }), (list) => {
        const weights = list.map((_, i) => 1 + (i % 3))
        const here = estimateMean(list, weights)
        const there = estimateMean(
          list.map((value) => value + 1e6),
          weights.map((weight) => 1000 * weight),
        )
        expect(there.mean - 1e6).toBeCloseTo(here.mean, 8)
        expect(estimated(there.precision).se).toBeCloseTo(estimated(here.precision).se, 8)
      }),
      { seed: 11 },
    )
  })

  it('has no error left where the population says it all, and none where all are equal', () => {
    const margins: Margin[] = [
      {
        name: 'site',
        categories: Array.from('aabb'),
        population: new Map([
          ['a', 2],
          ['b', 2],
        ]),
      },
    ]
    const told = estimateMean([1, 1, 7, 7], ones, {}, { base: ones, margins })
    expect(told.mean).toBe(4)
    expect(estimated(told.precision).se).toBeCloseTo(0, 12)
    expect(estimated(estimateMean([6, 6, 6], [1, 2, 3]).precision).se).toBe(0)
  })

  it('has no error, not one of rounding, where the categories say what everybody answers', () => {
    const margin: Margin = {
      name: 'g',
      categories: ['A', 'A', 'B'],
      population: new Map([
        ['A', 10],
        ['B', 10],
      ]),
    }
    const base = [1, 1, 1]
    const { mean, precision } = estimateMean(
      [0, 0, 1],
      weightsOf(rake(base, [margin])),
      {},
      { base, margins: [margin] },
    )
    expect([mean, estimated(precision).se, estimated(precision).totalSe]).toEqual([0.5, 0, 0])
  })

  it('says that one cluster of a stratum has no spread, unless it is the only one there is', () => {
    const design = { strata: Array.from('aaab') }
    expect(estimateMean(values, ones, design).precision).toEqual({
      kind: 'not-estimable',
      reason: 'one-cluster',
      stratum: 'b',
    })
    const only = estimateMean(values, ones, { ...design, populations: [9, 9, 9, 1] })
    expect(only.precision).toMatchObject({ kind: 'estimate', degreesOfFreedom: 2 })
    const inFull = estimateMean(values, ones, { strata: Array.from('aabb'), populations: [9, 9, 2, 2] })
    expect(inFull.precision).toMatchObject({ degreesOfFreedom: 1 })
    expect(estimateMean([4], [1]).precision).toMatchObject({ reason: 'one-cluster', stratum: null })
  })

  it('tells clusters of one name in two strata apart', () => {
    const design = { strata: Array.from('aabb'), clusters: Array.from('xyxy') }
    expect(estimated(estimateMean(values, ones, design).precision).degreesOfFreedom).toBe(2)
  })

  it.each<[string, () => unknown, string]>([
    ['a weight too few', () => estimateMean([1, 2], [1]), 'one per value (2)'],
    ['a value that is none', () => estimateMean([1, Number.NaN], [1, 1]), 'finite numbers'],
    [
      'a cluster too few',
      () => estimateMean([1, 2], [1, 1], { clusters: ['a'] }),
      'clusters must be one per person (2)',
    ],
    [
      'two sizes of a stratum',
      () => estimateMean([1, 2], [1, 1], { populations: [8, 9] }),
      'one number above 0 per stratum',
    ],
    [
      'a size below the sample',
      () => estimateMean([1, 2], [1, 1], { populations: [1, 1] }),
      'at least the clusters of the stratum (2)',
    ],
  ])('refuses %s', (_, run, message) => {
    expect(run).toThrow(InvalidInput)
    expect(run).toThrow(message)
  })
})
