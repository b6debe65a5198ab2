import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { Outcome } from './decision.ts'

/** What can be said to somebody: what was decided, or an answer where nothing had to be decided. */
export const answerOutcomes = ['adopt', 'adapt', 'defer', 'decline', 'answered'] as const
export type AnswerOutcome = Outcome | 'answered'

/** How long an answer waits before it goes out, so that a slip can be put right and a sitting is little mail. */
export const sittingMs = 15 * 60_000

/** How an answer was given: to one thing, to a few together, or to many in one act. */
export type Manner = 'one' | 'group' | 'bulk'

/** The most things that count as answered together rather than in bulk. */
export const largestGroup = 5

/**
 * How an answer counts.
 *
 * The same words given again elsewhere count with this act, so that one reason pasted many times is bulk too.
 *
 * @param things answered in this act; what was merged into a thing is not counted again
 * @param sameWords things of the same initiative that already have exactly this reason
 */
export function mannerOf(things: number, sameWords: number): Manner {
  const total = things + sameWords
  if (total <= 1) return 'one'
  return total <= largestGroup ? 'group' : 'bulk'
}

/** A reason as it is compared: without case, spacing and closing punctuation. */
export const wordsOf = (reason: Bilingual): string =>
  [reason.en, reason.fr]
    .map((part) =>
      (part ?? '')
        .toLowerCase()
        .replace(/[\s\p{P}]+/gu, ' ')
        .trim(),
    )
    .join(' | ')

/** One thing said, as far as answering needs to know it. */
export type Said = Readonly<{ id: string; mergedInto: string | null; answered: boolean; owed: boolean }>

/** What a thing was merged into at last; itself when it stands alone. Ends on a circle. */
export function rootOf(id: string, all: ReadonlyMap<string, Said>): string {
  const seen = new Set<string>()
  let current = id
  for (;;) {
    const next = all.get(current)?.mergedInto
    if (next === null || next === undefined || !all.has(next) || seen.has(next)) return current
    seen.add(current)
    current = next
  }
}

/** Everything owed an answer, under the thing it was merged into. The key is answered as one. */
export function owedByRoot(all: readonly Said[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(all.map((said) => [said.id, said]))
  return Map.groupBy(
    all.filter((said) => said.owed).map((said) => said.id),
    (id) => rootOf(id, byId),
  )
}

/** Everything answered, under the thing it was merged into, wherever that was said. */
export function answeredByRoot<Of extends Said>(all: readonly Of[]): ReadonlyMap<string, readonly Of[]> {
  const byId = new Map(all.map((said) => [said.id, said]))
  return Map.groupBy(
    all.filter((said) => said.answered),
    (said) => rootOf(said.id, byId),
  )
}

/** What became of a proposal on a prototype, as the answer it suggests. */
export const answerOfChange = (change: 'taken' | 'taken-in-part' | 'not-taken'): Outcome =>
  change === 'taken' ? 'adopt' : change === 'taken-in-part' ? 'adapt' : 'decline'
