import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { hasAnswer, saidToAnswer } from '../contributions/public.ts'
import type { WordedNeed } from './similar-needs.ts'

/**
 * The needs to which no answer went out and whose authors approved a wording: what everyone may read and join. Newest first, at
 * most 1000. Who says what was answered before gets an answer of their own.
 */
export async function wordedNeeds(
  context: Context,
): Promise<readonly (WordedNeed & { id: ContributionId; wording: Bilingual })[]> {
  const rows = await context.db
    .selectFrom('contribution')
    .select(['id', 'wording'])
    .where('kind', '=', 'need')
    .where('wording_state', '=', 'approved')
    .where('state', 'in', ['received', 'read'])
    .where('merged_into_id', 'is', null)
    .where('purged_at', 'is', null)
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id as ContributionId,
    wording: row.wording,
    text: Object.values(row.wording).join(' '),
  }))
}

/** Every need that may be compared, raw text where no wording was approved: for readers, and never shown. */
export async function comparableNeeds(
  context: Context,
): Promise<
  readonly (WordedNeed & { wording: Bilingual | null; receivedAt: Date | null; answered: boolean })[]
> {
  const rows = await context.db
    .selectFrom('contribution')
    .select([
      'id',
      'text',
      'wording',
      'wording_state',
      'received_at',
      hasAnswer('contribution').as('answered'),
    ])
    .where('kind', '=', 'need')
    .where('merged_into_id', 'is', null)
    .where('purged_at', 'is', null)
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    text: `${row.text} ${Object.values(row.wording).join(' ')}`,
    wording: row.wording_state === 'approved' ? row.wording : null,
    receivedAt: row.received_at,
    answered: row.answered,
  }))
}

export const needsOnPage = 50

export type ListFilter = Readonly<{
  state: 'all' | 'to-read' | 'read' | 'decided'
  place: 'all' | 'loose' | 'placed'
  words: string
  page: number
}>

export type ListedNeed = Readonly<{
  id: ContributionId
  wording: Bilingual | null
  state: 'received' | 'read' | 'decided' | 'done'
  receivedAt: Date | null
  people: number
  initiative: { id: string; title: Bilingual } | null
}>

/**
 * Needs as every lead may see them: approved wording or none, how many said it, how far it is. Merged ones stand with their
 * target, which is as far as the least of them: one that joined after the answer was signed has still to be read and answered.
 */
export async function listNeeds(
  context: Context,
  filter: ListFilter,
): Promise<{ needs: readonly ListedNeed[]; total: number }> {
  const words = `%${filter.words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const states: Record<ListFilter['state'], ReturnType<typeof sql>> = {
    all: sql`true`,
    'to-read': sql`f.state = 'received'`,
    read: sql`f.state = 'read'`,
    decided: sql`f.state in ('decided', 'done')`,
  }
  const places: Record<ListFilter['place'], ReturnType<typeof sql>> = {
    all: sql`true`,
    loose: sql`c.initiative_id is null`,
    placed: sql`c.initiative_id is not null`,
  }
  const where = sql`${states[filter.state]} and ${places[filter.place]}
    and ${filter.words === '' ? sql`true` : sql`c.wording_state = 'approved' and c.wording::text ilike ${words}`}`
  const { rows } = await sql<{
    id: ContributionId
    wording: Bilingual
    wording_state: string
    state: ListedNeed['state']
    received_at: Date | null
    people: number
    initiative_id: string | null
    title: Bilingual | null
    total: number
  }>`
    with f as (
      select coalesce(m.merged_into_id, m.id) as id,
        (array_agg(m.state order by array_position(array['received', 'read', 'decided', 'done'], m.state)))[1] as state
      from contribution m
      where m.kind = 'need' and m.purged_at is null and (m.merged_into_id is null or m.moderation in ('waiting', 'accepted'))
      group by 1)
    select c.id, c.wording, c.wording_state, f.state, c.received_at, c.initiative_id, i.title,
      (select count(distinct m.author_id) from contribution m where m.network_id = c.network_id
        and (m.id = c.id or m.merged_into_id = c.id))::int as people,
      (count(*) over ())::int as total
    from contribution c join f on f.id = c.id
    left join initiative i on i.network_id = c.network_id and i.id = c.initiative_id
    where ${where}
    order by c.received_at desc nulls last, c.id
    limit ${needsOnPage} offset ${(filter.page - 1) * needsOnPage}`.execute(context.db)
  return {
    needs: rows.map((row) => ({
      id: row.id,
      wording: row.wording_state === 'approved' ? row.wording : null,
      state: row.state,
      receivedAt: row.received_at,
      people: row.people,
      initiative: row.initiative_id ? { id: row.initiative_id, title: row.title ?? {} } : null,
    })),
    total: rows[0]?.total ?? 0,
  }
}

/** The need that has waited longest to be read. */
export async function firstUnread(context: Context): Promise<ContributionId | null> {
  const { rows } = await sql<{ id: ContributionId }>`
    select s.id from ${saidToAnswer} s where s.kind = 'need' and s.waits and s.state = 'received'
    order by s.since, s.id limit 1`.execute(context.db)
  return rows[0]?.id ?? null
}

/** Whether a need, or what was merged into it, is still owed an answer. */
export async function isOwedAnswer(context: Context, id: ContributionId): Promise<boolean> {
  const { rows } = await sql`
    select from ${saidToAnswer} s where (s.id = ${id} or s.merged_into_id = ${id}) and s.owed limit 1`.execute(
    context.db,
  )
  return rows.length > 0
}

/** Initiatives a need can be brought into. */
export async function openInitiatives(context: Context) {
  return context.db
    .selectFrom('initiative')
    .select(['id', 'title'])
    .where('state', '<>', 'archived')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}
