import type { VoteTable } from './vote-table.ts'

/** How many of some people gave each answer to a statement. */
export type AnswerCounts = { readonly agree: number; readonly disagree: number; readonly pass: number }

/** Counts per group (first index) and statement (second index). */
export type GroupVotes = readonly (readonly AnswerCounts[])[]

/**
 * Counts the answers to every statement within each group, moderated-out statements included.
 *
 * @param table       votes
 * @param groupOf     per participant the index of the group, −1 for none
 * @param groupCount  number of groups
 * @returns           `result[group][statement]`, whole numbers
 */
export function groupVotes(table: VoteTable, groupOf: Int32Array, groupCount: number): GroupVotes {
  const { rowStart, column, value } = table
  const m = table.statements.length
  const counts = new Int32Array(groupCount * m * 3)
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!
    if (group < 0) continue
    for (let k = rowStart[i]!; k < rowStart[i + 1]!; k++) {
      const cell = (group * m + column[k]!) * 3 + value[k]! + 1
      counts[cell] = counts[cell]! + 1
    }
  }
  return Array.from({ length: groupCount }, (_, group) =>
    Array.from({ length: m }, (__, j) => {
      const cell = (group * m + j) * 3
      return { disagree: counts[cell]!, pass: counts[cell + 1]!, agree: counts[cell + 2]! }
    }),
  )
}

/** Counts over everybody, one per statement. */
export function allVotes(table: VoteTable): readonly AnswerCounts[] {
  return groupVotes(table, new Int32Array(table.participants.length), 1)[0] ?? []
}

/** The sum of several counts; zeros for none. */
export function sumOfCounts(counts: readonly AnswerCounts[]): AnswerCounts {
  let agree = 0
  let disagree = 0
  let pass = 0
  for (const count of counts) {
    agree += count.agree
    disagree += count.disagree
    pass += count.pass
  }
  return { agree, disagree, pass }
}

/** How many gave any answer, pass included. */
export function seenCount(counts: AnswerCounts): number {
  return counts.agree + counts.disagree + counts.pass
}
