import type { ConstituencyPriorities, PriorityOrder } from '@rounds/methods'
import { textTable } from './text-table.ts'

/** An order of priorities as text for a terminal, the first item first. */
export function prioritiesReport(order: PriorityOrder): string {
  if (order.kind === 'not-estimable') return [...reasonLines(order), ''].join('\n')
  const { items, n, method, tie, home, connected } = order
  const { prior, reference, top } = method.parameters
  return [
    `Priority order ${method.version}: ${n.items} items, ${n.responses} responses, ${prior === 0 ? 'no prior' : `prior ${prior}`}`,
    ...(connected ? [] : ['Some items were never put after others: the prior alone holds them together']),
    ...(tie === null ? [] : [`ln ν of ties ${tie.estimate.toFixed(3)} ± ${tie.se.toFixed(3)}`]),
    ...(home === null
      ? []
      : [`advantage of the favoured one ${home.estimate.toFixed(3)} ± ${home.se.toFixed(3)}`]),
    `Worth 0: ${reference ?? 'the mean of all'}`,
    '',
    ...textTable(
      ['item', 'worth', 'se', '95 % interval', 'rank', 'may be', `in the first ${top}`],
      items
        .toSorted((one, other) => other.worth - one.worth)
        .map((item) => [
          item.item,
          item.worth.toFixed(3),
          item.se.toFixed(3),
          `${item.lower.toFixed(2)} to ${item.upper.toFixed(2)}`,
          String(item.rank),
          rankText(item),
          percent(item.topK),
        ]),
    ),
  ].join('\n')
}

/** Orders by constituency, and the one with equal weights. */
export function constituencyReport({ constituencies, together }: ConstituencyPriorities): string {
  const parts = constituencies.map(({ constituency, order }) => `${constituency}\n${prioritiesReport(order)}`)
  const all =
    together === null
      ? ['Together: not estimable while a constituency is not, or was asked about other items', '']
      : [
          'Together, with the same weight for each constituency',
          ...textTable(
            ['item', 'worth', 'se', 'may be', 'in the first'],
            together
              .toSorted((one, other) => other.worth - one.worth)
              .map((item) => [
                item.item,
                item.worth.toFixed(3),
                item.se.toFixed(3),
                rankText(item),
                percent(item.topK),
              ]),
          ),
        ]
  return [...parts, ...all].join('\n')
}

function reasonLines(order: Extract<PriorityOrder, { kind: 'not-estimable' }>): readonly string[] {
  if (order.reason !== 'separated') return [`Not estimable: ${order.reason}`]
  return [
    'Not estimable without a prior (--prior 0.5): no answer puts the items of one of these groups both before and after another',
    ...order.groups.map((group) => `  ${group.join(', ')}`),
  ]
}

function rankText({ rankLower, rankUpper }: Readonly<{ rankLower: number; rankUpper: number }>): string {
  return rankLower === rankUpper ? String(rankLower) : `${rankLower}–${rankUpper}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
