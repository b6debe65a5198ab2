import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, ImportedVote } from '../features/rounds/public.ts'
import { InputError } from './input-error.ts'
import { readLocatedCsv } from './located-csv.ts'
import type { CsvRecord } from './located-csv.ts'
import { readWideVotes } from './opinion-map-files.ts'

/**
 * Reads the export of a public Polis conversation: summary.csv, comments.csv, participants-votes.csv and, for
 * the dates alone, votes.csv (its superseded votes are not used).
 *
 * @throws {InputError} a file is missing or something in it can't be read: which, where, what was expected
 */
export function readPolis(directory: string, language: Conversation['language']): Conversation {
  const { topic, url } = readSummary(join(directory, 'summary.csv'))
  const statements = readStatements(join(directory, 'comments.csv'))
  const votes = readVotes(join(directory, 'participants-votes.csv'), new Set(statements.map(({ id }) => id)))
  const dates = readDates(join(directory, 'votes.csv'))
  return {
    title: { [language]: topic },
    sourceNote: {
      en: `Public conversation from Polis (${url}), Computational Democracy Project open data, CC BY 4.0.`,
      fr: `Conversation publique provenant de Polis (${url}), données ouvertes du Computational Democracy Project, CC BY 4.0.`,
    },
    language,
    ...dates,
    statements,
    votes,
  }
}

/** Lines of a name and a value; there is no header, so the first line is one of them. */
function readSummary(file: string): { topic: string; url: string } {
  const values = new Map<string, string>()
  const keep = ({ fields }: CsvRecord) => void values.set(fields[0] ?? '', fields[1] ?? '')
  readLocatedCsv(file, keep, keep)
  const value = (name: string): string => {
    const found = values.get(name)
    if (!found) throw new InputError(file, { line: 1, column: '1' }, `expected a line "${name}" with a value`)
    return found
  }
  return { topic: value('topic'), url: value('url') }
}

function readStatements(file: string): Conversation['statements'] {
  const statements: { id: string; text: string; accepted: boolean }[] = []
  const seen = new Set<string>()
  let columns: readonly number[] = []
  readLocatedCsv(
    file,
    (header) => {
      columns = ['comment-id', 'moderated', 'comment-body'].map((name) => {
        const column = header.fields.indexOf(name)
        if (column < 0) throw header.expected(0, `a header with ${name}`, header.fields.join(','))
        return column
      })
    },
    (record) => {
      const [id = 0, moderated = 0, body = 0] = columns
      const own = record.fields[id] ?? ''
      const text = (record.fields[body] ?? '').trim()
      if (!/^\d+$/.test(own)) throw record.expected(id, 'the number of a statement')
      if (seen.has(own)) throw record.expected(id, 'each statement once')
      if (!['-1', '0', '1'].includes(record.fields[moderated] ?? ''))
        throw record.expected(moderated, '-1, 0 or 1')
      const accepted = record.fields[moderated] !== '-1'
      if (text === '' && accepted) throw record.expected(body, 'the text of the statement')
      seen.add(own)
      statements.push({ id: own, text: text || '–', accepted })
    },
  )
  return statements.toSorted((a, b) => Number(a.id) - Number(b.id))
}

function readVotes(file: string, known: ReadonlySet<string>): readonly ImportedVote[] {
  const votes: ImportedVote[] = []
  readWideVotes(file, {
    add: (participant, statement, answer) => void votes.push({ participant, statement, answer }),
    addParticipant: () => undefined,
    addStatement: (statement) => {
      if (!known.has(statement))
        throw new InputError(
          file,
          { line: 1, column: statement },
          'expected a statement of comments.csv, found another',
        )
    },
  })
  if (votes.length === 0)
    throw new InputError(file, { line: 2, column: '1' }, 'expected at least one vote, found none')
  return votes
}

function readDates(file: string): { openedAt: Date; closedAt: Date } {
  let first = Infinity
  let last = -Infinity
  if (existsSync(file))
    readLocatedCsv(
      file,
      (header) => {
        if (header.fields[0] !== 'timestamp') throw header.expected(0, 'timestamp')
      },
      (record) => {
        const time = Number(record.fields[0])
        if (!/^\d+$/.test(record.fields[0] ?? '') || Number.isNaN(new Date(time).getTime()))
          throw record.expected(0, 'a time in milliseconds')
        first = Math.min(first, time)
        last = Math.max(last, time)
      },
    )
  const now = Date.now()
  return last === -Infinity
    ? { openedAt: new Date(now), closedAt: new Date(now) }
    : { openedAt: new Date(first), closedAt: new Date(last) }
}
