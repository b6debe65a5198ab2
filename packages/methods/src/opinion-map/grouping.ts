import { randomIndex } from '../random/seeded-random.ts'
import type { Positions } from './projection.ts'

/** A division of points into k groups around their means. */
export type Division = {
  readonly k: number
  /** Group of each point, 0 … k − 1; −1 for a point of weight 0 that was not placed. */
  readonly groupOf: Int32Array
  readonly centres: readonly (readonly [number, number])[]
  /** Weight in each group. */
  readonly sizes: readonly number[]
  /** Weighted sum of squared distances to the own centre. */
  readonly spread: number
}

/** Random starts of every k-means; the tightest result is kept. */
export const startsPerDivision = 10
export const maximumSteps = 60
/** Starts are compared once at most this share of the points still moves; the tightest is then completed. */
export const roughShare = 0.001

/**
 * Divides points of the map into k groups: k-means, the tightest of ten starts by k-means++ among those in which
 * every group is large enough.
 *
 * @param points   positions, in a fixed order
 * @param k        number of groups, k ≥ 1
 * @param random   uniform numbers in [0, 1)
 * @param options  weights: whole-number weight of each point, 1 each by default; smallestSize: least weight of a
 *                 group, 1 by default
 * @returns        the division, or undefined if none was found (fewer than k distinct positions, or a group too
 *                 small from every start)
 *
 * Source: Arthur D, Vassilvitskii S. SODA 2007:1027–35 (start); Lloyd SP. IEEE Trans Inf Theory
 * 1982;28:129–37. doi:10.1109/TIT.1982.1056489
 * Checked: brute force over all divisions of 8 points.
 */
export function divide(
  points: Positions,
  k: number,
  random: () => number,
  options: { readonly weights?: Int32Array; readonly smallestSize?: number } = {},
): Division | undefined {
  const { weights, smallestSize = 1 } = options
  const roughly = Math.floor(points.x.length * roughShare)
  let best: Division | undefined
  for (let start = 0; start < startsPerDivision; start++) {
    const seeds = spreadSeeds(points, k, random, weights)
    if (seeds === undefined) return undefined
    const division = improved(points, seeds, roughly, weights)
    if (division === undefined || division.sizes.some((size) => size < smallestSize)) continue
    if (best === undefined || division.spread < best.spread) best = division
  }
  if (best === undefined || roughly === 0) return best
  const exact = improved(points, Float64Array.from(best.centres.flat()), 0, weights)
  return exact === undefined || exact.sizes.some((size) => size < smallestSize) ? best : exact
}

/** Index of the nearest centre for every point. */
export function nearestCentres(
  points: Positions,
  centres: readonly (readonly [number, number])[],
): Int32Array {
  const groupOf = new Int32Array(points.x.length)
  assign(points, Float64Array.from(centres.flat()), groupOf)
  return groupOf
}

/**
 * Simplified silhouette: how much nearer points are to their own centre than to the next.
 *
 *   mean over points of (b − a)/max(a, b),  a: distance to the own centre, b: to the nearest other
 *
 * @returns a number in [0, 1]; higher is clearer. A point on both centres counts 0.
 *
 * Source: Hruschka ER, de Castro LN, Campello RJGB. ICDM 2004:403–6. doi:10.1109/ICDM.2004.10114
 */
export function simplifiedSilhouette(points: Positions, division: Division): number {
  let total = 0
  let count = 0
  for (let i = 0; i < points.x.length; i++) {
    const own = division.groupOf[i]!
    if (own < 0) continue
    let a = 0
    let b = Infinity
    division.centres.forEach(([cx, cy], g) => {
      const distance = Math.hypot(points.x[i]! - cx, points.y[i]! - cy)
      if (g === own) a = distance
      else if (distance < b) b = distance
    })
    count++
    if (b > 0 && b < Infinity) total += (b - a) / Math.max(a, b)
  }
  return count === 0 ? 0 : total / count
}

function spreadSeeds(
  points: Positions,
  k: number,
  random: () => number,
  weights?: Int32Array,
): Float64Array | undefined {
  const n = points.x.length
  const seeds = new Float64Array(2 * k)
  const distance = new Float64Array(n).fill(Infinity)
  for (let g = 0; g < k; g++) {
    const chosen = g === 0 ? firstSeed(n, random, weights) : weightedPick(distance, random, weights)
    if (chosen === undefined) return undefined
    const cx = points.x[chosen]!
    const cy = points.y[chosen]!
    seeds[2 * g] = cx
    seeds[2 * g + 1] = cy
    for (let i = 0; i < n; i++) {
      const d = (points.x[i]! - cx) ** 2 + (points.y[i]! - cy) ** 2
      if (d < distance[i]!) distance[i] = d
    }
  }
  return seeds
}

function firstSeed(n: number, random: () => number, weights?: Int32Array): number | undefined {
  if (weights === undefined) return n === 0 ? undefined : randomIndex(random, n)
  return weightedPick(new Float64Array(n).fill(1), random, weights)
}

function weightedPick(chances: Float64Array, random: () => number, weights?: Int32Array): number | undefined {
  let total = 0
  for (let i = 0; i < chances.length; i++) {
    total += chances[i]! * (weights === undefined ? 1 : weights[i]!)
  }
  if (!(total > 0)) return undefined
  let left = random() * total
  let last: number | undefined
  for (let i = 0; i < chances.length; i++) {
    const chance = chances[i]! * (weights === undefined ? 1 : weights[i]!)
    if (chance === 0) continue
    last = i
    left -= chance
    if (left < 0) return i
  }
  return last
}

function improved(
  points: Positions,
  seeds: Float64Array,
  tolerated: number,
  weights?: Int32Array,
): Division | undefined {
  const n = points.x.length
  const k = seeds.length / 2
  const centres = Float64Array.from(seeds)
  const groupOf = new Int32Array(n)
  const size = new Float64Array(k)
  for (let step = 0; step < maximumSteps; step++) {
    const moved = assign(points, centres, groupOf)
    if (moved <= tolerated && step > 0) break
    recentre(points, groupOf, centres, size, weights)
    if (size.includes(0)) return undefined
  }
  let spread = 0
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    const g = groupOf[i]!
    spread += weight * ((points.x[i]! - centres[2 * g]!) ** 2 + (points.y[i]! - centres[2 * g + 1]!) ** 2)
  }
  return {
    k,
    groupOf,
    centres: Array.from({ length: k }, (_, g) => [centres[2 * g]!, centres[2 * g + 1]!] as const),
    sizes: Array.from(size),
    spread,
  }
}

/** Puts every point with its nearest centre (the first of equals); returns how many changed. */
function assign(points: Positions, centres: Float64Array, groupOf: Int32Array): number {
  const { x, y } = points
  const k = centres.length / 2
  let moved = 0
  for (let i = 0; i < groupOf.length; i++) {
    let nearest = 0
    let least = Infinity
    for (let g = 0; g < k; g++) {
      const dx = x[i]! - centres[2 * g]!
      const dy = y[i]! - centres[2 * g + 1]!
      const d = dx * dx + dy * dy
      if (d < least) {
        least = d
        nearest = g
      }
    }
    if (groupOf[i] !== nearest) {
      groupOf[i] = nearest
      moved++
    }
  }
  return moved
}

function recentre(
  points: Positions,
  groupOf: Int32Array,
  centres: Float64Array,
  size: Float64Array,
  weights?: Int32Array,
): void {
  centres.fill(0)
  size.fill(0)
  for (let i = 0; i < groupOf.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    if (weight === 0) continue
    const g = groupOf[i]!
    centres[2 * g] = centres[2 * g]! + weight * points.x[i]!
    centres[2 * g + 1] = centres[2 * g + 1]! + weight * points.y[i]!
    size[g] = size[g]! + weight
  }
  for (let g = 0; g < size.length; g++) {
    if (size[g] === 0) continue
    centres[2 * g] = centres[2 * g]! / size[g]!
    centres[2 * g + 1] = centres[2 * g + 1]! / size[g]!
  }
}
