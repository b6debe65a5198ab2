import type { LinearProgramSolver, Term } from '../linear-program/linear-program.ts'
import { seatsOf } from './panel-pool.ts'
import type { PanelPool, Quota } from './panel-pool.ts'
import { panelProgram } from './panel-program.ts'

/** A quota, and what it would have to become. */
export type QuotaChange = Readonly<{ quota: Quota; newMin: number; newMax: number }>

/** Why no panel keeps the rules: the plainest reason that holds, `together` where no rule fails alone. */
export type InfeasibleReason =
  | Readonly<{ key: 'too-few-people'; people: number; seats: number }>
  | Readonly<{ key: 'too-many-staying'; column: string; value: string; people: number; max: number }>
  | Readonly<{ key: 'too-few-with-feature'; category: string; feature: string; people: number; min: number }>
  | Readonly<{ key: 'minimums-exceed-seats'; category: string; sum: number; seats: number }>
  | Readonly<{ key: 'maximums-below-seats'; category: string; sum: number; seats: number }>
  | Readonly<{ key: 'limit-below-seats'; column: string; most: number; sum: number; seats: number }>
  | Readonly<{ key: 'together' }>

/**
 * The smallest change of quotas that lets a panel be formed: minimises, in whole numbers,
 *
 *   Σ (1 + 2/min)·(seats by which a minimum is lowered) + Σ (seats by which a maximum is raised)
 *
 * so that a small group's minimum is lowered last; min is of the whole panel, with those who stay. Seats and limits (at
 * most so many of one team) stay as they are.
 *
 * @returns the quotas to change, in their order; null if no change of quotas is enough, or time ran out
 *
 * Source: the weights are those of the legacy of Flanigan B et al. Nature 2021;596:548–52.
 * doi:10.1038/s41586-021-03788-6. Checked: every smaller change on tiny pools, by enumeration.
 */
export function relaxQuotas(
  pool: PanelPool,
  solver: LinearProgramSolver,
  seconds: number,
): readonly QuotaChange[] | null {
  const { people, seats, sizes, rules } = pool
  const program = panelProgram({ pool, most: sizes, cuts: [] }, { whole: true })
  const quotas = rules.flatMap(({ of, min }, rule) =>
    of.kind === 'quota' ? [{ quota: of.quota, min, rule }] : [],
  )
  const lowered = (index: number) => sizes.length + 2 * index
  const answer = solver.solve(
    {
      sense: 'minimize',
      variables: [
        ...program.variables,
        ...quotas.flatMap(({ min, quota }) => [
          {
            cost: 1 + 2 / Math.max(1, quota.min),
            lower: 0,
            upper: Math.max(0, Math.min(min, quota.min - (quota.leastMin ?? 0))),
            whole: true,
          },
          {
            cost: 1,
            lower: 0,
            upper: Math.max(0, (quota.mostMax ?? quota.max + people + seats) - quota.max),
            whole: true,
          },
        ]),
      ],
      constraints: [
        ...program.constraints.filter((_, index) => index === 0 || rules[index - 1]!.of.kind !== 'quota'),
        ...quotas.flatMap(({ rule }, index) => {
          const { min, max, profiles } = rules[rule]!
          const terms = profiles.map((profile): Term => [profile, 1])
          return [
            { lower: min, upper: Infinity, terms: [...terms, [lowered(index), 1] as const] },
            { lower: -Infinity, upper: max, terms: [...terms, [lowered(index) + 1, -1] as const] },
          ]
        }),
      ],
    },
    { seconds },
  )
  const values = answer.status === 'optimal' ? answer.values : null
  if (values === null) return null
  return quotas.flatMap(({ quota }, index) => {
    const newMin = quota.min - values[lowered(index)]!
    const newMax = quota.max + values[lowered(index) + 1]!
    return newMin === quota.min && newMax === quota.max ? [] : [{ quota, newMin, newMax }]
  })
}

/** The plainest reason why no panel keeps the rules, of a pool for which that was found. */
export function infeasibleReason({ seats, sizes, rules }: PanelPool): InfeasibleReason {
  const people = sizes.reduce((sum, size) => sum + size, 0)
  if (people < seats) return { key: 'too-few-people', people, seats }
  const categories = new Map<string, { least: number; most: number }>()
  const columns = new Map<string, { most: number; over: number }>()
  for (const { max, of } of rules) {
    if (max >= 0) continue
    const [column, value, most] =
      of.kind === 'limit'
        ? [of.column, of.value, of.most]
        : [of.quota.category, of.quota.feature, of.quota.max]
    return { key: 'too-many-staying', column, value, people: most - max, max: most }
  }
  for (const { min, max, profiles, of } of rules) {
    const having = seatsOf(sizes, profiles)
    if (of.kind === 'limit') {
      const over = (columns.get(of.column)?.over ?? 0) + Math.max(0, having - max)
      columns.set(of.column, { most: of.most, over })
      continue
    }
    const { category, feature } = of.quota
    if (having < min) return { key: 'too-few-with-feature', category, feature, people: having, min }
    const { least, most } = categories.get(category) ?? { least: 0, most: 0 }
    categories.set(category, { least: least + min, most: most + Math.min(max, having) })
  }
  for (const [category, { least, most }] of categories) {
    if (least > seats) return { key: 'minimums-exceed-seats', category, sum: least, seats }
    if (most < seats) return { key: 'maximums-below-seats', category, sum: most, seats }
  }
  for (const [column, { most, over }] of columns) {
    if (people - over < seats) return { key: 'limit-below-seats', column, most, sum: people - over, seats }
  }
  return { key: 'together' }
}
