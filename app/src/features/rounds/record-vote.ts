import { preparedForEach } from '../../platform/db/prepared.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import {
  type Answering,
  type AnsweringRow,
  answeringOf,
  callerIn,
  ownColumns,
  roundColumns,
} from './answering.ts'
import { durationsOf } from './duration-memory.ts'
import { isRemoved } from './remove-statement.ts'
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
  if (at.kind !== 'statements') throw new NotFound()
  if (!takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now)) return { kind: 'closed' }
  const { participant } = at
  if (participant === null) throw refuse('round_key_missing')
  if (!statement) {
    if (!(await isRemoved(context, input.round, input.number))) throw new NotFound()
    return { kind: 'acknowledged', next: await nextStatement(context, at, { more }) }
  }

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

const asks = {
  round: 'uuid',
  person: 'uuid',
  called: 'uuid',
  has_key: 'boolean',
  number: 'integer',
  answer: 'text',
  revision: 'integer',
  moment: 'timestamptz',
}

/**
 * The rounds asked about, locked; what each who asks has before them there, and whether their answer is `taken`.
 * `write` is what is done with those; `wasWritten` finds out for one of `each` whether it was.
 */
const writing = (write: string, wasWritten: string) => (asked: string) =>
  `
  with asked as (select * from ${asked}),
  at as (select r.network_id, r.id, ${roundColumns}
    from round r where r.id = any(array(select round from asked)) for share of r),
  each as (select asked.*, at.*, ${ownColumns('at', 'asked.person', 'asked.called')},
      (select s.id from statement s
        where s.network_id = at.network_id and s.round_id = at.id and s.number = asked.number and not s.removed) as statement
    from asked join at on at.id = asked.round),
  taken as (select * from each where kind = 'statements' and state = 'open' and (closes_at is null or closes_at > moment)
    and invited and (anonymity_level = 'C') = has_key and statement is not null),
  written as (${write})
  select n, kind, state, anonymity_level, closes_at, participants_may_add, statements, invited, mine,
    exists (select from written where ${wasWritten}) as written
  from each`

type Written = AnsweringRow & { written: boolean }

// One of two equal answers sent at the same moment is written, and both are told that it was.
const writeFirst = preparedForEach<Written>(
  'first-vote',
  asks,
  writing(
    `insert into vote (network_id, round_id, participant, statement_id, answer)
    select network_id, id, called, statement, answer from taken
    on conflict do nothing returning participant, statement_id, answer`,
    'participant = each.called and statement_id = each.statement and written.answer = each.answer',
  ),
)

const writeChange = preparedForEach<Written>(
  'changed-vote',
  asks,
  writing(
    `update vote v set answer = taken.answer, revision = v.revision + 1 from taken
    where v.network_id = taken.network_id and v.round_id = taken.id and v.participant = taken.called
      and v.statement_id = taken.statement and v.revision = taken.revision and v.answer <> taken.answer
    returning taken.n`,
    'written.n = each.n',
  ),
)

/**
 * Locks the round, reads what the person has before them, and writes the answer where `decideVote` would: all
 * in one statement, for all whose answers share the transaction, because this is where load falls.
 *
 * @returns what was there before; `written` false where it was refused, replayed, or another device was faster
 */
async function writeVote(
  context: Context,
  { round, number, answer, revision }: { round: RoundId; number: number } & SentAnswer,
): Promise<{ at: Answering; written: boolean }> {
  const caller = await callerIn(context, round)
  const { person, called, hasKey } = caller
  const write = revision === 0 ? writeFirst : writeChange
  const row = await write(context.db, [round, person, called, hasKey, number, answer, revision, context.now])
  if (!row) throw new NotFound()
  return { at: answeringOf(round, row, caller), written: row.written }
}
