import { type Vote, type VoteTable, voteTable } from '@rounds/methods'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, RoundId } from '../../platform/ids.ts'
import type { ObjectId } from '../prototypes/public.ts'
import type { ComputedResult } from './compute-result.ts'
import { inBoth } from './messages.ts'

export type RoundForResults = Readonly<{
  id: RoundId
  initiativeId: InitiativeId
  kind: 'statements' | 'prototype'
  title: Bilingual
  question: Bilingual
  state: 'draft' | 'open' | 'closed' | 'published' | 'archived'
  anonymityLevel: 'A' | 'B' | 'C'
  source: 'asked' | 'import' | 'simulation'
  sourceNote: Bilingual | null
  closesAt: Date | null
  closedAt: Date | null
  invited: number
  /** The prototype that was reviewed. */
  objectId: ObjectId | null
}>

/** The round as its results need it. @throws {NotFound} */
export async function roundForResults(context: Context, id: RoundId): Promise<RoundForResults> {
  const row = await context.db
    .selectFrom('round as r')
    .leftJoin('object_version as v', 'v.id', 'r.version_id')
    .selectAll('r')
    .select('v.object_id')
    .select((eb) =>
      eb
        .selectFrom('round_invitation as i')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('i.round_id', '=', 'r.id')
        .as('invited'),
    )
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    id,
    initiativeId: row.initiative_id as InitiativeId,
    kind: row.kind,
    title: row.title,
    question: row.question,
    state: row.state,
    anonymityLevel: row.anonymity_level,
    source: row.source,
    sourceNote: row.source_note,
    closesAt: row.closes_at,
    closedAt: row.closed_at,
    invited: row.invited ?? 0,
    objectId: row.object_id as ObjectId | null,
  }
}

/** The votes of a round as the methods take them; statements are named by their number. */
export async function votesOf(
  context: Context,
  id: RoundId,
): Promise<{ table: VoteTable; notMyArea: ReadonlyMap<string, number>; excluded: ReadonlySet<string> }> {
  const statements = await context.db
    .selectFrom('statement as s')
    .innerJoin('contribution as c', 'c.id', 's.contribution_id')
    .select(['s.id', 's.number', 'c.moderation'])
    .where('s.round_id', '=', id)
    .execute()
  // Not joined to their statements: fresh votes would each be held against every statement of the network.
  const rows = await context.db
    .selectFrom('vote')
    .select(['participant', 'statement_id', 'answer'])
    .where('round_id', '=', id)
    .execute()
  const numbers = new Map(statements.map((statement) => [statement.id, String(statement.number)]))
  const notMyArea = new Map<string, number>()
  const votes: Vote[] = []
  for (const { participant, statement_id, answer } of rows) {
    const statement = numbers.get(statement_id)
    if (statement === undefined) continue
    if (answer === 'not-my-area') notMyArea.set(statement, (notMyArea.get(statement) ?? 0) + 1)
    else votes.push({ participant, statement, answer })
  }
  return {
    table: voteTable(votes, {
      statements: statements.map(({ number }) => String(number)),
      participants: rows.map(({ participant }) => participant),
    }),
    notMyArea,
    excluded: new Set(
      statements.filter(({ moderation }) => moderation !== 'accepted').map(({ number }) => String(number)),
    ),
  }
}

export type StoredResult = Readonly<{ computedAt: Date; result: ComputedResult }>

/** The stored result, before disclosure control; null when it was not computed yet. */
export async function storedResult(context: Context, id: RoundId): Promise<StoredResult | null> {
  const row = await context.db
    .selectFrom('round_result')
    .select(['computed_at', 'result'])
    .where('round_id', '=', id)
    .executeTakeFirst()
  return row ? { computedAt: row.computed_at, result: row.result as unknown as ComputedResult } : null
}

export type StatementText = Readonly<{
  number: string
  wording: Bilingual
  accepted: boolean
}>

/** What the statements say, by number. */
export async function statementTexts(
  context: Context,
  id: RoundId,
): Promise<ReadonlyMap<string, StatementText>> {
  const rows = await context.db
    .selectFrom('statement as s')
    .innerJoin('contribution as c', 'c.id', 's.contribution_id')
    .select(['s.number', 's.removed', 'c.purged_at', 'c.wording', 'c.moderation'])
    .where('s.round_id', '=', id)
    .orderBy('s.number')
    .execute()
  return new Map(
    rows.map((row) => {
      const number = String(row.number)
      const gone = row.purged_at === null ? 'statements.takenOut' : 'statements.removed'
      const wording = row.removed ? inBoth(gone) : row.wording
      return [number, { number, wording, accepted: row.moderation === 'accepted' }]
    }),
  )
}
