import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { firstOwed, saidToAnswer } from '../contributions/public.ts'
import { answerDueAt } from './escalation.ts'

/** Contributions that wait for an answer together: those of one closed round, or one need. `signed`: theirs go out soon. */
export type OwedAnswers = Readonly<{
  initiative: InitiativeId
  subject: { type: 'round' | 'need'; id: string }
  dueAt: Date
  signed: boolean
}>

/**
 * What has had no answer, by initiative, earliest due first.
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
    select s.initiative_id, s.round_id, case when s.round_id is null then ${firstOwed} end as contribution_id,
      min(s.since) as since, i.answer_due_days, bool_and(s.signed) as signed
    from ${saidToAnswer} s join initiative i on i.network_id = s.network_id and i.id = s.initiative_id
    where s.waits and s.asked ${initiative === undefined ? sql`` : sql`and s.initiative_id = ${initiative}`}
    group by s.initiative_id, s.round_id, case when s.round_id is null then s.thing end, i.answer_due_days`.execute(
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
