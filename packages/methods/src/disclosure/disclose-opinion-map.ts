import type { Stability } from '../opinion-map/find-groups.ts'
import type { Majority } from '../opinion-map/majority.ts'
import type { MapGroup, MapParticipant, MapStatement, OpinionMap } from '../opinion-map/opinion-map.ts'
import { discloseAgreement } from './disclose-agreement.ts'
import type { DisclosedAgreement } from './disclose-agreement.ts'
import { discloseAnswers } from './disclose-answers.ts'
import type { DisclosedAnswers } from './disclose-answers.ts'
import { minimumCount, suppressTable } from './suppress-table.ts'
import type { Disclosed } from './suppress-table.ts'

/** Where a group lies: an ellipse around its centre, two standard deviations wide. */
export type GroupOutline =
  | {
      readonly kind: 'ellipse'
      readonly center: readonly [number, number]
      /** Half the longer and the shorter axis, ≥ 0. */
      readonly halfAxes: readonly [number, number]
      /** Angle of the longer axis to the x axis, radians in (−π/2, π/2]. */
      readonly angle: number
    }
  | { readonly kind: 'hidden' }

export type DisclosedGroup = {
  readonly group: string
  readonly size: Disclosed
  readonly outline: GroupOutline
  readonly representative: readonly {
    readonly statement: string
    readonly direction: 'agree' | 'disagree'
    /** How many of the group agree (few, where it stands apart by disagreeing). */
    readonly agree: Disclosed
    readonly answered: Disclosed
  }[]
}

export type DisclosedStatement = {
  readonly id: string
  /** Null where a count of everybody is hidden: a unanimous statement, for instance, lies at the origin. */
  readonly position: readonly [number, number] | null
  readonly everybody: DisclosedAnswers
  /** One per group: how many agree, of how many. */
  readonly groups: readonly DisclosedAgreement[]
  /** Null where a count it is computed from is hidden, or without groups. */
  readonly groupInformedConsensus: number | null
}

/** An opinion map as it may leave: nothing of a single participant, and no count below the minimum. */
export type DisclosedOpinionMap = {
  readonly participants: Disclosed
  readonly statements: readonly DisclosedStatement[]
  readonly groups: readonly DisclosedGroup[]
  readonly majority: Majority
  readonly stability: Stability | null
}

/**
 * The part of an opinion map that may be shown to others than the participants themselves.
 *
 * Participants' positions are left out; so are the centre, the components and the priorities, from which hidden
 * counts could be computed. Positions are rounded to two decimals, and left out where a count they rest on is hidden.
 * Counts by group go through `discloseAgreement`, sizes through `suppressTable` (people in no group being a further line, and the number of participants
 * known, since who took part is counted elsewhere). An outline, representative statements and counts of answers tell
 * that a group is not small; so a group whose size is hidden has none of them where that would tell which group is, or
 * how few are in no group.
 *
 * @param map      of `opinionMap`
 * @param minimum  smallest count shown; 5 by default
 *
 * Assumes: readers see this map only, and no second one on nearly the same people. Lists of statements are shown
 * although their order depends on small counts too.
 */
export function discloseOpinionMap(
  map: Pick<OpinionMap, 'n' | 'participants' | 'statements' | 'groups' | 'majority' | 'stability'>,
  minimum: number = minimumCount,
): DisclosedOpinionMap {
  const ungrouped = map.n.participants - map.n.grouped
  const sizes = [...map.groups.map(({ size }) => size), ...(ungrouped > 0 ? [ungrouped] : [])]
  const table = suppressTable([sizes.length === 0 ? [0] : sizes], {
    minimum,
    columnTotals: 'withheld',
    rowTotals: 'known',
    total: 'known',
  })
  const isWithheld = withheldGroups(sizes, table.cells[0]!, map.groups.length, minimum)
  const participants: Disclosed =
    map.n.participants >= minimum ? { kind: 'shown', count: map.n.participants } : { kind: 'hidden' }
  const statements = map.statements.map((statement) => disclosedStatement(statement, isWithheld, minimum))
  const byId = new Map(statements.map((statement) => [statement.id, statement]))
  return {
    participants,
    statements,
    groups: map.groups.map((group, g) =>
      isWithheld[g]!
        ? { group: group.group, size: hidden, outline: hidden, representative: [] }
        : disclosedGroup(group, table.cells[0]![g]!, byId, map.participants),
    ),
    majority: map.n.participants < minimum ? { agree: [], disagree: [] } : map.majority,
    stability: map.stability,
  }
}

const hidden = { kind: 'hidden' } as const

/**
 * Per group whether nothing of it may be shown: its size is hidden, and either a group is small, so that what is shown
 * of the others would tell which, or those in no group would be known to be few even if all others were just large
 * enough.
 *
 * @param sizes  of the groups, and last of those in no group, if there are any
 */
function withheldGroups(
  sizes: readonly number[],
  disclosed: readonly Disclosed[],
  groups: number,
  minimum: number,
): readonly boolean[] {
  const isHidden = disclosed.map(({ kind }) => kind === 'hidden')
  const people = sizes.reduce((sum, size, i) => sum + (isHidden[i]! ? size : 0), 0)
  const lines = isHidden.filter(Boolean).length
  const isTold = people < minimum * lines || sizes.slice(0, groups).some((size) => size < minimum)
  return isHidden.slice(0, groups).map((own) => own && isTold)
}

function disclosedStatement(
  statement: MapStatement,
  isWithheld: readonly boolean[],
  minimum: number,
): DisclosedStatement {
  const totals = discloseAnswers(statement, minimum)
  const groups = discloseAgreement(statement.groups, statement, minimum).map((group, g) =>
    isWithheld[g]! ? { ...group, agree: hidden, answered: hidden } : group,
  )
  const isShown = groups.every(({ agree, answered }) => agree.kind === 'shown' && answered.kind === 'shown')
  return {
    id: statement.id,
    position: Object.values(totals).every(({ kind }) => kind === 'shown')
      ? [rounded(statement.x), rounded(statement.y)]
      : null,
    everybody: totals,
    groups,
    groupInformedConsensus: isShown ? statement.groupInformedConsensus : null,
  }
}

function disclosedGroup(
  group: MapGroup,
  size: Disclosed,
  statements: ReadonlyMap<string, DisclosedStatement>,
  participants: readonly MapParticipant[],
): DisclosedGroup {
  return {
    group: group.group,
    size,
    outline: outlineOf(
      participants.filter((participant) => participant.group === group.group),
      group.center,
    ),
    representative: group.representative.map(({ statement, direction }) => {
      const own = statements.get(statement)!.groups.find((line) => line.group === group.group)!
      return { statement, direction, agree: own.agree, answered: own.answered }
    }),
  }
}

function outlineOf(members: readonly MapParticipant[], center: readonly [number, number]): GroupOutline {
  let xx = 0
  let xy = 0
  let yy = 0
  for (const { x, y } of members) {
    xx += (x - center[0]) ** 2 / members.length
    xy += ((x - center[0]) * (y - center[1])) / members.length
    yy += (y - center[1]) ** 2 / members.length
  }
  const middle = (xx + yy) / 2
  const half = Math.hypot((xx - yy) / 2, xy)
  return {
    kind: 'ellipse',
    center: [rounded(center[0]), rounded(center[1])],
    halfAxes: [rounded(2 * Math.sqrt(middle + half)), rounded(2 * Math.sqrt(Math.max(0, middle - half)))],
    angle: rounded(Math.atan2(2 * xy, xx - yy) / 2),
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
