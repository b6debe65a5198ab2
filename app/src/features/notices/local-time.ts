/** The offset of a time zone at an instant, in milliseconds east of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const asUtc = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return asUtc - Math.floor(instant / 1000) * 1000
}

/**
 * The next time the clock of a place shows an hour: `after` itself, if it is exactly then.
 *
 * On the day clocks go forward over that hour it is the hour after; on the day they go back, the first of the two.
 *
 * @param hour 0 to 23
 * @param timeZone an IANA name
 */
export function nextLocalHour(after: Date, hour: number, timeZone: string): Date {
  const local = new Date(after.getTime() + offsetAt(after.getTime(), timeZone))
  for (let day = 0; ; day += 1) {
    const wall = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + day, hour)
    const before = wall - offsetAt(wall - 86_400_000 / 2, timeZone)
    const instant = wall - offsetAt(before, timeZone)
    if (instant >= after.getTime()) return new Date(instant)
  }
}
