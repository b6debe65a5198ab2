import { sql } from 'kysely'
import type { z } from 'zod'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { openNotices } from '../notices/public.ts'
import { paidThisYear } from '../recognition/public.ts'
import { answering, headerOf, ownNames, takesAnswers } from '../rounds/public.ts'
import type { AskedHome, RoundItem } from './home-models.ts'
import { ownSaid } from './own-said.ts'
import { type Practice, inOrder, practiceOf } from './practice.ts'

const mostItems = 3
const replySeconds = 20
/** Of one person at most so many statements are asked at first (rounds/next-statement). */
const statementsAsked = 10

type Open = z.input<typeof RoundItem>
type Item = z.input<typeof AskedHome>['items'][number] & { closesAt: Date | null }

/** How the person works, by the roster's practice type today. */
export async function ownPractice(context: Context): Promise<Practice> {
  const row = await context.db
    .selectFrom('membership as m')
    .innerJoin('membership_value as v', (join) =>
      join.onRef('v.network_id', '=', 'm.network_id').onRef('v.membership_id', '=', 'm.id'),
    )
    .innerJoin('stratum as s', (join) =>
      join.onRef('s.network_id', '=', 'v.network_id').onRef('s.id', '=', 'v.stratum_id'),
    )
    .innerJoin('stratum_value as w', (join) =>
      join.onRef('w.network_id', '=', 'v.network_id').onRef('w.id', '=', 'v.value_id'),
    )
    .select('w.code')
    .where('m.person_id', '=', actorOf(context).personId)
    .where('m.ends_on', 'is', null)
    .where('s.code', 'like', 'practice%')
    .orderBy('m.starts_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return practiceOf(row?.code ?? null)
}

/** The open rounds to which the person is invited and has something left to say, the first to close first. */
export async function openRounds(context: Context): Promise<readonly Open[]> {
  const rows = await context.db
    .selectFrom('round as r')
    .innerJoin('round_invitation as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.round_id', '=', 'r.id'),
    )
    .select(['r.id', 'r.state', 'r.closes_at', 'r.kind'])
    .where('i.person_id', '=', actorOf(context).personId)
    .where('r.state', '=', 'open')
    .orderBy('r.closes_at')
    .orderBy('r.id')
    .limit(20)
    .execute()
  const items: Open[] = []
  for (const row of rows.filter((one) => takesAnswers(one, context.now))) {
    const at = await answering(context, row.id as RoundId)
    const asked = Math.min(statementsAsked, at.statements.length)
    if (row.kind === 'statements' && at.mine.size >= asked) continue
    if (row.kind === 'prototype' && (await hasCommented(context, row.id, at.participant))) continue
    const header = await headerOf(context, row.id as RoundId)
    items.push({
      kind: 'round',
      href: row.kind === 'prototype' ? `/rounds/${row.id}/review` : `/rounds/${row.id}`,
      title: header.title,
      seconds: header.seconds,
      level: header.level,
      payCents: header.payCents,
      closesAt: row.closes_at,
      begun: at.mine.size > 0,
    })
  }
  return items
}

async function hasCommented(context: Context, round: string, participant: string | null): Promise<boolean> {
  if (participant === null) return true
  const row = await context.db
    .selectFrom('contribution')
    .select('id')
    .where('round_id', '=', round)
    .where((eb) => eb.or([eb('author_id', '=', participant), eb('author_pseudonym', '=', participant)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What those who are asked meet: at most three things and how long they take, and what came of what they said. */
export async function loadAskedHome(
  context: Context,
  kind: z.input<typeof AskedHome>['kind'],
): Promise<z.input<typeof AskedHome>> {
  const me = actorOf(context).personId
  const practice = kind === 'community-partner' ? 'partner' : await ownPractice(context)
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
  const own = await context.db
    .selectFrom('person')
    .select(['remind_at', 'messages_per_week'])
    .where('id', '=', me)
    .executeTakeFirstOrThrow()
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
    remindAt: own.remind_at !== null && own.remind_at > context.now ? own.remind_at : null,
    mayRemind: own.messages_per_week > 0,
    questions: all.length === 0 ? await openQuestions(context) : 0,
  }
}

/** How many questions about oneself are open; none once one was answered: who answers one has seen them all. */
async function openQuestions(context: Context): Promise<number> {
  const me = actorOf(context).personId
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from stratum where source = 'self'
      and not exists (select from declared_value where person_id = ${me})`.execute(context.db)
  return rows[0]?.count ?? 0
}

async function paidCents(context: Context): Promise<number | null> {
  const { cents } = await paidThisYear(context, actorOf(context).personId)
  return cents === 0 ? null : cents
}
