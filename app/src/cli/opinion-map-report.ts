import { statementLists } from '@rounds/methods'
import type { OpinionMap } from '@rounds/methods'
import { textTable } from './text-table.ts'

/**
 * An opinion map as text for a terminal.
 *
 * @param map       the result
 * @param excluded  ids moderated out, and meta
 */
export function opinionMapReport(map: OpinionMap, excluded: ReadonlySet<string>): string {
  const { n } = map
  const lines = [
    `Opinion map ${map.method.version}`,
    `${n.participants} participants, ${n.statements} statements, ${n.votes} votes; ${n.grouped} participants grouped`,
    `Variance explained: ${map.explained.map((share) => (share === null ? '–' : percent(share))).join(' and ')}`,
    `Groups: ${stabilityText(map)}`,
    '',
    ...textTable(
      ['group', 'size', 'centre'],
      map.groups.map(({ group, size, center }) => [
        group,
        String(size),
        center.map((c) => c.toFixed(2)).join(', '),
      ]),
    ),
  ]
  for (const { group, representative } of map.groups) {
    lines.push(
      `Group ${group} is represented by`,
      ...textTable(
        ['statement', 'answer', 'of group', 'z', 'times others', 'z'],
        representative.map((s) => [
          s.statement,
          s.direction,
          `${s.success}/${s.n}`,
          s.pTest.toFixed(2),
          s.repness.toFixed(2),
          s.repnessTest.toFixed(2),
        ]),
      ),
    )
  }
  lines.push(
    `Most agree with: ${map.majority.agree.join(', ') || '–'}`,
    `Most disagree with: ${map.majority.disagree.join(', ') || '–'}`,
    ...listsText(map, excluded),
    '',
    ...textTable(
      ['statement', 'agree', 'disagree', 'pass', 'x', 'y', 'priority', 'consensus'],
      map.statements.map((s) => [
        s.id,
        String(s.agree),
        String(s.disagree),
        String(s.pass),
        s.x.toFixed(2),
        s.y.toFixed(2),
        s.priority.toFixed(2),
        s.groupInformedConsensus === null ? '–' : s.groupInformedConsensus.toFixed(3),
      ]),
    ),
  )
  return `${lines.join('\n').trimEnd()}\n`
}

function stabilityText({ groups, stability }: OpinionMap): string {
  if (stability === null) return `${groups.length} (stability not checked)`
  if (stability.adjustedRandIndex === null) {
    return `${stability.verdict} (${stability.reason?.replaceAll('-', ' ') ?? ''})`
  }
  const { mean, lower } = stability.adjustedRandIndex
  return `${groups.length}, ${stability.verdict} (adjusted Rand index ${mean.toFixed(2)}, 5th percentile ${lower.toFixed(2)}, ${stability.resamples} resamples)`
}

function listsText(map: OpinionMap, excluded: ReadonlySet<string>): readonly string[] {
  const { consensus, dividing, uncertain } = statementLists(map.statements, excluded)
  const ids = (list: readonly { readonly statement: string }[]) =>
    list.map(({ statement }) => statement).join(', ') || '–'
  return [
    `All groups on one side: ${consensus.map((s) => `${s.statement} (${s.direction})`).join(', ') || '–'}`,
    `Groups divided on: ${ids(dividing)}`,
    `Many passed on: ${ids(uncertain)}`,
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
