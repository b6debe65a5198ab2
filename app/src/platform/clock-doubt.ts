/**
 * What is known of a clock: when it was last sure and, while it is in doubt, since when it has run on without a jump
 * and what it showed last.
 */
export type ClockWatch = Readonly<{ sureAt: Date; seenAt: Date; steadySince: Date | null }>

/** How far a clock may be from where it was last seen: a restart, a change by hand of a few minutes. */
const ordinaryMs = 3_600_000

/** What a clock that jumped no further than `shortMs` runs on for before it is sure again: long enough for a time server to set it. */
const steadyMs = 3_600_000

/** Four days, as a machine that is off over a long weekend. Further than that, a person says that the clock is right. */
const shortMs = 4 * 86_400_000

const apart = (one: Date, other: Date): number => Math.abs(one.getTime() - other.getTime())

const sure = (now: Date): ClockWatch => ({ sureAt: now, seenAt: now, steadySince: null })

/**
 * What is known of a clock after it was looked at again. A stop and a jump look alike: either way time that nobody saw.
 *
 * A clock that comes back to where it was sure is sure; so is one that was away for at most four days and then ran on for
 * an hour. Any other stays in doubt until `sure` is said of it. Backward is as forward: a clock that was believed in 2099
 * and set right in 2026 would be no measure of anything until 2099.
 *
 * @param known null where it was never looked at: then it is believed
 */
export function lookAtClock(known: ClockWatch | null, now: Date): ClockWatch {
  if (known === null || apart(now, known.sureAt) <= ordinaryMs) return sure(now)
  const ranOn = known.steadySince !== null && apart(now, known.seenAt) <= ordinaryMs
  const steadySince = ranOn && known.steadySince !== null ? known.steadySince : now
  const doubted = { sureAt: known.sureAt, seenAt: now, steadySince }
  return !needsPerson(doubted) && now.getTime() - steadySince.getTime() >= steadyMs ? sure(now) : doubted
}

/** Whether a clock stays in doubt until somebody says that it is right. */
export const needsPerson = ({ sureAt, steadySince }: ClockWatch): boolean =>
  steadySince !== null && apart(steadySince, sureAt) > shortMs
