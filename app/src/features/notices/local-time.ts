import { zoneOffset } from '../../platform/zone-offset.ts'

/**
 * The next time the clock of a place shows an hour: `after` itself, if it is exactly then.
 *
 * On the day clocks go forward over that hour it is the hour after; on the day they go back, the first of the two.
 *
 * @param hour 0 to 23
 * @param timeZone an IANA name
 */
export function nextLocalHour(after: Date, hour: number, timeZone: string): Date {
  const local = new Date(after.getTime() + zoneOffset(timeZone, after.getTime()))
  for (let day = 0; ; day += 1) {
    const wall = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + day, hour)
    const before = wall - zoneOffset(timeZone, wall - 86_400_000 / 2)
    const instant = wall - zoneOffset(timeZone, before)
    if (instant >= after.getTime()) return new Date(instant)
  }
}
