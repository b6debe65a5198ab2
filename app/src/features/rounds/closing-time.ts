import { zoneOffset } from '../../platform/zone-offset.ts'

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
  const candidates = [zoneOffset(timeZone, asUtc - day), zoneOffset(timeZone, asUtc + day)]
    .map((offset) => asUtc - offset)
    .filter((moment) => moment + zoneOffset(timeZone, moment) === asUtc)
  const moment = candidates.length > 0 ? Math.min(...candidates) : asUtc - zoneOffset(timeZone, asUtc - day)
  return new Date(moment)
}

/** What a zone's clocks show at a moment, as `YYYY-MM-DDTHH:MM`. */
export function localTime(moment: Date, timeZone: string): string {
  return new Date(moment.getTime() + zoneOffset(timeZone, moment.getTime())).toISOString().slice(0, 16)
}
