/** Counts attempts in the memory of this process: nothing of who tried is written anywhere. */
export type AttemptLimit = Readonly<{
  /** Counts one more attempt of `who`; false when there were too many. */
  take: (who: string, now: Date) => boolean
}>

/**
 * At most `max` attempts in `minutes` by one address.
 *
 * Many people of a hospital share one address, so the numbers are generous; guessing is stopped per person.
 */
export function attemptLimit(options: { max: number; minutes: number }): AttemptLimit {
  const counts = new Map<string, { until: number; count: number }>()
  return {
    take(who, now) {
      const time = now.getTime()
      if (counts.size > 10_000) for (const [key, entry] of counts) if (entry.until <= time) counts.delete(key)
      const entry = counts.get(who)
      if (!entry || entry.until <= time) {
        counts.set(who, { until: time + options.minutes * 60_000, count: 1 })
        return true
      }
      entry.count += 1
      return entry.count <= options.max
    },
  }
}
