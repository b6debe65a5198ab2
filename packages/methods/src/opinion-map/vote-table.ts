import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'

/** What a participant said of a statement. "Not my area" is a missing answer: leave it out. */
export type Answer = 'agree' | 'disagree' | 'pass'

/** One participant's answer to one statement. */
export type Vote = { readonly participant: string; readonly statement: string; readonly answer: Answer }

/**
 * All votes of one conversation, sorted by participant, then statement, both in natural order.
 *
 * Row i holds the votes `rowStart[i] ≤ k < rowStart[i + 1]`; vote k is on statement `column[k]` (ascending
 * within a row) with `value[k]` +1 agree, −1 disagree, 0 pass. Sorting first is what makes every result
 * independent of arrival order: sums are always taken in this order.
 */
export type VoteTable = {
  readonly participants: readonly string[]
  readonly statements: readonly string[]
  readonly rowStart: Int32Array
  readonly column: Int32Array
  readonly value: Int8Array
}

/** The one place where answers become numbers. */
const numberOf: Readonly<Record<Answer, -1 | 0 | 1>> = { agree: 1, disagree: -1, pass: 0 }

/** A participant with two answers to one statement: the caller has to say which one counts. */
export class RepeatedVote extends InvalidInput {
  readonly participant: string
  readonly statement: string

  constructor(participant: string, statement: string) {
    super('votes', `two by participant ${participant} on statement ${statement}`, 'one per pair')
    this.name = 'RepeatedVote'
    this.participant = participant
    this.statement = statement
  }
}

/**
 * Builds the sorted table of votes that every opinion-map function reads.
 *
 * @param votes  any order; each (participant, statement) at most once; ids non-empty strings
 * @param known  ids that exist even without a vote (they become empty rows or columns)
 * @returns      typed arrays, about 5 bytes a vote
 * @throws {RepeatedVote} if a pair occurs twice
 * @throws {InvalidInput} if an id is empty or an answer is none of agree, disagree, pass
 */
export function voteTable(
  votes: Iterable<Vote>,
  known: { readonly participants?: Iterable<string>; readonly statements?: Iterable<string> } = {},
): VoteTable {
  const builder = new VoteTableBuilder()
  for (const id of known.participants ?? []) builder.addParticipant(id)
  for (const id of known.statements ?? []) builder.addStatement(id)
  for (const vote of votes) builder.add(vote.participant, vote.statement, vote.answer)
  return builder.build()
}

/** `voteTable` for votes that arrive one by one, such as the lines of a file. */
export class VoteTableBuilder {
  readonly #rows = new Interner('participant')
  readonly #columns = new Interner('statement')
  #row = new Int32Array(1024)
  #column = new Int32Array(1024)
  #value = new Int8Array(1024)
  #count = 0

  addParticipant(id: string): void {
    this.#rows.indexOf(id)
  }

  addStatement(id: string): void {
    this.#columns.indexOf(id)
  }

  add(participant: string, statement: string, answer: Answer): void {
    const number = numberOf[answer]
    if (number === undefined) {
      throw new InvalidInput('answer', answer, "'agree', 'disagree' or 'pass'")
    }
    const k = this.#count
    if (k === this.#row.length) {
      this.#row = grown(this.#row, Int32Array)
      this.#column = grown(this.#column, Int32Array)
      this.#value = grown(this.#value, Int8Array)
    }
    this.#row[k] = this.#rows.indexOf(participant)
    this.#column[k] = this.#columns.indexOf(statement)
    this.#value[k] = number
    this.#count++
  }

  /** @throws {RepeatedVote} if a pair was added twice */
  build(): VoteTable {
    return sorted(this.#rows, this.#columns, {
      row: this.#row.subarray(0, this.#count),
      column: this.#column.subarray(0, this.#count),
      value: this.#value.subarray(0, this.#count),
    })
  }
}

class Interner {
  readonly ids: string[] = []
  readonly #kind: string
  readonly #index = new Map<string, number>()

  constructor(kind: string) {
    this.#kind = kind
  }

  indexOf(id: string): number {
    const known = this.#index.get(id)
    if (known !== undefined) return known
    if (typeof id !== 'string' || id === '') throw new InvalidInput(this.#kind, id, 'a non-empty string')
    this.#index.set(id, this.ids.length)
    this.ids.push(id)
    return this.ids.length - 1
  }

  /** The ids in natural order, and for each id its place in that order. */
  ranked(): { readonly ids: string[]; readonly rank: Int32Array } {
    const order = Array.from(this.ids.keys()).toSorted((a, b) =>
      compareNaturally(this.ids[a] ?? '', this.ids[b] ?? ''),
    )
    const rank = new Int32Array(order.length)
    order.forEach((index, place) => (rank[index] = place))
    return { ids: order.map((index) => this.ids[index] ?? ''), rank }
  }
}

type Triples = { readonly row: Int32Array; readonly column: Int32Array; readonly value: Int8Array }

function sorted(rows: Interner, columns: Interner, votes: Triples): VoteTable {
  const { ids: participants, rank: rowRank } = rows.ranked()
  const { ids: statements, rank: columnRank } = columns.ranked()
  const count = votes.row.length
  const byColumn = new Int32Array(count)
  const columnEnd = ends(votes.column, columnRank, statements.length)
  for (let k = count - 1; k >= 0; k--) byColumn[--columnEnd[columnRank[votes.column[k]!]!]!] = k
  const rowEnd = ends(votes.row, rowRank, participants.length)
  const column = new Int32Array(count)
  const value = new Int8Array(count)
  for (let place = count - 1; place >= 0; place--) {
    const k = byColumn[place]!
    const target = --rowEnd[rowRank[votes.row[k]!]!]!
    column[target] = columnRank[votes.column[k]!]!
    value[target] = votes.value[k]!
  }
  const rowStart = new Int32Array(participants.length + 1)
  rowStart.set(rowEnd)
  rowStart[participants.length] = count
  for (let i = 0; i < participants.length; i++) {
    for (let k = rowStart[i]! + 1; k < rowStart[i + 1]!; k++) {
      if (column[k] === column[k - 1]) throw new RepeatedVote(participants[i]!, statements[column[k]!]!)
    }
  }
  return { participants, statements, rowStart, column, value }
}

/** For each rank, the end of its run in a sort by that rank. */
function ends(index: Int32Array, rank: Int32Array, size: number): Int32Array {
  const end = new Int32Array(size)
  for (let k = 0; k < index.length; k++) end[rank[index[k]!]!]!++
  for (let i = 1; i < size; i++) end[i] = end[i]! + end[i - 1]!
  return end
}

function grown<T extends Int32Array | Int8Array>(array: T, Kind: new (length: number) => T): T {
  const larger = new Kind(array.length * 2)
  larger.set(array)
  return larger
}
