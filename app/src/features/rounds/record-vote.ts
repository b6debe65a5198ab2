import { sql } from 'kysely'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { type Answering, answering } from './answering.ts'
import { durationsOf } from './duration-memory.ts'
import { nextStatement } from './next-statement.ts'
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
  let at = await answering(context, input.round, { lock: true })
  context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  const statement = at.statements.find(({ number }) => number === input.number)
  if (at.kind !== 'statements' || !statement) throw new NotFound()
  if (!takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now)) return { kind: 'closed' }
  if (at.participant === null) throw refuse('round_key_missing')

  for (;;) {
    const current = at.mine.get(statement.id) ?? null
    const verdict = decideVote(current, input)
    if (verdict.kind === 'stale') return verdict
    if (verdict.kind === 'acknowledge')
      return { kind: 'acknowledged', next: await nextStatement(context, at, { more: input.more === true }) }
    if (await write(context, at, statement.id, input)) break
    at = await answering(context, input.round)
  }
  const mine = new Map(at.mine).set(statement.id, { answer: input.answer, revision: input.revision + 1 })
  const next = await nextStatement(context, { ...at, mine }, { more: input.more === true })
  if (next === null && mine.size > at.mine.size)
    durationsOf(context.services).finished(at.id, at.participant ?? '', context.now)
  return { kind: 'recorded', next }
}

/** Writes over the revision that was shown, and only over that one; false when another device was faster. */
async function write(context: Context, at: Answering, statement: string, sent: SentAnswer): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into vote (network_id, round_id, participant, statement_id, answer)
    values (${context.network.id}, ${at.id}, ${at.participant}, ${statement}, ${sent.answer})
    on conflict (network_id, round_id, participant, statement_id)
      do update set answer = excluded.answer, revision = vote.revision + 1 where vote.revision = ${sent.revision}`.execute(
    context.db,
  )
  return numAffectedRows === 1n
}
