import { InvalidInput } from '../errors.ts'

/**
 * Adjusted Rand index: agreement of two divisions of the same people, corrected for chance.
 *
 *   ARI = (Σ C(n_ab, 2) − E) / (½(Σ C(n_a, 2) + Σ C(n_b, 2)) − E),   E = Σ C(n_a, 2) Σ C(n_b, 2) / C(n, 2)
 *
 * @param first   group of each person, whole numbers ≥ 0
 * @param second  the same people in the same order
 * @returns       1 for the same division (names of groups do not matter), about 0 for unrelated ones, can be
 *                negative; 1 where both put everybody together or both put everybody apart
 * @throws {InvalidInput} if the lengths differ or a group is negative
 *
 * Source: Hubert L, Arabie P. J Classif 1985;2:193–218. doi:10.1007/BF01908075
 * Checked: pair counting by brute force on random divisions, 1e-12.
 */
export function adjustedRandIndex(first: Int32Array, second: Int32Array): number {
  if (first.length !== second.length) {
    throw new InvalidInput('second', `length ${second.length}`, `of length ${first.length}`)
  }
  const rows = counts(first)
  const columns = counts(second)
  const cells = new Float64Array(rows.length * columns.length)
  for (let i = 0; i < first.length; i++) {
    const cell = first[i]! * columns.length + second[i]!
    cells[cell] = cells[cell]! + 1
  }
  const together = pairs(cells)
  const inFirst = pairs(rows)
  const inSecond = pairs(columns)
  const all = (first.length * (first.length - 1)) / 2
  const expected = all === 0 ? 0 : (inFirst * inSecond) / all
  const largest = (inFirst + inSecond) / 2
  return largest === expected ? 1 : (together - expected) / (largest - expected)
}

function counts(groups: Int32Array): Float64Array {
  let largest = -1
  for (const group of groups) {
    if (group < 0) throw new InvalidInput('group', group, 'a whole number ≥ 0')
    if (group > largest) largest = group
  }
  const count = new Float64Array(largest + 1)
  for (const group of groups) count[group] = count[group]! + 1
  return count
}

function pairs(count: Float64Array): number {
  let sum = 0
  for (const n of count) sum += (n * (n - 1)) / 2
  return sum
}
