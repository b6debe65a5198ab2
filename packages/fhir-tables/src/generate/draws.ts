/** What is drawn from a stream of uniform numbers in [0, 1). */
export type Draw = {
  readonly chance: (probability: number) => boolean
  /** Normal, mean 0 and standard deviation 1; Box and Muller, two draws. */
  readonly normal: () => number
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number
  /** Days until the next of events that come `perYear` times a year on average. */
  readonly wait: (perYear: number) => number
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
}

/** The draws of a generator. */
export function draws(random: () => number): Draw {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  return {
    chance: (probability) => random() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    whole,
    wait: (perYear) => (-365.25 / perYear) * Math.log(1 - random()),
    pick: (items) => items[whole(0, items.length - 1)]!,
  }
}
