import { pollingThresholds } from '@rounds/methods'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'

/** What is asked of one person in a long round before they are thanked; more is offered, not asked. */
export const askedOfOne = pollingThresholds.routeAboveStatements

/** Words a person reads in a minute, silently: Brysbaert M. J Mem Lang 2019;109:104047 (non-fiction, 238). */
export const wordsPerMinute = 238
/** Seconds from having read a statement to the tap: an assumption, replaced by the measure as soon as there is one. */
const secondsToDecide = 6
/** A round longer than this, or with more words, is one that a physician postpones. */
export const longRound = { seconds: 180, words: 350 } as const
/** Fewer measured people than this say too little, and too much about each. */
export const fewestMeasured = 5
/** People who take longer than this were interrupted; they are not counted. */
export const longestMeasuredSeconds = 1800

/** The number of words of a text, in the language with more of them. */
export function wordCount(text: Bilingual): number {
  const counts = Object.values(text).map((one) => one?.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0)
  return Math.max(0, ...counts)
}

/** What one person reads and answers: all of a short round; of a long one the part that is asked of them, on average. */
export function readingOf(
  question: Bilingual,
  statements: readonly Bilingual[],
): Readonly<{ words: number; statements: number }> {
  const asked = Math.min(statements.length, askedOfOne)
  const all = statements.reduce((sum, wording) => sum + wordCount(wording), 0)
  const words = wordCount(question) + Math.round((all * asked) / Math.max(1, statements.length))
  return { words, statements: asked }
}

/** Seconds to read and answer, from the number of words and statements. */
export function estimatedSeconds(words: number, statements: number): number {
  return Math.round((words / wordsPerMinute) * 60 + statements * secondsToDecide)
}

/** The 10-second class a time belongs to; null when the person was interrupted. */
export function durationClass(seconds: number): number | null {
  if (!(seconds >= 0) || seconds > longestMeasuredSeconds) return null
  return Math.floor(seconds / 10) * 10
}

/**
 * The median of times counted in classes of 10 seconds, at the middle of its class.
 *
 * @returns seconds, or null with fewer than five people
 */
export function medianSeconds(counts: Iterable<readonly [seconds: number, people: number]>): number | null {
  const sorted = [...counts].toSorted(([a], [b]) => a - b)
  const people = sorted.reduce((sum, [, count]) => sum + count, 0)
  if (people < fewestMeasured) return null
  let passed = 0
  for (const [seconds, count] of sorted) {
    passed += count
    if (passed * 2 >= people) return seconds + 5
  }
  return null
}

/** How long a round takes: measured in it, or (before five people finished) estimated from its words. */
export type ExpectedTime = Readonly<{ seconds: number; measured: boolean }>

/** Takes the measure where there is one. */
export function expectedTime(median: number | null, reading: ReturnType<typeof readingOf>): ExpectedTime {
  return median === null
    ? { seconds: estimatedSeconds(reading.words, reading.statements), measured: false }
    : { seconds: median, measured: true }
}
