import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { adjustedRandIndex } from './adjusted-rand-index.ts'
import { divide, nearestCentres, simplifiedSilhouette } from './grouping.ts'
import { summarizeAgreement } from './stability.ts'

/** Spread of the best division into k groups, over all of them. */
function leastSpread(
  points: readonly (readonly [number, number])[],
  weights: readonly number[],
  k: number,
): number {
  let least = Infinity
  for (let code = 0; code < k ** points.length; code++) {
    const groupOf = points.map((_, i) => Math.floor(code / k ** i) % k)
    let spread = 0
    for (let g = 0; g < k; g++) {
      const own = points.flatMap((point, i) => (groupOf[i] === g ? [{ point, weight: weights[i]! }] : []))
      const size = own.reduce((sum, { weight }) => sum + weight, 0)
      if (size === 0) continue
      const x = own.reduce((sum, { point, weight }) => sum + weight * point[0], 0) / size
      const y = own.reduce((sum, { point, weight }) => sum + weight * point[1], 0) / size
      for (const { point, weight } of own) spread += weight * ((point[0] - x) ** 2 + (point[1] - y) ** 2)
    }
    least = Math.min(least, spread)
  }
  return least
}

const positions = (points: readonly (readonly [number, number])[]) => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
})

describe('divide', () => {
  it('finds the tightest of all divisions of a few points, weights counted', () => {
    const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }))
    const weighted = fc.array(fc.tuple(point, fc.integer({ min: 1, max: 3 })), { minLength: 4, maxLength: 8 })
    let tight = 0
    let runs = 0
    fc.assert(
      fc.property(weighted, fc.integer({ min: 2, max: 3 }), (cells, k) => {
        const points = cells.map(([place]) => place)
        const weights = cells.map(([, weight]) => weight)
        const division = divide(positions(points), k, seededRandom(1), { weights: Int32Array.from(weights) })
        if (new Set(points.map(String)).size < k) {
          expect(division).toBeUndefined()
          return
        }
        const least = leastSpread(points, weights, k)
        expect(division!.spread).toBeGreaterThanOrEqual(least - 1e-9)
        expect(division!.spread).toBeLessThanOrEqual(1.5 * least + 1e-9)
        runs++
        if (division!.spread <= least + 1e-9) tight++
      }),
      { numRuns: 100, seed: 1 },
    )
    expect(tight / runs).toBeGreaterThan(0.95)
  })

  it('puts every point with its nearest centre', () => {
    const random = seededRandom(4)
    const points = positions(Array.from({ length: 200 }, () => [random(), random()] as const))
    const division = divide(points, 4, random)!
    expect([...nearestCentres(points, division.centres)]).toEqual([...division.groupOf])
    expect(division.sizes.reduce((sum, size) => sum + size, 0)).toBe(200)
  })

  it('finds nothing where all points are one, or where a group would be too small', () => {
    const same = positions(Array.from({ length: 20 }, () => [1, 1] as const))
    expect(divide(same, 2, seededRandom(1))).toBeUndefined()
    const outlier = positions([...Array.from({ length: 20 }, () => [1, 1] as const), [9, 9]])
    expect(divide(outlier, 2, seededRandom(1))?.sizes.toSorted((a, b) => a - b)).toEqual([1, 20])
    expect(divide(outlier, 2, seededRandom(1), { smallestSize: 2 })).toBeUndefined()
  })

  it('is clearer for camps than for a cloud', () => {
    const random = seededRandom(8)
    const cloud = positions(Array.from({ length: 100 }, () => [random(), random()] as const))
    const apart = positions(
      Array.from({ length: 100 }, (_, i) => [random() + 5 * (i % 2), random()] as const),
    )
    const clear = (points: typeof cloud) => simplifiedSilhouette(points, divide(points, 2, seededRandom(1))!)
    expect(clear(apart)).toBeGreaterThan(clear(cloud) + 0.2)
  })
})

describe('adjustedRandIndex', () => {
  const groups = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { minLength: 2, maxLength: 12 })

  it('is what counting pairs one by one gives', () => {
    fc.assert(
      fc.property(groups, (pairs) => {
        let both = 0
        let first = 0
        let second = 0
        let all = 0
        for (let i = 0; i < pairs.length; i++) {
          for (let j = 0; j < i; j++) {
            const inFirst = pairs[i]![0] === pairs[j]![0]
            const inSecond = pairs[i]![1] === pairs[j]![1]
            all++
            if (inFirst) first++
            if (inSecond) second++
            if (inFirst && inSecond) both++
          }
        }
        const expected = (first * second) / all
        const most = (first + second) / 2
        const index = most === expected ? 1 : (both - expected) / (most - expected)
        const own = adjustedRandIndex(
          Int32Array.from(pairs, ([a]) => a),
          Int32Array.from(pairs, ([, b]) => b),
        )
        expect(Math.abs(own - index)).toBeLessThanOrEqual(1e-12)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('is 1 for the same division under other names, and 1 for one person', () => {
    expect(adjustedRandIndex(Int32Array.of(0, 0, 1, 2), Int32Array.of(2, 2, 0, 1))).toBe(1)
    expect(adjustedRandIndex(Int32Array.of(0), Int32Array.of(3))).toBe(1)
  })

  it('refuses divisions of different people', () => {
    expect(() => adjustedRandIndex(Int32Array.of(0), Int32Array.of(0, 1))).toThrow(InvalidInput)
    expect(() => adjustedRandIndex(Int32Array.of(-1), Int32Array.of(0))).toThrow(InvalidInput)
  })
})

describe('summarizeAgreement', () => {
  it('is the mean and the 5th percentile, interpolated', () => {
    const { mean, lower } = summarizeAgreement(Float64Array.from({ length: 101 }, (_, i) => 1 - i / 100))
    expect(mean).toBeCloseTo(0.5, 12)
    expect(lower).toBeCloseTo(0.05, 12)
    expect(summarizeAgreement(Float64Array.of(0.7))).toEqual({ mean: 0.7, lower: 0.7 })
  })
})
