import { sql } from 'kysely'
import { hourOfDay } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { forgetOrderOfReplies, oneAtATime } from './forget-order.ts'
import { secondReader } from './second-reader.ts'
import { stewardsOf } from './stewards.ts'

/** The hour, in the network's zone, at which what participants said of answers is passed on: once a day, so that no time of theirs shows. */
const batchHour = 5

/** Finds who reads an answer a second time, and tells them; tells owners of what did not fix it. Safe to repeat. */
export async function tellOfObjections(context: Context): Promise<void> {
  if (hourOfDay(context.now, context.network.settings.timeZone) !== batchHour) return
  await findSecondReaders(context)
  await tellOfReopened(context)
}

async function findSecondReaders(context: Context): Promise<void> {
  const { rows } = await sql<{
    contribution_id: string
    initiative_id: string | null
    round_id: string | null
    author_id: string | null
  }>`
    select distinct o.contribution_id, coalesce(c.initiative_id, r.initiative_id) as initiative_id, c.round_id,
      c.author_id
    from answer_objection o
    join contribution c on c.network_id = o.network_id and c.id = o.contribution_id
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    where o.second_reader_id is null and o.resolved_on is null
    order by o.contribution_id`.execute(context.db)
  const places = [...new Set(rows.map((row) => row.round_id ?? row.contribution_id))]
  for (const place of places.toSorted()) await oneAtATime(context, place)
  for (const row of rows) {
    const answered = await context.db
      .selectFrom('answer')
      .select('answered_by')
      .where('contribution_id', '=', row.contribution_id)
      .execute()
    const by = answered.map((one) => one.answered_by)
    const reader = row.initiative_id
      ? secondReader(await stewardsOf(context, row.initiative_id), by, row.author_id)
      : await anotherLead(context, by, row.author_id)
    if (reader === null) continue
    await context.db
      .updateTable('answer_objection')
      .set({ second_reader_id: reader })
      .where('contribution_id', '=', row.contribution_id)
      .where('second_reader_id', 'is', null)
      .execute()
    await tell(context, {
      kind: 'second-reader',
      subject: { type: 'contribution', id: row.contribution_id },
      people: [reader as PersonId],
      parameters: { address: `/answers/${row.contribution_id}/again` },
    })
  }
  for (const round of new Set(rows.map((row) => row.round_id)))
    if (round !== null) await forgetOrderOfReplies(context, 'answer_objection', round)
}

/** A need that belongs to no initiative is read again by another lead. */
async function anotherLead(
  context: Context,
  answeredBy: readonly string[],
  author: string | null,
): Promise<string | null> {
  const leads = await context.db
    .selectFrom('role_grant')
    .select('person_id')
    .where('role', 'in', ['lead', 'decision-maker'])
    .where('ended_at', 'is', null)
    .orderBy('granted_at')
    .orderBy('person_id')
    .execute()
  return leads.map((one) => one.person_id).find((id) => id !== author && !answeredBy.includes(id)) ?? null
}

async function tellOfReopened(context: Context): Promise<void> {
  const { rows } = await sql<{
    contribution_id: string
    reopened: number
    people: PersonId[]
    commitment: string
  }>`
    select c.id as contribution_id, c.reopened, array_agg(distinct m.owner_id) as people, min(m.id::text) as commitment
    from contribution c
    join answer a on a.network_id = c.network_id and a.contribution_id = c.id
    join commitment m on m.network_id = a.network_id and m.decision_id = a.decision_id
    where c.reopened > 0 and c.state = 'decided'
    group by c.id, c.reopened order by c.id`.execute(context.db)
  for (const row of rows)
    await tell(context, {
      kind: 'need-reopened',
      subject: { type: 'contribution', id: row.contribution_id },
      people: row.people,
      parameters: { times: row.reopened, address: `/commitments/${row.commitment}` },
    })
}
