import { seededRandom } from '@rounds/methods'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { startBenchApp, type BenchApp } from '../bench/bench-app.ts'
import { type VoteRound, makeVoteRound } from '../bench/vote-round.ts'
import { recordVote } from '../src/features/rounds/record-vote.ts'
import type { DB } from '../src/platform/db/tables.gen.ts'
import { sessionCookieName } from '../src/platform/auth/session.ts'
import type { PersonId } from '../src/platform/ids.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'
import { type Measured, asPerson, close, measured } from './linkage-ground.ts'
import { measureReplies } from './linkage-replies.ts'

/**
 * How often an attacker who has the whole database and the logs, but not the key, tells whose answers are whose.
 *
 * `during`: before the end, knowing from elsewhere who answered when. `after`: the same attacker after the end.
 * `inside`: after the end, with nothing but the database and the logs. `leaky`: the same attacker as `inside` on a
 * build that touches the session in the vote's transaction, or logs who answered, and does not write the votes again
 * at the end. `replies`: the attacker of `after` on everything else that participants do, by table and sorting.
 */
export type Linkage = Readonly<
  Record<'during' | 'after' | 'inside' | 'leaky', Measured> & {
    replies: Awaited<ReturnType<typeof measureReplies>>
  }
>

/** Rounds that run beside each other; and on how many the leaky build is attacked. */
const atOnce = 12
const leakySeeds = 24
/** The other acts take as long as six votes of everybody: fewer people and rounds are enough to see an order. */
const fewer = { people: 20, seeds: 10 }

/** Runs the attack on rounds at level C in which `people` answer one statement each, in random order. */
export async function measureLinkage(options: {
  people: number
  seeds: number
  replies?: { people: number; seeds: number }
}): Promise<Linkage> {
  const logged = new FirstSeen()
  const bench = await startBenchApp({ log: (line) => logged.read(line), durable: false })
  try {
    const shares: Record<Exclude<keyof Linkage, 'replies'>, number[]> = {
      during: [],
      after: [],
      inside: [],
      leaky: [],
    }
    const once = async (seed: number): Promise<void> => {
      const random = seededRandom(seed)
      const kept = await answerInOrder(bench, options.people, random, 'nothing')
      shares.during.push(await attack(bench, kept.round, kept.order, kept.order))
      await close(bench, kept.round.round)
      shares.after.push(await attack(bench, kept.round, kept.order, kept.order))
      shares.inside.push(await attack(bench, kept.round, kept.order, logged))
      if (seed > leakySeeds) return
      const leaky = await answerInOrder(bench, options.people, random, seed % 2 === 0 ? 'session' : 'log')
      shares.leaky.push(await attack(bench, leaky.round, leaky.order, logged))
    }
    const seeds = Array.from({ length: options.seeds }, (_, index) => index + 1)
    for (let from = 0; from < seeds.length; from += atOnce)
      await Promise.all(seeds.slice(from, from + atOnce).map(once))
    return {
      during: measured(shares.during),
      after: measured(shares.after),
      inside: measured(shares.inside),
      leaky: measured(shares.leaky),
      replies: await measureReplies(bench, options.replies ?? fewer),
    }
  } finally {
    await bench.stop()
  }
}

/** Lets everybody answer over HTTP, in an order of chance; in a leaky build each answer also leaves a trace. */
async function answerInOrder(
  bench: BenchApp,
  people: number,
  random: () => number,
  leaks: 'nothing' | 'session' | 'log',
): Promise<{ round: VoteRound; order: readonly PersonId[] }> {
  const round = await makeVoteRound(bench.app.services, bench.network, {
    people,
    statements: 1,
    lead: bench.person,
  })
  const order = round.people.map((one) => ({ ...one, at: random() })).toSorted((a, b) => a.at - b.at)
  for (const { person, token } of order) {
    const answer = random() < 0.5 ? ('agree' as const) : ('disagree' as const)
    if (leaks === 'nothing') await vote(bench, round.round, token, answer)
    else
      await asPerson(bench, person, async (context) => {
        await recordVote(context, { round: round.round, number: 1, answer, revision: 0 })
        if (leaks === 'log') context.services.log.info({ person }, 'answered')
        else
          await context.db
            .updateTable('session')
            .set({ device: 'seen' })
            .where('person_id', '=', person)
            .execute()
      })
  }
  return { round, order: order.map(({ person }) => person) }
}

async function vote(bench: BenchApp, round: string, token: string, answer: string): Promise<void> {
  const { statusCode } = await bench.app.server.inject({
    method: 'POST',
    url: `/rounds/${round}/statements/1`,
    headers: {
      host: 'localhost',
      cookie: `${sessionCookieName(bench.app.services.config.baseUrl)}=${token}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `answer=${answer}&revision=0`,
  })
  if (statusCode !== 303) throw new Error(`an answer was not taken: ${statusCode}`)
}

/** The order in which the logs first name each identifier. */
class FirstSeen {
  readonly #identifiers = new Map<string, number>()

  read(line: string): void {
    for (const [identifier] of line.matchAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g))
      if (!this.#identifiers.has(identifier)) this.#identifiers.set(identifier, this.#identifiers.size)
  }

  /** The order in which these people were first named; null unless all of them were. */
  orderOf(persons: readonly PersonId[]): readonly PersonId[] | null {
    const place = (person: PersonId): number => this.#identifiers.get(person) ?? -1
    if (persons.some((person) => place(person) < 0)) return null
    return persons.toSorted((one, other) => place(one) - place(other))
  }
}

type Place = Readonly<{ value: string; xmin: number; page: number; line: number }>

/** Every row of every table in which one of these values stands in a column, with where and by which transaction it was written. */
async function dump(db: Transaction<DB>, values: readonly string[]): Promise<Map<string, Place[]>> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.relname as "table", a.attname as "column" from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
    where c.relkind = 'r' and a.attname <> 'network_id' and pg_relation_size(c.oid) > 0 order by 1, 2`.execute(
    db,
  )
  const places = new Map<string, Place[]>()
  for (const { table, column } of columns) {
    const { rows } = await sql<Place>`
      select ${sql.ref(column)}::text as value, xmin::text::int8 as xmin, (ctid::text::point)[0]::int as page,
        (ctid::text::point)[1]::int as line
      from ${sql.table(table)} where ${sql.ref(column)} = any(${[...values]}::uuid[])`.execute(db)
    if (rows.length > 0) places.set(`${table}.${column}`, rows)
  }
  return places
}

/** The values in the order in which their first rows were written. */
function writtenOrder(places: readonly Place[]): readonly string[] {
  const sorted = places.toSorted((a, b) => a.xmin - b.xmin || a.page - b.page || a.line - b.line)
  return [...new Set(sorted.map(({ value }) => value))]
}

/**
 * Matches the order in which people acted with the order in which pseudonyms were written.
 *
 * @param known the order in which people acted, from outside; or what the logs name: it is then looked for there and in
 *   the database, as any table in which each person's newest row was written by a transaction of its own
 * @returns the share of people matched with their own pseudonym
 */
async function attack(
  bench: BenchApp,
  { round, people }: VoteRound,
  truth: readonly PersonId[],
  known: readonly PersonId[] | FirstSeen,
): Promise<number> {
  const key = await bench.app.services.keys.read(bench.network, round)
  if (key === null) throw new Error('no key to check the attack with')
  const persons = people.map(({ person }) => person)
  const pseudonyms = await bench.app.services.database.tenant(bench.network, async (db) => {
    const { rows } = await sql<Place>`
      select participant::text as value, xmin::text::int8 as xmin, (ctid::text::point)[0]::int as page,
        (ctid::text::point)[1]::int as line from vote where round_id = ${round}`.execute(db)
    return writtenOrder(rows)
  })
  const order =
    known instanceof FirstSeen ? (known.orderOf(persons) ?? (await orderInside(bench, persons))) : known
  const guessed = order.filter((person, index) => pseudonyms[index] === pseudonymOf(key, person as PersonId))
  return guessed.length / truth.length
}

async function orderInside(bench: BenchApp, persons: readonly PersonId[]): Promise<readonly string[]> {
  const places = await bench.app.services.database.tenant(bench.network, (db) => dump(db, persons))
  const told = [...places.values()]
    .map((rows) => new Map(rows.toSorted((a, b) => a.xmin - b.xmin).map((row) => [row.value, row])))
    .filter((newest) => newest.size === persons.length)
    .map((newest) => [...newest.values()])
    .toSorted((a, b) => new Set(b.map(({ xmin }) => xmin)).size - new Set(a.map(({ xmin }) => xmin)).size)
  return told[0] ? writtenOrder(told[0]) : persons
}
