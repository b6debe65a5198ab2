import type { SeriesEstimate } from './series-estimate.ts'

/** One sentence: a key of the messages, with the numbers and days it speaks of. */
export type InterruptedMessage = {
  readonly key: 'higher-than-expected' | 'lower-than-expected' | 'as-expected' | 'few-points-for-interval'
  readonly parameters: {
    /** Days. */
    readonly change: string
    readonly last: string
    /** The effect at the last point, in the unit of the values; of `lower-than-expected`, how far below. */
    readonly estimate: number
    readonly lower: number
    readonly upper: number
    /** Points on the shorter side. */
    readonly points: number
  }
}

/** Points on a side below which simulated intervals are too narrow, whatever the model. */
const enoughForInterval = 24

/** What to say of an interrupted series: the effect at the last point, and a caution where points are few. */
export function interruptedSentence(
  effectAtEnd: SeriesEstimate,
  {
    change,
    last,
    before,
    after,
  }: { readonly change: string; readonly last: string; readonly before: number; readonly after: number },
): readonly InterruptedMessage[] {
  const key = keyOf(effectAtEnd)
  const { estimate, lower, upper } = effectAtEnd
  const points = Math.min(before, after)
  const parameters =
    key === 'lower-than-expected'
      ? { change, last, estimate: -estimate, lower: -upper, upper: -lower, points }
      : { change, last, estimate, lower, upper, points }
  return [
    { key, parameters },
    ...(points < enoughForInterval ? [{ key: 'few-points-for-interval' as const, parameters }] : []),
  ]
}

function keyOf({ lower, upper }: SeriesEstimate): InterruptedMessage['key'] {
  if (lower > 0) return 'higher-than-expected'
  return upper < 0 ? 'lower-than-expected' : 'as-expected'
}
