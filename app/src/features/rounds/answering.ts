import { prepared } from '../../platform/db/prepared.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import type { Level, Round } from './round.ts'
import type { Answer, StoredAnswer } from './vote-rule.ts'

/** What one participant has before them: the round's facts, its statements' numbers, their own answers. */
export type Answering = Readonly<{
  id: RoundId
  kind: Round['kind']
  state: Round['state']
  level: Level
  closesAt: Date | null
  mayAdd: boolean
  invited: boolean
  /** What the person is called here; null when the level's key is missing. */
  participant: string | null
  statements: readonly Readonly<{ number: number; id: string }>[]
  /** Own answers by statement id. */
  mine: ReadonlyMap<string, StoredAnswer>
}>

export type AnsweringRow = {
  kind: Round['kind']
  state: Round['state']
  anonymity_level: Level
  closes_at: Date | null
  participants_may_add: boolean
  invited: boolean
  /** Number, id. */
  statements: [number, string][]
  /** Statement's id, own answer, its revision. */
  mine: [string, Answer, number][]
}

/** Who asks, and what they would be called at level C: the pseudonym where there is a key, else themselves. */
export type Caller = Readonly<{ person: PersonId; called: string; hasKey: boolean }>

/** Finds what the person who asks is called in a round. */
export async function callerIn(context: Context, id: RoundId): Promise<Caller> {
  const person = actorOf(context).personId
  const key = await context.services.keys.read(context.network.id, id)
  return { person, called: key === null ? person : pseudonymOf(key, person), hasKey: key !== null }
}

/** What an `AnsweringRow` says of the round, named `r`. */
export const roundColumns = `r.kind, r.state, r.anonymity_level, r.closes_at, r.participants_may_add,
  (select coalesce(json_agg(json_build_array(s.number, s.id) order by s.number), '[]')
    from statement s where s.network_id = r.network_id and s.round_id = r.id and not s.removed) as statements`

/** What it says of one person over a relation `round` with its `network_id` and `id`; the rest are expressions too. */
export const ownColumns = (round: string, person: string, called: string): string => `
  exists (select from round_invitation i
    where i.network_id = ${round}.network_id and i.round_id = ${round}.id and i.person_id = ${person}) as invited,
  (select coalesce(json_agg(json_build_array(v.statement_id, v.answer, v.revision)), '[]') from vote v
    where v.network_id = ${round}.network_id and v.round_id = ${round}.id and v.participant = ${called}) as mine`

const ofEach = `select r.id, ${roundColumns}, ${ownColumns('r', '$1', 'asked.called')}
  from unnest($2::uuid[], $3::uuid[]) asked (id, called) join round r on r.id = asked.id`
const read = prepared<AnsweringRow & { id: RoundId }>('answering', ofEach)
const readLocked = prepared<AnsweringRow & { id: RoundId }>('answering-locked', `${ofEach} for share of r`)

/** Reads an `AnsweringRow`. */
export function answeringOf(id: RoundId, row: AnsweringRow, caller: Caller): Answering {
  const fits = (row.anonymity_level === 'C') === caller.hasKey
  const asked = new Set(row.statements.map(([, statement]) => statement))
  return {
    id,
    kind: row.kind,
    state: row.state,
    level: row.anonymity_level,
    closesAt: row.closes_at,
    mayAdd: row.participants_may_add,
    invited: row.invited,
    participant: fits ? caller.called : null,
    statements: row.statements.map(([number, statement]) => ({ number, id: statement })),
    mine: new Map(
      row.mine.flatMap(([statement, answer, revision]) =>
        asked.has(statement) ? [[statement, { answer, revision }] as const] : [],
      ),
    ),
  }
}

/**
 * Loads all of it for each of these rounds in one query, for the person who asks.
 *
 * @param options.lock true while something is added: no round can close before the transaction ends
 */
export async function answeringEach(
  context: Context,
  ids: readonly RoundId[],
  options: { lock?: boolean } = {},
): Promise<ReadonlyMap<RoundId, Answering>> {
  const callers = new Map<RoundId, Caller>()
  for (const id of ids) callers.set(id, await callerIn(context, id))
  const called = [...callers.values()].map((caller) => caller.called)
  const person = actorOf(context).personId
  const rows = await (options.lock ? readLocked : read)(context.db, [person, [...callers.keys()], called])
  return new Map(
    rows.flatMap((row) => {
      const caller = callers.get(row.id)
      return caller ? [[row.id, answeringOf(row.id, row, caller)] as const] : []
    }),
  )
}

/** Loads it for one round. @throws {NotFound} */
export async function answering(
  context: Context,
  id: RoundId,
  options: { lock?: boolean } = {},
): Promise<Answering> {
  const found = (await answeringEach(context, [id], options)).get(id)
  if (!found) throw new NotFound()
  return found
}
