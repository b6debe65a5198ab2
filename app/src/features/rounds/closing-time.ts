/** Milliseconds that a zone's clocks are ahead of UTC at a moment. */
function offsetOf(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(at / 1000) * 1000
  )
}

/**
 * The moment at which a zone's clocks show `local` (`YYYY-MM-DDTHH:MM`).
 *
 * A time that a change of clocks skips becomes the moment an hour later; one that happens twice, the first.
 *
 * @returns null when `local` is not a date and time
 */
export function momentOf(local: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const asUtc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const day = 86_400_000
  const candidates = [offsetOf(timeZone, asUtc - day), offsetOf(timeZone, asUtc + day)]
    .map((offset) => asUtc - offset)
    .filter((moment) => moment + offsetOf(timeZone, moment) === asUtc)
  const moment = candidates.length > 0 ? Math.min(...candidates) : asUtc - offsetOf(timeZone, asUtc - day)
  return new Date(moment)
}

/** What a zone's clocks show at a moment, as `YYYY-MM-DDTHH:MM`. */
export function localTime(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + offsetOf(timeZone, moment.getTime())).toISOString().slice(0, 16)
}
