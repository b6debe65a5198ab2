import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { firstOwed, hasAnswer } from '../contributions/public.ts'
import { answerDueAt } from './escalation.ts'

/** Contributions that wait for an answer together: those of one closed round, or one need. `signed`: theirs go out soon. */
export type OwedAnswers = Readonly<{
  initiative: InitiativeId
  subject: { type: 'round' | 'need'; id: string }
  dueAt: Date
  signed: boolean
}>

/**
 * What has had no answer, by initiative, earliest due first. Seeded, returned, rejected and purged contributions are not; what
 * was merged into another counts with it, and alone where it joined after the other was answered.
 *
 * @param initiative only this one
 */
export async function owedAnswers(
  context: Context,
  initiative?: InitiativeId,
): Promise<readonly OwedAnswers[]> {
  const { rows } = await sql<{
    initiative_id: string
    round_id: string | null
    contribution_id: string | null
    since: Date
    answer_due_days: number
    signed: boolean
  }>`
    select c.initiative_id, c.round_id, case when c.round_id is null then ${firstOwed()} end as contribution_id,
      min(coalesce(r.closed_at, c.received_at)) as since, i.answer_due_days,
      bool_and(${hasAnswer()}) as signed
    from contribution c
    join initiative i on i.network_id = c.network_id and i.id = c.initiative_id
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    where not c.seeded and c.purged_at is null
      and c.state in ('received', 'read') and c.moderation in ('waiting', 'accepted')
      and i.state <> 'archived'
      and (c.round_id is null and c.kind = 'need'
        or r.closed_at is not null and r.source = 'asked' and r.state <> 'archived')
      ${initiative === undefined ? sql`` : sql`and c.initiative_id = ${initiative}`}
    group by c.initiative_id, c.round_id, case when c.round_id is null then coalesce(c.merged_into_id, c.id) end, i.answer_due_days`.execute(
    context.db,
  )
  return rows
    .map((row): OwedAnswers => ({
      initiative: row.initiative_id as InitiativeId,
      subject:
        row.round_id === null
          ? { type: 'need', id: row.contribution_id ?? '' }
          : { type: 'round', id: row.round_id },
      dueAt: answerDueAt(row.since, row.answer_due_days),
      signed: row.signed,
    }))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}
