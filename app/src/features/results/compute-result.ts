import {
  type MapGroup,
  type MapParticipant,
  type MapStatement,
  type OpinionMap,
  type Stability,
  type StatementLists,
  type VoteTable,
  opinionMap,
  opinionMapVersion,
  seededRandom,
  statementLists,
} from '@rounds/methods'

/** What is computed from a round's votes and kept: everything before disclosure control. */
export type ComputedResult = Readonly<{
  method: { name: string; version: string; parameters: Readonly<Record<string, number | string | null>> }
  n: OpinionMap['n']
  explained: OpinionMap['explained']
  participants: readonly MapParticipant[]
  statements: readonly (MapStatement & { readonly notMyArea: number })[]
  groups: readonly MapGroup[]
  majority: OpinionMap['majority']
  lists: StatementLists
  stability: Stability | null
}>

export type ResultInput = Readonly<{
  table: VoteTable
  /** How many said “not my area”, by statement. */
  notMyArea: ReadonlyMap<string, number>
  /** Statements moderated out after they had been voted on. */
  excluded: ReadonlySet<string>
  seed: number
  resamples: number
}>

/**
 * Computes a round's result: the opinion map where there is enough to say, and the counts of every statement.
 *
 * The same votes and the same seed give the same result, whatever the order in which votes came.
 */
export function computeResult({ table, notMyArea, excluded, seed, resamples }: ResultInput): ComputedResult {
  const map = opinionMap(table, { moderatedOut: excluded, resamples, random: seededRandom(seed) })
  return {
    method: {
      name: 'opinion-map',
      version: opinionMapVersion,
      parameters: { ...map.method.parameters, seed },
    },
    n: map.n,
    explained: map.explained,
    participants: map.participants,
    statements: map.statements.map((statement) => ({
      ...statement,
      notMyArea: notMyArea.get(statement.id) ?? 0,
    })),
    groups: map.groups,
    majority: map.majority,
    lists: statementLists(map.statements, excluded),
    stability: map.stability,
  }
}
