import { InvalidInput } from '../errors.ts'
import { pollingThresholds } from './polling-thresholds.ts'

/** A statement a participant has not answered yet. */
export type RoutingCandidate = {
  readonly statement: string
  /** How many participants it was shown to, "not my area" included. */
  readonly shown: number
  /** From `routingPriority`; > 0. */
  readonly priority: number
}

/**
 * Chooses the statement to show next, with a floor on the exposure of every statement.
 *
 * While a candidate was shown to fewer participants than the floor, one of the least shown is taken, each with
 * the same chance; after that a statement is taken with probability proportional to its priority. So no
 * statement starves because many disagree with it or pass.
 *
 * @param candidates  any order (the choice depends on the order only through `random`)
 * @param random      uniform numbers in [0, 1); one is drawn
 * @param floor       least number of participants a statement is shown to before priorities count, ≥ 0
 * @returns           the id, or undefined if there are no candidates
 * @throws {InvalidInput} if a priority is not a positive finite number or a count not a whole number ≥ 0
 */
export function chooseNextStatement(
  candidates: readonly RoutingCandidate[],
  random: () => number,
  floor: number = pollingThresholds.exposureFloor,
): string | undefined {
  for (const { shown, priority } of candidates) {
    if (!(priority > 0) || priority === Infinity) {
      throw new InvalidInput('priority', priority, 'a positive finite number')
    }
    if (!Number.isInteger(shown) || shown < 0) throw new InvalidInput('shown', shown, 'a whole number ≥ 0')
  }
  const least = Math.min(...candidates.map((candidate) => candidate.shown))
  const chances =
    least < floor
      ? candidates.map((candidate) => (candidate.shown === least ? 1 : 0))
      : candidates.map((candidate) => candidate.priority)
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0)
  let last: string | undefined
  for (const [i, candidate] of candidates.entries()) {
    if (chances[i] === 0) continue
    last = candidate.statement
    left -= chances[i]!
    if (left < 0) return last
  }
  return last
}
