/** How somebody works, as far as it changes what suits them. */
export type Practice = 'hospital' | 'clinic' | 'both' | 'locum' | 'partner' | 'unknown'

const practices: Readonly<Record<string, Practice>> = {
  hospital: 'hospital',
  community: 'clinic',
  'community-clinic': 'clinic',
  clinic: 'clinic',
  'hospital-and-clinic': 'both',
  both: 'both',
  locum: 'locum',
}

/** The practice behind a value of the roster's practice type; unknown for a value nobody foresaw. */
export const practiceOf = (code: string | null): Practice =>
  code === null ? 'unknown' : (practices[code] ?? 'unknown')

/** Something that waits for a physician. Seconds are expected. */
export type Waiting = Readonly<{ closesAt: Date | null; seconds: number; kind: 'round' | 'reply' }>

const soonMs = 24 * 3_600_000

/**
 * The order in which things are offered: open rounds by closing time, then replies.
 *
 * Who works in shifts or moves from place to place has minutes, not evenings: what closes within a day still
 * comes first, then the shortest.
 */
export function inOrder<W extends Waiting>(
  waiting: readonly W[],
  practice: Practice,
  now: Date,
): readonly W[] {
  const shortFirst = practice === 'hospital' || practice === 'locum'
  const closing = (one: Waiting): number => one.closesAt?.getTime() ?? Number.POSITIVE_INFINITY
  const closesSoon = (one: Waiting): boolean => closing(one) - now.getTime() <= soonMs
  return waiting.toSorted((a, b) => {
    if (a.kind !== b.kind) return a.kind === 'round' ? -1 : 1
    const soon = Number(closesSoon(b)) - Number(closesSoon(a))
    if (soon !== 0) return soon
    if (shortFirst && !closesSoon(a) && a.seconds !== b.seconds) return a.seconds - b.seconds
    if (closing(a) === closing(b)) return 0
    return closing(a) < closing(b) ? -1 : 1
  })
}
