import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import { isPanel, panelPool } from './panel-pool.ts'
import { panelsWorth, panelWith, worthOf } from './panels-beside.ts'

/** Profiles xn, xs, yn, ys of three people each; four seats, two for x, two for y, one to three for n and for s. */
const people = ['xn', 'xs', 'yn', 'ys'].flatMap((kind) =>
  Array.from({ length: 3 }, () => ({ kind: kind[0]!, site: kind[1]! })),
)
const quota = (category: string, feature: string, min: number, max: number) => ({
  category,
  feature,
  min,
  max,
})
const quotas = [quota('kind', 'x', 2, 2), quota('kind', 'y', 2, 2), quota('site', 'n', 1, 3)]
const pool = panelPool({ size: 4, quotas: [...quotas, quota('site', 's', 1, 3)], people })
const relaxation = { pool, most: pool.sizes, cuts: [] }
const known = [Int32Array.of(0, 2, 1, 1)]

describe('panels beside known ones', () => {
  const prices = Float64Array.of(5, 1, 4, 2).map((price) => price / 8)
  const found = (least: number, seconds = 1) =>
    panelsWorth(relaxation, known, { prices, least }, { random: seededRandom(1), secondsLeft: () => seconds })

  it('keep all rules and are worth what is wanted; the best there is among them', () => {
    // by hand: two of xn and one of yn, the other from ys, because somebody is of s
    const panels = found(0)
    expect(panels.every((panel) => isPanel(pool, panel))).toBe(true)
    expect(Math.max(...panels.map((panel) => worthOf(panel, prices)))).toBe(2)
    expect(found(2).map((panel) => [...panel])).toContainEqual([2, 0, 1, 1])
    expect(found(2).every((panel) => worthOf(panel, prices) === 2)).toBe(true)
  })

  it('are none where none is worth that, or there is no time', () => {
    expect(found(2.01)).toEqual([])
    expect(found(0, 0)).toEqual([])
    expect(known).toEqual([Int32Array.of(0, 2, 1, 1)])
  })

  it('have somebody of a profile, if any has', () => {
    const having = panelWith(relaxation, known, 0, seededRandom(1))!
    expect(having[0]).toBeGreaterThan(0)
    expect(isPanel(pool, having)).toBe(true)
    const strict = quotas.map((one) => (one.feature === 'n' ? { ...one, min: 4, max: 4 } : one))
    const north = panelPool({ size: 4, quotas: [...strict, quota('site', 's', 0, 0)], people })
    const panels = [Int32Array.of(2, 0, 2, 0)]
    expect(panelWith({ pool: north, most: north.sizes, cuts: [] }, panels, 1, seededRandom(1))).toBeNull()
    expect(panelWith(relaxation, [], 0, seededRandom(1))).toBeNull()
  })
})
