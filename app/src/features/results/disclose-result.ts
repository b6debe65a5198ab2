import {
  type Disclosed,
  type DisclosedAnswers,
  type ProportionInterval,
  discloseOpinionMap,
  isMajority,
  minimumCount,
  wilsonInterval,
} from '@rounds/methods'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ComputedResult } from './compute-result.ts'
import type { Participation } from '../people/public.ts'

/** A share of those who answered. The count is null where counts would tell how few did not take part. */
export type DisclosedShare =
  | { kind: 'shown'; count: number | null; interval: ProportionInterval }
  | { kind: 'hidden' }

export type DisclosedStatement = Readonly<{
  number: string
  answered: number | null
  agree: DisclosedShare
  disagree: DisclosedShare
  pass: DisclosedShare
  /** The side that most of those who answered take, where that is shown and clear (`isMajority`). */
  majority: 'agree' | 'disagree' | null
  notMyArea: number | null
  /** How many of each group agree; how the others divide into disagree and pass would tell too much. */
  groups: readonly { group: string; answered: number | null; agree: DisclosedShare }[]
}>

export type DisclosedGroup = Readonly<{
  group: string
  /** Null where it is hidden: few people are in no group, for instance, and the sizes add up. */
  size: number | null
  /** The ellipse of two standard deviations around the centre (angle in radians); never a person's position. */
  outline: { x: number; y: number; rx: number; ry: number; angle: number }
  representative: readonly {
    number: string
    direction: 'agree' | 'disagree'
    share: number
    others: number | null
  }[]
}>

export type DisclosedStratum = Readonly<{
  label: Bilingual
  values: readonly {
    /** `unstated`: people of whom no value of the stratum is known. */
    label: Bilingual | 'combined' | 'unstated'
    invited: number
    roster: number | null
    respondents: number | null
    rate: ProportionInterval | null
  }[]
}>

export type DisclosedResult = Readonly<{
  participants: number | null
  votes: number | null
  groups: readonly DisclosedGroup[]
  statements: readonly DisclosedStatement[]
  consensus: readonly { number: string; direction: 'agree' | 'disagree' }[]
  /** Whom the consensus is of: every group, or everybody together where groups are absent or can't be shown. */
  consensusOf: 'groups' | 'everybody'
  /** Whether counts by group are hidden somewhere, so that an empty list does not say that there is nothing. */
  groupsHidden: boolean
  dividing: readonly { number: string; highest: string; lowest: string }[]
  uncertain: readonly { number: string }[]
}>

const shareOf = (count: Disclosed, answered: Disclosed): DisclosedShare =>
  count.kind === 'shown' && answered.kind === 'shown'
    ? { kind: 'shown', count: count.count, interval: wilsonInterval(count.count, answered.count) }
    : { kind: 'hidden' }

const named = (answers: DisclosedAnswers) => ({
  answered: answers.answered.kind === 'shown' ? answers.answered.count : null,
  agree: shareOf(answers.agree, answers.answered),
  disagree: shareOf(answers.disagree, answers.answered),
  pass: shareOf(answers.pass, answers.answered),
})

const majorityOf = (answers: DisclosedAnswers): 'agree' | 'disagree' | null =>
  (['agree', 'disagree'] as const).find((side) => {
    const [own, all] = [answers[side], answers.answered]
    return own.kind === 'shown' && all.kind === 'shown' && isMajority(own.count, all.count)
  }) ?? null

const countOf = (count: Disclosed): number | null => (count.kind === 'shown' ? count.count : null)

/**
 * What may leave of a round's result: counts of five or more that can't be worked out otherwise, and nothing
 * derived from what is hidden. Groups are outlines; there is no person's position in it.
 *
 * A statement is listed (representative, consensus, dividing, uncertain) only where the counts behind the listing
 * are shown; a group only where it has at least five people.
 */
export function discloseResult(result: ComputedResult): DisclosedResult {
  const map = discloseOpinionMap(result)
  const notMyArea = new Map(result.statements.map((statement) => [statement.id, statement.notMyArea]))
  const statements = map.statements.map(({ id, everybody, groups }) => ({
    number: id,
    ...named(everybody),
    majority: majorityOf(everybody),
    notMyArea: (notMyArea.get(id) ?? 0) >= minimumCount ? (notMyArea.get(id) ?? 0) : null,
    groups: groups.map(({ group, agree, answered }) => ({
      group,
      answered: countOf(answered),
      agree: shareOf(agree, answered),
    })),
  }))
  const byNumber = new Map(statements.map((statement) => [statement.number, statement]))
  const agreementIn = (number: string, group: string): number | null => {
    const cell = byNumber.get(number)?.groups.find((one) => one.group === group)?.agree
    return cell?.kind === 'shown' ? cell.interval.share : null
  }
  const names = map.groups.map(({ group }) => group)
  const shownInAll = (number: string) => names.every((group) => agreementIn(number, group) !== null)
  const ofGroups = result.lists.consensus
    .filter(({ statement }) => shownInAll(statement))
    .map(({ statement, direction }) => ({ number: statement, direction }))
  const ofEverybody = (['agree', 'disagree'] as const).flatMap((direction) =>
    map.majority[direction]
      .filter((number) => byNumber.get(number)?.[direction].kind === 'shown')
      .map((number) => ({ number, direction })),
  )
  const groupsHidden = statements.some(({ groups }) => groups.some(({ agree }) => agree.kind === 'hidden'))
  const consensusOf =
    names.length > 0 && (ofGroups.length > 0 || !groupsHidden) ? ('groups' as const) : ('everybody' as const)
  return {
    participants: countOf(map.participants),
    votes: result.n.votes,
    groups: map.groups.flatMap(({ group, size, outline, representative }) =>
      outline.kind === 'hidden'
        ? []
        : [
            {
              group,
              size: countOf(size),
              outline: {
                x: outline.center[0],
                y: outline.center[1],
                rx: outline.halfAxes[0],
                ry: outline.halfAxes[1],
                angle: outline.angle,
              },
              representative: representative.flatMap(({ statement, direction }) => {
                const own = agreementIn(statement, group)
                if (own === null) return []
                const others = names
                  .filter((name) => name !== group)
                  .map((name) => agreementIn(statement, name))
                return [
                  {
                    number: statement,
                    direction,
                    share: own,
                    others: others.length === 1 ? (others[0] ?? null) : null,
                  },
                ]
              }),
            },
          ],
    ),
    statements,
    consensus: consensusOf === 'groups' ? ofGroups : ofEverybody,
    consensusOf,
    groupsHidden,
    dividing: result.lists.dividing
      .filter(({ statement }) => shownInAll(statement))
      .map(({ statement, highest, lowest }) => ({
        number: statement,
        highest: highest.group,
        lowest: lowest.group,
      })),
    uncertain: result.lists.uncertain
      .filter(({ statement }) => byNumber.get(statement)?.pass.kind === 'shown')
      .map(({ statement }) => ({ number: statement })),
  }
}

/** Who answered, by stratum, in the words of a page: numbers that may leave alone. */
export function participationModel(strata: readonly Participation[]): readonly DisclosedStratum[] {
  return strata.map(({ label, values, lines }) => ({
    label,
    values: lines.map((line) => {
      const of = line.strata.map((index) => (index === null ? undefined : values[Number(index)]))
      const roster = of.reduce((sum, value) => sum + (value?.roster ?? Number.NaN), 0)
      const { participation } = line
      return {
        label: of.length > 1 ? ('combined' as const) : (of[0]?.label ?? ('unstated' as const)),
        invited: line.invited,
        roster: roster >= minimumCount ? roster : null,
        respondents: participation.kind === 'shown' ? participation.took : null,
        rate: participation.kind === 'shown' ? participation.rate : null,
      }
    }),
  }))
}
