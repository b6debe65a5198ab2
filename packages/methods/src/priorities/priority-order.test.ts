import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { cholesky, invertCholesky } from '../linear-algebra/cholesky.ts'
import { seededRandom } from '../random/seeded-random.ts'
import oracle from './priorities.oracle.json' with { type: 'json' }
import { type PriorityOptions, type PriorityOrder, priorityOrder } from './priority-order.ts'
import type { PriorityResponse } from './responses.ts'

type Estimate = Extract<PriorityOrder, { kind: 'estimate' }>

function ordered(responses: readonly PriorityResponse[], change: Partial<PriorityOptions> = {}): Estimate {
  const order = priorityOrder(responses, options(change))
  if (order.kind !== 'estimate') throw new Error(order.reason)
  return order
}
function options(change: Partial<PriorityOptions> = {}): PriorityOptions {
  return {
    prior: 0,
    ties: 'half',
    errors: 'model',
    reference: null,
    top: 2,
    draws: 200,
    random: seededRandom(1),
    ...change,
  }
}
function near(measured: number, exact: number, within = oracle.tolerance) {
  expect(Math.abs(measured - exact)).toBeLessThanOrEqual(within)
}
const pair = (a: string, b: string, result: 'a' | 'b' | 'tie', count = 1): PriorityResponse => ({
  kind: 'pair',
  a,
  b,
  result,
  count,
})

describe('against R', () => {
  const games = (home: boolean) =>
    oracle.baseball.games.flatMap(([a, b, wins, losses]) =>
      [
        ['a', wins],
        ['b', losses],
      ].flatMap(([result, count]) =>
        count === 0
          ? []
          : [
              {
                ...pair(String(a), String(b), result as 'a' | 'b', Number(count)),
                ...(home ? { home: 'a' } : {}),
              } as PriorityResponse,
            ],
      ),
    )

  it.each([
    ['without', false, oracle.baseball.noHome],
    ['with', true, oracle.baseball.home],
  ] as const)('Bradley–Terry of baseball teams, %s the advantage of playing at home', (_, home, known) => {
    const order = ordered(games(home), { reference: 'Baltimore' })
    for (const { item, worth, se } of order.items) {
      if (item === 'Baltimore') expect([worth, se]).toEqual([0, 0])
      else {
        near(worth, known.coef[`team${item}` as keyof typeof known.coef])
        near(se, known.se[`team${item}` as keyof typeof known.se])
      }
    }
    // R's deviance is from the model that has each line's own share
    const own = oracle.baseball.games.reduce((sum, [, , wins, losses]) => {
      const part = (count: number) =>
        count === 0 ? 0 : count * Math.log(count / (Number(wins) + Number(losses)))
      return sum + part(Number(wins)) + part(Number(losses))
    }, 0)
    near(2 * (own - order.logLikelihood), known.deviance)
    if (home) {
      near(order.home!.estimate, oracle.baseball.home.coef['at.home'])
      near(order.home!.se, oracle.baseball.home.se['at.home'])
    } else expect(order.home).toBeNull()
  })

  const said = (counted: readonly (readonly (string | number)[])[]) =>
    counted.flatMap(([a, b, wins, losses, ties]) => [
      pair(String(a), String(b), 'a', Number(wins)),
      pair(String(a), String(b), 'b', Number(losses)),
      pair(String(a), String(b), 'tie', Number(ties)),
    ])
  const schools = said(oracle.cems.pairs)
  const puddings = said(oracle.pudding.pairs)

  it('Davidson’s ties, of business schools', () => {
    const order = ordered(schools, { ties: 'davidson', reference: 'Stockholm' })
    for (const [i, name] of oracle.cems.davidson.items.entries()) {
      const found = order.items.find(({ item }) => item === name)
      near(found?.worth ?? order.tie!.estimate, oracle.cems.davidson.coef[i]!)
      near(found?.se ?? order.tie!.se, oracle.cems.davidson.se[i]!)
    }
    near(order.logLikelihood, oracle.cems.davidson.logLik)
  })

  it('Davidson’s ties, of his chocolate puddings', () => {
    const order = ordered(puddings, { ties: 'davidson' })
    const whole = order.items.reduce((sum, { worth }) => sum + Math.exp(worth), 0)
    for (const [i, share] of oracle.pudding.davidson.worth.entries()) {
      near(Math.exp(order.items[i]!.worth) / whole, share, 5e-5)
    }
    near(Math.exp(order.tie!.estimate), oracle.pudding.davidson.nu, 5e-5)
  })

  it('Rao and Kupper’s ties, of chocolate puddings', () => {
    const order = ordered(puddings, { ties: 'rao-kupper', reference: '1' })
    for (const [i, theta] of oracle.pudding.raoKupper.theta.entries()) near(order.items[i]!.worth, theta)
    near(Math.exp(order.tie!.estimate), oracle.pudding.raoKupper.nu)
    near(order.logLikelihood, oracle.pudding.raoKupper.logLik)
  })

  it('Rao and Kupper’s errors, as the curvature of the likelihood in its own words', () => {
    const logLikelihood = (at: readonly number[]) =>
      oracle.pudding.pairs.reduce((sum, [a, b, wins, losses, ties]) => {
        const [x, y, nu] = [at[a! - 1]!, at[b! - 1]!, at[6]!].map(Math.exp) as [number, number, number]
        const [first, second] = [x / (x + nu * y), y / (y + nu * x)]
        return (
          sum +
          wins! * Math.log(first) +
          losses! * Math.log(second) +
          ties! * Math.log(((nu * nu - 1) * x * y) / ((x + nu * y) * (y + nu * x)))
        )
      }, 0)
    const order = ordered(puddings, { ties: 'rao-kupper', reference: '1' })
    const at = [...order.items.map(({ worth }) => worth), order.tie!.estimate]
    const h = 3e-4
    const moved = (i: number, di: number, j: number, dj: number) =>
      logLikelihood(at.map((x, k) => x + (k === i ? di : 0) + (k === j ? dj : 0)))
    const free = [1, 2, 3, 4, 5, 6]
    for (const i of free) near((moved(i, h, i, 0) - moved(i, -h, i, 0)) / (2 * h), 0, 1e-4)
    const information = free.map((i) =>
      free.map(
        (j) =>
          -(moved(i, h, j, h) - moved(i, h, j, -h) - moved(i, -h, j, h) + moved(i, -h, j, -h)) / (4 * h * h),
      ),
    )
    const covariance = invertCholesky(cholesky(information, 1e-13)!)
    for (const i of free) {
      near(i === 6 ? order.tie!.se : order.items[i]!.se, Math.sqrt(covariance[i - 1]![i - 1]!), 1e-6)
    }
  })

  it('ties as half a win of each, of business schools', () => {
    const order = ordered(schools, { ties: 'half', reference: 'Stockholm' })
    for (const { item, worth, se } of order.items) {
      if (item === 'Stockholm') continue
      near(worth, oracle.cems.halfwin.coef[item as keyof typeof oracle.cems.halfwin.coef])
      near(se, oracle.cems.halfwin.se[item as keyof typeof oracle.cems.halfwin.se])
    }
  })

  it('best-worst sets, as a conditional logit', () => {
    const sets = oracle.bestWorst.sets.map((set): PriorityResponse => ({
      kind: 'best-worst',
      items: set.slice(0, 4).map(String),
      best: String(set[4]),
      worst: String(set[5]),
    }))
    const order = ordered(sets, { reference: '13' })
    for (const [i, exact] of oracle.bestWorst.coef.entries()) {
      const found = order.items.find(({ item }) => item === String(i + 1))!
      near(found.worth, exact)
      near(found.se, oracle.bestWorst.se[i]!)
    }
    near(order.logLikelihood, oracle.bestWorst.logLik)
    // at the maximum each item is expected to be best less worst as often as it was
    const worth = new Map(order.items.map((one) => [Number(one.item), one.worth]))
    const expected = new Map([...worth.keys()].map((item) => [item, 0]))
    const choose = (among: readonly number[], sign: number) => {
      const total = among.reduce((sum, item) => sum + Math.exp(sign * worth.get(item)!), 0)
      for (const item of among) {
        expected.set(item, expected.get(item)! + (sign * Math.exp(sign * worth.get(item)!)) / total)
      }
    }
    for (const set of oracle.bestWorst.sets) {
      const shown = set.slice(0, 4)
      choose(shown, 1)
      choose(
        shown.filter((item) => item !== set[4]),
        -1,
      )
    }
    for (const [i, known] of oracle.bestWorst.bestLessWorst.entries()) near(expected.get(i + 1)!, known)
  })
})

describe('priorityOrder', () => {
  it('has the closed form for two items: the log odds, and its error', () => {
    const order = ordered([pair('x', 'y', 'a', 30), pair('x', 'y', 'b', 10)], { reference: 'y' })
    near(order.items[0]!.worth, Math.log(3), 1e-10)
    near(order.items[0]!.se, Math.sqrt(1 / 30 + 1 / 10), 1e-10)
    near(order.logLikelihood, 30 * Math.log(0.75) + 10 * Math.log(0.25), 1e-10)
  })

  it('has the closed form for two items and a threshold of ties: half the sum and difference of two log odds', () => {
    // by hand: ln P(x)/(1 − P(x)) = d − ln ν, ln P(y)/(1 − P(y)) = −d − ln ν; the variances are those of a multinomial
    const [x, y, ties] = [30, 12, 8]
    const n = x + y + ties
    const [ofX, ofY] = [Math.log(x / (n - x)), Math.log(y / (n - y))]
    const [varianceX, varianceY] = [n / (x * (n - x)), n / (y * (n - y))]
    const covariance = -n / ((n - x) * (n - y))
    const responses = [pair('x', 'y', 'a', x), pair('x', 'y', 'b', y), pair('y', 'x', 'tie', ties)]
    const { items, tie, logLikelihood } = ordered(responses, { ties: 'rao-kupper', reference: 'y' })
    near(items[0]!.worth, (ofX - ofY) / 2, 1e-10)
    near(tie!.estimate, -(ofX + ofY) / 2, 1e-10)
    near(items[0]!.se, Math.sqrt(varianceX + varianceY - 2 * covariance) / 2, 1e-10)
    near(tie!.se, Math.sqrt(varianceX + varianceY + 2 * covariance) / 2, 1e-10)
    near(logLikelihood, x * Math.log(x / n) + y * Math.log(y / n) + ties * Math.log(ties / n), 1e-10)
  })

  it('finds a threshold from one tie in a million answers, and from a million ties', () => {
    for (const [wins, ties] of [
      [1e6, 1],
      [1, 1e6],
    ] as const) {
      const responses = [pair('x', 'y', 'a', wins), pair('x', 'y', 'b', wins), pair('x', 'y', 'tie', ties)]
      const share = wins / (2 * wins + ties)
      const { tie } = ordered(responses, { ties: 'rao-kupper' })
      expect(tie!.estimate / Math.log((1 - share) / share)).toBeCloseTo(1, 8)
    }
  })

  it('adds the advantage of the favoured one to its side of the threshold', () => {
    const favoured = (result: 'a' | 'b' | 'tie', count: number, home: 'a' | 'b') => ({
      ...pair('x', 'y', result, count),
      home,
    })
    const responses = [
      favoured('a', 30, 'a'),
      favoured('b', 12, 'a'),
      favoured('tie', 8, 'a'),
      favoured('a', 12, 'b'),
      favoured('b', 30, 'b'),
      favoured('tie', 8, 'b'),
    ]
    const { items, home, tie } = ordered(responses, { ties: 'rao-kupper' })
    near(items[0]!.worth, 0, 1e-10)
    near(home!.estimate, (Math.log(30 / 20) - Math.log(12 / 38)) / 2, 1e-10)
    near(tie!.estimate, -(Math.log(30 / 20) + Math.log(12 / 38)) / 2, 1e-10)
  })

  it('reaches the maximum that a grid finds, with a prior, for pairs, rankings and best-worst sets together', () => {
    const responses: PriorityResponse[] = [
      pair('a', 'b', 'a', 3),
      pair('b', 'c', 'a'),
      { kind: 'ranking', order: ['b', 'a', 'c'] },
      { kind: 'best-worst', items: ['a', 'b', 'c'], best: 'a', worst: 'c' },
    ]
    const order = ordered(responses, { prior: 0.5 })
    const objective = (a: number, b: number) => {
      const c = -a - b
      const [ea, eb, ec] = [a, b, c].map(Math.exp) as [number, number, number]
      const [nb, nc] = [1 / eb, 1 / ec]
      return (
        3 * Math.log(ea / (ea + eb)) +
        Math.log(eb / (eb + ec)) +
        Math.log(eb / (ea + eb + ec)) +
        Math.log(ea / (ea + ec)) +
        Math.log(ea / (ea + eb + ec)) +
        Math.log(nc / (nb + nc)) -
        0.25 * (a * a + b * b + c * c)
      )
    }
    const [a, b] = order.items.map(({ worth }) => worth) as [number, number]
    for (const [da, db] of [
      [1e-3, 0],
      [-1e-3, 0],
      [0, 1e-3],
      [0, -1e-3],
      [1e-3, -1e-3],
    ] as const) {
      expect(objective(a + da, b + db)).toBeLessThan(objective(a, b))
    }
  })

  it('a ranking says what its successive choices say, and shown items come after those ranked', () => {
    const full = ordered(
      [
        { kind: 'ranking', order: ['a', 'b', 'c'] },
        { kind: 'ranking', order: ['c', 'b', 'a'] },
      ],
      { prior: 1 },
    )
    expect(full.items.map(({ worth }) => worth)[1]).not.toBeNaN()
    const top = ordered([{ kind: 'ranking', order: ['a'], others: ['b', 'c'] }], { prior: 1 })
    const best = ordered([{ kind: 'ranking', order: ['a'], others: ['c', 'b'] }], { prior: 1 })
    expect(top.items).toEqual(best.items)
    expect(top.items[1]!.worth).toBeCloseTo(top.items[2]!.worth, 12)
    expect(top.items[0]!.worth).toBeGreaterThan(top.items[1]!.worth)
  })

  it('recovers worths from simulated ratings of lenient and strict raters, and their order from few', () => {
    const random = seededRandom(7)
    const truth = [1.2, 0.4, 0, -0.5, -1.1]
    const responses: PriorityResponse[] = []
    for (let rater = 0; rater < 120; rater++) {
      const lenient = 1.5 * (random() - 0.5)
      for (const [item, worth] of truth.entries()) {
        const weights = [1, 2, 3, 4, 5].map((r) => Math.exp(r * (worth + lenient) - 0.3 * (r - 3) ** 2))
        let left = random() * weights.reduce((sum, w) => sum + w, 0)
        const rating = 1 + weights.findIndex((w) => (left -= w) < 0)
        responses.push({ kind: 'rating', rater: `r${rater}`, item: `i${item}`, rating })
      }
    }
    const order = ordered(responses, { prior: 0.1 })
    for (const [i, { worth, se }] of order.items.entries()) {
      expect(Math.abs(worth - truth[i]!)).toBeLessThan(4 * se)
      expect(se).toBeLessThan(0.2)
    }
    expect(order.items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
  })

  it.each(['half', 'davidson', 'rao-kupper'] as const)(
    'is unmoved by the order of responses, by swapping sides, and by splitting counts, ties %s',
    (ties) => {
      const name = fc.constantFrom('a', 'b', 'c', 'd')
      const response = fc
        .tuple(name, name, fc.constantFrom<'a' | 'b' | 'tie'>('a', 'b', 'tie'))
        .filter(([a, b]) => a !== b)
      fc.assert(
        fc.property(fc.array(response, { minLength: 3, maxLength: 20 }), (said) => {
          const responses = said.map(([a, b, result]) => pair(a, b, result, 2))
          const swapped = said.map(([a, b, result]) =>
            pair(b, a, result === 'tie' ? 'tie' : result === 'a' ? 'b' : 'a'),
          )
          fc.pre(ties === 'half' || new Set(said.map(([, , result]) => result === 'tie')).size === 2)
          const one = ordered(responses, { prior: 0.5, ties })
          const other = ordered([...swapped, ...swapped].toReversed(), { prior: 0.5, ties })
          for (const [i, { worth, se }] of one.items.entries()) {
            near(other.items[i]!.worth, worth, 1e-8)
            near(other.items[i]!.se, se, 1e-8)
          }
          near(
            one.items.reduce((sum, { worth }) => sum + worth, 0),
            0,
            1e-9,
          )
        }),
        { seed: 3, numRuns: 20 },
      )
    },
  )

  it('tells items apart where answers do, and not where they do not', () => {
    const clear = ordered(
      [pair('a', 'b', 'a', 90), pair('a', 'b', 'b', 10), pair('b', 'c', 'a', 90), pair('b', 'c', 'b', 10)],
      { top: 1, draws: 2000 },
    )
    expect(clear.items.map(({ rankLower, rankUpper }) => [rankLower, rankUpper])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(clear.items.map(({ topK }) => topK)).toEqual([1, 0, 0])
    const even = ordered([pair('a', 'b', 'a', 5), pair('a', 'b', 'b', 5)], { top: 1, draws: 2000 })
    expect(even.items.map(({ rankLower, rankUpper }) => [rankLower, rankUpper])).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(Math.abs(even.items[0]!.topK - 0.5)).toBeLessThan(0.05)
    expect(even.items.map(({ rank }) => rank)).toEqual([1, 1])
  })

  it('by rater allows for answers that hang together: as statsmodels for two items, six answers of each of twelve', () => {
    const wins = [6, 0, 5, 6, 1, 4, 6, 3, 2, 6, 5, 0]
    const responses = wins.flatMap((won, i): PriorityResponse[] => [
      ...(won > 0 ? [{ ...pair('x', 'y', 'a', won), rater: `r${i}` } as PriorityResponse] : []),
      ...(won < 6 ? [{ ...pair('x', 'y', 'b', 6 - won), rater: `r${i}` } as PriorityResponse] : []),
    ])
    const found = ordered(responses, { errors: 'by-rater', reference: 'y' }).items[0]!
    near(found.worth, 0.4519851237430572, 1e-9)
    near(found.se, 0.48320827866880106, 1e-9)
    expect(ordered(responses, { reference: 'y' }).items[0]!.se).toBeLessThan(found.se)
    const twice = ordered([...responses, ...responses], { errors: 'by-rater', reference: 'y' }).items[0]!
    near(twice.se, found.se, 1e-9)
  })

  it('by rater allows for them in a threshold of ties too: the sum of what each rater moves, for two items', () => {
    const counts = Array.from({ length: 11 }, (_, i) => [1 + (i % 4), (2 * i) % 5, (3 * i) % 4] as const)
    const responses = counts.flatMap((each, i) =>
      each.flatMap((count, j): PriorityResponse[] =>
        count === 0
          ? []
          : [
              {
                ...pair('x', 'y', (['a', 'b', 'tie'] as const)[j]!, count),
                rater: `r${i}`,
              } as PriorityResponse,
            ],
      ),
    )
    const n = counts.flat().reduce((sum, count) => sum + count, 0)
    const [x, y] = [0, 1].map((j) => counts.reduce((sum, each) => sum + each[j]!, 0)) as [number, number]
    const moves = counts.map((each) => {
      const all = each[0] + each[1] + each[2]
      const [ofX, ofY] = [
        (n * each[0] - all * x) / (x * (n - x)),
        (n * each[1] - all * y) / (y * (n - y)),
      ] as const
      return [(ofX - ofY) / 2, (ofX + ofY) / 2] as const
    })
    const se = (j: 0 | 1) => Math.sqrt((11 / 10) * moves.reduce((sum, move) => sum + move[j] ** 2, 0))
    const { items, tie } = ordered(responses, { ties: 'rao-kupper', errors: 'by-rater', reference: 'y' })
    near(items[0]!.se, se(0), 1e-10)
    near(tie!.se, se(1), 1e-10)
  })

  it('by rater needs ten raters, and to know them', () => {
    const two = [pair('a', 'b', 'a'), pair('a', 'b', 'b')]
    const few = two.map((one, i) => ({ ...one, rater: `r${i}` }))
    expect(priorityOrder(few, options({ errors: 'by-rater' }))).toMatchObject({
      reason: 'fewer-than-ten-raters',
    })
    expect(() => priorityOrder(two, options({ errors: 'by-rater' }))).toThrow('responses with a rater each')
  })

  it('says which groups of items no answer holds together, unless a prior does', () => {
    const responses = [pair('a', 'b', 'a'), pair('b', 'a', 'a'), pair('b', 'c', 'a'), pair('c', 'd', 'tie')]
    expect(priorityOrder(responses, options())).toEqual({
      kind: 'not-estimable',
      reason: 'separated',
      groups: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    })
    expect(ordered(responses, { prior: 0.5 }).connected).toBe(false)
    expect(ordered([...responses, pair('d', 'a', 'a')]).connected).toBe(true)
  })

  it.each(['davidson', 'rao-kupper'] as const)('says where ties have nothing to rest on, %s', (ties) => {
    const noTies = [pair('a', 'b', 'a'), pair('a', 'b', 'b')]
    for (const responses of [noTies, [pair('a', 'b', 'tie')]]) {
      expect(priorityOrder(responses, options({ ties }))).toMatchObject({ reason: 'ties-or-none-missing' })
    }
  })

  it.each(['davidson', 'rao-kupper'] as const)(
    'says where ties outweigh the wins of every circle, %s',
    (ties) => {
      const circle = [pair('a', 'b', 'a', 5), pair('b', 'c', 'tie'), pair('c', 'a', 'tie')]
      expect(priorityOrder(circle, options({ ties }))).toMatchObject({ reason: 'did-not-converge' })
      expect(ordered(circle, { ties, prior: 0.5 }).items[0]!.rank).toBe(1)
      const never = [pair('a', 'b', 'a', 5), pair('a', 'b', 'tie', 2)]
      expect(priorityOrder(never, options({ ties }))).toMatchObject({ reason: 'did-not-converge' })
    },
  )

  it('says where there is nothing to order', () => {
    expect(priorityOrder([], options())).toMatchObject({ reason: 'fewer-than-two-items' })
  })

  it.each<[string, PriorityResponse]>([
    ['a pair of one item', pair('a', 'a', 'a')],
    ['a count of none', pair('a', 'b', 'a', 0)],
    ['a set with an item twice', { kind: 'best-worst', items: ['a', 'a'], best: 'a', worst: 'a' }],
    ['a best that is the worst', { kind: 'best-worst', items: ['a', 'b'], best: 'a', worst: 'a' }],
    ['a best that was not shown', { kind: 'best-worst', items: ['a', 'b'], best: 'c', worst: 'a' }],
    ['a ranking of one', { kind: 'ranking', order: ['a'] }],
    ['a ranking without a first', { kind: 'ranking', order: [], others: ['a', 'b'] }],
    ['a ranking with an item twice', { kind: 'ranking', order: ['a', 'b', 'a'] }],
    ['a rating that is not whole', { kind: 'rating', rater: 'r', item: 'a', rating: 1.5 }],
  ])('refuses %s', (_, response) => {
    expect(() => priorityOrder([response], options())).toThrow(InvalidInput)
  })

  it('refuses options out of range', () => {
    const two = [pair('a', 'b', 'a'), pair('a', 'b', 'b')]
    expect(() => priorityOrder(two, options({ prior: -1 }))).toThrow(InvalidInput)
    expect(() => priorityOrder(two, options({ prior: Infinity }))).toThrow(InvalidInput)
    expect(() => priorityOrder(two, options({ reference: 'c' }))).toThrow('reference must be an item')
    expect(() => priorityOrder(two, options({ top: 0 }))).toThrow(InvalidInput)
    expect(() => priorityOrder(two, options({ draws: 99 }))).toThrow(InvalidInput)
  })
})
