import { sql } from 'kysely'
import type { z } from 'zod'
import { todayIn } from '../../platform/calendar-day.ts'
import { needsPerson } from '../../platform/clock-doubt.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { clockWatch } from '../../platform/jobs/sure-now.ts'
import { canGoAgain } from '../../platform/mail/retry-mail.ts'
import { saidToAnswer } from '../contributions/public.ts'
import { looseNeedDays, networkTriagers } from '../needs/public.ts'
import { paidRounds } from '../recognition/public.ts'
import type { Duty } from './home-models.ts'

type Row = { id: string; title: Bilingual | null; count: number | null; due_on: string | null }

const duties = <Of extends Row>(
  context: Context,
  kind: z.input<typeof Duty>['kind'],
  rows: readonly Of[],
  href: (row: Of) => string,
): z.input<typeof Duty>[] =>
  rows.map((row) => ({
    kind,
    href: href(row),
    title: row.title,
    count: row.count,
    dueOn: row.due_on,
    late: row.due_on !== null && row.due_on < todayIn(context),
  }))

/** The initiatives a person stands behind, in any part. */
export const myInitiatives = (me: string) => sql`(select i.id from initiative i
  where i.network_id = nullif(current_setting('rounds.network_id', true), '')::uuid and (
    ${me}::uuid in (i.physician_lead_id, i.manager_lead_id, i.decider_id, i.sponsor_id, i.created_by)
    or exists (select 1 from initiative_person p where p.network_id = i.network_id and p.initiative_id = i.id
      and p.person_id = ${me}::uuid)))`

/** Whether a person prepares or signs the answers of an initiative `i`. */
const answersIn = (
  me: string,
) => sql<boolean>`(${me}::uuid in (i.physician_lead_id, i.manager_lead_id, i.decider_id)) is true
  or exists (select from initiative_person p where p.network_id = i.network_id and p.initiative_id = i.id
    and p.person_id = ${me}::uuid)`

/** Whether a lead, in an initiative `i`, may follow its round `r`: those who read what is written may not. */
export const follows = (me: string) =>
  sql<boolean>`(${me}::uuid in (i.physician_lead_id, i.manager_lead_id, i.decider_id, i.sponsor_id, r.created_by)) is true`

/** Answers owed in closed rounds of these initiatives, late ones first: things, since how many said one may be a few. */
export async function answersOwed(context: Context): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  const zone = context.network.settings.timeZone
  const { rows } = await sql<Row>`
    select r.id, r.title, count(distinct s.thing)::int as count,
      to_char((r.closed_at + i.answer_due_days * interval '1 day') at time zone ${zone}, 'YYYY-MM-DD') as due_on
    from ${saidToAnswer} s
    join round r on r.network_id = s.network_id and r.id = s.round_id
    join initiative i on i.network_id = r.network_id and i.id = r.initiative_id
    where i.id in ${myInitiatives(me)} and s.owed and s.asked
    group by r.id, r.network_id, r.title, r.closed_at, i.answer_due_days order by due_on, r.id`.execute(
    context.db,
  )
  return duties(context, 'answers', rows, (row) => `/rounds/${row.id}/answers`)
}

/** Decisions that a person has to take: soonest due first. */
export async function decisionsDue(context: Context, whose: 'mine' | 'led'): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  const { rows } = await sql<Row>`
    select i.id, i.title, null::int as count, i.decision_due_on::text as due_on from initiative i
    where i.state = 'running'
      and ${whose === 'mine' ? sql`i.decider_id = ${me}` : sql`i.id in ${myInitiatives(me)} and i.decision_due_on < ${todayIn(context)}`}
    order by i.decision_due_on nulls last, i.id`.execute(context.db)
  return duties(context, 'decision', rows, (row) =>
    whose === 'mine' ? `/initiatives/${row.id}/decision` : `/initiatives/${row.id}`,
  )
}

/** What a person has promised, has to read or sign: of what was added to a round before it closes, and so can still be voted on. */
export async function promisesAndReadings(context: Context): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  const promises = await sql<Row>`
    select m.id, m.what as title, null::int as count, m.due_on::text as due_on from commitment m
    where m.owner_id = ${me} and m.done_at is null order by m.due_on, m.id`.execute(context.db)
  const readings = await sql<Row>`
    select distinct o.contribution_id as id, null::jsonb as title, null::int as count, null::text as due_on
    from answer_objection o where o.second_reader_id = ${me} and o.resolved_on is null order by 1`.execute(
    context.db,
  )
  const signatures = await sql<Row>`
    select i.id, i.title, null::int as count, i.decision_due_on::text as due_on from initiative i
    where i.state = 'framing' and (i.physician_lead_id = ${me} and i.physician_signed_at is null
      or i.manager_lead_id = ${me} and i.manager_signed_at is null) order by i.id`.execute(context.db)
  const added = await sql<Row>`
    select r.id, r.title, count(*)::int as count,
      to_char(r.closes_at at time zone ${context.network.settings.timeZone}, 'YYYY-MM-DD') as due_on
    from contribution c join round r on r.network_id = c.network_id and r.id = c.round_id
    join initiative_person p on p.network_id = r.network_id and p.initiative_id = r.initiative_id
      and p.part = 'triager' and p.person_id = ${me}
    where c.kind = 'statement' and not c.seeded and c.moderation = 'waiting' and c.purged_at is null and r.state = 'open'
    group by r.id, r.title, r.closes_at order by r.closes_at, r.id`.execute(context.db)
  return [
    ...duties(context, 'added', added.rows, (row) => `/rounds/${row.id}/moderation`),
    ...duties(context, 'second-reading', readings.rows, (row) => `/answers/${row.id}/again`),
    ...duties(context, 'promise', promises.rows, (row) => `/commitments/${row.id}`),
    ...duties(context, 'signature', signatures.rows, (row) => `/initiatives/${row.id}/charter`),
  ]
}

/** What comes next for who leads: results to publish, rounds to open. */
export async function comesNext(context: Context): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  const rounds = await sql<Row & { state: string }>`
    select r.id, r.title, null::int as count, null::text as due_on, r.state
    from round r join initiative i on i.network_id = r.network_id and i.id = r.initiative_id
    where i.id in ${myInitiatives(me)} and (r.state = 'closed' or r.state = 'draft' and ${follows(me)}) order by r.closed_at nulls last, r.id
    limit 20`.execute(context.db)
  return [
    ...duties(
      context,
      'publish',
      rounds.rows.filter((row) => row.state === 'closed'),
      (row) => `/rounds/${row.id}/results`,
    ),
    ...duties(
      context,
      'draft',
      rounds.rows.filter((row) => row.state === 'draft'),
      (row) => `/rounds/${row.id}/edit`,
    ),
  ]
}

/** Needs in these initiatives that have no answer yet, by initiative; and for readers, those in none. */
export async function needAnswersOwed(context: Context): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  const zone = context.network.settings.timeZone
  const reader = (await networkTriagers(context)).some((one) => one.id === me)
  const { rows } = await sql<Row & { answers: boolean }>`
    select coalesce(i.id::text, '') as id, i.title, bool_or(${answersIn(me)}) as answers,
      count(distinct s.thing)::int as count,
      to_char(min(s.since + coalesce(i.answer_due_days, ${looseNeedDays}::int) * interval '1 day') at time zone ${zone},
        'YYYY-MM-DD') as due_on
    from ${saidToAnswer} s left join initiative i on i.network_id = s.network_id and i.id = s.initiative_id
    where s.kind = 'need' and s.state = 'read' and s.owed
      and (i.id in ${myInitiatives(me)} or ${reader} and i.id is null)
    group by i.id, i.title order by due_on, 1`.execute(context.db)
  return duties(context, 'need-answers', rows, (row) => {
    if (row.id === '') return '/needs?state=read&place=loose'
    return row.answers ? `/initiatives/${row.id}/answers` : '/needs?state=read&place=placed'
  })
}

/** Needs that nobody has read yet, as one duty of those who are named to read them. */
export async function unreadNeeds(context: Context): Promise<z.input<typeof Duty>[]> {
  const me = actorOf(context).personId
  if (!(await networkTriagers(context)).some((one) => one.id === me)) return []
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${saidToAnswer} s
    where s.kind = 'need' and s.waits and s.state = 'received'`.execute(context.db)
  const count = rows[0]?.count ?? 0
  return count === 0
    ? []
    : [{ kind: 'needs', href: '/needs?state=to-read', title: null, count, dueOn: null, late: false }]
}

/** Tries after which a message is said to be stuck: about an hour. */
const stuckTries = 6

/** What a network still lacks, in the order in which it is done: a clock that is sure, administrators' first steps, mail that can't go out, pay. */
export async function networkLacks(context: Context): Promise<z.input<typeof Duty>[]> {
  const { rows } = await sql<{
    strata: boolean
    people: number
    waiting: number
    stuck: number
    failed: number
  }>`
    select exists (select from stratum) as strata, (select count(*)::int from person) as people,
      (select count(*)::int from mail_message where state = 'waiting' and listed) as waiting,
      (select count(*)::int from mail_message where state = 'waiting' and listed and attempts >= ${stuckTries}) as stuck,
      (select count(*)::int from mail_message m join person p on p.network_id = m.network_id and p.id = m.person_id
        where ${canGoAgain(context.now)}) as failed`.execute(context.db)
  const { strata = false, people = 0, waiting = 0, stuck = 0, failed = 0 } = rows[0] ?? {}
  const server = context.services.config.mail.smtpUrl !== null
  const unpaid = (await paidRounds(context)).rounds.filter(({ standing }) => standing === 'owed')
  const duty = (kind: z.input<typeof Duty>['kind'], href: string, count: number | null = null) => [
    { kind, href, title: null, count, dueOn: null, late: false },
  ]
  const watch = await clockWatch(context)
  return [
    ...(watch && needsPerson(watch) ? duty('clock', '/administration/clock') : []),
    ...(strata ? [] : duty('categories', '/strata')),
    ...(people > 1 ? [] : duty('roster', '/people/import')),
    ...((await networkTriagers(context)).length > 0 ? [] : duty('readers', '/needs/readers')),
    ...(server || waiting > 0 ? [] : duty('no-mail', '/administration')),
    ...(waiting > 0 && !server ? duty('mail', '/administration/outbox', waiting) : []),
    ...(stuck > 0 && server ? duty('mail-stuck', '/administration/outbox', stuck) : []),
    ...(failed > 0 ? duty('mail-failed', '/administration/outbox?state=failed', failed) : []),
    ...duties(
      context,
      'payments',
      unpaid.slice(0, 1).map(({ id, payOn }) => ({ id, title: null, count: unpaid.length, due_on: payOn })),
      () => '/payments',
    ),
  ]
}

/** Published results, newest first. */
export async function publishedResults(context: Context) {
  const rows = await context.db
    .selectFrom('round')
    .select(['id', 'title', 'closed_at'])
    .where('state', 'in', ['published', 'archived'])
    .orderBy('closed_at', 'desc')
    .orderBy('id')
    .limit(10)
    .execute()
  return rows.map((row) => ({ id: row.id, title: row.title, closedAt: row.closed_at }))
}
