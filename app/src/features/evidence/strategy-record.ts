import { type ProportionInterval, minimumCount, wilsonInterval } from '@rounds/methods'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { Participation } from '../people/public.ts'

/** One round that was asked under a strategy, counted inside, before anything is hidden. */
export type RoundFacts = Readonly<{
  invited: number
  respondents: number
  strata: readonly Participation[]
}>

/** What was answered under a strategy. */
export type AnswerFacts = Readonly<{
  /** For each contribution that has its answer: days from being asked (or heard) to being told. */
  days: readonly number[]
  /** Of those, how many were marked "this does not answer me". */
  objected: number
}>

/** A share as it may leave: with its interval, or hidden because it would tell a small number. */
export type SharedRate =
  | Readonly<{ kind: 'shown'; count: number; of: number; rate: ProportionInterval }>
  | Readonly<{ kind: 'hidden' }>
  | Readonly<{ kind: 'none' }>

/** A median as it may leave; `interval` covers it with at least 95 % and is null where there are too few for one. */
export type SharedMedian =
  | Readonly<{ kind: 'shown'; median: number; interval: readonly [number, number] | null; of: number }>
  | Readonly<{ kind: 'hidden' }>
  | Readonly<{ kind: 'none' }>

/** What came of a strategy so far, as it may leave. */
export type StrategyRecord = Readonly<{
  rounds: number
  /** Rounds whose numbers are too small to be counted in. */
  roundsLeftOut: number
  response: SharedRate
  forWhom: readonly Readonly<{
    label: Bilingual
    values: readonly Readonly<{ label: Bilingual; rate: SharedRate }>[]
  }>[]
  daysToAnswer: SharedMedian
  notAnswered: SharedRate
}>

/** A count of a whole, shown only where neither it nor the rest is under five. */
function share(count: number, of: number): SharedRate {
  if (of === 0) return { kind: 'none' }
  if (count < minimumCount || of - count < minimumCount) return { kind: 'hidden' }
  return { kind: 'shown', count, of, rate: wilsonInterval(count, of) }
}

/**
 * The ranks (from 1) of the two order statistics that enclose the median of `n` values with at least 95 %.
 *
 * P(X₍ₖ₎ ≤ median ≤ X₍ₙ₊₁₋ₖ₎) = 1 − 2·P(Bin(n, ½) ≤ k − 1), for the largest such k; null under 6 values.
 *
 * Source: David HA, Nagaraja HN. Order Statistics, 3rd ed., 2003, § 7.1.
 */
export function medianRanks(n: number): readonly [number, number] | null {
  let probability = 0.5 ** n
  let cumulative = probability
  let k = 0
  while (cumulative <= 0.025) {
    k += 1
    probability *= (n - k + 1) / k
    cumulative += probability
  }
  return k === 0 ? null : [k, n + 1 - k]
}

/** The fewest values of which an interval of the median is shown: with fewer its ends are the extremes. */
const fewestForInterval = 10

function medianOf(days: readonly number[]): SharedMedian {
  const n = days.length
  if (n === 0) return { kind: 'none' }
  if (n < minimumCount) return { kind: 'hidden' }
  const sorted = days.toSorted((a, b) => a - b)
  const at = (rank: number): number => sorted[rank - 1] ?? Number.NaN
  const ranks = n < fewestForInterval ? null : medianRanks(n)
  return {
    kind: 'shown',
    median: n % 2 === 1 ? at((n + 1) / 2) : (at(n / 2) + at(n / 2 + 1)) / 2,
    interval: ranks ? [at(ranks[0]), at(ranks[1])] : null,
    of: n,
  }
}

type Shown = { invited: number; took: number }

/**
 * What came of a strategy: response by stratum, days to an answer, share not answered.
 *
 * Only numbers that each round's own results show are added up (nothing under five, by subtraction neither), so that
 * the sums tell nothing new of anybody. Values that a steward has not released are never among them.
 *
 * Observational: initiatives chose their strategies; what differs between them differs for other reasons too.
 */
export function strategyRecord(rounds: readonly RoundFacts[], answers: AnswerFacts): StrategyRecord {
  const all: Shown = { invited: 0, took: 0 }
  const strata = new Map<string, { label: Bilingual; values: Map<string, Shown & { label: Bilingual }> }>()
  let leftOut = 0
  for (const round of rounds) {
    if (share(round.respondents, round.invited).kind !== 'shown') {
      leftOut += 1
      continue
    }
    all.invited += round.invited
    all.took += round.respondents
    for (const stratum of round.strata) {
      const lines = strata.get(stratum.code) ?? { label: stratum.label, values: new Map() }
      strata.set(stratum.code, lines)
      for (const line of stratum.lines) {
        const [place] = line.strata
        if (line.participation.kind !== 'shown' || line.strata.length > 1 || typeof place !== 'string')
          continue
        const { code, label } = stratum.values[Number(place)]!
        const sum = lines.values.get(code) ?? { label, invited: 0, took: 0 }
        lines.values.set(code, {
          label,
          invited: sum.invited + line.invited,
          took: sum.took + line.participation.took,
        })
      }
    }
  }
  return {
    rounds: rounds.length,
    roundsLeftOut: leftOut,
    response: all.invited === 0 && leftOut > 0 ? { kind: 'hidden' } : share(all.took, all.invited),
    forWhom: [...strata.values()]
      .filter((stratum) => stratum.values.size > 0)
      .map((stratum) => ({
        label: stratum.label,
        values: [...stratum.values.values()].map((value) => ({
          label: value.label,
          rate: share(value.took, value.invited),
        })),
      })),
    daysToAnswer: medianOf(answers.days),
    notAnswered: share(answers.objected, answers.days.length),
  }
}
