import { readFileSync } from 'node:fs'
import { seededRandom } from '@rounds/methods'
import type { PanelRequest, Quota } from '@rounds/methods'

export type PoolShape = Readonly<{
  people: number
  size: number
  categories: number
  /** Seats between a quota's minimum and maximum. */
  width: number
}>

/** Fewest and most features of a category. */
const features = { least: 3, most: 6 }

/** How much more some volunteer than others: the log of a feature's share in the pool over that in the population. */
const selection = 1

/**
 * A pool that anyone can generate again. Who volunteers is not who is represented: quotas follow a panel drawn by
 * chances that even the pool out, so that they can be kept, and leave few of some and many of others.
 */
export function generatedPool({ people, size, categories, width }: PoolShape, seed: number): PanelRequest {
  const random = seededRandom(seed)
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const lean = Array.from({ length: categories }, () =>
    Array.from({ length: between(features.least, features.most) }, () => selection * (2 * random() - 1)),
  )
  const draw = (weights: readonly number[]) => {
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
    return Math.max(
      0,
      weights.findIndex((weight) => (left -= weight) < 0),
    )
  }
  const pool = Array.from({ length: people }, () =>
    lean.map((leans) => draw(leans.map((one) => Math.exp(one)))),
  )
  const chance = pool.map((person) => person.reduce((product, f, c) => product * Math.exp(-lean[c]![f]!), 1))
  const planted = chance
    .map((weight, place) => ({ place, key: Math.log(1 - random()) / weight }))
    .toSorted((a, b) => b.key - a.key)
    .slice(0, size)
    .map(({ place }) => pool[place]!)
  const quotas = lean.flatMap((leans, c) =>
    leans.map((_, f): Quota => {
      const seats = planted.filter((person) => person[c] === f).length
      const min = Math.max(0, seats - between(0, width))
      return { category: `c${c}`, feature: String(f), min, max: min + Math.max(width, seats - min) }
    }),
  )
  return {
    size,
    quotas,
    people: pool.map((person) => Object.fromEntries(person.map((f, c) => [`c${c}`, String(f)]))),
  }
}

/** The pool of 250 whose leximin probabilities another program computed. */
export function solvedPool(): PanelRequest {
  const file = new URL('../../packages/methods/src/panels/fair-lottery.oracle.json', import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: {
      size: number
      categories: string[]
      people: string[]
      quotas: [string, string, number, number][]
    }[]
  }
  const { size, categories, people, quotas } = cases[0]!
  return {
    size,
    quotas: quotas.map(([category, feature, min, max]) => ({ category, feature, min, max })),
    people: people.map((person) =>
      Object.fromEntries(person.split('|').map((feature, index) => [categories[index]!, feature])),
    ),
  }
}
