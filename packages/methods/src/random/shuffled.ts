import { randomIndex } from './seeded-random.ts'

/**
 * The same things in a random order, each of the orders as likely as another (Fisher and Yates).
 *
 * @param random  uniform numbers in [0, 1); one is drawn for each thing but one
 */
export function shuffled<Thing>(things: readonly Thing[], random: () => number): Thing[] {
  const order = [...things]
  for (let left = order.length; left > 1; left--) {
    const chosen = randomIndex(random, left)
    const last = order[left - 1]!
    order[left - 1] = order[chosen]!
    order[chosen] = last
  }
  return order
}
