import { randomIndex } from '../random/seeded-random.ts'
import { adjustedRandIndex } from './adjusted-rand-index.ts'
import { centre } from './centre.ts'
import { components } from './components.ts'
import { divide, nearestCentres } from './grouping.ts'
import type { Division } from './grouping.ts'
import { projectParticipants } from './projection.ts'
import type { Positions } from './projection.ts'
import type { VoteTable } from './vote-table.ts'

/** Adjusted Rand indices of the resamples, in order of drawing: one array per division checked. */
export type Resampled = readonly Float64Array[]

/** A direction is then off by at most 1e-3 where two eigenvalues are within 1e-3 of each other. */
export const resampleTolerance = 1e-6

/**
 * How well divisions come back when the participants are drawn again.
 *
 * Each resample draws as many participants as there are, with replacement; centre, components and, for each
 * division, groups of the same number are computed afresh; then all placed participants are assigned to the
 * nearest new centre and compared with their original group by the adjusted Rand index.
 *
 * @param table      votes
 * @param excluded   per statement 1 if moderated out or meta
 * @param placed     indices of the participants that were divided
 * @param divisions  the divisions of those participants, in that order
 * @param options    resamples: how often, ≥ 0; random: uniform numbers in [0, 1); smallestSize: least size of a group
 * @returns          one index per division and resample, ≤ 1; a resample in which the number of groups cannot be
 *                   formed counts 0
 *
 * Source: Hennig C. Comput Stat Data Anal 2007;52:258–71. doi:10.1016/j.csda.2006.11.025 (there with the Jaccard
 * coefficient per group; here one index for the division).
 * Assumes: participants are independent. Not for: telling groups from a continuum; the two halves of an
 * elongated cloud come back as well.
 */
export function resampledAgreement(
  table: VoteTable,
  excluded: Uint8Array,
  placed: Int32Array,
  divisions: readonly Division[],
  options: { readonly resamples: number; readonly random: () => number; readonly smallestSize: number },
): Resampled {
  const { resamples, random, smallestSize } = options
  const indices = divisions.map(() => new Float64Array(resamples))
  const people = table.participants.length
  const weights = new Int32Array(people)
  for (let b = 0; b < resamples; b++) {
    weights.fill(0)
    for (let draw = 0; draw < people; draw++) {
      const i = randomIndex(random, people)
      weights[i] = weights[i]! + 1
    }
    const mean = centre(table, excluded, weights)
    const { vectors } = components(table, mean, excluded, { weights, tolerance: resampleTolerance })
    const points = pick(projectParticipants(table, mean, vectors, excluded), placed)
    const drawn = Int32Array.from(placed, (i) => weights[i]!)
    divisions.forEach((division, d) => {
      const again = divide(points, division.k, random, {
        weights: drawn,
        smallestSize,
      })
      indices[d]![b] =
        again === undefined ? 0 : adjustedRandIndex(division.groupOf, nearestCentres(points, again.centres))
    })
  }
  return indices
}

/** The `lower` of a map's stability. */
export const lowerPercentile = 5

/** Mean and 5th percentile (type 7) of the resampled indices. */
export function summarizeAgreement(indices: Float64Array): { readonly mean: number; readonly lower: number } {
  const ordered = indices.toSorted()
  const place = (lowerPercentile / 100) * (ordered.length - 1)
  const below = Math.floor(place)
  const low = ordered[below]!
  const high = ordered[Math.min(below + 1, ordered.length - 1)]!
  let sum = 0
  for (const index of ordered) sum += index
  return { mean: sum / ordered.length, lower: low + (place - below) * (high - low) }
}

/** The positions of some participants. */
export function pick(points: Positions, chosen: Int32Array): Positions {
  return {
    x: Float64Array.from(chosen, (i) => points.x[i]!),
    y: Float64Array.from(chosen, (i) => points.y[i]!),
  }
}
