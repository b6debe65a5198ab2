import type { ConstituencyPriorities, PriorityItem, PriorityOrder } from '@rounds/methods'
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
    ...itemTable(items, `in the first ${top}`, [
      ['95 % interval', ({ lower, upper }) => `${lower.toFixed(2)} to ${upper.toFixed(2)}`],
      ['rank', ({ rank }) => String(rank)],
    ]),
  ].join('\n')
}

/** Orders by constituency, and the one with equal weights. */
export function constituencyReport({ constituencies, together }: ConstituencyPriorities): string {
  const parts = constituencies.map(({ constituency, order }) => `${constituency}\n${prioritiesReport(order)}`)
  const all =
    together === null
      ? ['Together: not estimable while a constituency is not, or was asked about other items', '']
      : ['Together, with the same weight for each constituency', ...itemTable(together, 'in the first', [])]
  return [...parts, ...all].join('\n')
}

type Ranked = Pick<PriorityItem, 'item' | 'worth' | 'se' | 'rankLower' | 'rankUpper' | 'topK'>

type Column<Item> = readonly [header: string, cell: (item: Item) => string]

/** One line an item, that of the largest worth first; `more` stands before the ranks that it may have. */
function itemTable<Item extends Ranked>(
  items: readonly Item[],
  among: string,
  more: readonly Column<Item>[],
): readonly string[] {
  const columns: readonly Column<Item>[] = [
    ['item', ({ item }) => item],
    ['worth', ({ worth }) => worth.toFixed(3)],
    ['se', ({ se }) => se.toFixed(3)],
    ...more,
    ['may be', rankText],
    [among, ({ topK }) => percent(topK)],
  ]
  return textTable(
    columns.map(([header]) => header),
    items
      .toSorted((one, other) => other.worth - one.worth)
      .map((item) => columns.map(([, cell]) => cell(item))),
  )
}

function reasonLines(order: Extract<PriorityOrder, { kind: 'not-estimable' }>): readonly string[] {
  if (order.reason !== 'separated') return [`Not estimable: ${order.reason}`]
  return [
    'Not estimable without a prior (--prior 0.5): no answer puts the items of one of these groups both before and after another',
    ...order.groups.map((group) => `  ${group.join(', ')}`),
  ]
}

function rankText({ rankLower, rankUpper }: Ranked): string {
  return rankLower === rankUpper ? String(rankLower) : `${rankLower}–${rankUpper}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
