import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import { InvalidInput } from '../errors.ts'
import type { LinearProgram, LinearProgramSolver } from '../linear-program/linear-program.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { fairLottery } from './fair-lottery.ts'
import type { FairLottery, PanelObjective } from './fair-lottery.ts'
import { isPanel, panelPool } from './panel-pool.ts'
import type { PanelPool, PanelRequest, Quota } from './panel-pool.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

type Lottery = Extract<FairLottery, { kind: 'lottery' }>

function lotteryOf(
  request: PanelRequest,
  objective: PanelObjective = 'leximin',
  seed = 1,
  given = solver,
): Lottery {
  const pool = panelPool(request)
  const found = fairLottery(pool, objective, {
    solver: given,
    random: seededRandom(seed),
    secondsLeft: () => Infinity,
  })
  if (found.kind !== 'lottery') throw new Error(`expected a lottery, found ${found.kind}`)
  expect(found.panels.every(({ counts, weight }) => isPanel(pool, counts) && weight > 0)).toBe(true)
  expect(found.panels.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
  return found
}

const quota = (category: string, feature: string, min: number, max: number): Quota => ({
  category,
  feature,
  min,
  max,
})

describe('a pool of 250 that another program solved', () => {
  const { cases, tolerance } = JSON.parse(
    readFileSync(new URL('./fair-lottery.oracle.json', import.meta.url), 'utf8'),
  ) as {
    tolerance: number
    cases: {
      size: number
      quotas: [string, string, number, number][]
      categories: string[]
      people: string[]
      probabilities: Record<string, number>
    }[]
  }
  it.each(cases)(
    'has the same probability for everyone, proven without a program of whole numbers',
    (pool) => {
      const linear: LinearProgramSolver = {
        ...solver,
        solve: () => {
          throw new Error('expected programs that are kept open alone')
        },
        open: (program) => {
          const open = solver.open(program)
          const solve: typeof open.solve = (limits) => {
            expect(program.variables.some(({ whole }) => whole)).toBe(false)
            return open.solve(limits)
          }
          return { ...open, solve }
        },
      }
      const request = {
        size: pool.size,
        quotas: pool.quotas.map((one) => quota(...one)),
        people: pool.people.map((person) =>
          Object.fromEntries(person.split('|').map((feature, index) => [pool.categories[index]!, feature])),
        ),
      }
      const { probabilities, certificate, minimum, unreachable } = lotteryOf(request, 'leximin', 1, linear)
      expect(certificate).toEqual({ gap: 0, proven: true })
      expect(unreachable).toEqual([])
      expect(Math.abs(minimum - Math.min(...Object.values(pool.probabilities)))).toBeLessThan(tolerance)
      for (const [place, person] of pool.people.entries()) {
        expect(Math.abs(probabilities[place]! - pool.probabilities[person]!)).toBeLessThan(tolerance)
      }
    },
  )
})

describe('cases solved by hand', () => {
  const disney = {
    size: 2,
    quotas: [
      quota('age', 'child', 1, 2),
      quota('age', 'adult', 1, 2),
      quota('series', 'simpsons', 1, 2),
      quota('series', 'ducktales', 1, 2),
    ],
    people: [
      { age: 'child', series: 'simpsons', address: '1A' },
      { age: 'adult', series: 'simpsons', address: '3A' },
      { age: 'child', series: 'ducktales', address: '2A' },
      { age: 'child', series: 'ducktales', address: '2A' },
      { age: 'adult', series: 'ducktales', address: '1A' },
    ],
  }
  const rounded = ({ probabilities }: Lottery) => [...probabilities].map((p) => Number(p.toFixed(6)))

  it('two categories of two', () => {
    const third = 0.333333
    for (const objective of ['leximin', 'maximin'] as const) {
      expect(rounded(lotteryOf(disney, objective))).toEqual([third, 0.666667, third, third, third])
    }
  })

  it('one of an address: who shares theirs with the one they need is in no panel', () => {
    const lottery = lotteryOf({ ...disney, limits: [{ column: 'address', most: 1 }] })
    expect(rounded(lottery)).toEqual([0, 1, 0.5, 0.5, 0])
    expect(lottery.unreachable).toEqual([0, 4])
    expect(lottery.minimum).toBeCloseTo(0.5, 6)
    expect(lottery.geometricMean).toBeCloseTo(0.25 ** (1 / 3), 6)
    expect(lottery.gini).toBeCloseTo(1 / 6, 6)
  })

  it('one excluded: the others share the seats', () => {
    const lottery = lotteryOf({ ...disney, excluded: new Set([1]) })
    expect(rounded(lottery)).toEqual([1, 0, 0, 0, 1])
    expect(lottery.unreachable).toEqual([2, 3])
  })

  it('one whose feature may not sit, and as many others as seats', () => {
    const quotas = [quota('c', 'x', 0, 2), quota('c', 'y', 0, 0)]
    const lottery = lotteryOf({ size: 2, quotas, people: [{ c: 'x' }, { c: 'y' }, { c: 'x' }] })
    expect(rounded(lottery)).toEqual([1, 0, 1])
    expect([lottery.unreachable, lottery.minimum]).toEqual([[1], 1])
  })

  it('three features of three, in which fractional panels are mixes of no panels', () => {
    const of = (...features: string[]) => Object.fromEntries(features.map((value, f) => [`f${f}`, value]))
    const quotas = ['f0', 'f1', 'f2'].flatMap((f) => [quota(f, 'v1', 1, 2), quota(f, 'v2', 0, 2)])
    const people = [of('v1', 'v1', 'v1'), of('v1', 'v2', 'v2'), of('v2', 'v1', 'v2'), of('v2', 'v2', 'v1')]
    expect(rounded(lotteryOf({ size: 2, quotas, people }))).toEqual([1, 0.333333, 0.333333, 0.333333])
  })

  it('sixty who can sit and one who cannot', () => {
    const kinds = ['113', '131', '311', '223', '232', '322']
    const person = (kind: string) => Object.fromEntries(Array.from(kind, (v, f) => [`f${f}`, `v${v}`]))
    const people = [...kinds.flatMap((kind) => Array.from({ length: 10 }, () => person(kind))), person('333')]
    const quotas = ['f0', 'f1', 'f2'].flatMap((f) => [
      quota(f, 'v1', 15, 46),
      quota(f, 'v2', 15, 46),
      quota(f, 'v3', 0, 46),
    ])
    for (const objective of ['leximin', 'maximin', 'nash'] as const) {
      const lottery = lotteryOf({ size: 46, quotas, people }, objective)
      expect([lottery.unreachable, lottery.probabilities[60]]).toEqual([[60], 0])
      for (const probability of lottery.probabilities.slice(0, 60))
        expect(probability).toBeCloseTo(46 / 60, 6)
    }
  })

  it('a product that is largest where the smallest probability is not', () => {
    const person = (gender: string, party: string) => ({ gender, party })
    const request = {
      size: 5,
      quotas: [
        quota('gender', 'female', 1, 1),
        quota('gender', 'male', 4, 4),
        quota('party', 'liberal', 4, 4),
        quota('party', 'conservative', 1, 1),
      ],
      people: [
        ...Array.from({ length: 4 }, () => person('male', 'liberal')),
        person('female', 'liberal'),
        person('male', 'conservative'),
        person('female', 'conservative'),
      ],
    }
    const expected = [6, 6, 6, 6, 4, 4, 3].map((seventh) => Number((seventh / 7).toFixed(6)))
    expect(rounded(lotteryOf(request, 'nash'))).toEqual(expected)
    const maximin = lotteryOf(request, 'maximin')
    expect(maximin.minimum).toBeCloseTo(0.5, 6)
    expect([rounded(maximin)[4], rounded(maximin)[6]]).toEqual([0.5, 0.5])
  })

  it('a pool of one, and a pool that is the panel', () => {
    const everyone = (n: number) => ({
      size: n,
      quotas: [quota('c', 'x', 0, n)],
      people: Array.from({ length: n }, () => ({ c: 'x' })),
    })
    for (const n of [1, 7]) {
      const { minimum, gini, geometricMean, panels } = lotteryOf(everyone(n))
      expect([minimum, gini, geometricMean, panels.length]).toEqual([1, 0, 1, 1])
    }
  })

  it('all equal: everyone has size over people', () => {
    const request = {
      size: 3,
      quotas: [quota('c', 'x', 0, 3)],
      people: Array.from({ length: 8 }, () => ({ c: 'x' })),
    }
    const { minimum, gini } = lotteryOf(request)
    expect(minimum).toBeCloseTo(3 / 8, 12)
    expect(gini).toBeCloseTo(0, 12)
  })
})

describe('tiny pools, beside leximin over all panels enumerated', () => {
  it('has the same probabilities, proven, whatever the random numbers', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const request = tinyPool(seed)
      const pool = panelPool(request)
      const expected = enumeratedLeximin(pool)
      const { probabilities, certificate, unreachable } = lotteryOf(request, 'leximin', seed)
      expect(certificate).toEqual({ gap: 0, proven: true })
      for (const [profile, { members }] of pool.profiles.entries()) {
        for (const place of members) {
          expect(Math.abs(probabilities[place]! - expected[profile]!), `pool ${seed}`).toBeLessThan(1e-6)
          expect(unreachable.includes(place)).toBe(expected[profile]! < 1e-6)
        }
      }
    }
  })

  it('has the same smallest probability when that alone counts', () => {
    for (let seed = 31; seed <= 36; seed++) {
      const request = tinyPool(seed)
      const expected = enumeratedLeximin(panelPool(request)).filter((probability) => probability > 1e-6)
      expect(lotteryOf(request, 'maximin').minimum).toBeCloseTo(Math.min(...expected), 6)
    }
  })
})

it('has no panel by which the product of probabilities could grow, when that counts', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const request = tinyPool(seed)
    const pool = panelPool(request)
    const lottery = lotteryOf(request, 'nash', seed)
    expect(lottery.certificate.proven).toBe(true)
    expectLargestProduct(pool, lottery)
  }
})

it('answers within its time with a gap that is true', () => {
  const pools = Array.from({ length: 8 }, (_, index) => tinyPool(index + 1))
  for (const request of pools) {
    let asked = 0
    const pool = panelPool(request)
    const secondsLeft = () => (asked++ < 3 ? 60 : 0)
    const found = fairLottery(pool, 'leximin', { solver, random: seededRandom(1), secondsLeft })
    if (found.kind === 'undecided') continue
    if (found.kind !== 'lottery') throw new Error('expected a lottery')
    expectTrueGap(pool, found)
  }
})

describe('a solver that gives up', () => {
  /** As the solver, but for programs of which `gives` says no, which are stopped without a point. */
  const giving = (gives: (program: LinearProgram) => boolean, reason: 'time' | 'numerical') => {
    const stopped = { status: 'stopped', reason, best: null, bound: Infinity } as const
    return {
      solve: (program, limits) => (gives(program) ? solver.solve(program, limits) : stopped),
      open: (program) => {
        const open = solver.open(program)
        return { ...open, solve: (limits) => (gives(program) ? open.solve(limits) : stopped) }
      },
    } satisfies LinearProgramSolver
  }
  const isWhole = ({ variables }: LinearProgram) => variables.some(({ whole }) => whole)
  const found = (request: PanelRequest, objective: PanelObjective, given: LinearProgramSolver) =>
    fairLottery(panelPool(request), objective, {
      solver: given,
      random: seededRandom(1),
      secondsLeft: () => 60,
    })

  it('proves nothing: quotas that halves of people keep are not called impossible', () => {
    const columns = ['f0', 'f1', 'f2']
    const people = ['110', '101', '011', '000'].map((kind) =>
      Object.fromEntries(columns.map((column, index) => [column, kind[index]!])),
    )
    const quotas = columns.flatMap((column) => [quota(column, '1', 1, 1), quota(column, '0', 0, 2)])
    const request = { size: 2, quotas, people }
    expect(found(request, 'leximin', solver).kind).toBe('infeasible')
    for (const objective of ['leximin', 'nash'] as const) {
      const halves = giving((program) => !isWhole(program), 'numerical')
      expect(found(request, objective, halves)).toEqual({ kind: 'undecided' })
      const nothing = giving(() => false, 'time')
      expect(found(request, objective, nothing)).toEqual({ kind: 'undecided' })
    }
  })

  it('at any program after the first panel leaves an answer with a gap that is true, and its reason', () => {
    let unproven = 0
    for (const [index, reason] of (['time', 'numerical'] as const).entries()) {
      for (let programs = 0; programs < 8; programs++) {
        let solved = 0
        const request = tinyPool(1 + programs + 8 * index)
        const some = giving((program) => isWhole(program) || solved++ < programs, reason)
        for (const objective of ['leximin', 'nash'] as const) {
          solved = 0
          const lottery = found(request, objective, some)
          if (lottery.kind !== 'lottery') throw new Error(`expected a lottery, found ${lottery.kind}`)
          const { certificate } = lottery
          if (objective === 'leximin') expectTrueGap(panelPool(request), lottery)
          else if (certificate.proven) expectLargestProduct(panelPool(request), lottery)
          if (certificate.proven) continue
          unproven++
          expect(certificate.because).toBe(reason === 'time' ? 'time' : 'precision')
        }
      }
    }
    expect(unproven).toBeGreaterThan(10)
  })
})

it('says that it found nothing in no time', () => {
  const pool = panelPool(tinyPool(1))
  const limits = { solver, random: seededRandom(1), secondsLeft: () => 0 }
  expect(fairLottery(pool, 'leximin', limits)).toEqual({ kind: 'undecided' })
})

it('gives the same lottery for the same random numbers', () => {
  expect(lotteryOf(tinyPool(3), 'leximin', 5)).toEqual(lotteryOf(tinyPool(3), 'leximin', 5))
})

it('refuses an objective that is none', () => {
  const limits = { solver, random: seededRandom(1), secondsLeft: () => 1 }
  expect(() => fairLottery(panelPool(tinyPool(1)), 'luck' as never, limits)).toThrow(InvalidInput)
})

/** No panel's growth of Σ log p exceeds the people, to 1e-6: the condition that no mix has a larger product. */
function expectLargestProduct(pool: PanelPool, { probabilities, unreachable }: Lottery): void {
  const people = pool.sizes.reduce((sum, size) => sum + size, 0) - unreachable.length
  for (const counts of allPanels(pool)) {
    const growth = counts.reduce((sum, count, profile) => {
      const probability = probabilities[pool.profiles[profile]!.members[0]!]!
      return sum + (count === 0 ? 0 : count / probability)
    }, 0)
    expect(growth).toBeLessThan(people * (1 + 1e-6))
  }
}

/** Nobody who can sit is called unreachable, and the smallest probability is within the gap of the best there is. */
function expectTrueGap(pool: PanelPool, { certificate, probabilities, unreachable }: Lottery): void {
  expect(certificate.proven).toBe(certificate.gap === 0)
  const best = enumeratedLeximin(pool)
  for (const [profile, { members }] of pool.profiles.entries()) {
    if (best[profile]! > 1e-6) expect(unreachable).not.toContain(members[0])
  }
  const cannotSit = pool.profiles.flatMap(({ members }, profile) => (best[profile]! < 1e-6 ? members : []))
  if (unreachable.length < cannotSit.length) return
  const smallest = Math.min(...probabilities.filter((_, place) => !unreachable.includes(place)))
  const least = Math.min(...best.filter((probability) => probability > 1e-6))
  for (const [profile, { members }] of pool.profiles.entries()) {
    if (certificate.proven) expect(probabilities[members[0]!]!).toBeCloseTo(best[profile]!, 6)
  }
  expect(smallest).toBeGreaterThanOrEqual(least - certificate.gap - 1e-7)
}

/** Quotas as tight as a panel that exists allows, so that whole and fractional panels differ. */
function tinyPool(seed: number): PanelRequest {
  const random = seededRandom(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const size = 2 + below(4)
  const features = Array.from({ length: 2 + below(4) }, () => 2 + below(2))
  const people = Array.from({ length: size + 3 + below(8) }, () =>
    Object.fromEntries(features.map((count, c) => [`c${c}`, String(below(count))])),
  )
  const planted = people.slice(0, size)
  const quotas = features.flatMap((count, c) =>
    Array.from({ length: count }, (_, f) => {
      const seats = planted.filter((person) => person[`c${c}`] === String(f)).length
      return quota(`c${c}`, String(f), Math.max(0, seats - below(2)), seats + below(2))
    }),
  )
  return { size, quotas, people }
}

/** Leximin by another road: all panels listed, and for each profile asked whether it could have more. */
function enumeratedLeximin(pool: PanelPool): readonly number[] {
  const panels = allPanels(pool)
  const profiles = pool.sizes.length
  const shares = Array.from(pool.sizes, (size, profile) => panels.map((panel) => panel[profile]! / size))
  const terms = shares.map((ofPanels) => ofPanels.map((share, panel) => [panel, share] as const))
  const open = solver.open({
    sense: 'maximize',
    variables: [...panels.map(() => ({ cost: 0, lower: 0, upper: 1 })), { cost: 1, lower: 0, upper: 1 }],
    constraints: [
      { lower: 1, upper: 1, terms: panels.map((_, panel) => [panel, 1] as const) },
      ...terms.map((own) => ({ lower: 0, upper: Infinity, terms: [...own, [panels.length, -1] as const] })),
      ...terms.map((own) => ({ lower: 0, upper: Infinity, terms: own })),
    ],
  })
  const most = (costs: readonly number[]) => {
    open.setCosts(costs)
    const answer = open.solve()
    if (answer.status !== 'optimal') throw new Error(answer.status)
    return answer.objective
  }
  const fixed: (number | null)[] = shares.map(() => null)
  while (fixed.includes(null)) {
    const level = most([...panels.map(() => 0), 1])
    const unfixed = [...fixed.keys()].filter((profile) => fixed[profile] === null)
    for (const profile of unfixed) open.setConstraintBounds(1 + profiles + profile, level - 1e-8, Infinity)
    for (const profile of unfixed) {
      if (most([...shares[profile]!, 0]) > level + 1e-6) continue
      fixed[profile] = level
      open.setConstraintBounds(1 + profile, -Infinity, Infinity)
    }
  }
  open.close()
  return fixed.map((value) => value!)
}

function allPanels(pool: PanelPool): Int32Array[] {
  const found: Int32Array[] = []
  const counts = new Int32Array(pool.sizes.length)
  const fill = (profile: number, seats: number) => {
    if (profile === counts.length) {
      if (seats === 0 && isPanel(pool, counts)) found.push(Int32Array.from(counts))
      return
    }
    for (let count = 0; count <= Math.min(seats, pool.sizes[profile]!); count++) {
      counts[profile] = count
      fill(profile + 1, seats - count)
    }
    counts[profile] = 0
  }
  fill(0, pool.seats)
  return found
}
