import { InvalidInput } from '../errors.ts'
import type { AnswerCounts } from '../opinion-map/group-votes.ts'
import { discloseAnswers } from './disclose-answers.ts'
import { minimumCount, suppressTable } from './suppress-table.ts'
import type { Disclosed } from './suppress-table.ts'

/** How many of a group agree, of how many who answered, as it may leave. */
export type DisclosedAgreement = {
  readonly group: string
  readonly agree: Disclosed
  readonly answered: Disclosed
}

const hidden: Disclosed = { kind: 'hidden' }

/**
 * How many agree in each group, of those who answered, such that neither a small count of a group nor a small
 * count of everybody's answers can be worked out.
 *
 * Says nothing of how those who do not agree divide into disagree and pass: that would hide far more. Where everybody's number of agrees or of answers is hidden (`discloseAnswers`), every group
 * is: their sum would give it away.
 *
 * @param groups   counts per group, each group once; people in no group are the difference to the totals
 * @param totals   counts over everybody; at least the sum of the groups
 * @param minimum  smallest count shown; 5 by default
 * @returns        one line per group, in the order given
 * @throws {InvalidInput} if groups repeat, or sum to more than a total; else as `suppressTable`
 *
 * Source: `suppressTable`, on the columns agree and not agree, whose totals readers know.
 * Checked: an attacker who enumerates every division of answers that agrees with both publications.
 */
export function discloseAgreement(
  groups: readonly (AnswerCounts & { readonly group: string })[],
  totals: AnswerCounts,
  minimum: number = minimumCount,
): readonly DisclosedAgreement[] {
  if (new Set(groups.map(({ group }) => group)).size !== groups.length) {
    throw new InvalidInput('groups', 'a group twice', 'each group once')
  }
  const published = discloseAnswers(totals, minimum)
  const answeredOf = ({ agree, disagree, pass }: AnswerCounts) => agree + disagree + pass
  const lines = groups.map((group) => [group.agree, answeredOf(group) - group.agree])
  const rest = [
    totals.agree - groups.reduce((sum, group) => sum + group.agree, 0),
    answeredOf(totals) - totals.agree - lines.reduce((sum, line) => sum + line[1]!, 0),
  ]
  for (const count of rest) {
    if (!(count >= 0)) throw new InvalidInput('totals', count, 'at least the sum of the groups')
  }
  if (published.agree.kind === 'hidden' || published.answered.kind === 'hidden' || groups.length === 0) {
    return groups.map(({ group }) => ({ group, agree: hidden, answered: hidden }))
  }
  if (rest.some((count) => count > 0)) lines.push(rest)
  const table = suppressTable(lines, { minimum, columnTotals: 'known', total: 'known' })
  return groups.map(({ group }, row) => {
    const agree = table.cells[row]![0]!
    const answered = table.rowTotals[row]!
    return { group, agree, answered }
  })
}
