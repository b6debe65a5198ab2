import type { VoteTable } from './vote-table.ts'

/**
 * Mean answer of each statement over those who answered it, with agree = +1, disagree = −1, pass = 0.
 *
 *   c_j = Σ_i w_i x_ij / Σ_i w_i   over participants i with an answer to j
 *
 * @param table     votes
 * @param excluded  per statement 1 if it counts as zero for everybody (moderated out, or meta)
 * @param weights   whole-number weight of each participant (a resample); absent: 1 each
 * @returns         one value in [−1, 1] per statement; 0 for an excluded one and for one without answers
 *
 * Source: Small C et al. Recerca 2021;26(2). doi:10.6035/recerca.5516 (Polis; there agree = −1)
 * Checked: two conversations of a Polis server, tolerance 1e-12.
 */
export function centre(table: VoteTable, excluded: Uint8Array, weights?: Int32Array): Float64Array {
  const { rowStart, column, value } = table
  const sum = new Float64Array(table.statements.length)
  const count = new Float64Array(table.statements.length)
  for (let i = 0; i < table.participants.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!
    if (weight === 0) continue
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const j = column[k]!
      sum[j] = sum[j]! + weight * value[k]!
      count[j] = count[j]! + weight
    }
  }
  return sum.map((total, j) => (excluded[j] === 1 || count[j] === 0 ? 0 : total / count[j]!))
}
