import { describe, expect, it } from 'vitest'
import { panelPool } from './panel-pool.ts'
import { endingOf, unsettledTarget } from './target.ts'

describe('a best of which only some is settled', () => {
  /** Profiles x, y, z of four people each; ten seats, at most three for x, four for y, nine for z. */
  const most = { x: 3, y: 4, z: 9 }
  const pool = panelPool({
    size: 10,
    quotas: Object.entries(most).map(([feature, max]) => ({ category: 'kind', feature, min: 0, max })),
    people: Array.from('xxxxyyyyzzzz', (kind) => ({ kind })),
  })
  const relaxation = { pool, most: pool.sizes, cuts: [] }
  const ceilingOf = (floor: readonly number[], open: readonly number[]) => [
    ...unsettledTarget(relaxation, { point: null, floor: Float64Array.from(floor), open }, 'time').ceiling,
  ]

  it('gives those who are open no more than their rule, the seats and their number leave', () => {
    expect(ceilingOf([1, 1, 1], [0, 1, 2])).toEqual([3, 4, 4])
    expect(ceilingOf([2, 3.5, 3], [0, 1, 2])).toEqual([3, 4, 4])
    // eight and a half seats of ten are given: one and a half are left
    expect(ceilingOf([1, 4, 3.5], [0])).toEqual([2.5, 4, 3.5])
  })

  it('gives no more than the floor to those who are settled, or where a rule or the panel is full', () => {
    expect(ceilingOf([1, 1, 1], [1])).toEqual([1, 4, 1])
    expect(ceilingOf([3, 1, 1], [0])).toEqual([3, 1, 1])
    expect(ceilingOf([2, 4, 4], [0, 1, 2])).toEqual([2, 4, 4])
    // given more than the rule allows, by rounding
    expect(ceilingOf([3 + 1e-9, 1, 1], [0])).toEqual([3 + 1e-9, 1, 1])
  })

  it('hands on what is known, and why no more is', () => {
    const known = { point: Float64Array.of(3, 4, 3), floor: Float64Array.of(1, 2, 3), open: [0] }
    expect(unsettledTarget(relaxation, known, 'precision')).toMatchObject({
      point: known.point,
      floor: known.floor,
      unsettled: 'precision',
    })
    const stopped = { status: 'stopped', best: null, bound: 0 } as const
    expect(endingOf({ ...stopped, reason: 'time' })).toBe('time')
    expect(endingOf({ ...stopped, reason: 'numerical' })).toBe('precision')
    expect(endingOf({ status: 'infeasible' })).toBe('precision')
  })
})
