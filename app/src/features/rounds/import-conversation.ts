import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type InitiativeId, type PersonId, type RoundId, newId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import { addContribution } from '../contributions/public.ts'

export type ImportedVote = Readonly<{
  participant: string
  statement: string
  answer: 'agree' | 'disagree' | 'pass'
}>

/** A conversation that took place elsewhere, with nobody's name in it. */
export type Conversation = Readonly<{
  title: Bilingual
  sourceNote: Bilingual
  language: 'en' | 'fr' | 'zh' | 'und'
  openedAt: Date
  closedAt: Date
  statements: readonly { id: string; text: string; accepted: boolean }[]
  votes: readonly ImportedVote[]
}>

/** The round as which this conversation, told by its title and where it comes from, is here already; null where it is not. */
export async function importedBefore(context: Context, conversation: Conversation): Promise<RoundId | null> {
  const found = await context.db
    .selectFrom('round')
    .select('id')
    .where('source', '=', 'import')
    .where('title', '=', sql<never>`${JSON.stringify(conversation.title)}::jsonb`)
    .where('source_note', '=', sql<never>`${JSON.stringify(conversation.sourceNote)}::jsonb`)
    .orderBy('id')
    .executeTakeFirst()
  return (found?.id ?? null) as RoundId | null
}

/** How many votes are written in one statement. */
const batch = 10_000

/**
 * Brings a public conversation in as a closed round with its statements and votes.
 *
 * Participants get pseudonyms under a key that is forgotten at once; votes are written in their order, so
 * nothing of the source's order is kept. Statements are numbered in the order given.
 */
export async function importConversation(
  context: Context,
  input: { initiative: InitiativeId; by: PersonId; conversation: Conversation },
): Promise<RoundId> {
  const { conversation } = input
  const round = newId<'round'>()
  const key = randomBytes(32)
  const network = context.network.id
  await context.db
    .insertInto('round')
    .values({
      network_id: network,
      id: round,
      initiative_id: input.initiative,
      kind: 'statements',
      title: conversation.title,
      anonymity_level: 'C',
      state: 'open',
      source: 'import',
      source_note: conversation.sourceNote,
      participants_may_add: false,
      opened_at: conversation.openedAt,
      closes_at: conversation.closedAt,
      key_destroyed_at: context.now,
      created_by: input.by,
    })
    .execute()
  const statementIds = new Map<string, string>()
  for (const [index, statement] of conversation.statements.entries()) {
    const contribution = await addContribution(context, {
      kind: 'statement',
      text: statement.text,
      language: conversation.language,
      author: 'unknown',
      initiative: input.initiative,
      round,
      wording: { [conversation.language]: statement.text },
      ...(statement.accepted ? {} : { rejected: true }),
    })
    const id = newId<'statement'>()
    statementIds.set(statement.id, id)
    await context.db
      .insertInto('statement')
      .values({ network_id: network, id, round_id: round, contribution_id: contribution, number: index + 1 })
      .execute()
  }
  const votes = conversation.votes
    .map((vote) => ({
      participant: pseudonymOf(key, vote.participant as PersonId),
      statement: statementIds.get(vote.statement) ?? '',
      answer: vote.answer,
    }))
    .toSorted((a, b) =>
      a.participant < b.participant
        ? -1
        : a.participant > b.participant
          ? 1
          : a.statement < b.statement
            ? -1
            : 1,
    )
  for (let from = 0; from < votes.length; from += batch) {
    const part = votes.slice(from, from + batch)
    await sql`
      insert into vote (network_id, round_id, participant, statement_id, answer)
      select ${network}, ${round}, participant, statement, answer
      from unnest(${part.map((v) => v.participant)}::uuid[], ${part.map((v) => v.statement)}::uuid[], ${part.map((v) => v.answer)}::text[])
        as v (participant, statement, answer)`.execute(context.db)
  }
  await context.db
    .updateTable('round')
    .set({ state: 'closed', closed_at: conversation.closedAt })
    .where('id', '=', round)
    .execute()
  await context.audit({
    action: 'round.import',
    subject: { type: 'round', id: round },
    details: { statements: conversation.statements.length, votes: votes.length },
  })
  return round
}
