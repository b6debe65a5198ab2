import { seenCount } from './group-votes.ts'
import type { AnswerCounts } from './group-votes.ts'
import { oneSided90, representativeness } from './representativeness.ts'
import type { SideStatistics } from './representativeness.ts'

/** A statement that tells a group apart, and by which answer. */
export type RepresentativeStatement = SideStatistics & {
  readonly statement: string
  readonly direction: 'agree' | 'disagree'
  /** Answers given to it within the group, pass included. */
  readonly n: number
  /** Of these, answers in the direction. */
  readonly success: number
}

type Candidate = {
  readonly index: number
  readonly own: AnswerCounts
  readonly agree: SideStatistics
  readonly disagree: SideStatistics
}

/** At most so many statements represent a group. */
export const representativeLimit = 5

/**
 * The statements that represent a group: at most five, agreement first.
 *
 * Sufficient are those where both tests (more than half; more than the others) pass at 90 % on one side. The
 * statement the group agrees with best comes first, then the other sufficient ones by
 * repness · repnessTest · p · pTest; agreements are moved before disagreements. Without a sufficient one:
 * the best agreed, else the one with the largest repness test.
 *
 * @param statements  ids
 * @param own         the group's counts, one per statement
 * @param others      all other groups' counts
 * @param excluded    per statement 1 if it may not represent anybody
 *
 * Source and check: as `representativeness`. Ties keep the order of the statements.
 */
export function representativeStatements(
  statements: readonly string[],
  own: readonly AnswerCounts[],
  others: readonly AnswerCounts[],
  excluded: Uint8Array,
): readonly RepresentativeStatement[] {
  const candidates: Candidate[] = []
  own.forEach((counts, index) => {
    if (excluded[index] === 1) return
    candidates.push({ index, own: counts, ...representativeness(counts, others[index]!) })
  })
  const present = (candidate: Candidate) => presented(candidate, statements)
  const best = bestAgreed(candidates)
  const sufficient = candidates.filter((candidate) => candidate !== best && isSufficient(candidate))
  const anySufficient = sufficient.length > 0 || (best !== undefined && isSufficient(best))
  if (!anySufficient) {
    const fallback = best ?? mostDistinct(candidates)
    return fallback === undefined ? [] : [present(fallback)]
  }
  const ranked = sufficient.map(present).toSorted((a, b) => score(b) - score(a))
  const chosen = [...(best === undefined ? [] : [present(best)]), ...ranked].slice(0, representativeLimit)
  return [
    ...chosen.filter((statement) => statement.direction === 'agree'),
    ...chosen.filter((statement) => statement.direction === 'disagree'),
  ]
}

function isSufficient({ agree, disagree }: Candidate): boolean {
  return [agree, disagree].some((side) => side.repnessTest > oneSided90 && side.pTest > oneSided90)
}

function bestAgreed(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined
  for (const candidate of candidates) {
    if (candidate.own.agree === 0 && candidate.own.disagree === 0) continue
    if (beats(candidate.agree, best?.agree)) best = candidate
  }
  return best
}

function beats(side: SideStatistics, best: SideStatistics | undefined): boolean {
  if (best === undefined) return side.pTest > oneSided90 || (side.repness > 1 && side.p > 0.5)
  if (best.repness > 1) return score(side) > score(best)
  return side.p * side.pTest > best.p * best.pTest
}

function mostDistinct(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined
  let largest = -Infinity
  for (const candidate of candidates) {
    const distance = Math.max(candidate.agree.repnessTest, candidate.disagree.repnessTest)
    if (distance > largest) {
      best = candidate
      largest = distance
    }
  }
  return best
}

function score(side: SideStatistics): number {
  return side.repness * side.repnessTest * side.p * side.pTest
}

function presented(candidate: Candidate, statements: readonly string[]): RepresentativeStatement {
  const direction = candidate.agree.repnessTest > candidate.disagree.repnessTest ? 'agree' : 'disagree'
  return {
    statement: statements[candidate.index]!,
    direction,
    n: seenCount(candidate.own),
    success: candidate.own[direction],
    ...candidate[direction],
  }
}
