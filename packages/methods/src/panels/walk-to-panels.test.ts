import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { exchangeForPanel } from './find-panel.ts'
import { openMix } from './panel-mix.ts'
import { isPanel, panelPool, seatsOf } from './panel-pool.ts'
import { walkToPanels } from './walk-to-panels.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

/** Two categories of three features, five people for each pair; twelve seats. Every fractional panel is a mix. */
const features = ['0', '1', '2']
const pairs = features.flatMap((kind) => features.map((site) => ({ kind, site })))
const pool = panelPool({
  size: 12,
  quotas: ['kind', 'site'].flatMap((category) =>
    features.map((feature) => ({ category, feature, min: 3, max: 5 })),
  ),
  people: pairs.flatMap((pair) => Array.from({ length: 5 }, () => pair)),
})
const relaxation = { pool, most: pool.sizes, cuts: [] }

/** A mix of six panels, each of three permutations with weights that no number of halvings makes whole. */
function pointOf(seed: number): Float64Array {
  const random = seededRandom(seed)
  const turns = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ] as const
  const shares = turns.map(() => random() ** 3)
  const sum = shares.reduce((total, share) => total + share, 0)
  const point = new Float64Array(9)
  for (const [turn, share] of shares.entries()) {
    for (const [kind, site] of turns[turn]!.entries()) point[3 * kind + site]! += (4 * share) / sum
  }
  return point
}

function seatsOfRules(counts: ArrayLike<number>): readonly number[] {
  return pool.rules.map(({ profiles }) => seatsOf(counts, profiles))
}

describe('a walk from a fractional panel', () => {
  const limits = (seed: number, steps = Infinity) => {
    let left = steps
    return { solver, random: seededRandom(seed), secondsLeft: () => left-- }
  }

  it('meets so many panels that they mix to the point, no more than one for each number that may change, and one', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const point = pointOf(seed)
      const panels = walkToPanels(relaxation, point, limits(seed))
      expect(panels.every((panel) => isPanel(pool, panel))).toBe(true)
      expect(panels.length).toBeLessThanOrEqual(9)
      const mix = openMix(pool, solver)
      for (const panel of panels) mix.add(panel)
      expect(mix.nearest(point, 60).shortfall, `point ${seed}`).toBeLessThan(1e-6)
      mix.close()
    }
  })

  it('meets them too where people, minimums and maximums bind what is left', () => {
    const tight = panelPool({
      size: 8,
      quotas: ['kind', 'site'].flatMap((category) =>
        features.map((feature) => ({ category, feature, min: 2, max: 3 + Number(feature) })),
      ),
      people: pairs.flatMap((pair, index) => Array.from({ length: 1 + (index % 3) }, () => pair)),
    })
    const open = { pool: tight, most: tight.sizes, cuts: [] }
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed)
      const point = new Float64Array(9)
      const shares = Array.from({ length: 4 }, () => random() ** 2)
      const sum = shares.reduce((total, share) => total + share, 0)
      for (const share of shares) {
        const panel = exchangeForPanel(tight, { random, secondsLeft: () => 1 })!
        for (const [profile, count] of panel.entries()) point[profile]! += (count * share) / sum
      }
      const panels = walkToPanels(open, point, limits(seed))
      for (const { profiles } of tight.rules) {
        const [first, wanted] = [panels[0]!, point].map((counts) => seatsOf(counts, profiles))
        expect(Math.abs(first! - wanted!)).toBeLessThan(1 - 1e-9)
      }
      expect(panels.length).toBeLessThanOrEqual(9)
      expect(panels.every((panel) => isPanel(tight, panel))).toBe(true)
      const mix = openMix(tight, solver)
      for (const panel of panels) mix.add(panel)
      expect(mix.nearest(point, 60).shortfall, `point ${seed}`).toBeLessThan(1e-6)
      mix.close()
    }
  })

  it('begins with a panel that rounds the point: no profile and no rule is a whole seat from it', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const point = pointOf(seed)
      const panels = walkToPanels(relaxation, point, limits(seed, 1))
      expect(panels).toHaveLength(1)
      for (const [profile, count] of panels[0]!.entries()) {
        expect(Math.abs(count - point[profile]!)).toBeLessThan(1 - 1e-9)
      }
      for (const [rule, seats] of seatsOfRules(panels[0]!).entries()) {
        expect(Math.abs(seats - seatsOfRules(point)[rule]!)).toBeLessThan(1 - 1e-9)
      }
    }
  })

  it('rounds up each profile with its own chance, where only the seats bind', () => {
    const kinds = ['a', 'b', 'c', 'd', 'e']
    const free = panelPool({
      size: 4,
      quotas: kinds.map((feature) => ({ category: 'kind', feature, min: 0, max: 4 })),
      people: kinds.flatMap((kind) => [{ kind }, { kind }, { kind }]),
    })
    const point = Float64Array.of(0.1, 0.5, 1.25, 0.95, 1.2)
    const walks = 2000
    const sums = point.map(() => 0)
    for (let seed = 0; seed < walks; seed++) {
      const [panel] = walkToPanels({ pool: free, most: free.sizes, cuts: [] }, point, limits(seed, 1))
      for (const [profile, count] of panel!.entries()) sums[profile]! += count
    }
    // five means at once, each within 99.99 %
    for (const [profile, seats] of point.entries()) {
      const part = seats % 1
      const error = Math.sqrt((part * (1 - part)) / walks)
      expect(Math.abs(sums[profile]! / walks - seats)).toBeLessThan(3.9 * error)
    }
  })

  it('gives no seat to a profile that can have none, and none at all in no time', () => {
    const most = Int32Array.from(pool.sizes, (size, profile) => (profile === 0 ? 0 : size))
    const point = Float64Array.of(0, 2.5, 1.5, 2, 0.75, 1.25, 2, 0.75, 1.25)
    const panels = walkToPanels({ pool, most, cuts: [] }, point, limits(1))
    expect(panels.length).toBeGreaterThan(1)
    expect(panels.every((panel) => panel[0] === 0)).toBe(true)
    expect(walkToPanels(relaxation, point, limits(1, 0))).toEqual([])
  })
})
