import { InvalidInput } from '../errors.ts'
import { randomIndex } from '../random/seeded-random.ts'
import { shuffled } from '../random/shuffled.ts'

export type BestWorstDesign = Readonly<{
  sets: readonly (readonly string[])[]
  /** Fewest and most times that an item is shown, and that two items meet. */
  shown: readonly [number, number]
  together: readonly [number, number]
}>

/**
 * Sets of items for best-worst questions in which items are shown, and meet each other, about equally often.
 *
 * The items are laid on a circle and blocks turned round it, so that every n sets show each item the same number of
 * times; blocks are chosen so that distances on the circle occur as evenly as can be. What is left over is filled
 * greedily: the least shown first, then those that met the others of the set least.
 *
 * @param items    n ≥ 2 different names
 * @param setSize  items of a set, 2 ≤ setSize ≤ min(n, 8)
 * @param sets     how many sets, from 1 to 1000
 * @param random   uniform numbers in [0, 1): which item stands where on the circle, and the order of sets and of items
 * @returns        the sets, each of different items, and how even they came out; times shown differ by at most 1
 * @throws {InvalidInput} if an item stands twice or a number is out of range
 *
 * Source: Louviere JJ, Flynn TN, Marley AAJ. Best-worst scaling, 2015, ch. 2.
 * Checked: 13 items in 13 sets of 4, 7 in 7 of 3: every two meet exactly once; properties on random sizes.
 */
export function bestWorstDesign(
  items: readonly string[],
  setSize: number,
  sets: number,
  random: () => number,
): BestWorstDesign {
  const n = items.length
  if (n < 2 || new Set(items).size !== n)
    throw new InvalidInput('items', items.join(), 'at least two different items')
  requireWhole('setSize', setSize, 2, Math.min(n, 8))
  requireWhole('sets', sets, 1, 1000)
  const together = items.map(() => items.map(() => 0))
  const shown = items.map(() => 0)
  const made: (readonly number[])[] = []
  const add = (set: readonly number[]) => {
    made.push(set)
    for (const a of set) {
      shown[a]!++
      for (const b of set) if (a !== b) together[a]![b]!++
    }
  }
  for (let turn = 0; turn < Math.floor(sets / n); turn++) {
    const block = evenBlock(n, setSize, together[0]!)
    for (let by = 0; by < n; by++) add(block.map((place) => (place + by) % n))
  }
  while (made.length < sets) add(nextSet(shown, together, setSize, random))
  const names = shuffled(items, random)
  return {
    sets: shuffled(made, random).map((set) => shuffled(set, random).map((place) => names[place]!)),
    shown: [Math.min(...shown), Math.max(...shown)],
    together: extremes(together),
  }
}

/** The block from place 0 whose distances, added to those met already, are most even: all blocks, or 5,000 of them. */
function evenBlock(n: number, setSize: number, met: readonly number[]): readonly number[] {
  let best: readonly number[] = []
  let least = Infinity
  let tried = 0
  const extend = (block: readonly number[]) => {
    if (tried >= 5000) return
    if (block.length < setSize) {
      for (let place = block.at(-1)! + 1; place < n; place++) extend([...block, place])
      return
    }
    tried++
    const counts = [...met]
    for (const a of block) for (const b of block) if (a !== b) counts[(b - a + n) % n]!++
    const unevenness = counts.slice(1).reduce((sum, count) => sum + count * count, 0)
    if (unevenness < least) [best, least] = [block, unevenness]
  }
  extend([0])
  return best
}

function nextSet(
  shown: readonly number[],
  together: readonly (readonly number[])[],
  setSize: number,
  random: () => number,
): readonly number[] {
  const set: number[] = []
  while (set.length < setSize) {
    const left = shown.flatMap((_, item) => (set.includes(item) ? [] : [item]))
    const cost = (item: number) => set.reduce((sum, other) => sum + together[item]![other]!, 0)
    const fewest = Math.min(...left.map((item) => shown[item]!))
    const candidates = left.filter((item) => shown[item] === fewest)
    const cheapest = Math.min(...candidates.map(cost))
    const equal = candidates.filter((item) => cost(item) === cheapest)
    set.push(equal[randomIndex(random, equal.length)]!)
  }
  return set
}

function extremes(together: readonly (readonly number[])[]): readonly [number, number] {
  const met = together.flatMap((row, i) => row.slice(i + 1))
  return [Math.min(...met), Math.max(...met)]
}

function requireWhole(argument: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new InvalidInput(argument, value, `a whole number in [${least}, ${most}]`)
}
