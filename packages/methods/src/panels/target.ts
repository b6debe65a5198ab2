import type { LinearAnswer } from '../linear-program/linear-program.ts'
import type { Relaxation } from './panel-program.ts'

/** Why the best was not settled: time was over, or the solver's precision was. */
export type Ending = 'time' | 'precision'

/**
 * What is known of the best that a relaxation allows, in seats that each profile gets on average. A mix of panels whose
 * average is nowhere below `floor` is as good as was settled; the best gives nobody more than `ceiling`.
 */
export type Target = Readonly<{
  /** In the relaxation; null if none was met. */
  point: Float64Array | null
  floor: Float64Array
  /** The floor itself where the best is settled. */
  ceiling: Float64Array
  unsettled: Ending | null
}>

/** A best of which no more is known than that it gives everyone the floor, and no more than that to the settled. */
export function unsettledTarget(
  { pool, most }: Relaxation,
  known: Readonly<{ point: Float64Array | null; floor: Float64Array; open: Iterable<number> }>,
  unsettled: Ending,
): Target {
  const { point, floor, open } = known
  const together = (profiles: Iterable<number>) => {
    let sum = 0
    for (const profile of profiles) sum += floor[profile]!
    return sum
  }
  const room = Float64Array.from(most).fill(pool.seats - together(floor.keys()))
  for (const { max, profiles } of pool.rules) {
    const left = max - together(profiles)
    for (const profile of profiles) room[profile] = Math.min(room[profile]!, left)
  }
  const ceiling = Float64Array.from(floor)
  for (const profile of open) {
    ceiling[profile] = Math.min(most[profile]!, floor[profile]! + Math.max(0, room[profile]!))
  }
  return { point, floor, ceiling, unsettled }
}

export function endingOf(answer: LinearAnswer): Ending {
  return answer.status === 'stopped' && answer.reason === 'time' ? 'time' : 'precision'
}
