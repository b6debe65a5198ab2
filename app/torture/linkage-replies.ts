import { seededRandom } from '@rounds/methods'
import { sql } from 'kysely'
import type { BenchApp } from '../bench/bench-app.ts'
import { type VoteRound, makeVoteRound } from '../bench/vote-round.ts'
import { objectToAnswer } from '../src/features/decisions/object-to-answer.ts'
import { rateLevel } from '../src/features/decisions/rate-level.ts'
import { sayWhetherFixed } from '../src/features/decisions/say-whether-fixed.ts'
import { addAnnotation } from '../src/features/prototypes/add-annotation.ts'
import { forgetAnnotationOrder } from '../src/features/prototypes/forget-order.ts'
import { addStatement } from '../src/features/rounds/add-statement.ts'
import { moderateStatement } from '../src/features/rounds/moderate-statement.ts'
import type { Context } from '../src/platform/http/context.ts'
import { type ContributionId, type PersonId, type RoundId, newId } from '../src/platform/ids.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'
import { asPerson, close, type Measured, measured } from './linkage-ground.ts'

/** Tables in which an act of a participant stands or that refer to one, with the SQL that finds its pseudonym. */
export const tablesOfActs: Readonly<
  Record<string, { act: Act; rows: (at: Asked) => ReturnType<typeof sql> }>
> = {
  contribution: {
    act: 'add',
    rows: ({ round }) =>
      sql`select c.author_pseudonym as value, c.* from contribution c where c.round_id = ${round}`,
  },
  statement: {
    act: 'add',
    rows: ({ round }) => sql`select c.author_pseudonym as value, s.* from statement s
      join contribution c on c.network_id = s.network_id and c.id = s.contribution_id where s.round_id = ${round}`,
  },
  annotation: {
    act: 'comment',
    rows: ({ review }) => sql`select c.author_pseudonym as value, a.* from annotation a
      join contribution c on c.network_id = a.network_id and c.id = a.contribution_id where c.round_id = ${review}`,
  },
  answer_objection: {
    act: 'object',
    rows: ({ round }) => sql`select o.participant as value, o.* from answer_objection o
      join contribution c on c.network_id = o.network_id and c.id = o.contribution_id where c.round_id = ${round}`,
  },
  fix_verdict: {
    act: 'verdict',
    rows: ({ round }) => sql`select v.participant as value, v.* from fix_verdict v
      join contribution c on c.network_id = v.network_id and c.id = v.contribution_id where c.round_id = ${round}`,
  },
  level_rating: {
    act: 'rate',
    rows: ({ decision }) =>
      sql`select r.participant as value, r.* from level_rating r where r.decision_id = ${decision}`,
  },
}

/** Tables that refer to what participants said and hold acts of those who lead alone; votes have an attack of their own. */
export const tablesOfOthers: readonly string[] = ['answer', 'answer_draft', 'version_change', 'vote']

type Act = 'add' | 'comment' | 'object' | 'verdict' | 'rate'
type Asked = Readonly<{ round: RoundId; review: RoundId; decision: string; initiative: string }>

/**
 * How often an attacker with the database but not the key, who knows who acted when, tells whose act a row is, after the
 * end: for each table and each way of sorting its rows (by place, by any column), over the seeds.
 *
 * `before`: the same attacker on the places of comments before the end, who finds everybody: so it would be seen.
 */
export async function measureReplies(
  bench: BenchApp,
  options: { people: number; seeds: number },
): Promise<{ after: ReadonlyMap<string, Measured>; before: Measured }> {
  const shares = new Map<string, number[]>()
  const before: number[] = []
  for (let seed = 1; seed <= options.seeds; seed += 1) {
    const random = seededRandom(1000 + seed)
    const made = await makeVoteRound(bench.app.services, bench.network, {
      people: options.people,
      statements: 1,
      lead: bench.person,
    })
    const persons = made.people.map(({ person }) => person)
    const orderOf = (): readonly PersonId[] =>
      persons
        .map((person) => ({ person, at: random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ person }) => person)
    const orders: Record<Act, readonly PersonId[]> = {
      add: orderOf(),
      comment: orderOf(),
      object: orderOf(),
      verdict: orderOf(),
      rate: orderOf(),
    }
    const at = await everybodyActs(bench, made, orders, async (asked) => {
      const [place] = await sortings(
        bench,
        tablesOfActs['annotation']!.rows(asked),
        asked,
        'annotation',
        orders.comment,
      )
      before.push(place?.[1] ?? 0)
    })
    for (const [table, { act, rows }] of Object.entries(tablesOfActs))
      for (const [sorting, share] of await sortings(bench, rows(at), at, table, orders[act]))
        shares.set(`${table} by ${sorting}`, [...(shares.get(`${table} by ${sorting}`) ?? []), share])
  }
  return {
    after: new Map([...shares].map(([name, list]) => [name, measured(list)])),
    before: measured(before),
  }
}

async function everybodyActs(
  bench: BenchApp,
  made: VoteRound,
  orders: Readonly<Record<Act, readonly PersonId[]>>,
  beforeTheEnd: (at: Asked) => Promise<void>,
): Promise<Asked> {
  const at = await prepare(bench, made)
  const said = new Map<PersonId, ContributionId>()
  for (const person of orders.add) {
    await asPerson(bench, person, (context) =>
      addStatement(context, { round: at.round, text: `said by ${person}` }),
    )
    await asPerson(bench, bench.person, async (context) => {
      const row = await context.db
        .selectFrom('contribution')
        .select('id')
        .where('text', '=', `said by ${person}`)
        .executeTakeFirstOrThrow()
      said.set(person, row.id as ContributionId)
      await moderateStatement(context, at.round, row.id as ContributionId, {
        kind: 'accepted',
        translation: '',
      })
    })
  }
  for (const [index, person] of orders.comment.entries())
    await asPerson(bench, person, (context) =>
      addAnnotation(context, {
        round: at.review,
        id: newId(),
        place: '',
        saying: { kind: 'comment', finding: 'interface', text: 'Smaller', open: index % 2 === 0 },
      }),
    )
  await beforeTheEnd(at)
  await close(bench, at.round)
  await close(bench, at.review)
  await asPerson(bench, null, forgetAnnotationOrder)
  await answerEverything(bench, at)
  const own = (person: PersonId): ContributionId => said.get(person) ?? ('' as ContributionId)
  for (const person of orders.object)
    await asPerson(bench, person, (context) => objectToAnswer(context, own(person)))
  for (const person of orders.verdict)
    await asPerson(bench, person, (context) => sayWhetherFixed(context, own(person), 'no'))
  for (const person of orders.rate)
    await asPerson(bench, person, (context) => rateLevel(context, at.decision, 'kept'))
  return at
}

/** A review beside the round of votes, about a text, with the same people; and a reader of what they add. */
async function prepare(bench: BenchApp, made: VoteRound): Promise<Asked> {
  const { services } = bench.app
  const [review, object, version, decision] = [newId<'round'>(), newId(), newId(), newId()]
  await services.keys.create(bench.network, review)
  const initiative = await asPerson(bench, bench.person, async ({ db, now }: Context) => {
    const { initiative_id } = await db
      .selectFrom('round')
      .select('initiative_id')
      .where('id', '=', made.round)
      .executeTakeFirstOrThrow()
    const of = { network_id: bench.network, initiative_id, created_by: bench.person }
    await db
      .insertInto('initiative_person')
      .values({ network_id: bench.network, initiative_id, person_id: bench.person, part: 'triager' })
      .execute()
    await db
      .insertInto('boundary_object')
      .values({ ...of, id: object, kind: 'form', title: { en: 'Form' } })
      .execute()
    await db
      .insertInto('object_version')
      .values({
        network_id: bench.network,
        id: version,
        object_id: object,
        number: 1,
        media_type: 'text/markdown',
        content: Buffer.from('# Form\n\nText.\n'),
        created_by: bench.person,
      })
      .execute()
    await db
      .insertInto('round')
      .values({
        ...of,
        id: review,
        kind: 'prototype',
        title: { en: 'Review' },
        version_id: version,
        anonymity_level: 'C',
        state: 'open',
        opened_at: new Date(now.getTime() - 3_600_000),
        closes_at: new Date(now.getTime() + 86_400_000),
      })
      .execute()
    await sql`insert into round_invitation (network_id, round_id, person_id)
      select network_id, ${review}, person_id from round_invitation where round_id = ${made.round}`.execute(
      db,
    )
    return initiative_id
  })
  return { round: made.round, review, decision, initiative }
}

async function answerEverything(bench: BenchApp, at: Asked): Promise<void> {
  await asPerson(bench, bench.person, async ({ db }) => {
    await db
      .insertInto('decision')
      .values({
        network_id: bench.network,
        id: at.decision,
        initiative_id: at.initiative,
        outcome: 'adopt',
        reason: { en: 'Because' },
        decided_by: bench.person,
      })
      .execute()
    await sql`insert into answer
        (network_id, id, contribution_id, decision_id, outcome, reason, manner, answered_by, delivered_at)
      select network_id, gen_random_uuid(), id, ${at.decision}, 'adopt', '{"en":"Because"}', 'bulk', ${bench.person}, now()
      from contribution where round_id = ${at.round}`.execute(db)
    await sql`update contribution set state = 'done' where round_id = ${at.round}`.execute(db)
  })
}

type Row = Readonly<{
  value: string
  xmin: number
  page: number
  line: number
  columns: Record<string, unknown>
}>

async function sortings(
  bench: BenchApp,
  from: ReturnType<typeof sql>,
  at: Asked,
  table: string,
  truth: readonly PersonId[],
): Promise<readonly (readonly [string, number])[]> {
  const keyOf = table === 'annotation' || table === 'level_rating' ? [at.review, at.round] : [at.round]
  const keys = await Promise.all(keyOf.map((round) => bench.app.services.keys.read(bench.network, round)))
  const namesOf = (person: PersonId) => keys.map((key) => (key === null ? '' : pseudonymOf(key, person)))
  const rows = await bench.app.services.database.tenant(bench.network, async (db) => {
    const found = await sql<Row>`
      select t.value::text as value, w.xmin::text::int8 as xmin, (w.ctid::text::point)[0]::int as page,
        (w.ctid::text::point)[1]::int as line, to_jsonb(w) as columns
      from (${from}) t join ${sql.table(table)} w using (${sql.raw(primaryKey[table] ?? 'network_id, id')})
      where t.value is not null`.execute(db)
    return found.rows
  })
  const share = (sorted: readonly Row[]): number => {
    const order = [...new Set(sorted.map(({ value }) => value))]
    return (
      truth.filter((person, index) => namesOf(person).includes(order[index] ?? '-')).length / truth.length
    )
  }
  const byPlace = rows.toSorted((a, b) => a.xmin - b.xmin || a.page - b.page || a.line - b.line)
  const columns = Object.keys(rows[0]?.columns ?? {}).filter(
    (column) => new Set(rows.map((row) => JSON.stringify(row.columns[column]))).size > 1,
  )
  return [
    ['place', share(byPlace)],
    ...columns.map((column) => [column, share(byPlace.toSorted(compare(column)))] as const),
  ]
}

const primaryKey: Readonly<Record<string, string>> = {
  annotation: 'network_id, contribution_id',
  answer_objection: 'network_id, contribution_id, participant',
  fix_verdict: 'network_id, contribution_id, participant',
  level_rating: 'network_id, decision_id, participant',
}

const compare =
  (column: string) =>
  (a: Row, b: Row): number => {
    const [one, other] = [a.columns[column], b.columns[column]]
    if (typeof one === 'number' && typeof other === 'number') return one - other
    return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
  }
