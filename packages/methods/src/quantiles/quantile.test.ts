import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { quantile, type QuantileType, quantileTypes } from './quantile.ts'

const sample = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 })
  .map((values) => values.toSorted((a, b) => a - b))
const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)

describe('quantile', () => {
  it.each<[QuantileType, number, number]>([
    [1, 3, 7],
    [2, 3.5, 7.5],
    [3, 3, 7],
    [4, 3, 7],
    [5, 3.5, 7.5],
    [6, 3.3, 7.7],
    [7, 3.7, 7.3],
    [8, 3 + 13 / 30, 8 - 13 / 30],
    [9, 3.45, 7.55],
  ])('type %i of 1…10 has its 30th and 70th percentile where the definition puts them', (type, p30, p70) => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect(quantile(values, 0.3, type)).toBeCloseTo(p30, 12)
    expect(quantile(values, 0.7, type)).toBeCloseTo(p70, 12)
  })

  it('takes a position for the whole number that it misses by rounding', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1)
    expect(100 * 0.07).toBeGreaterThan(7)
    expect([quantile(values, 0.07, 1), quantile(values, 0.07, 2)]).toEqual([7, 7.5])
    expect(100 * 0.29).toBeLessThan(29)
    expect([quantile(values, 0.29, 1), quantile(values, 0.29, 2)]).toEqual([29, 29.5])
  })

  it('type 1 is the smallest value with at least np values up to it', () => {
    fc.assert(
      fc.property(sample, share, (values, p) => {
        const wanted = values.find((_, i) => i + 1 >= values.length * p - 1e-9)!
        expect(quantile(values, p, 1)).toBe(wanted)
      }),
      { seed: 1 },
    )
  })

  it('every type stays within the sample, grows with p, and moves with an offset', () => {
    fc.assert(
      fc.property(sample, share, share, fc.constantFrom(...quantileTypes), (values, p, q, type) => {
        const at = quantile(values, Math.min(p, q), type)
        expect(at).toBeGreaterThanOrEqual(values[0]!)
        expect(at).toBeLessThanOrEqual(values.at(-1)!)
        expect(at).toBeLessThanOrEqual(quantile(values, Math.max(p, q), type) + 1e-9)
        const moved = values.map((value) => value + 1e6)
        expect(quantile(moved, Math.min(p, q), type)).toBeCloseTo(at + 1e6, 7)
      }),
      { seed: 2 },
    )
  })

  it('types 2 and 5 to 9 are mirrored when the sample is', () => {
    fc.assert(
      fc.property(sample, share, fc.constantFrom<QuantileType>(2, 5, 6, 7, 8, 9), (values, p, type) => {
        const mirrored = values.map((value) => 0 - value).toReversed()
        expect(quantile(mirrored, 1 - p, type)).toBeCloseTo(-quantile(values, p, type), 9)
      }),
      { seed: 3 },
    )
  })

  it('of one value, or of equal ones, is that value', () => {
    for (const type of quantileTypes) {
      expect([0, 0.3, 1].map((p) => quantile([4], p, type))).toEqual([4, 4, 4])
      expect(quantile([2, 2, 2], 0.7, type)).toBe(2)
    }
  })

  it('refuses an empty or unsorted sample, a share out of range, a type there is not', () => {
    expect(() => quantile([], 0.5, 7)).toThrow(InvalidInput)
    expect(() => quantile([2, 1], 0.5, 7)).toThrow(InvalidInput)
    expect(() => quantile([1, NaN], 0.5, 7)).toThrow(InvalidInput)
    expect(() => quantile([1], 1.1, 7)).toThrow(InvalidInput)
    expect(() => quantile([1], 0.5, 10 as QuantileType)).toThrow(InvalidInput)
  })
})
