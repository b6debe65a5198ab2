import { seededRandom } from '@rounds/methods'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { startBenchApp, type BenchApp } from '../bench/bench-app.ts'
import { type VoteRound, makeVoteRound } from '../bench/vote-round.ts'
import { closeRoundDue } from '../src/features/rounds/public.ts'
import { recordVote } from '../src/features/rounds/record-vote.ts'
import type { DB } from '../src/platform/db/tables.gen.ts'
import { type Context, contextOver } from '../src/platform/http/context.ts'
import { readNetwork } from '../src/platform/http/networks.ts'
import { type PersonId, newId } from '../src/platform/ids.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'

/** Share of people whose pseudonym was found, over the seeds. */
export type Measured = Readonly<{ mean: number; standardError: number }>

/**
 * How often an attacker who has the whole database, but not the key, tells whose answers are whose.
 *
 * `during`: before the end, knowing from elsewhere who answered when. `after`: the same attacker after the end.
 * `inside`: after the end, with nothing but the database. `leaky`: the same attacker as `inside` on a build
 * that touches the session in the vote's transaction and does not write the votes again at the end.
 */
export type Linkage = Readonly<Record<'during' | 'after' | 'inside' | 'leaky', Measured>>

/** Rounds that run beside each other; and on how many the leaky build is attacked. */
const atOnce = 12
const leakySeeds = 24

/** Runs the attack on rounds at level C in which `people` answer one statement each, in random order. */
export async function measureLinkage(options: { people: number; seeds: number }): Promise<Linkage> {
  const bench = await startBenchApp()
  try {
    const shares: Record<keyof Linkage, number[]> = { during: [], after: [], inside: [], leaky: [] }
    const once = async (seed: number): Promise<void> => {
      const random = seededRandom(seed)
      const kept = await answerInOrder(bench, options.people, random, false)
      shares.during.push(await attack(bench, kept.round, kept.order, kept.order))
      await close(bench, kept.round)
      shares.after.push(await attack(bench, kept.round, kept.order, kept.order))
      shares.inside.push(await attack(bench, kept.round, kept.order, null))
      if (seed > leakySeeds) return
      const leaky = await answerInOrder(bench, options.people, random, true)
      shares.leaky.push(await attack(bench, leaky.round, leaky.order, null))
    }
    const seeds = Array.from({ length: options.seeds }, (_, index) => index + 1)
    for (let from = 0; from < seeds.length; from += atOnce)
      await Promise.all(seeds.slice(from, from + atOnce).map(once))
    return {
      during: measured(shares.during),
      after: measured(shares.after),
      inside: measured(shares.inside),
      leaky: measured(shares.leaky),
    }
  } finally {
    await bench.stop()
  }
}

function measured(shares: readonly number[]): Measured {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const variance =
    shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / Math.max(1, shares.length - 1)
  return { mean, standardError: Math.sqrt(variance / shares.length) }
}

async function asPerson<T>(
  bench: BenchApp,
  person: PersonId | null,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { services } = bench.app
  const network = await readNetwork(services.database, bench.network)
  if (!network) throw new Error('no network')
  const actor = person && {
    personId: person,
    sessionId: newId<'session'>(),
    ownDevice: false,
    name: 'A Person',
    language: 'en' as const,
    roles: new Set(['physician'] as const),
  }
  return services.database.tenant(bench.network, (db) =>
    work(contextOver(services, db, { network, actor, locale: 'en' })),
  )
}

/** Lets everybody answer, in an order of chance; in the leaky build each answer also touches the session. */
async function answerInOrder(
  bench: BenchApp,
  people: number,
  random: () => number,
  leaky: boolean,
): Promise<{ round: VoteRound; order: readonly PersonId[] }> {
  const round = await makeVoteRound(bench.app.services, bench.network, {
    people,
    statements: 1,
    lead: bench.person,
  })
  const order = round.people
    .map(({ person }) => ({ person, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ person }) => person)
  for (const person of order)
    await asPerson(bench, person, async (context) => {
      const answer = random() < 0.5 ? 'agree' : 'disagree'
      await recordVote(context, { round: round.round, number: 1, answer, revision: 0 })
      if (leaky)
        await context.db
          .updateTable('session')
          .set({ device: 'seen' })
          .where('person_id', '=', person)
          .execute()
    })
  return { round, order }
}

async function close(bench: BenchApp, round: VoteRound): Promise<void> {
  await asPerson(bench, null, async (context) => {
    await context.db
      .updateTable('round')
      .set({ closes_at: new Date(context.now.getTime() - 1000) })
      .where('id', '=', round.round)
      .execute()
    await closeRoundDue(context, round.round)
  })
}

type Place = Readonly<{ value: string; xmin: number; page: number; line: number }>

/** Every row of every table in which one of these values stands in a column, with where and by which transaction it was written. */
async function dump(db: Transaction<DB>, values: readonly string[]): Promise<Map<string, Place[]>> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.relname as "table", a.attname as "column" from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
    where c.relkind = 'r' and a.attname <> 'network_id' order by 1, 2`.execute(db)
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
 * @param known the order in which people acted, from outside; null: looked for in the database, as any table in
 *   which each person's newest row was written by a transaction of its own
 * @returns the share of people matched with their own pseudonym
 */
async function attack(
  bench: BenchApp,
  { round, people }: VoteRound,
  truth: readonly PersonId[],
  known: readonly PersonId[] | null,
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
  const order = known ?? (await orderInside(bench, persons))
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
