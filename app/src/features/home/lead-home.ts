import { sql } from 'kysely'
import { minimumCount } from '@rounds/methods'
import type { z } from 'zod'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { RoundId } from '../../platform/ids.ts'
import { saidToAnswer } from '../contributions/public.ts'
import { roundsWithWords, takingPartInEach } from '../rounds/public.ts'
import { openRounds } from './asked-home.ts'
import {
  answersOwed,
  comesNext,
  decisionsDue,
  follows,
  myInitiatives,
  needAnswersOwed,
  promisesAndReadings,
  unreadNeeds,
} from './duties.ts'
import { type AnsweredThing, type HeadlineFigures, headlineFigures } from './headline-figures.ts'
import type { Figures, LeadHome, pointStates } from './home-models.ts'

/** How many points stand on one page of the table. */
export const pointsPerPage = 10

/** The two headline figures over the initiatives of one person, or of the whole network. */
export async function figuresOf(
  context: Context,
  whose: 'mine' | 'network',
): Promise<z.input<typeof Figures>> {
  const me = actorOf(context).personId
  const scope = whose === 'mine' ? sql`in ${myInitiatives(me)}` : sql`is not null`
  const rounds = await sql<{ openedAt: Date; toldAt: Date | null }>`
    select r.opened_at as "openedAt", r.last_answer_delivered_at as "toldAt" from round r
    where r.opened_at is not null and r.source = 'asked' and r.initiative_id ${scope}
      and exists (select 1 from contribution c where c.network_id = r.network_id and c.round_id = r.id and not c.seeded)`.execute(
    context.db,
  )
  const things = await sql<AnsweredThing>`
    select s.turned_back as "turnedBack", a.manner,
      exists (select 1 from answer_objection o where o.network_id = s.network_id and o.contribution_id = s.id) as objected
    from ${saidToAnswer} s
    left join lateral (select a.manner from answer a where a.network_id = s.network_id and a.contribution_id = s.id
        and a.delivered_at is not null order by a.revision desc limit 1) a on true
    where s.initiative_id ${scope} and s.asked and not s.purged`.execute(context.db)
  const figures: HeadlineFigures = headlineFigures(rounds.rows, things.rows, context.now)
  return figures
}

async function running(context: Context): Promise<z.input<typeof LeadHome>['running']> {
  const me = actorOf(context).personId
  const { rows } = await sql<{
    id: RoundId
    title: Bilingual
    closes_at: Date | null
    initiative_id: string
    follows: boolean
  }>`
    select r.id, r.title, r.closes_at, r.initiative_id, ${follows(me)} as follows
    from round r join initiative i on i.network_id = r.network_id and i.id = r.initiative_id
    where r.state = 'open' and i.id in ${myInitiatives(me)}
    order by r.closes_at, r.id limit 20`.execute(context.db)
  const parts = await takingPartInEach(
    context,
    rows.map(({ id }) => id),
  )
  return rows.flatMap((row) => {
    const part = parts.get(row.id)
    if (!part) return []
    const { tookPart, invited, atLeast } = part
    return [
      {
        id: row.id,
        href: row.follows ? `/rounds/${row.id}/edit` : `/initiatives/${row.initiative_id}`,
        title: row.title,
        closesAt: row.closes_at,
        tookPart: tookPart === null ? { kind: 'hidden' } : { kind: 'shown', count: tookPart },
        invited,
        atLeast,
      },
    ]
  })
}

type PointRow = {
  id: string
  kind: 'need' | 'statement' | 'comment' | 'proposal'
  words: Bilingual
  state: (typeof pointStates)[number]
  merged: number
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline' | 'answered' | null
  due_at: Date | null
  round_id: string | null
  total: number
}

/** What was said in a person's initiatives: approved wording only, late ones first. */
async function points(
  context: Context,
  view: Readonly<{ state: (typeof pointStates)[number] | null; page: number }>,
): Promise<z.input<typeof LeadHome>['points']> {
  const me = actorOf(context).personId
  const mine = await sql<{ id: string }>`
    select r.id from round r where r.closed_at is not null and r.initiative_id in ${myInitiatives(me)}`.execute(
    context.db,
  )
  const withWords = await roundsWithWords(
    context,
    mine.rows.map((row) => row.id),
  )
  const { rows } = await sql<PointRow>`
    select c.id, c.kind, c.wording as words, c.state, a.outcome, c.round_id,
      (select count(*)::int from contribution m where m.network_id = c.network_id and m.merged_into_id = c.id) as merged,
      case when a.outcome is null then coalesce(r.closed_at, c.received_at) + i.answer_due_days * interval '1 day' end as due_at,
      (count(*) over ())::int as total
    from contribution c
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    join initiative i on i.network_id = c.network_id and i.id = coalesce(c.initiative_id, r.initiative_id)
    left join lateral (select a.outcome from answer a where a.network_id = c.network_id and a.contribution_id = c.id
      order by a.revision desc limit 1) a on true
    where i.id in ${myInitiatives(me)} and not c.seeded and c.purged_at is null and c.merged_into_id is null
      and c.wording_state = 'approved' and c.moderation = 'accepted' and (r.id is null or r.closed_at is not null)
      and (c.kind in ('need', 'statement') or c.round_id = any(${[...withWords]}::uuid[]))
      ${view.state === null ? sql`` : sql`and c.state = ${view.state}`}
    order by due_at nulls last, c.id
    limit ${pointsPerPage} offset ${(view.page - 1) * pointsPerPage}`.execute(context.db)
  return {
    rows: rows.map((row) => ({
      id: row.id,
      href:
        row.kind === 'need'
          ? `/needs/${row.id}`
          : row.round_id
            ? `/rounds/${row.round_id}/answers`
            : '/needs',
      words: row.words,
      kind: row.kind,
      state: row.state,
      people: row.merged + 1 < minimumCount ? null : row.merged + 1,
      outcome: row.outcome,
      dueAt: row.due_at,
    })),
    total: rows[0]?.total ?? 0,
    page: view.page,
    state: view.state,
  }
}

/** What a lead meets: what is owed to physicians first, then what runs, what comes next, and every point. */
export async function loadLeadHome(
  context: Context,
  view: Readonly<{ state: (typeof pointStates)[number] | null; page: number }>,
): Promise<z.input<typeof LeadHome>> {
  const owed = [
    ...(await answersOwed(context)),
    ...(await needAnswersOwed(context)),
    ...(await decisionsDue(context, 'led')),
    ...(await promisesAndReadings(context)),
    ...(await unreadNeeds(context)),
  ]
  return {
    kind: 'lead',
    name: actorOf(context).name,
    asked: [...(await openRounds(context))],
    owed: owed.toSorted((a, b) => Number(b.late) - Number(a.late)),
    running: await running(context),
    next: await comesNext(context),
    figures: await figuresOf(context, 'mine'),
    points: await points(context, view),
  }
}
