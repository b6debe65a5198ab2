import type { Context } from '../../platform/http/context.ts'
import { type TableColumns, columnsOf, personalColumns } from './personal-columns.ts'

/** What exists about one participant's act at a level, table by table, as the database's catalogue says. */
export type HandOver = Readonly<{
  level: 'A' | 'B' | 'C'
  tables: readonly Readonly<{
    table: string
    columns: readonly string[]
    /** The columns that say who: a person, or at level C a pseudonym. */
    who: readonly string[]
  }>[]
}>

const levels = ['A', 'B', 'C'] as const

/** What a row about a round's participant stands in: said, voted, objected, rated, was asked, was paid, was told. */
const ofRounds: ReadonlySet<string> = new Set([
  'vote',
  'contribution',
  'annotation',
  'answer_objection',
  'fix_verdict',
  'level_rating',
  'round_invitation',
  'invitation_value',
  'payment',
])

/** At level C these are empty: the checks of contribution refuse them beside a pseudonym. */
const emptyAtC: ReadonlySet<string> = new Set(['contribution.author_id', 'contribution.received_at'])
/** At levels A and B there is no pseudonym. */
const emptyAtAB: ReadonlySet<string> = new Set(['contribution.author_pseudonym'])
/** Columns that name who dealt with it, not whose it is. */
const ofOthers: ReadonlySet<string> = new Set([
  'contribution.read_by',
  'contribution.moderated_by',
  'answer_objection.second_reader_id',
])

/** What could be handed over to somebody who demands it, by anonymity level, from the tables that exist today. */
export async function couldHandOver(context: Context): Promise<readonly HandOver[]> {
  const personal = await personalColumns(context)
  const tables: readonly TableColumns[] = await columnsOf(context, [...ofRounds])
  return levels.map((level) => {
    const empty = level === 'C' ? emptyAtC : emptyAtAB
    return {
      level,
      tables: tables.map(({ table, columns }) => ({
        table,
        columns: columns.filter((column) => !empty.has(`${table}.${column}`)),
        who: personal
          .filter(
            (one) =>
              one.table === table &&
              !empty.has(`${table}.${one.column}`) &&
              !ofOthers.has(`${table}.${one.column}`),
          )
          .map((one) => one.column),
      })),
    }
  })
}
