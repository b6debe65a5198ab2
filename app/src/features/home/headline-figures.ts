import { type Disclosed, minimumCount } from '@rounds/methods'

/** A round as far as its answer goes: when it was opened and, once nothing is owed any more, when the last answer was delivered. */
export type AskedRound = Readonly<{ openedAt: Date; toldAt: Date | null }>

/** Something that people said, as far as its answer goes. */
export type AnsweredThing = Readonly<{
  /** Returned or rejected at moderation: its reason was given there. */
  turnedBack: boolean
  /** null: nothing has been stated yet. */
  manner: 'one' | 'group' | 'bulk' | null
  objected: boolean
}>

/** A share with what it is a share of. Fewer than 5 things, none among them, are not counted out: both are null. */
export type Share = Readonly<{ share: number | null; of: number | null }>

export type HeadlineFigures = Readonly<{
  /** Days from the opening of a round to its last answer delivered: the median over the rounds that were told. */
  askToTell: Readonly<{
    medianDays: number | null
    rounds: number
    waiting: number
    oldestWaitingDays: number | null
  }>
  withOutcome: Share
  inBulk: Share
  /** "This does not answer me": hidden while fewer than 5 things were marked so, or fewer than 5 were not. */
  notAnswering: Readonly<{ marked: Disclosed; of: number | null }>
  /** null: fewer than 5. */
  turnedBack: number | null
}>

const dayMs = 86_400_000

const daysBetween = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / dayMs)

/** The median; the mean of the two middle values of an even number. null of none. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const manyOrNull = (count: number): number | null => (count < minimumCount ? null : count)

const shareOf = (count: number, of: number): Share =>
  of < minimumCount ? { share: null, of: null } : { share: count / of, of }

/**
 * The two headline figures and what always stands beside them.
 *
 * What was turned back at moderation had its reason there and is counted apart. Rounds that still wait are not in the
 * median (they have no number of days yet): how many there are, and for how long the oldest has waited, is said with it.
 */
export function headlineFigures(
  rounds: readonly AskedRound[],
  things: readonly AnsweredThing[],
  now: Date,
): HeadlineFigures {
  const told = rounds.flatMap((round) => (round.toldAt ? [daysBetween(round.openedAt, round.toldAt)] : []))
  const waiting = rounds.filter((round) => !round.toldAt).map((round) => daysBetween(round.openedAt, now))
  const owed = things.filter((thing) => !thing.turnedBack || thing.manner !== null)
  const answered = owed.filter((thing) => thing.manner !== null)
  const bulk = answered.filter((thing) => thing.manner === 'bulk')
  const marked = answered.filter((thing) => thing.objected).length
  return {
    askToTell: {
      medianDays: median(told),
      rounds: told.length,
      waiting: waiting.length,
      oldestWaitingDays: waiting.length === 0 ? null : Math.max(...waiting),
    },
    withOutcome: shareOf(answered.length, owed.length),
    inBulk: shareOf(bulk.length, answered.length),
    notAnswering: {
      marked:
        Math.min(marked, answered.length - marked) < minimumCount
          ? { kind: 'hidden' }
          : { kind: 'shown', count: marked },
      of: manyOrNull(answered.length),
    },
    turnedBack: manyOrNull(things.length - owed.length),
  }
}
