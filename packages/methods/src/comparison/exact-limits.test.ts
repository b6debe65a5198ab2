import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chiSquareQuantile } from '../distributions/chi-square.ts'
import { binomialTails, poissonTails } from '../distributions/counts.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { binomialLimits, poissonLimits } from './exact-limits.ts'
import { expectedCountLimits } from './expected-count-limits.ts'

const points = [0.001, 0.025, 0.2].map((p) => ({ p, z: -normalQuantile(p) }))

/** Probabilities of every count that matters, by the definition. */
function poisson(mean: number): readonly number[] {
  const chances = [Math.exp(-mean)]
  for (let k = 1; k < mean + 40 + 15 * Math.sqrt(mean); k++) chances.push((chances[k - 1]! * mean) / k)
  return chances
}

function binomial(n: number, theta: number): readonly number[] {
  let chances = [1]
  for (let trial = 0; trial < n; trial++) {
    chances = [...chances, 0].map((chance, k) => chance * (1 - theta) + (chances[k - 1] ?? 0) * theta)
  }
  return chances
}

function agreesWith(chances: readonly number[], limits: readonly { lower: number; upper: number }[]): void {
  const sum = (part: readonly number[]) => part.reduceRight((total, chance) => total + chance, 0)
  for (const [i, { p }] of points.entries()) {
    const { lower, upper } = limits[i]!
    for (const count of chances.keys()) {
      const upTo = sum(chances.slice(0, count + 1))
      const from = sum(chances.slice(count))
      if (Math.abs(upTo - p) > 1e-12) expect([count, count < lower]).toEqual([count, upTo < p])
      if (Math.abs(from - p) > 1e-12) expect([count, count > upper]).toEqual([count, from < p])
    }
  }
}

describe('exact limits', () => {
  it('of binomial counts separate the counts whose tail is below p, for every n up to 25', () => {
    for (let n = 1; n <= 25; n++) {
      for (const theta of [0, 1e-6, 0.02, 0.3, 0.5, 0.77, 0.999, 1]) {
        agreesWith(binomial(n, theta), binomialLimits(n, theta, points))
      }
    }
  })

  it('of Poisson counts do so for means from nothing to a hundred', () => {
    for (const mean of [0, 1e-9, 0.01, 0.4, 1, 2.5, 7, 15.3, 40, 100]) {
      agreesWith(poisson(mean), poissonLimits(mean, points))
    }
  })

  it('move without a jump as the mean does', () => {
    for (const { p, z } of points) {
      for (let mean = 0.5; mean < 12; mean += 0.01) {
        const [a, b] = [poissonLimits(mean, [{ p, z }])[0]!, poissonLimits(mean + 1e-7, [{ p, z }])[0]!]
        expect(Math.abs(a.lower - b.lower) + Math.abs(a.upper - b.upper)).toBeLessThan(1e-5)
      }
    }
  })

  it('separate them for counts of any size, by the tails on either side of each limit', () => {
    const size = fc.double({ min: -7, max: 6, noNaN: true }).map((power) => 10 ** power)
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 1_000_000 }), (mean, n) => {
        const theta = Math.min(0.999999, mean / n)
        for (const [limits, tails] of [
          [poissonLimits(mean, points), (k: number) => poissonTails(k, mean)],
          [binomialLimits(n, theta, points), (k: number) => binomialTails(Math.min(k, n), n, theta)],
        ] as const) {
          for (const [i, { p }] of points.entries()) {
            const { lower, upper } = limits[i]!
            const [r, s] = [Math.ceil(lower), Math.floor(upper)]
            expect(tails(r).lower).toBeGreaterThanOrEqual(p * (1 - 1e-9))
            if (r > 0) expect(tails(r - 1).lower).toBeLessThan(p * (1 + 1e-9))
            expect(tails(s - 1).upper).toBeGreaterThanOrEqual(p * (1 - 1e-9))
            expect(tails(s).upper).toBeLessThan(p * (1 + 1e-9))
          }
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('of a million trials are near those of a normal count', () => {
    const [, { lower, upper }] = binomialLimits(1_000_000, 0.3, points) as [
      unknown,
      { lower: number; upper: number },
    ]
    const half = 1.959964 * Math.sqrt(1_000_000 * 0.21)
    expect(Math.abs(lower - (300_000 - half))).toBeLessThan(1)
    expect(Math.abs(upper - (300_000 + half))).toBeLessThan(1)
  })
})

describe('expectedCountLimits', () => {
  const close = (value: number, expected: number) =>
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-10 * expected)

  it('is the χ² interval from a thousandth of an event to a million', () => {
    for (const expected of [0.001, 0.5, 1.9, 2.1, 3, 5.5, 15, 60.25, 333, 1e4, 1e6]) {
      for (const { p, z } of points) {
        const { lower, upper } = expectedCountLimits(expected, { p, z })
        close(2 * lower, chiSquareQuantile(p, 2 * expected))
        close(2 * upper, chiSquareQuantile(p, 2 * expected + 2, 'upper'))
      }
    }
  })
})
