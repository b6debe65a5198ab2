import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anhoej, runsLimits, runsTest } from './anhoej.ts'
import oracle from './anhoej.oracle.json' with { type: 'json' }
import { fairCoinQuantile } from './fair-coin-quantile.ts'

describe('runsTest', () => {
  it('has the limits of R for 2 to 400 useful points', () => {
    expect(
      oracle.cases.map(([n]) => [n, runsLimits(n!).longestRunLimit, runsLimits(n!).crossingsLimit]),
    ).toEqual(oracle.cases)
  })

  it('counts runs and crossings, points on the centre line left out', () => {
    expect(runsTest([1, 2, 0, 3, -1, 0, -2, 4], 0)).toEqual({
      useful: 6,
      longestRun: 3,
      longestRunLimit: 6,
      crossings: 2,
      crossingsLimit: 1,
    })
  })

  it('has nothing to say where every point is on the line, or of one point', () => {
    expect(runsTest([5, 5, 5], 5)).toMatchObject({
      useful: 0,
      longestRun: 0,
      crossings: 0,
      crossingsLimit: 0,
    })
    expect(runsTest([5, 5, 5], 5).longestRunLimit).toBe(0)
    expect(anhoej([5, 5], 5, runsTest([5, 5], 5))).toEqual([[], []])
    expect(runsTest([7], 5)).toMatchObject({
      useful: 1,
      longestRun: 1,
      longestRunLimit: 3,
      crossingsLimit: 0,
    })
  })

  it('flags the points of a run that is too long, and every point where crossings are too few', () => {
    const values = [-1, 2, 2, 2, 0, 2, 2, 2, 2, -1, 1, -1]
    const test = runsTest(values, 0)
    expect(test).toMatchObject({
      useful: 11,
      longestRun: 7,
      longestRunLimit: 6,
      crossings: 4,
      crossingsLimit: 2,
    })
    const flagged = anhoej(values, 0, test).map((found) => found.join())
    expect(flagged.map((found) => (found === '' ? 0 : 1))).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0])
    const asLong = [-1, 2, 2, 2, 2, 2, 2, -1, 1, -1, 1]
    expect(runsTest(asLong, 0)).toMatchObject({ longestRun: 6, longestRunLimit: 6 })
    expect(anhoej(asLong, 0, runsTest(asLong, 0)).flat()).toEqual([])
    const steps = [...Array(12).fill(-1), ...Array(12).fill(1)] as number[]
    expect(anhoej(steps, 0, runsTest(steps, 0))[0]).toEqual(['long-run-below', 'few-crossings'])
    expect(anhoej(steps, 0, runsTest(steps, 0))[23]).toEqual(['long-run-above', 'few-crossings'])
  })

  it('sees the same in a mirror, backwards and on another scale', () => {
    const halves = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(halves, fc.integer({ min: 1, max: 9 }), (values, scale) => {
        const test = runsTest(values, 0)
        expect(
          runsTest(
            values.map((v) => -v),
            0,
          ),
        ).toEqual(test)
        expect(runsTest(values.toReversed(), 0)).toEqual(test)
        expect(
          runsTest(
            values.map((v) => 1e9 + scale * v),
            1e9,
          ),
        ).toEqual(test)
      }),
      { seed: 3 },
    )
  })
})

describe('fairCoinQuantile', () => {
  it('is the quantile by exact counting of every sequence up to 60 throws', () => {
    for (let n = 0; n <= 60; n++) {
      let ways = 1n
      let below = 0n
      let heads = 0
      for (; ; heads++) {
        below += ways
        if (20n * below >= 1n << BigInt(n)) break
        ways = (ways * BigInt(n - heads)) / BigInt(heads + 1)
      }
      expect([n, fairCoinQuantile(n, 0.05)]).toEqual([n, heads])
    }
  })

  it('stays near its normal approximation for a great many throws', () => {
    const n = 1_000_000
    expect(Math.abs(fairCoinQuantile(n, 0.05) - (n / 2 - 1.6448536 * (Math.sqrt(n) / 2)))).toBeLessThan(1)
  })
})
