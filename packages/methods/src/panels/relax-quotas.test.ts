import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { fairLottery } from './fair-lottery.ts'
import { panelPool } from './panel-pool.ts'
import type { PanelRequest, Quota } from './panel-pool.ts'
import { infeasibleReason, relaxQuotas } from './relax-quotas.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

const kinds = (text: string) => Array.from(text, (kind) => ({ kind }))
const quota = (feature: string, min: number, max: number, more: Partial<Quota> = {}): Quota => ({
  category: 'kind',
  feature,
  min,
  max,
  ...more,
})
function infeasible(request: PanelRequest) {
  const limits = { solver, random: seededRandom(1), secondsLeft: () => Infinity }
  const found = fairLottery(panelPool(request), 'leximin', limits)
  if (found.kind !== 'infeasible') throw new Error(`expected none, found ${found.kind}`)
  return found
}

describe('quotas that no panel keeps', () => {
  it('names too few with a feature, and lowers that minimum alone', () => {
    const { reason, relaxation } = infeasible({
      size: 3,
      quotas: [quota('x', 1, 3), quota('y', 2, 2)],
      people: kinds('xxxxy'),
    })
    expect(reason).toEqual({ key: 'too-few-with-feature', category: 'kind', feature: 'y', people: 1, min: 2 })
    expect(relaxation).toEqual([{ quota: quota('y', 2, 2), newMin: 1, newMax: 2 }])
  })

  it('names minimums that exceed the seats, and lowers the largest, which costs least', () => {
    const { reason, relaxation } = infeasible({
      size: 3,
      quotas: [quota('x', 3, 3), quota('y', 1, 2)],
      people: kinds('xxxyy'),
    })
    expect(reason).toEqual({ key: 'minimums-exceed-seats', category: 'kind', sum: 4, seats: 3 })
    expect(relaxation).toEqual([{ quota: quota('x', 3, 3), newMin: 2, newMax: 3 }])
  })

  it('names maximums below the seats, and raises one where there are people', () => {
    const { reason, relaxation } = infeasible({
      size: 4,
      quotas: [quota('x', 0, 1), quota('y', 0, 2)],
      people: kinds('xxxyy'),
    })
    expect(reason).toEqual({ key: 'maximums-below-seats', category: 'kind', sum: 3, seats: 4 })
    expect(relaxation).toEqual([{ quota: quota('x', 0, 1), newMin: 0, newMax: 2 }])
  })

  it('names none alone where people, minimums and maximums just suffice', () => {
    const { reason } = infeasible({
      size: 2,
      quotas: [
        quota('x', 1, 1),
        quota('y', 1, 1),
        { ...quota('north', 2, 2), category: 'site' },
        { ...quota('south', 0, 0), category: 'site' },
      ],
      people: [
        { kind: 'x', site: 'north' },
        { kind: 'x', site: 'north' },
        { kind: 'y', site: 'south' },
      ],
    })
    expect(reason).toEqual({ key: 'together' })
  })

  it('goes no further than a quota allows', () => {
    const request = {
      size: 3,
      quotas: [quota('x', 3, 3, { leastMin: 3, mostMax: 3 }), quota('y', 1, 2)],
      people: kinds('xxxyy'),
    }
    expect(infeasible(request).relaxation).toEqual([{ quota: quota('y', 1, 2), newMin: 0, newMax: 2 }])
    const fixed = {
      ...request,
      quotas: request.quotas.map((one) => ({ ...one, leastMin: one.min, mostMax: one.max })),
    }
    expect(infeasible(fixed).relaxation).toBeNull()
    const few = {
      size: 4,
      quotas: [quota('x', 0, 1, { mostMax: 1 }), quota('y', 0, 3)],
      people: kinds('xxxyy'),
    }
    expect(infeasible(few).relaxation).toBeNull()
  })

  it('has no relaxation where there are too few people, or a limit leaves too few', () => {
    const quotas = [quota('x', 0, 9)]
    expect(infeasible({ size: 3, quotas, people: kinds('xx') })).toMatchObject({
      reason: { key: 'too-few-people', people: 2, seats: 3 },
      relaxation: null,
    })
    const people = kinds('xxxx').map((person) => ({ ...person, team: 'A' }))
    expect(infeasible({ size: 3, quotas, people, limits: [{ column: 'team', most: 2 }] })).toMatchObject({
      reason: { key: 'limit-below-seats', column: 'team', most: 2, sum: 2, seats: 3 },
      relaxation: null,
    })
  })

  it('names the limit that alone lets in fewer than there are seats, and how many', () => {
    const teams = (text: string) => Array.from(text, (team) => ({ kind: 'x', team: team.replace('-', '') }))
    const request = { size: 4, quotas: [quota('x', 0, 9)], limits: [{ column: 'team', most: 1 }] }
    expect(infeasible({ ...request, people: teams('aaab-') }).reason).toEqual({
      key: 'limit-below-seats',
      column: 'team',
      most: 1,
      sum: 3,
      seats: 4,
    })
    const beside = { ...request, people: teams('aaabb'), staying: new Set([0]) }
    expect(infeasible(beside).reason).toMatchObject({ most: 1, sum: 1, seats: 3 })
  })

  it('where each rule can be kept but not all together, changes least: no smaller change is enough', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const request = conflicting(seed)
      const relaxation = relaxQuotas(panelPool(request), solver, 60)!
      const cost = relaxation.reduce(
        (sum, { quota: { min, max }, newMin, newMax }) =>
          sum + (min === 0 ? 0 : (1 + 2 / min) * (min - newMin)) + (newMax - max),
        0,
      )
      expect(cost).toBeCloseTo(leastCost(request), 6)
      const changed = request.quotas.map((one) => {
        const change = relaxation.find(
          ({ quota: { category, feature } }) => category === one.category && feature === one.feature,
        )
        return change === undefined ? one : { ...one, min: change.newMin, max: change.newMax }
      })
      expect(leastCost({ ...request, quotas: changed })).toBe(0)
    }
  })

  it('lowers the minimum that costs least: the one of more people, those who stay counted', () => {
    const quotas = [quota('x', 3, 3), quota('y', 2, 3)]
    const lowered = { quota: quotas[0], newMin: 2, newMax: 3 }
    expect(infeasible({ size: 4, quotas, people: kinds('xxxyyy') }).relaxation).toEqual([lowered])
    const beside = { size: 4, quotas, people: kinds('xxxyyy'), staying: new Set([0, 1]) }
    expect(infeasible(beside).relaxation).toEqual([lowered])
  })

  it('lowers a minimum beside those who stay as far as its quota allows', () => {
    const quotas = [quota('x', 3, 3, { leastMin: 2 }), quota('y', 2, 3, { leastMin: 2 })]
    const beside = { size: 4, quotas, people: kinds('xxxyyy'), staying: new Set([0]) }
    expect(infeasible(beside).relaxation).toEqual([{ quota: quotas[0], newMin: 2, newMax: 3 }])
    const fixed = [quota('x', 3, 3, { leastMin: 4, mostMax: 2 }), quotas[1]!]
    expect(infeasible({ ...beside, quotas: fixed }).relaxation).toBeNull()
  })

  it('names a maximum that those who stay exceed already, and raises it to their number', () => {
    const quotas = [quota('x', 1, 1), quota('y', 0, 3)]
    const beside = { size: 3, quotas, people: kinds('xxyy'), staying: new Set([0, 1]) }
    expect(infeasible(beside)).toMatchObject({
      reason: { key: 'too-many-staying', column: 'kind', value: 'x', people: 2, max: 1 },
      relaxation: [{ quota: quotas[0], newMin: 1, newMax: 2 }],
    })
    expect(infeasible({ ...beside, people: kinds('xxy') })).toMatchObject({
      relaxation: [{ quota: quotas[0], newMin: 1, newMax: 2 }],
    })
    const people = ['A', 'A', 'B'].map((team) => ({ kind: 'y', team }))
    const limits = [{ column: 'team', most: 1 }]
    expect(infeasible({ ...beside, people, limits, staying: new Set([0, 1]) })).toMatchObject({
      reason: { key: 'too-many-staying', column: 'team', value: 'A', people: 2, max: 1 },
      relaxation: null,
    })
  })

  it('gives up when there is no time', () => {
    const pool = panelPool(conflicting(1))
    expect(relaxQuotas(pool, solver, 0)).toBeNull()
    expect(infeasibleReason(pool).key).toBeTypeOf('string')
  })
})

function conflicting(seed: number): PanelRequest {
  const random = seededRandom(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const categories = ['a', 'b', 'c']
  const people = Array.from({ length: 9 }, () =>
    Object.fromEntries(categories.map((category) => [category, String(below(2))])),
  )
  const quotas = categories.flatMap((category) =>
    ['0', '1'].map((feature) => {
      const min = below(3)
      return { category, feature, min, max: min + below(2) }
    }),
  )
  return { size: 4, quotas, people }
}

/** What the cheapest panel costs, over every set of people. */
function leastCost({ size, quotas, people }: PanelRequest): number {
  let least = Infinity
  for (let set = 0; set < 2 ** people.length; set++) {
    const panel = people.filter((_, place) => (set >> place) & 1)
    if (panel.length !== size) continue
    let cost = 0
    for (const { category, feature, min, max } of quotas) {
      const seats = panel.filter((person) => person[category] === feature).length
      cost += seats < min ? (1 + 2 / min) * (min - seats) : Math.max(0, seats - max)
    }
    least = Math.min(least, cost)
  }
  return least
}
