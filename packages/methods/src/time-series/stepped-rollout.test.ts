import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import { poolEstimates } from './pool-estimates.ts'
import { steppedRollout } from './stepped-rollout.ts'
import type { RolloutSite } from './stepped-rollout.ts'

const month = (i: number) => new Date(Date.UTC(2021, i, 1)).toISOString().slice(0, 10)

function site(name: string, before: number, jump: number, seed: number, n = 30): RolloutSite {
  const random = seededRandom(seed)
  const points = Array.from({ length: n }, (_, i) => ({
    date: month(i),
    value: 10 + random() + random() + (i >= before ? jump : 0),
  }))
  return { site: name, change: month(before), points }
}

describe('poolEstimates', () => {
  it('is the textbook’s sum for three estimates', () => {
    const given = [
      { estimate: 1, se: 0.5 },
      { estimate: 3, se: 1 },
      { estimate: 6, se: 0.8 },
    ]
    const w = given.map(({ se }) => 1 / se ** 2)
    const sum = (values: readonly number[]) => values[0]! + values[1]! + values[2]!
    const fixed = sum(w.map((x, i) => x * given[i]!.estimate)) / sum(w)
    const q = sum(w.map((x, i) => x * (given[i]!.estimate - fixed) ** 2))
    const tau2 = (q - 2) / (sum(w) - sum(w.map((x) => x * x)) / sum(w))
    const v = given.map(({ se }) => 1 / (se ** 2 + tau2))
    const mean = sum(v.map((x, i) => x * given[i]!.estimate)) / sum(v)
    const spread = sum(v.map((x, i) => x * (given[i]!.estimate - mean) ** 2)) / 2
    const pooled = poolEstimates(given)
    expect(pooled.tau2).toBeCloseTo(tau2, 12)
    expect(pooled.i2).toBeCloseTo(1 - 2 / q, 12)
    expect(pooled.estimate).toBeCloseTo(mean, 12)
    expect(pooled.se).toBeCloseTo(Math.sqrt(Math.max(1, spread) / sum(v)), 12)
    expect((pooled.upper - pooled.estimate) / pooled.se).toBeCloseTo(4.3026527, 6)
  })

  it('gives equal estimates no spread between sites, and never less error than chance alone', () => {
    const equal = fc.record({
      k: fc.integer({ min: 2, max: 12 }),
      se: fc.double({ min: 0.01, max: 9, noNaN: true }),
    })
    fc.assert(
      fc.property(equal, fc.integer({ min: -9, max: 9 }), ({ k, se }, estimate) => {
        const pooled = poolEstimates(Array.from({ length: k }, () => ({ estimate, se })))
        expect([pooled.tau2, pooled.i2]).toEqual([0, 0])
        expect(pooled.estimate).toBeCloseTo(estimate, 9)
        expect(pooled.se).toBeCloseTo(se / Math.sqrt(k), 9)
      }),
      { seed: 1 },
    )
  })

  it('lies between its estimates, and does not depend on their order or unit', () => {
    const one = fc.record({
      estimate: fc.double({ min: -50, max: 50, noNaN: true }),
      se: fc.double({ min: 0.1, max: 5, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 9 }), (given) => {
        const pooled = poolEstimates(given)
        const all = given.map(({ estimate }) => estimate)
        expect(pooled.estimate).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9)
        expect(pooled.estimate).toBeLessThanOrEqual(Math.max(...all) + 1e-9)
        expect(poolEstimates(given.toReversed()).se).toBeCloseTo(pooled.se, 9)
        const scaled = poolEstimates(
          given.map(({ estimate, se }) => ({ estimate: 10 * estimate, se: 10 * se })),
        )
        expect(scaled.lower / 10).toBeCloseTo(pooled.lower, 6)
      }),
      { seed: 2 },
    )
  })

  it('refuses one estimate, and one without error', () => {
    expect(() => poolEstimates([{ estimate: 1, se: 1 }])).toThrow('estimates must be at least two')
    expect(() =>
      poolEstimates([
        { estimate: 1, se: 1 },
        { estimate: 1, se: 0 },
      ]),
    ).toThrow('se must be a number > 0')
  })
})

describe('steppedRollout', () => {
  const sites = [site('a', 10, 4, 1), site('b', 14, 5, 2), site('c', 18, 3, 3), site('d', 27, 9, 4)]

  it('pools what each site shows against its own past, and names sites too short to say', () => {
    const { sites: each, pooled } = steppedRollout(sites, { model: 'ols', season: null })
    expect(each.map(({ site: name, result }) => [name, result.kind])).toEqual([
      ['a', 'estimate'],
      ['b', 'estimate'],
      ['c', 'estimate'],
      ['d', 'not-estimable'],
    ])
    expect(each[3]!.result).toMatchObject({ reason: 'too-few-points-after', after: 3 })
    const levels = each.flatMap(({ result }) => (result.kind === 'estimate' ? [result.level] : []))
    expect(pooled).toMatchObject({ kind: 'estimate', sites: 3, level: poolEstimates(levels) })
    expect(levels[1]!.estimate).toBeGreaterThan(3)
  })

  it('does not pool one site', () => {
    expect(steppedRollout([sites[0]!, sites[3]!], { model: 'ar1', season: null }).pooled).toEqual({
      kind: 'not-estimable',
      reason: 'fewer-than-two-sites',
      sites: 1,
    })
  })

  it('refuses no site, and one twice', () => {
    expect(() => steppedRollout([], { model: 'ols', season: null })).toThrow('sites must be at least one')
    expect(() => steppedRollout([sites[0]!, sites[0]!], { model: 'ols', season: null })).toThrow(
      'each site once',
    )
  })

  it('refuses sites of different steps', () => {
    const daily = site('e', 10, 1, 5)
    const points = daily.points.map((point, i) => ({
      ...point,
      date: new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10),
    }))
    const options = { model: 'ols', season: null } as const
    expect(() => steppedRollout([sites[0]!, { ...daily, points }], options)).toThrow(
      'sites must be of one step between points',
    )
    const quarterly = daily.points.map((point, i) => ({ ...point, date: month(3 * i) }))
    expect(() => steppedRollout([sites[0]!, { ...daily, points: quarterly }], options)).toThrow('one step')
  })
})
