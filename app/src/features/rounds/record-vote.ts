import { sql } from 'kysely'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { type Answering, type AnsweringRow, answeringColumns, answeringOf, callerIn } from './answering.ts'
import { durationsOf } from './duration-memory.ts'
import { countAnswer, nextStatement } from './next-statement.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { takesAnswers } from './round.ts'
import { type SentAnswer, type StoredAnswer, decideVote } from './vote-rule.ts'

/** What became of an answer that was sent. */
export type Recorded =
  | { kind: 'recorded' | 'acknowledged'; next: number | null }
  | { kind: 'closed' }
  | { kind: 'stale'; current: StoredAnswer | null }

/**
 * Records one answer of the person who asks, exactly once.
 *
 * The transaction writes the vote and nothing else. Its shared lock on the round means: either the round
 * closes after this answer counts, or this answer is told that it came too late.
 */
export async function recordVote(
  context: Context,
  input: { round: RoundId; number: number; more?: boolean } & SentAnswer,
): Promise<Recorded> {
  const more = input.more === true
  let { at, written } = await writeVote(context, input)
  context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  const statement = at.statements.find(({ number }) => number === input.number)
  if (at.kind !== 'statements' || !statement) throw new NotFound()
  if (!takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now)) return { kind: 'closed' }
  if (at.participant === null) throw refuse('round_key_missing')

  for (let tries = 0; !written; tries++) {
    const verdict = decideVote(at.mine.get(statement.id) ?? null, input)
    if (verdict.kind === 'stale') return verdict
    if (verdict.kind === 'acknowledge')
      return { kind: 'acknowledged', next: await nextStatement(context, at, { more }) }
    if (tries > 3) throw new Error('a vote could neither be written nor refused')
    ;({ at, written } = await writeVote(context, input))
  }
  const mine = new Map(at.mine).set(statement.id, { answer: input.answer, revision: input.revision + 1 })
  if (mine.size > at.mine.size) await countAnswer(at.id, statement.id, input.answer)
  const next = await nextStatement(context, { ...at, mine }, { more })
  if (next === null && mine.size > at.mine.size)
    durationsOf(context.services).finished(at.id, at.participant ?? '', context.now)
  return { kind: 'recorded', next }
}

/**
 * Locks the round, reads what the person has before them, and writes the answer where `decideVote` would: all
 * in one statement, because this is where load falls.
 *
 * @returns what was there before; `written` false where it was refused, replayed, or another device was faster
 */
async function writeVote(
  context: Context,
  input: { round: RoundId; number: number } & SentAnswer,
): Promise<{ at: Answering; written: boolean }> {
  const caller = await callerIn(context, input.round)
  const { rows } = await sql<AnsweringRow & { written: boolean }>`
    /* prepared: record-vote */
    with r as (select * from round where id = ${input.round} for share),
    seen as (select ${answeringColumns(caller)} from r),
    written as (
      insert into vote (network_id, round_id, participant, statement_id, answer)
      select r.network_id, r.id, ${caller.called}::uuid, s.id, ${input.answer}
      from r cross join seen join statement s on s.network_id = r.network_id and s.round_id = r.id and s.number = ${input.number}
      where r.kind = 'statements' and r.state = 'open' and (r.closes_at is null or r.closes_at > ${context.now})
        and seen.invited and (r.anonymity_level = 'C') = ${caller.hasKey}::boolean
        and (${input.revision}::int = 0 or exists (select from vote v where v.network_id = r.network_id and v.round_id = r.id
          and v.participant = ${caller.called}::uuid and v.statement_id = s.id))
      on conflict (network_id, round_id, participant, statement_id)
        do update set answer = excluded.answer, revision = vote.revision + 1
        where vote.revision = ${input.revision}::int and vote.answer <> excluded.answer
      returning 1)
    select seen.*, exists (select from written) as written from seen`.execute(context.db)
  const row = rows[0]
  if (!row) throw new NotFound()
  return { at: answeringOf(input.round, row, caller), written: row.written }
}
