import { sql } from 'kysely'
import type { z } from 'zod'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { openNotices } from '../notices/public.ts'
import { paidThisYear } from '../recognition/public.ts'
import {
  type Answering,
  type Round,
  answeringEach,
  headersOf,
  ownNames,
  takesAnswers,
} from '../rounds/public.ts'
import type { AskedHome, RoundItem } from './home-models.ts'
import { ownSaid } from './own-said.ts'
import { inOrder, practiceOf } from './practice.ts'

const mostItems = 3
const replySeconds = 20
/** Of one person at most so many statements are asked at first (rounds/next-statement). */
const statementsAsked = 10

type Open = z.input<typeof RoundItem>
type Item = z.input<typeof AskedHome>['items'][number] & { closesAt: Date | null }

/** What of the person decides on how their home looks; practice is by the roster's practice type today. */
async function ownFacts(context: Context) {
  const { rows } = await sql<{
    remindAt: Date | null
    mayRemind: boolean
    practice: string | null
    /** Questions about oneself that are open; none once one was answered: who answers one has seen them all. */
    questions: number
  }>`
    select p.remind_at as "remindAt", p.messages_per_week > 0 as "mayRemind",
      (select w.code from membership m
        join membership_value v on v.network_id = m.network_id and v.membership_id = m.id
        join stratum s on s.network_id = v.network_id and s.id = v.stratum_id
        join stratum_value w on w.network_id = v.network_id and w.id = v.value_id
        where m.network_id = p.network_id and m.person_id = p.id and m.ends_on is null and s.code like 'practice%'
        order by m.starts_on desc limit 1) as practice,
      (select count(*)::int from stratum s where s.source = 'self'
        and not exists (select from declared_value d where d.network_id = p.network_id and d.person_id = p.id)) as questions
    from person p where p.id = ${actorOf(context).personId}`.execute(context.db)
  const own = rows[0]
  if (!own) throw new Error('the person signed in is not there')
  return own
}

/** The open rounds to which the person is invited and has something left to say, the first to close first. */
export async function openRounds(context: Context): Promise<readonly Open[]> {
  const rows = await context.db
    .selectFrom('round as r')
    .innerJoin('round_invitation as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.round_id', '=', 'r.id'),
    )
    .selectAll('r')
    .where('i.person_id', '=', actorOf(context).personId)
    .where('r.state', '=', 'open')
    .orderBy('r.closes_at')
    .orderBy('r.id')
    .limit(20)
    .execute()
  const open = (rows as Round[]).filter((one) => takesAnswers(one, context.now))
  if (open.length === 0) return []
  const each = await answeringEach(
    context,
    open.map(({ id }) => id),
  )
  const commented = await commentedIn(context, [...each.values()])
  const left = open.flatMap((round) => {
    const at = each.get(round.id)
    if (!at) return []
    const asked = Math.min(statementsAsked, at.statements.length)
    const done = round.kind === 'statements' ? at.mine.size >= asked : commented.has(round.id)
    return done ? [] : [{ round, begun: at.mine.size > 0 }]
  })
  const headerOf = await headersOf(
    context,
    left.map(({ round }) => round),
  )
  return left.map(({ round, begun }) => {
    const { title, seconds, level, payCents, closesAt } = headerOf(round)
    const href = round.kind === 'prototype' ? `/rounds/${round.id}/review` : `/rounds/${round.id}`
    return { kind: 'round', href, title, seconds, level, payCents, closesAt, begun }
  })
}

/** The rounds about a prototype in which the person has said something, or can't any more. */
async function commentedIn(context: Context, rounds: readonly Answering[]): Promise<ReadonlySet<string>> {
  const reviews = rounds.filter(({ kind }) => kind === 'prototype')
  if (reviews.length === 0) return new Set()
  const names = reviews.flatMap(({ participant }) => (participant === null ? [] : [participant]))
  const { rows } = await sql<{ id: string }>`
    select distinct round_id as id from contribution
    where round_id = any(${reviews.map(({ id }) => id)}::uuid[])
      and (author_id = any(${names}::uuid[]) or author_pseudonym = any(${names}::uuid[]))`.execute(context.db)
  return new Set([
    ...rows.map(({ id }) => id),
    ...reviews.flatMap(({ id, participant }) => (participant === null ? [id] : [])),
  ])
}

/** What those who are asked meet: at most three things and how long they take, and what came of what they said. */
export async function loadAskedHome(
  context: Context,
  kind: z.input<typeof AskedHome>['kind'],
): Promise<z.input<typeof AskedHome>> {
  const me = actorOf(context).personId
  const own = await ownFacts(context)
  const practice = kind === 'community-partner' ? 'partner' : practiceOf(own.practice)
  const rounds = await openRounds(context)
  const told = (await openNotices(context, me, { limit: 20 })).filter((one) => one.kind !== 'round-opened')
  const all: readonly Item[] = [
    ...rounds,
    ...told.map((one): Item => ({
      kind: 'reply',
      href: one.address,
      notice: one.kind,
      title: one.title,
      seconds: replySeconds,
      closesAt: null,
    })),
  ]
  const items = inOrder(all, practice, context.now).slice(0, mostItems)
  const { names } = await ownNames(context)
  const said = await ownSaid(context, names)
  return {
    kind,
    name: actorOf(context).name,
    practice,
    items: [...items],
    seconds: items.reduce((sum, one) => sum + one.seconds, 0),
    more: all.length - items.length,
    said: said.length,
    answered: said.filter((one) => one.answers.length > 0).length,
    paidCents: await paidCents(context),
    remindAt: own.remindAt !== null && own.remindAt > context.now ? own.remindAt : null,
    mayRemind: own.mayRemind,
    questions: all.length === 0 ? own.questions : 0,
  }
}

async function paidCents(context: Context): Promise<number | null> {
  const { cents } = await paidThisYear(context, actorOf(context).personId)
  return cents === 0 ? null : cents
}
