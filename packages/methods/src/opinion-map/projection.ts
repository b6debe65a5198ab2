import type { VoteTable } from './vote-table.ts'

/** Coordinates on the map, in the order of participants or of statements. */
export type Positions = { readonly x: Float64Array; readonly y: Float64Array }

/**
 * Places every participant on the map, scaled up for those who answered few statements.
 *
 *   P_i = √(m / max(1, v_i)) · Σ_j (x_ij − c_j)(p1_j, p2_j)   over the statements j that i answered
 *
 * m: all statements; v_i: statements i answered, an excluded one counting as answered by everybody (Polis
 * sets those to zero for all). A participant without answers is at the origin.
 *
 * @param table     votes
 * @param mean      the centre
 * @param vectors   the two components
 * @param excluded  per statement 1 if moderated out or meta
 *
 * Source: Small C et al. Recerca 2021;26(2). doi:10.6035/recerca.5516
 * Checked: two Polis server outputs, tolerance 1e-9.
 */
export function projectParticipants(
  table: VoteTable,
  mean: Float64Array,
  vectors: readonly [Float64Array, Float64Array],
  excluded: Uint8Array,
): Positions {
  const { rowStart, column, value } = table
  const m = table.statements.length
  const [p1, p2] = vectors
  let seenByAll = 0
  for (const flag of excluded) seenByAll += flag
  const x = new Float64Array(table.participants.length)
  const y = new Float64Array(table.participants.length)
  for (let i = 0; i < x.length; i++) {
    let seen = seenByAll
    let sumX = 0
    let sumY = 0
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const j = column[k]!
      if (excluded[j] === 1) continue
      seen++
      const centred = value[k]! - mean[j]!
      sumX += centred * p1[j]!
      sumY += centred * p2[j]!
    }
    const scale = Math.sqrt(m / Math.max(1, seen))
    x[i] = scale * sumX
    y[i] = scale * sumY
  }
  return { x, y }
}

/**
 * Places every statement where a participant would be who agreed with it and answered nothing else.
 *
 *   Q_j = √m · (1 − c_j) · (p1_j, p2_j),   extremity E_j = ‖Q_j‖
 *
 * @returns coordinates and extremity (≥ 0), one per statement; zero for an excluded statement
 *
 * Source and check: as `projectParticipants`.
 */
export function projectStatements(
  mean: Float64Array,
  vectors: readonly [Float64Array, Float64Array],
): Positions & { readonly extremity: Float64Array } {
  const scale = Math.sqrt(mean.length)
  const x = mean.map((c, j) => scale * (1 - c) * vectors[0][j]!)
  const y = mean.map((c, j) => scale * (1 - c) * vectors[1][j]!)
  return { x, y, extremity: x.map((value, j) => Math.hypot(value, y[j]!)) }
}
