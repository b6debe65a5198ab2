import { prepared } from '../../platform/db/prepared.ts'
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
  const { participant } = at
  if (participant === null) throw refuse('round_key_missing')

  for (let tries = 0; !written; tries++) {
    const verdict = decideVote(at.mine.get(statement.id) ?? null, input)
    if (verdict.kind === 'stale') return verdict
    if (verdict.kind === 'acknowledge')
      return { kind: 'acknowledged', next: await nextStatement(context, at, { more }) }
    if (tries > 3) throw new Error('a vote could neither be written nor refused')
    ;({ at, written } = await writeVote(context, input))
  }
  const mine = new Map(at.mine).set(statement.id, { answer: input.answer, revision: input.revision + 1 })
  if (mine.size > at.mine.size) await countAnswer(at.id, participant, statement.id, input.answer)
  const next = await nextStatement(context, { ...at, mine }, { more })
  if (next === null && mine.size > at.mine.size)
    durationsOf(context.services).finished(at.id, participant, context.now)
  return { kind: 'recorded', next }
}

const at = `at as (select r.network_id, ${answeringColumns} from round r where r.id = $1 for share of r)`
const asked = 'at join statement s on s.network_id = at.network_id and s.round_id = $1 and s.number = $4'
const takesIt = `at.kind = 'statements' and at.state = 'open' and (at.closes_at is null or at.closes_at > $6)
  and at.invited and (at.anonymity_level = 'C') = $7`
const answer = 'select at.*, exists (select from written) as written from at'

const writeFirst = prepared<AnsweringRow & { written: boolean }>(
  'first-vote',
  `with ${at}, written as (
    insert into vote (network_id, round_id, participant, statement_id, answer)
    select at.network_id, $1, $3, s.id, $5 from ${asked} where ${takesIt}
    on conflict do nothing returning 1) ${answer}`,
)

const writeChange = prepared<AnsweringRow & { written: boolean }>(
  'changed-vote',
  `with ${at}, written as (
    update vote v set answer = $5, revision = v.revision + 1 from ${asked}
    where ${takesIt} and v.network_id = at.network_id and v.round_id = $1 and v.participant = $3
      and v.statement_id = s.id and v.revision = $8 and v.answer <> $5
    returning 1) ${answer}`,
)

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
  const { person, called, hasKey } = caller
  const values = [input.round, person, called, input.number, input.answer, context.now, hasKey]
  const [row] = await (input.revision === 0
    ? writeFirst(context.db, values)
    : writeChange(context.db, [...values, input.revision]))
  if (!row) throw new NotFound()
  return { at: answeringOf(input.round, row, caller), written: row.written }
}
