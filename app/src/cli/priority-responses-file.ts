import type { PriorityResponse } from '@rounds/methods'
import { type NamedRow, readColumns } from './read-columns.ts'

export const priorityModels = [
  'bradley-terry',
  'davidson',
  'rao-kupper',
  'best-worst',
  'plackett-luce',
  'rating-scale',
] as const
export type PriorityModel = (typeof priorityModels)[number]

/** Ratings are whole numbers from 0 to this. */
const highestRating = 100

/** A response, the items it is about, and the constituency of who gave it (empty without one). */
export type GroupedResponse = Readonly<{
  response: PriorityResponse
  items: readonly string[]
  constituency: string
}>

/**
 * Reads responses in the form that a model takes.
 *
 *   bradley-terry, davidson,
 *   rao-kupper                rater,a,b,result[,count][,home]     result a, b or tie; home a, b, their name, 1 (a) or 0
 *   best-worst                rater,set,item,choice               choice best, worst or empty
 *   plackett-luce             rater,item,rank[,set]               rank from 1; empty for shown and not ranked
 *   rating-scale              rater,item,rating                   whole; more is preferred
 *
 * @throws {InputError} located
 */
export function readPriorityResponses(
  file: string,
  model: PriorityModel,
  constituency: string | undefined,
): readonly GroupedResponse[] {
  const group = constituency === undefined ? [] : [constituency]
  const groupOf = (row: NamedRow) => {
    if (constituency === undefined) return ''
    return filled(row, constituency, 'a constituency')
  }
  if (model === 'bradley-terry' || model === 'davidson' || model === 'rao-kupper') {
    const { rows } = readColumns(file, {
      required: ['rater', 'a', 'b', 'result', ...group],
      optional: ['count', 'home'],
    })
    return rows.map((row) => ({ ...pairOf(row), constituency: groupOf(row) }))
  }
  if (model === 'rating-scale') {
    const { rows } = readColumns(file, { required: ['rater', 'item', 'rating', ...group] })
    const rated = new Set<string>()
    return rows.map((row) => ({ ...ratingOf(row, rated), constituency: groupOf(row) }))
  }
  const columns =
    model === 'best-worst'
      ? { required: ['rater', 'set', 'item', 'choice', ...group] }
      : { required: ['rater', 'item', 'rank', ...group], optional: ['set'] }
  const { rows } = readColumns(file, columns)
  const sets = Map.groupBy(rows, (row) =>
    JSON.stringify([filled(row, 'rater', 'a rater'), row.text('set'), groupOf(row)]),
  )
  return [...sets.values()].map((lines) => ({
    ...(model === 'best-worst' ? bestWorstOf(lines) : rankingOf(lines)),
    constituency: groupOf(lines[0]!),
  }))
}

type Read = Omit<GroupedResponse, 'constituency'>

function pairOf(row: NamedRow): Read {
  const rater = filled(row, 'rater', 'a rater')
  const [a, b] = [filled(row, 'a', 'an item'), filled(row, 'b', 'an item')]
  if (a === b) throw row.expected('b', 'an item other than a')
  const result = row.text('result')
  if (result !== 'a' && result !== 'b' && result !== 'tie') throw row.expected('result', 'a, b or tie')
  const count = row.text('count') === '' ? 1 : row.number('count', { least: 0 })
  if (count === 0) throw row.expected('count', 'a number above 0')
  const home = homeOf(row, a, b)
  return {
    items: [a, b],
    response: { kind: 'pair', rater, a, b, result, count, ...(home === null ? {} : { home }) },
  }
}

function homeOf(row: NamedRow, a: string, b: string): 'a' | 'b' | null {
  const home = row.text('home')
  if (home === '' || (home === '0' && a !== '0' && b !== '0')) return null
  const side = home === 'a' || home === '1' ? 'a' : home === 'b' ? 'b' : null
  const named = home === a ? 'a' : home === b ? 'b' : null
  if (side !== null && named !== null && side !== named) {
    throw row.expected('home', 'what is either a side or a name: it is the other item that has this name')
  }
  if (side !== null || named !== null) return side ?? named
  throw row.expected('home', 'a, b, one of the two, 1, 0 or nothing')
}

function bestWorstOf(lines: readonly NamedRow[]): Read {
  const items = itemsOf(lines)
  const chosen = (choice: 'best' | 'worst') => {
    const found = lines.filter((row) => row.text('choice') === choice)
    if (found.length === 1) return found[0]!.text('item')
    throw (found[1] ?? lines[0]!).expected('choice', `one ${choice} in each set`)
  }
  const other = lines.find((row) => !['best', 'worst', ''].includes(row.text('choice')))
  if (other !== undefined) throw other.expected('choice', 'best, worst or nothing')
  return {
    items,
    response: {
      kind: 'best-worst',
      rater: lines[0]!.text('rater'),
      items,
      best: chosen('best'),
      worst: chosen('worst'),
    },
  }
}

function rankingOf(lines: readonly NamedRow[]): Read {
  const items = itemsOf(lines)
  const ranks = new Map<number, string>()
  for (const row of lines) {
    if (row.text('rank') === '') continue
    const rank = row.number('rank', { least: 1, whole: true })
    if (ranks.has(rank)) throw row.expected('rank', 'each rank once in a ranking')
    ranks.set(rank, row.text('item'))
  }
  if (ranks.size === 0) throw lines[0]!.expected('rank', 'at least one rank in a ranking')
  const order = [...ranks].toSorted(([one], [other]) => one - other).map(([, item]) => item)
  return {
    items,
    response: {
      kind: 'ranking',
      rater: lines[0]!.text('rater'),
      order,
      others: items.filter((item) => !order.includes(item)),
    },
  }
}

/** @param rated  who rated which item before this line */
function ratingOf(row: NamedRow, rated: Set<string>): Read {
  const [rater, item] = [filled(row, 'rater', 'a rater'), filled(row, 'item', 'an item')]
  const key = JSON.stringify([rater, item])
  if (rated.has(key)) throw row.expected('item', 'each item once from a rater')
  rated.add(key)
  const rating = row.number('rating', { least: 0, most: highestRating, whole: true })
  return { items: [item], response: { kind: 'rating', rater, item, rating } }
}

function itemsOf(lines: readonly NamedRow[]): readonly string[] {
  const items: string[] = []
  for (const row of lines) {
    const item = filled(row, 'item', 'an item')
    if (items.includes(item)) throw row.expected('item', 'each item once')
    items.push(item)
  }
  if (items.length < 2) throw lines[0]!.expected('item', 'at least two items together')
  return items
}

function filled(row: NamedRow, column: string, what: string): string {
  const text = row.text(column)
  if (text === '') throw row.expected(column, what)
  return text
}
