import { InvalidInput } from '../errors.ts'

/** What somebody said about which items come before which. */
export type PriorityResponse =
  | Readonly<{
      kind: 'pair'
      /** Who said it; needed for errors by rater. */
      rater?: string
      a: string
      b: string
      result: 'a' | 'b' | 'tie'
      /** How often this was said, > 0. */
      count?: number
      /** Which of the two was favoured by the way of asking (shown first, at home). */
      home?: 'a' | 'b'
    }>
  | Readonly<{ kind: 'best-worst'; rater?: string; items: readonly string[]; best: string; worst: string }>
  | Readonly<{
      kind: 'ranking'
      rater?: string
      /** The first is preferred. */
      order: readonly string[]
      /** Items that were shown and come after those in `order`, in no order. */
      others?: readonly string[]
    }>
  | Readonly<{ kind: 'rating'; rater: string; item: string; rating: number }>

/** Refuses a response that contradicts itself. */
export function requireResponse(response: PriorityResponse): void {
  const refuse = (received: unknown, expected: string): never => {
    throw new InvalidInput('responses', received, expected)
  }
  switch (response.kind) {
    case 'pair': {
      const { a, b, count = 1 } = response
      if (a === b) refuse(a, 'pairs of two different items')
      if (!(count > 0) || count === Infinity) refuse(count, 'counts that are positive numbers')
      return
    }
    case 'best-worst': {
      const { items, best, worst } = response
      if (new Set(items).size !== items.length || items.length < 2)
        refuse(items.join(), 'sets of different items')
      if (best === worst) refuse(best, 'a best item that is not the worst')
      for (const one of [best, worst])
        if (!items.includes(one)) refuse(one, 'a best and a worst item of the set')
      return
    }
    case 'ranking': {
      const all = itemsOf(response)
      if (new Set(all).size !== all.length || all.length < 2)
        refuse(all.join(), 'rankings of different items')
      if (response.order.length === 0) refuse('none', 'a ranking with a first item')
      return
    }
    case 'rating':
      if (!Number.isInteger(response.rating)) refuse(response.rating, 'ratings that are whole numbers')
  }
}

/** The items that a response is about. */
export function itemsOf(response: PriorityResponse): readonly string[] {
  if (response.kind === 'pair') return [response.a, response.b]
  if (response.kind === 'best-worst') return response.items
  if (response.kind === 'ranking') return [...response.order, ...(response.others ?? [])]
  return [response.item]
}

/** Pairs of items, the first said to come before the second; a tie says both. */
export function precedences(responses: readonly PriorityResponse[]): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  const ratings = new Map<string, { least: number; most: number }>()
  for (const response of responses) {
    if (response.kind === 'pair') {
      if (response.result !== 'b') found.push([response.a, response.b])
      if (response.result !== 'a') found.push([response.b, response.a])
    } else if (response.kind === 'best-worst') {
      for (const item of response.items) {
        if (item !== response.best) found.push([response.best, item])
        if (item !== response.worst) found.push([item, response.worst])
      }
    } else if (response.kind === 'ranking') {
      const all = itemsOf(response)
      for (const [i, item] of response.order.entries())
        for (const later of all.slice(i + 1)) found.push([item, later])
    } else {
      const { least, most } = ratings.get(response.item) ?? { least: Infinity, most: -Infinity }
      ratings.set(response.item, {
        least: Math.min(least, response.rating),
        most: Math.max(most, response.rating),
      })
    }
  }
  for (const [item, { most }] of ratings) {
    for (const [other, { least }] of ratings) if (item !== other && most > least) found.push([item, other])
  }
  return found
}
