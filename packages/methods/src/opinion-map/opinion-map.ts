import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'
import { centre } from './centre.ts'
import { componentTolerance, components, maximumCycles, rankTolerance, stepsPerCycle } from './components.ts'
import { findGroups } from './find-groups.ts'
import type { Stability } from './find-groups.ts'
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { allVotes, groupVotes, sumOfCounts } from './group-votes.ts'
import type { AnswerCounts, GroupVotes } from './group-votes.ts'
import { maximumSteps, roughShare, startsPerDivision } from './grouping.ts'
import { majorityLimit, majorityStatements } from './majority.ts'
import type { Majority } from './majority.ts'
import { pollingThresholds } from './polling-thresholds.ts'
import type { PollingThresholds } from './polling-thresholds.ts'
import { projectParticipants, projectStatements } from './projection.ts'
import type { Positions } from './projection.ts'
import { representativeLimit, representativeStatements } from './representative-statements.ts'
import type { RepresentativeStatement } from './representative-statements.ts'
import { oneSided90 } from './representativeness.ts'
import { metaPriority, routingPriority } from './routing-priority.ts'
import { lowerPercentile, resampleTolerance } from './stability.ts'
import type { VoteTable } from './vote-table.ts'

/** Changes whenever a returned number changes. */
export const opinionMapVersion = '1.0.0'

export type MapParticipant = {
  readonly id: string
  readonly x: number
  readonly y: number
  /** Label of the group; null if not grouped. */
  readonly group: string | null
}

export type GroupCounts = AnswerCounts & { readonly group: string }

export type MapStatement = AnswerCounts & {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly extremity: number
  readonly priority: number
  /** Null without groups. */
  readonly groupInformedConsensus: number | null
  readonly groups: readonly GroupCounts[]
}

export type MapGroup = {
  readonly group: string
  readonly size: number
  readonly center: readonly [number, number]
  readonly representative: readonly RepresentativeStatement[]
}

export type OpinionMap = {
  readonly method: {
    readonly name: 'opinion-map'
    readonly version: string
    readonly parameters: Readonly<Record<string, number | string | null>>
  }
  readonly n: {
    readonly participants: number
    readonly statements: number
    readonly votes: number
    readonly grouped: number
  }
  /** Mean answer per statement, agree = +1. */
  readonly center: readonly number[]
  readonly components: readonly [readonly number[], readonly number[]]
  /** Null where the votes have no variance at all. */
  readonly explained: readonly [number | null, number | null]
  readonly participants: readonly MapParticipant[]
  readonly statements: readonly MapStatement[]
  readonly groups: readonly MapGroup[]
  readonly majority: Majority
  /** Null if the groups were given, or if no resampling was asked for. */
  readonly stability: Stability | null
}

export type OpinionMapOptions = {
  /** Statements moderated out: zero for everybody on the map, never listed. */
  readonly moderatedOut?: ReadonlySet<string>
  /** Questions about the person: as moderated out, with priority 49. */
  readonly meta?: ReadonlySet<string>
  /** Group of each participant (absent: not grouped); given, no groups are looked for. */
  readonly assign?: ReadonlyMap<string, string>
  /** Resamples of the stability check, ≥ 0; 100 by default. */
  readonly resamples?: number
  /** Uniform numbers in [0, 1), such as `seededRandom(1)`. */
  readonly random: () => number
  /** Other thresholds than `pollingThresholds`: for a simulation, not for a round. */
  readonly thresholds?: Partial<PollingThresholds>
}

/**
 * The opinion map: where participants and statements stand, which groups there are, what each group and all
 * agree on.
 *
 * Polis' statistics on groups that are found afresh each time, with a check of their stability, or given. The
 * result depends on the votes and the stream of random numbers only: never on the order of votes, participants
 * or statements. Everything is in natural order of ids.
 *
 * @param table    votes
 * @param options  see `OpinionMapOptions`
 * @returns        coordinates without unit, agree = +1; see `OpinionMap`
 * @throws {InvalidInput} if `resamples` is not a whole number ≥ 0, or `assign` names an unknown participant
 *
 * Source: Small C, Bjorkegren M, Erkkilä T, Shaw L, Megill C. Recerca 2021;26(2). doi:10.6035/recerca.5516
 * Checked: two Polis server outputs: centre, projection, extremity 1e-9; group votes exact; group-informed
 * consensus 1e-12; lists identical; priorities 1e-6.
 * Not for: showing to others as it is. Rows of participants and small counts are disclosive: see `disclosure`.
 */
export function opinionMap(table: VoteTable, options: OpinionMapOptions): OpinionMap {
  const { moderatedOut = new Set(), meta = new Set(), assign, resamples = 100, random } = options
  const thresholds = { ...pollingThresholds, ...options.thresholds }
  if (!Number.isInteger(resamples) || resamples < 0) {
    throw new InvalidInput('resamples', resamples, 'a whole number ≥ 0')
  }
  const excluded = Uint8Array.from(table.statements, (id) => (moderatedOut.has(id) || meta.has(id) ? 1 : 0))
  const mean = centre(table, excluded)
  const { vectors, explained } = components(table, mean, excluded)
  const positions = projectParticipants(table, mean, vectors, excluded)
  const { groupOf, labels, stability } =
    assign === undefined
      ? foundGroups(table, excluded, positions, { resamples, random, thresholds })
      : givenGroups(table, assign)
  const counts = groupVotes(table, groupOf, labels.length)
  const everybody = allVotes(table)
  return {
    method: { name: 'opinion-map', version: opinionMapVersion, parameters: parameters(options, resamples) },
    n: {
      participants: table.participants.length,
      statements: table.statements.length,
      votes: table.value.length,
      grouped: groupOf.reduce((total, group) => total + (group < 0 ? 0 : 1), 0),
    },
    center: Array.from(mean),
    components: [Array.from(vectors[0]), Array.from(vectors[1])],
    explained,
    participants: table.participants.map((id, i) => ({
      id,
      x: positions.x[i]!,
      y: positions.y[i]!,
      group: groupOf[i]! < 0 ? null : labels[groupOf[i]!]!,
    })),
    statements: mapStatements(table, meta, projectStatements(mean, vectors), labels, counts, everybody),
    groups: mapGroups(table, excluded, positions, groupOf, labels, counts),
    majority: majorityStatements(table.statements, everybody, excluded),
    stability,
  }
}

type Grouped = {
  readonly groupOf: Int32Array
  readonly labels: readonly string[]
  readonly stability: Stability | null
}

function foundGroups(
  table: VoteTable,
  excluded: Uint8Array,
  positions: Positions,
  options: Parameters<typeof findGroups>[3],
): Grouped {
  const { groupOf, groupCount, stability } = findGroups(table, excluded, positions, options)
  return {
    groupOf,
    labels: Array.from({ length: groupCount }, (_, g) => String.fromCharCode(65 + g)),
    stability,
  }
}

function givenGroups(table: VoteTable, assign: ReadonlyMap<string, string>): Grouped {
  const place = new Map(table.participants.map((id, i) => [id, i]))
  const labels = [...new Set(assign.values())].toSorted(compareNaturally)
  const number = new Map(labels.map((label, g) => [label, g]))
  const groupOf = new Int32Array(table.participants.length).fill(-1)
  for (const [participant, label] of assign) {
    const i = place.get(participant)
    if (i === undefined) throw new InvalidInput('assign', participant, 'a participant of the vote table')
    groupOf[i] = number.get(label)!
  }
  return { groupOf, labels, stability: null }
}

function mapStatements(
  table: VoteTable,
  meta: ReadonlySet<string>,
  projected: ReturnType<typeof projectStatements>,
  labels: readonly string[],
  counts: GroupVotes,
  everybody: readonly AnswerCounts[],
): readonly MapStatement[] {
  return table.statements.map((id, j) => {
    const groups = counts.map((group) => group[j]!)
    const routed = groups.length === 0 ? everybody[j]! : sumOfCounts(groups)
    return {
      id,
      agree: everybody[j]!.agree,
      disagree: everybody[j]!.disagree,
      pass: everybody[j]!.pass,
      x: projected.x[j]!,
      y: projected.y[j]!,
      extremity: projected.extremity[j]!,
      priority: routingPriority(routed, projected.extremity[j]!, meta.has(id)),
      groupInformedConsensus: groups.length === 0 ? null : groupInformedConsensus(groups),
      groups: groups.map(({ agree, disagree, pass }, g) => ({ group: labels[g]!, agree, disagree, pass })),
    }
  })
}

function mapGroups(
  table: VoteTable,
  excluded: Uint8Array,
  positions: Positions,
  groupOf: Int32Array,
  labels: readonly string[],
  counts: GroupVotes,
): readonly MapGroup[] {
  return labels.map((group, g) => {
    let size = 0
    let x = 0
    let y = 0
    groupOf.forEach((own, i) => {
      if (own !== g) return
      size++
      x += positions.x[i]!
      y += positions.y[i]!
    })
    const others = table.statements.map((_, j) =>
      sumOfCounts(counts.filter((__, other) => other !== g).map((other) => other[j]!)),
    )
    return {
      group,
      size,
      center: [x / size, y / size] as const,
      representative: representativeStatements(table.statements, counts[g]!, others, excluded),
    }
  })
}

function parameters(options: OpinionMapOptions, resamples: number): Record<string, number | string | null> {
  const given = options.assign !== undefined
  return {
    groups: given ? 'given' : 'found',
    resamples: given ? null : resamples,
    resampleTolerance: given ? null : resampleTolerance,
    lowerPercentile: given ? null : lowerPercentile,
    startsPerDivision: given ? null : startsPerDivision,
    maximumSteps: given ? null : maximumSteps,
    roughShare: given ? null : roughShare,
    componentTolerance,
    rankTolerance,
    stepsPerCycle,
    maximumCycles,
    oneSidedZ: oneSided90,
    representativeLimit,
    majorityLimit,
    metaPriority,
    moderatedOut: options.moderatedOut?.size ?? 0,
    meta: options.meta?.size ?? 0,
    ...pollingThresholds,
    ...options.thresholds,
  }
}
