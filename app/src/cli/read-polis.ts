import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import type { Conversation, ImportedVote } from '../features/rounds/public.ts'

/** A file of the export can't be used: names the file, the line, and what was expected. */
export class PolisFileError extends Error {
  override name = 'PolisFileError'
}

async function* rowsOf(file: string): AsyncGenerator<{ row: string[]; line: number }> {
  if (!existsSync(file)) throw new PolisFileError(`${file}: expected a file of a Polis export`)
  const parser = createReadStream(file).pipe(parse({ bom: true, relax_column_count: true, info: true }))
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>)
      yield { row: record, line: info.lines }
  } catch (error) {
    throw new PolisFileError(`${file}: ${error instanceof Error ? error.message : 'not a CSV file'}`, {
      cause: error,
    })
  }
}

const answers: Readonly<Record<string, ImportedVote['answer']>> = {
  '1': 'agree',
  '-1': 'disagree',
  '0': 'pass',
}

async function readSummary(file: string): Promise<{ topic: string; url: string }> {
  const summary = new Map<string, string>()
  for await (const { row } of rowsOf(file)) summary.set(row[0] ?? '', row[1] ?? '')
  return { topic: summary.get('topic') || 'Polis', url: summary.get('url') ?? '' }
}

async function readStatements(file: string): Promise<Conversation['statements']> {
  const statements: { id: string; text: string; accepted: boolean }[] = []
  let columns: string[] | null = null
  for await (const { row, line } of rowsOf(file)) {
    if (columns === null) {
      columns = row
      for (const name of ['comment-id', 'moderated', 'comment-body'])
        if (!row.includes(name))
          throw new PolisFileError(`${file}, line ${line}: expected a column "${name}"`)
      continue
    }
    const value = (name: string) => row[columns?.indexOf(name) ?? -1] ?? ''
    const text = value('comment-body').trim()
    if (text === '')
      throw new PolisFileError(
        `${file}, line ${line}, column comment-body: expected the text of the statement`,
      )
    statements.push({ id: value('comment-id'), text, accepted: value('moderated') !== '-1' })
  }
  return statements.toSorted((a, b) => Number(a.id) - Number(b.id))
}

async function readVotes(file: string): Promise<ImportedVote[]> {
  const votes: ImportedVote[] = []
  let ids: string[] | null = null
  let first = 0
  for await (const { row, line } of rowsOf(file)) {
    if (ids === null) {
      first = row.indexOf('n-disagree') + 1
      if (row[0] !== 'participant' || first === 0)
        throw new PolisFileError(
          `${file}, line ${line}: expected the columns participant … n-disagree, then one column a statement`,
        )
      ids = row
      continue
    }
    for (let column = first; column < row.length; column += 1) {
      const cell = row[column]
      if (cell === undefined || cell === '') continue
      const answer = answers[cell]
      if (answer === undefined)
        throw new PolisFileError(
          `${file}, line ${line}, column ${ids[column] ?? column + 1}: expected 1, 0, -1 or nothing, received "${cell}"`,
        )
      votes.push({ participant: row[0] ?? '', statement: ids[column] ?? '', answer })
    }
  }
  return votes
}

async function readDates(file: string): Promise<{ openedAt: Date; closedAt: Date } | null> {
  if (!existsSync(file)) return null
  let first = Infinity
  let last = -Infinity
  for await (const { row } of rowsOf(file)) {
    const time = Number(row[0])
    if (!Number.isFinite(time) || row[0] === '') continue
    first = Math.min(first, time)
    last = Math.max(last, time)
  }
  return last === -Infinity ? null : { openedAt: new Date(first), closedAt: new Date(last) }
}

/**
 * Reads the export of a public Polis conversation: summary.csv, comments.csv, participants-votes.csv and, for
 * the dates alone, votes.csv (its superseded votes are not used).
 *
 * @throws {PolisFileError} a file is missing or a line can't be read; nothing was stored
 */
export async function readPolis(
  directory: string,
  language: Conversation['language'],
): Promise<Conversation> {
  const { topic, url } = await readSummary(join(directory, 'summary.csv'))
  const [statements, all, dates] = [
    await readStatements(join(directory, 'comments.csv')),
    await readVotes(join(directory, 'participants-votes.csv')),
    await readDates(join(directory, 'votes.csv')),
  ]
  const known = new Set(statements.map(({ id }) => id))
  const missing = all.find((vote) => !known.has(vote.statement))
  if (missing)
    throw new PolisFileError(
      `${join(directory, 'comments.csv')}: expected statement ${missing.statement}, which has votes`,
    )
  const now = new Date()
  return {
    title: { [language]: topic },
    sourceNote: {
      en: `Public conversation from Polis (${url}), Computational Democracy Project open data, CC BY 4.0.`,
      fr: `Conversation publique provenant de Polis (${url}), données ouvertes du Computational Democracy Project, CC BY 4.0.`,
    },
    language,
    openedAt: dates?.openedAt ?? now,
    closedAt: dates?.closedAt ?? now,
    statements,
    votes: all,
  }
}
