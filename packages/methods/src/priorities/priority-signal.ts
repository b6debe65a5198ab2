import { InvalidInput } from '../errors.ts'
import type { PriorityItem } from './priority-order.ts'

/** Whether asking on would still change which items are among the first. */
export type PrioritySignal =
  | Readonly<{ kind: 'settled' }>
  | Readonly<{ kind: 'open'; undecided: readonly string[] }>

/**
 * The stopping signal: settled once every item is among the first k, or not, with at least the given certainty.
 *
 * @param items      of a priority order
 * @param certainty  in (0.5, 1)
 * @returns          `settled`, or the items that may still be in or out
 * @throws {InvalidInput} if the certainty is out of range
 *
 * Checked: at its limits; more answers settle a simulated order.
 * Not for: deciding how many are "first" after having seen the order.
 */
export function prioritySignal(
  items: readonly Pick<PriorityItem, 'item' | 'topK'>[],
  certainty: number,
): PrioritySignal {
  if (!(certainty > 0.5 && certainty < 1))
    throw new InvalidInput('certainty', certainty, 'a number in (0.5, 1)')
  const undecided = items.filter(({ topK }) => topK < certainty && topK > 1 - certainty)
  return undecided.length === 0
    ? { kind: 'settled' }
    : { kind: 'open', undecided: undecided.map(({ item }) => item) }
}
