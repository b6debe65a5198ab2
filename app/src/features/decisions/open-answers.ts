import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import { saidToAnswer } from '../contributions/public.ts'

/** How many things said in an initiative are owed an answer, and how many have one that can't be taken back. */
export async function thingsIn(
  context: Context,
  initiative: string,
): Promise<{ owed: number; answered: number }> {
  const { rows } = await sql<{ owed: number; answered: number }>`
    select count(distinct s.thing) filter (where s.owed)::int as owed,
      count(distinct s.thing) filter (where s.signed and not s.waits)::int as answered
    from ${saidToAnswer} s where s.initiative_id = ${initiative}`.execute(context.db)
  return rows[0] ?? { owed: 0, answered: 0 }
}

/** SQL, of a round `r`: something said in it is owed an answer. */
export const owesAnswers = sql<boolean>`exists (
  select from ${saidToAnswer} s where s.network_id = r.network_id and s.round_id = r.id and s.owed)`

/** SQL, of a round `r`: an answer to something said in it has not gone out. */
export const awaitsAnswers = sql<boolean>`exists (
  select from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
  where c.network_id = r.network_id and c.round_id = r.id and a.delivered_at is null)`

/** Whether something said in a round is owed an answer, and whether one has not gone out. */
export async function openIn(context: Context, round: string): Promise<{ owed: boolean; underway: boolean }> {
  const { rows } = await sql<{ owed: boolean; underway: boolean }>`
    select ${owesAnswers} as owed, ${awaitsAnswers} as underway from round r where r.id = ${round}`.execute(
    context.db,
  )
  return rows[0] ?? { owed: false, underway: false }
}
