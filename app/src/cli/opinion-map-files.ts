import type { Answer, VoteTable } from '@rounds/methods'
import { RepeatedVote, VoteTableBuilder } from '@rounds/methods'
import { InputError } from './input-error.ts'
import { readLocatedCsv } from './located-csv.ts'
import type { CsvRecord } from './located-csv.ts'

/** Columns of Polis' participants-votes.csv that are not statements. */
const notStatements: ReadonlySet<string> = new Set([
  'participant',
  'xid',
  'group-id',
  'n-comments',
  'n-votes',
  'n-agree',
  'n-disagree',
])

const answers: ReadonlyMap<string, Answer> = new Map([
  ['1', 'agree'],
  ['-1', 'disagree'],
  ['0', 'pass'],
])

/** Where votes go as they are read. */
export type VoteSink = Pick<VoteTableBuilder, 'add' | 'addParticipant' | 'addStatement'>

/**
 * Reads the wide format alone: a line per participant, a column per statement.
 *
 * @throws {InputError} with line and column
 */
export function readWideVotes(file: string, sink: VoteSink): void {
  let readLine: ((record: CsvRecord) => void) | undefined
  readLocatedCsv(
    file,
    (header) => (readLine = wideReader(header, sink)),
    (record) => readLine?.(record),
  )
}

/**
 * Reads votes, wide (a line per participant, a column per statement) or long (`participant,statement,vote`).
 *
 * 1 agree, -1 disagree, 0 pass; in a wide file empty is no vote. Further columns of a long file are ignored.
 *
 * @throws {InputError} with line and column, for a repeated pair those of the second
 */
export function readVotes(file: string): VoteTable {
  const builder = new VoteTableBuilder()
  let readLine: ((record: CsvRecord) => void) | undefined
  readLocatedCsv(
    file,
    (header) => (readLine = isLong(header) ? longReader(header, builder) : wideReader(header, builder)),
    (record) => readLine?.(record),
  )
  try {
    const table = builder.build()
    if (table.value.length > 0) return table
    throw new InputError(file, { line: 2, column: '1' }, 'expected at least one vote, found none')
  } catch (error) {
    throw error instanceof RepeatedVote ? repeatedPair(file, error) : error
  }
}

function isLong({ fields }: CsvRecord): boolean {
  return fields.includes('statement') && fields.includes('vote')
}

function longReader(header: CsvRecord, builder: VoteSink): (record: CsvRecord) => void {
  const [participant, statement, vote] = columnsOf(header, ['participant', 'statement', 'vote'])
  return (record) => {
    const answer = answers.get(record.fields[vote!]!)
    if (answer === undefined) throw record.expected(vote!, '1, -1 or 0')
    builder.add(id(record, participant!), id(record, statement!), answer)
  }
}

function wideReader(header: CsvRecord, builder: VoteSink): (record: CsvRecord) => void {
  const { fields } = header
  const participant = fields.indexOf('participant')
  if (participant < 0) {
    throw header.expected(
      0,
      'a header with the column participant (wide), or participant, statement and vote',
    )
  }
  const columns = fields.flatMap((name, column) => (notStatements.has(name) ? [] : [column]))
  const seen = new Set<string>()
  for (const column of columns) {
    const statement = fields[column]!
    if (statement === '') throw header.expected(column, 'the id of a statement')
    if (seen.has(statement)) throw header.expected(column, 'each statement once')
    seen.add(statement)
    builder.addStatement(statement)
  }
  if (columns.length === 0) {
    throw header.expected(fields.length, 'a column for each statement', 'none')
  }
  const people = new Set<string>()
  return (record) => {
    const person = id(record, participant)
    if (people.has(person)) throw record.expected(participant, 'each participant once')
    people.add(person)
    builder.addParticipant(person)
    for (const column of columns) {
      const vote = record.fields[column]!
      if (vote === '') continue
      const answer = answers.get(vote)
      if (answer === undefined) throw record.expected(column, '1, -1, 0 or nothing')
      builder.add(person, fields[column]!, answer)
    }
  }
}

/** A second reading, to say where: the line of every vote need not be kept for the usual case. */
function repeatedPair(file: string, repeated: RepeatedVote): InputError {
  let columns: readonly number[] = []
  let found = false
  try {
    readLocatedCsv(
      file,
      (header) => (columns = columnsOf(header, ['participant', 'statement', 'vote'])),
      (record) => {
        const [participant, statement] = columns
        if (
          record.fields[participant!] !== repeated.participant ||
          record.fields[statement!] !== repeated.statement
        ) {
          return
        }
        if (found) {
          const pair = `${repeated.participant},${repeated.statement} again`
          throw record.expected(statement!, 'one vote per participant and statement', pair)
        }
        found = true
      },
    )
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  return new InputError(file, null, repeated.message)
}

/** What a statements file says: which ids the map leaves out, and why. */
export type StatementFlags = {
  readonly moderatedOut: ReadonlySet<string>
  readonly meta: ReadonlySet<string>
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', false],
])

/**
 * Reads `comment-id,moderated,is-meta` (moderated -1 out, 0 or 1 in; is-meta true or false, may be absent).
 *
 * Also accepts Polis' other spellings (`statement`, `is_meta`); further columns are ignored, and so is a statement
 * without votes, which is not on the map.
 *
 * @throws {InputError} with line and column
 */
export function readStatements(file: string): StatementFlags {
  const moderatedOut = new Set<string>()
  const meta = new Set<string>()
  const seen = new Set<string>()
  let statement = 0
  let moderated = 0
  let isMeta = -1
  readLocatedCsv(
    file,
    (header) => {
      const idName = header.fields.includes('comment-id') ? 'comment-id' : 'statement'
      if (!header.fields.includes(idName)) throw header.expected(0, 'a header with comment-id and moderated')
      ;[statement = 0, moderated = 0] = columnsOf(header, [idName, 'moderated'])
      isMeta = header.fields.findIndex((name) => name === 'is-meta' || name === 'is_meta')
    },
    (record) => {
      const own = id(record, statement)
      if (seen.has(own)) throw record.expected(statement, 'each statement once')
      seen.add(own)
      const status = record.fields[moderated]!
      if (!['-1', '0', '1'].includes(status)) throw record.expected(moderated, '-1, 0 or 1')
      if (status === '-1') moderatedOut.add(own)
      const flag = isMeta < 0 ? false : flags.get(record.fields[isMeta]!.toLowerCase())
      if (flag === undefined) throw record.expected(isMeta, 'true or false')
      if (flag) meta.add(own)
    },
  )
  return { moderatedOut, meta }
}

/**
 * Reads `participant,group`; an empty group is not grouped.
 *
 * @param known  participants who voted; another one is an error
 * @throws {InputError} with line and column
 */
export function readAssignment(file: string, known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const groupOf = new Map<string, string>()
  const seen = new Set<string>()
  let participant = 0
  let group = 0
  readLocatedCsv(
    file,
    (header) => {
      ;[participant = 0, group = 0] = columnsOf(header, ['participant', 'group'])
    },
    (record) => {
      const person = id(record, participant)
      if (!known.has(person)) throw record.expected(participant, 'a participant of the votes file')
      if (seen.has(person)) throw record.expected(participant, 'each participant once')
      seen.add(person)
      const label = record.fields[group]!
      if (label !== '') groupOf.set(person, label)
    },
  )
  return groupOf
}

function columnsOf(header: CsvRecord, names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const column = header.fields.indexOf(name)
    if (column < 0) {
      throw header.expected(0, `a header with ${names.join(', ')}`, header.fields.join(','))
    }
    const again = header.fields.lastIndexOf(name)
    if (again !== column) throw header.expected(again, 'each column once')
    return column
  })
}

function id(record: CsvRecord, column: number): string {
  const value = record.fields[column]!
  if (value === '') throw record.expected(column, 'an id')
  return value
}
