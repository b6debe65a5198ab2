import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearAnswer, LinearProgramSolver } from '../linear-program/linear-program.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { mixToTarget } from './mix-to-target.ts'
import type { TargetMix } from './mix-to-target.ts'
import { panelPool } from './panel-pool.ts'
import type { Relaxation } from './panel-program.ts'
import type { Target } from './target.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

const stopped: LinearAnswer = { status: 'stopped', reason: 'time', best: null, bound: Infinity }

/** Answers the programs of whole numbers by what stands in the list, and after it as the solver does. */
function answering(...answers: readonly LinearAnswer[]): LinearProgramSolver {
  const left = [...answers]
  return {
    ...solver,
    open: (program) => {
      const open = solver.open(program)
      if (!program.variables.some(({ whole }) => whole)) return open
      return { ...open, solve: (limits) => left.shift() ?? open.solve(limits) }
    },
  }
}

const quota = (category: string, feature: string, min: number, max: number) => ({
  category,
  feature,
  min,
  max,
})
const settled = (floor: Float64Array, point: Float64Array | null): Target => ({
  point,
  floor,
  ceiling: floor,
  unsettled: null,
})
const nobody = ({ most }: Relaxation) => settled(new Float64Array(most.length), null)
const limits = (given: LinearProgramSolver, seconds = 60) => ({
  solver: given,
  random: seededRandom(1),
  secondsLeft: () => seconds,
})

describe('a pool in which exchanges meet no panel', () => {
  const columns = ['f0', 'f1', 'f2']
  const of = (kinds: readonly string[], seats: number) =>
    panelPool({
      size: seats,
      quotas: columns.flatMap((column) => [quota(column, '1', 1, 1), quota(column, '0', 0, seats)]),
      people: kinds.map((kind) => Object.fromEntries(columns.map((column, at) => [column, kind[at]!]))),
    })
  /** Any two have a feature of three twice, or not at all. */
  const impossible = of(['110', '101', '011', '000'], 2)

  it('has none where that is proven, at the first time of asking or at the second', () => {
    expect(mixToTarget(impossible, nobody, limits(solver))).toBe('none')
    expect(mixToTarget(impossible, nobody, limits(answering(stopped)))).toBe('none')
  })

  it('is not known to have any where neither is answered', () => {
    expect(mixToTarget(impossible, nobody, limits(answering(stopped, stopped)))).toBe('unknown')
  })

  it('has none where there are fewer people than seats, whatever the solver says', () => {
    const few = panelPool({ size: 2, quotas: [quota('c', 'x', 0, 2)], people: [{ c: 'x' }] })
    expect(mixToTarget(few, nobody, limits(answering(stopped, stopped)))).toBe('none')
  })
})

describe('a pool of which somebody can sit on no panel', () => {
  /** A child and an adult who differ in the series too: the first and the last, never the one between. */
  const pool = panelPool({
    size: 2,
    quotas: [
      quota('age', 'child', 1, 2),
      quota('age', 'adult', 1, 2),
      quota('series', 'simpsons', 1, 2),
      quota('series', 'ducktales', 1, 2),
    ],
    people: [
      { age: 'child', series: 'simpsons' },
      { age: 'child', series: 'ducktales' },
      { age: 'adult', series: 'ducktales' },
    ],
  })
  it.each([60, 0.5])('takes their seats away, with %s seconds left', (seconds) => {
    const asked: number[][] = []
    const best = ({ most }: Relaxation) => {
      asked.push([...most])
      if (asked.length > 5) throw new Error('expected an end')
      return settled(Float64Array.from(most), Float64Array.from(most))
    }
    const mixed = mixToTarget(pool, best, limits(solver, seconds))
    if (typeof mixed === 'string') throw new Error(`expected a mix, found ${mixed}`)
    expect(asked[1]).toEqual([1, 0, 1])
    expect(mixed.panels.map((panel) => [...panel])).toEqual([[1, 0, 1]])
    expect([...mixed.weights]).toEqual([1])
    expect(mixed.gap).toBe(0)
  })
})

/** One of three for one seat. */
const kinds = ['x', 'y', 'z']
const trio = panelPool({
  size: 1,
  quotas: kinds.map((kind) => quota('kind', kind, 0, 1)),
  people: kinds.map((kind) => ({ kind })),
})
const third = Float64Array.of(1 / 3, 1 / 3, 1 / 3)

it('asks a program of whole numbers who can sit, where no panel is known from which exchanges begin', () => {
  let asked = 0
  const most: number[][] = []
  const best = (relaxation: Relaxation) => {
    most.push([...relaxation.most])
    return settled(third, third)
  }
  const secondsLeft = () => (asked++ < 3 ? 0 : 60)
  expect(mixToTarget(trio, best, { ...limits(solver), secondsLeft })).toMatchObject({ gap: 0 })
  expect(most).toEqual([[1, 1, 1]])
  asked = 0
  const silent = answering(...Array.from({ length: 20 }, () => stopped))
  expect(mixToTarget(trio, best, { ...limits(silent), secondsLeft })).toMatchObject({ gap: 0 })
  expect(most).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ])
})

describe('a target that panels do not mix to, though halves of people would', () => {
  const columns = ['f0', 'f1', 'f2']
  const pool = panelPool({
    size: 2,
    quotas: columns.flatMap((column) => [quota(column, '1', 1, 2), quota(column, '2', 0, 2)]),
    people: ['111', '122', '212', '221'].map((kind) =>
      Object.fromEntries(columns.map((column, at) => [column, kind[at]!])),
    ),
  })
  // by hand: the first sits with each of the others, so each of these a third and not a half
  const half = settled(Float64Array.of(0.5, 0.5, 0.5, 0.5), null)

  it.each(['time', 'numerical'] as const)('is fallen short of, and %s was why', (reason) => {
    const none = { ...stopped, reason } as const
    const mixed = mixToTarget(pool, () => half, limits(answering(none, none, none, none, none, none)))
    if (typeof mixed === 'string') throw new Error(`expected a mix, found ${mixed}`)
    expect(mixed.gap).toBeCloseTo(1 / 6, 6)
    expect(mixed.ending).toBe(reason === 'time' ? 'time' : 'precision')
  })

  it('leaves an inequality that every panel keeps and the target does not', () => {
    const asked: Relaxation[] = []
    const best = (relaxation: Relaxation): Target => {
      asked.push(relaxation)
      const none = settled(new Float64Array(4), null)
      return asked.length === 1 ? half : { ...none, ceiling: Float64Array.of(1, 1, 1, 1), unsettled: 'time' }
    }
    const mixed = mixToTarget(pool, best, limits(solver))
    const [cut, ...others] = asked[1]!.cuts
    expect(others).toEqual([])
    const worth = (seats: readonly number[]) =>
      seats.reduce((sum, count, profile) => sum + count * cut!.coefficients[profile]!, 0)
    const panels = [1, 2, 3].map((other) => [1, 0, 0, 0].with(other, 1))
    expect(Math.max(...panels.map(worth))).toBeCloseTo(cut!.most, 9)
    expect(worth([0.5, 0.5, 0.5, 0.5])).toBeGreaterThan(cut!.most + 0.1)
    expect(Math.max(...cut!.coefficients)).toBe(1)
    asked.length = 0
    mixToTarget(pool, best, limits(answering({ ...stopped, bound: 0.34 })))
    // the first is worth nothing and each of the others a third: scaled to one
    expect(asked[1]!.cuts.map(({ most }) => most)).toEqual([expect.closeTo(1.02, 6)])
    // what came after it is not settled: the mix and its gap are those of the target before
    expect(mixed).toMatchObject({ ending: 'time' })
    expect((mixed as TargetMix).gap).toBeCloseTo(1 / 6, 6)
    expect((mixed as TargetMix).target).toBe(half)
  })
})

it('says why its target was not settled, where it reaches that', () => {
  const pool = panelPool({ size: 1, quotas: [quota('c', 'x', 0, 1)], people: [{ c: 'x' }, { c: 'x' }] })
  const target = { ...settled(Float64Array.of(0.5), null), ceiling: Float64Array.of(1.5) }
  const mixed = mixToTarget(pool, () => ({ ...target, unsettled: 'time' }), limits(solver))
  expect(mixed).toMatchObject({ gap: 0.25, ending: 'time' })
})

it('takes a panel that a program of whole numbers meets, where there was no time for exchanges', () => {
  let asked = 0
  const asking: LinearProgramSolver = {
    ...solver,
    open: (program) => {
      const open = solver.open(program)
      if (program.variables.some(({ whole }) => whole)) return open
      const solve: typeof open.solve = (given) => {
        asked = 0
        return open.solve(given)
      }
      return { ...open, solve }
    },
  }
  const secondsLeft = () => (asked++ === 0 ? 60 : 0)
  const mixed = mixToTarget(trio, () => settled(third, null), { ...limits(asking), secondsLeft })
  if (typeof mixed === 'string') throw new Error(`expected a mix, found ${mixed}`)
  expect(mixed.panels).toHaveLength(3)
  expect(mixed.gap).toBe(0)
})
