import { wilsonInterval, z95 } from '../proportions/wilson-interval.ts'
import type { ProportionInterval } from '../proportions/wilson-interval.ts'
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { seenCount } from './group-votes.ts'
import type { MapStatement } from './opinion-map.ts'
import { pollingThresholds } from './polling-thresholds.ts'
import { oneSided90, proportionTest, smoothedProportion, twoProportionTest } from './representativeness.ts'

type Direction = 'agree' | 'disagree'

/** The group that agrees (or disagrees) least, with the interval of its share. */
export type SmallestGroupShare =
  | { readonly kind: 'estimate'; readonly group: string; readonly interval: ProportionInterval }
  | { readonly kind: 'not-estimable'; readonly reason: 'no-groups' | 'a-group-without-answers' }

/** A statement every group takes the same side on. */
export type ConsensusStatement = {
  readonly statement: string
  readonly direction: Direction
  /** Π over groups of the smoothed proportion on that side. */
  readonly groupInformedConsensus: number
  readonly smallestGroup: SmallestGroupShare
}

/** A statement more than half of one group agrees with and less than half of another. */
export type DividingStatement = {
  readonly statement: string
  readonly highest: { readonly group: string; readonly p: number }
  readonly lowest: { readonly group: string; readonly p: number }
  /** z of the test that the highest group's agreement exceeds the lowest's. */
  readonly test: number
}

/** A statement many pass on. */
export type UncertainStatement = {
  readonly statement: string
  readonly passShare: number
  readonly passes: number
}

/** What can be said of the statements of a map. Ids excluded from the map are not listed. */
export type StatementLists = {
  readonly consensus: readonly ConsensusStatement[]
  readonly dividing: readonly DividingStatement[]
  readonly uncertain: readonly UncertainStatement[]
}

/**
 * The statements all groups agree (or disagree) with, those that divide the groups, those many pass on.
 *
 *   consensus   in every group p > ½ on the same side and its z > 1.2816; by group-informed consensus
 *   dividing    p_agree > ½ in one group and < ½ in another, z between them > 1.2816; by that difference of p
 *   uncertain   passes / answers > 0.3 over everybody; by passShare² · passes (as in Polis' reports)
 *
 * p is smoothed, (s + 1)/(n + 2). Without groups (or with one) consensus and dividing are empty: show
 * `majority` and bars instead.
 *
 * @param statements  of a map
 * @param excluded    ids moderated out, and meta
 * @returns           strongest first; ties in the order of the statements
 *
 * Source: uncertain: Polis' report; consensus and dividing are Rounds' own rules on Polis' tests
 * (`representativeness`).
 * Not for: a count of how many consensus statements there "are": the tests are not adjusted for their number.
 */
export function statementLists(
  statements: readonly MapStatement[],
  excluded: ReadonlySet<string> = new Set(),
): StatementLists {
  const listed = statements.filter((statement) => !excluded.has(statement.id))
  return {
    consensus: listed
      .flatMap(consensus)
      .toSorted((a, b) => b.groupInformedConsensus - a.groupInformedConsensus),
    dividing: listed
      .flatMap(dividing)
      .toSorted((a, b) => b.highest.p - b.lowest.p - (a.highest.p - a.lowest.p)),
    uncertain: listed
      .flatMap(uncertain)
      .toSorted((a, b) => b.passShare ** 2 * b.passes - a.passShare ** 2 * a.passes),
  }
}

/**
 * The smallest share on one side over the groups, with its Wilson interval: what group-informed consensus is to
 * be read beside, since it does not fall with the number of groups.
 *
 * @param z  two-sided standard-normal quantile; 1.96 for 95 %
 */
export function smallestGroupShare(
  statement: MapStatement,
  direction: Direction,
  z: number = z95,
): SmallestGroupShare {
  let smallest: { group: string; interval: ProportionInterval } | undefined
  for (const counts of statement.groups) {
    const n = seenCount(counts)
    if (n === 0) return { kind: 'not-estimable', reason: 'a-group-without-answers' }
    const interval = wilsonInterval(counts[direction], n, z)
    if (smallest === undefined || interval.share < smallest.interval.share) {
      smallest = { group: counts.group, interval }
    }
  }
  return smallest === undefined
    ? { kind: 'not-estimable', reason: 'no-groups' }
    : { kind: 'estimate', ...smallest }
}

function consensus(statement: MapStatement): readonly ConsensusStatement[] {
  if (statement.groups.length < 2) return []
  const holds = (direction: Direction) =>
    statement.groups.every(
      (counts) =>
        smoothedProportion(counts[direction], seenCount(counts)) > 0.5 &&
        proportionTest(counts[direction], seenCount(counts)) > oneSided90,
    )
  const direction = holds('agree') ? 'agree' : holds('disagree') ? 'disagree' : undefined
  if (direction === undefined) return []
  return [
    {
      statement: statement.id,
      direction,
      groupInformedConsensus: groupInformedConsensus(statement.groups, direction),
      smallestGroup: smallestGroupShare(statement, direction),
    },
  ]
}

function dividing(statement: MapStatement): readonly DividingStatement[] {
  const groups = statement.groups.map((counts) => {
    const trials = seenCount(counts)
    return {
      group: counts.group,
      successes: counts.agree,
      trials,
      p: smoothedProportion(counts.agree, trials),
    }
  })
  if (groups.length < 2) return []
  const highest = groups.reduce((best, group) => (group.p > best.p ? group : best))
  const lowest = groups.reduce((best, group) => (group.p < best.p ? group : best))
  const test = twoProportionTest(highest, lowest)
  if (!(highest.p > 0.5 && lowest.p < 0.5 && test > oneSided90)) return []
  return [
    {
      statement: statement.id,
      highest: { group: highest.group, p: highest.p },
      lowest: { group: lowest.group, p: lowest.p },
      test,
    },
  ]
}

function uncertain(statement: MapStatement): readonly UncertainStatement[] {
  const n = seenCount(statement)
  const passShare = n === 0 ? 0 : statement.pass / n
  return passShare > pollingThresholds.uncertainPassShare
    ? [{ statement: statement.id, passShare, passes: statement.pass }]
    : []
}
