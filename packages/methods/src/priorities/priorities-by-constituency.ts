import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'
import { type PriorityOptions, type PriorityOrder, priorityOrder } from './priority-order.ts'
import { rankUncertainty } from './rank-uncertainty.ts'
import { itemsOf, type PriorityResponse } from './responses.ts'

export type ConstituencyPriorities = Readonly<{
  constituencies: readonly Readonly<{ constituency: string; order: PriorityOrder }>[]
  /** All with one vote a constituency; null where one of them cannot be estimated or was asked of other items. */
  together:
    | readonly Readonly<{
        item: string
        worth: number
        se: number
        rankLower: number
        rankUpper: number
        topK: number
      }>[]
    | null
}>

/**
 * Priorities of each constituency for itself, and of all with the same weight for each, however many answered.
 *
 *   worth together = mean over constituencies of the worth, each centred on its own mean; variances add
 *
 * @param responses  of each constituency
 * @param options    as of `priorityOrder`; the reference has to be null, since worths are centred
 * @returns          constituencies in natural order; `together` in the natural order of items
 * @throws {InvalidInput} as `priorityOrder`, or if a reference is given
 *
 * Source: the James Lind Alliance guidebook, interim priority setting: scores kept apart by group.
 * Checked: one constituency alone gives its own order; two by hand.
 * Not for: groups so small that an order tells who is in them.
 */
export function prioritiesByConstituency(
  responses: ReadonlyMap<string, readonly PriorityResponse[]>,
  options: PriorityOptions,
): ConstituencyPriorities {
  if (options.reference !== null) throw new InvalidInput('reference', options.reference, 'null')
  const constituencies = [...responses]
    .toSorted(([a], [b]) => compareNaturally(a, b))
    .map(([constituency, its]) => ({ constituency, order: priorityOrder(its, options) }))
  const orders = constituencies.flatMap(({ order }) => (order.kind === 'estimate' ? [order] : []))
  const names = new Set(
    [...responses.values()].map((its) => [...new Set(its.flatMap(itemsOf))].toSorted().join('\n')),
  )
  const g = orders.length
  if (g === 0 || g < constituencies.length || names.size > 1) return { constituencies, together: null }
  const { items } = orders[0]!
  const worths = items.map((_, i) => orders.reduce((sum, order) => sum + order.items[i]!.worth, 0) / g)
  const covariance = items.map((_, i) =>
    items.map((__, j) => orders.reduce((sum, order) => sum + order.covariance[i]![j]!, 0) / g ** 2),
  )
  const { draws, top, random } = options
  const ranks = rankUncertainty(worths, covariance, { draws, level: 0.95, k: top }, random)
  return {
    constituencies,
    together: items.map(({ item }, i) => ({
      item,
      worth: worths[i]!,
      se: Math.sqrt(covariance[i]![i]!),
      ...ranks[i]!,
    })),
  }
}
