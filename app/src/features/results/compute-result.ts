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
 * The table with its rows in the order of what was answered: who answered has names drawn by chance, and the seeded
 * draws of the map go by row. People who answered the same in everything are interchangeable.
 */
export function inOrderOfAnswers(table: VoteTable): VoteTable {
  const rows = table.participants.map((participant, row) => {
    const [from = 0, to = 0] = [table.rowStart[row], table.rowStart[row + 1]]
    const column = table.column.subarray(from, to)
    const value = table.value.subarray(from, to)
    return { participant, column, value, key: `${column.join()} ${value.join()}` }
  })
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.participant < b.participant ? -1 : 1))
  const column = new Int32Array(table.column.length)
  const value = new Int8Array(table.value.length)
  const rowStart = new Int32Array(table.rowStart.length)
  for (const [row, one] of rows.entries()) {
    const from = rowStart[row] ?? 0
    column.set(one.column, from)
    value.set(one.value, from)
    rowStart[row + 1] = from + one.column.length
  }
  return {
    participants: rows.map(({ participant }) => participant),
    statements: table.statements,
    rowStart,
    column,
    value,
  }
}

/**
 * Computes a round's result: the opinion map where there is enough to say, and the counts of every statement.
 *
 * The same votes and the same seed give the same result, whatever the order in which votes came and whatever
 * the participants are called.
 */
export function computeResult({ table, notMyArea, excluded, seed, resamples }: ResultInput): ComputedResult {
  const map = opinionMap(inOrderOfAnswers(table), {
    moderatedOut: excluded,
    resamples,
    random: seededRandom(seed),
  })
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
