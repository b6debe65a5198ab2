import { divide, simplifiedSilhouette } from './grouping.ts'
import type { Division } from './grouping.ts'
import type { PollingThresholds } from './polling-thresholds.ts'
import type { Positions } from './projection.ts'
import { pick, resampledAgreement, summarizeAgreement } from './stability.ts'
import type { VoteTable } from './vote-table.ts'

/** Why no groups are reported. */
export type NoGroupsReason =
  | 'too-few-participants'
  | 'too-few-statements'
  | 'no-variation'
  | 'no-division-with-groups-large-enough'

/** How far the groups can be relied on. */
export type Stability = {
  readonly adjustedRandIndex: { readonly mean: number; readonly lower: number } | null
  readonly resamples: number
  readonly verdict: 'stable' | 'unstable' | 'not enough to say'
  /** Present with "not enough to say". */
  readonly reason?: NoGroupsReason
}

/** Group of each participant (−1 none), with what is known of its stability (null if not resampled). */
export type FoundGroups = {
  readonly groupOf: Int32Array
  readonly groupCount: number
  readonly stability: Stability | null
}

/**
 * Finds opinion groups, or says that there is not enough to say.
 *
 * Participants with at least 7 answers (or all) are divided into 2 to 5 groups of at least 5 by k-means on the map. Of the
 * numbers of groups whose division is stable under resampling the clearest (simplified silhouette) is taken;
 * if none is stable, the clearest of all, called unstable. Groups are numbered from the largest to the
 * smallest, equals by their first member.
 *
 * @param table      votes
 * @param excluded   per statement 1 if moderated out or meta
 * @param positions  all participants on the map
 * @param options    resamples: 0 skips the check, the clearest division is taken, stability null; random: uniform
 *                   numbers in [0, 1); thresholds: `pollingThresholds`
 */
export function findGroups(
  table: VoteTable,
  excluded: Uint8Array,
  positions: Positions,
  options: {
    readonly resamples: number
    readonly random: () => number
    readonly thresholds: PollingThresholds
  },
): FoundGroups {
  const { resamples, random, thresholds } = options
  const placed = placedParticipants(table, thresholds.minimumAnswersToBeGrouped)
  const opinions = excluded.reduce((count, flag) => count + 1 - flag, 0)
  if (opinions < thresholds.minimumStatements) return nothing(table, 'too-few-statements')
  if (placed.length < thresholds.minimumVoters) return nothing(table, 'too-few-participants')
  const points = pick(positions, placed)
  if (!varies(points)) return nothing(table, 'no-variation')
  const divisions: Division[] = []
  for (let k = 2; k <= thresholds.maximumGroups; k++) {
    const division = divide(points, k, random, { smallestSize: thresholds.minimumGroupSize })
    if (division !== undefined) divisions.push(division)
  }
  if (divisions.length === 0) return nothing(table, 'no-division-with-groups-large-enough')
  const clearness = divisions.map((division) => simplifiedSilhouette(points, division))
  const clearest = (among: readonly number[]) =>
    among.reduce((best, d) => (clearness[d]! > clearness[best]! ? d : best))
  const every = [...divisions.keys()]
  if (resamples === 0) return placedIn(table, placed, divisions[clearest(every)]!, null)
  const agreement = resampledAgreement(table, excluded, placed, divisions, {
    resamples,
    random,
    smallestSize: thresholds.minimumGroupSize,
  })
  const summaries = agreement.map(summarizeAgreement)
  const stable = every.filter(
    (d) =>
      summaries[d]!.mean >= thresholds.stableMeanAdjustedRandIndex &&
      summaries[d]!.lower >= thresholds.stableLowerAdjustedRandIndex,
  )
  const chosen = clearest(stable.length > 0 ? stable : every)
  return placedIn(table, placed, divisions[chosen]!, {
    adjustedRandIndex: summaries[chosen]!,
    resamples,
    verdict: stable.length > 0 ? 'stable' : 'unstable',
  })
}

function placedParticipants(table: VoteTable, answers: number): Int32Array {
  const needed = Math.min(answers, table.statements.length)
  const placed: number[] = []
  for (let i = 0; i < table.participants.length; i++) {
    if (table.rowStart[i + 1]! - table.rowStart[i]! >= needed) placed.push(i)
  }
  return Int32Array.from(placed)
}

function varies(points: Positions): boolean {
  return points.x.some((x, i) => x !== points.x[0] || points.y[i] !== points.y[0])
}

function nothing(table: VoteTable, reason: NoGroupsReason): FoundGroups {
  return {
    groupOf: new Int32Array(table.participants.length).fill(-1),
    groupCount: 0,
    stability: { adjustedRandIndex: null, resamples: 0, verdict: 'not enough to say', reason },
  }
}

function placedIn(
  table: VoteTable,
  placed: Int32Array,
  division: Division,
  stability: Stability | null,
): FoundGroups {
  const first = new Int32Array(division.k).fill(-1)
  division.groupOf.forEach((g, i) => {
    if (first[g] === -1) first[g] = i
  })
  const order = Array.from(division.sizes.keys()).toSorted(
    (a, b) => division.sizes[b]! - division.sizes[a]! || first[a]! - first[b]!,
  )
  const number = new Int32Array(division.k)
  order.forEach((g, place) => (number[g] = place))
  const groupOf = new Int32Array(table.participants.length).fill(-1)
  placed.forEach((i, p) => (groupOf[i] = number[division.groupOf[p]!]!))
  return { groupOf, groupCount: division.k, stability }
}
