import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/**
 * Lets one act after another write what participants of a round say of answers, or what is written beside it. To be called before the act, so that
 * the row it writes and those that are written again beside it are seen by nobody in between.
 */
export async function oneAtATime(context: Context, where: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`said of answers ${where}`}, 0))`.execute(
    context.db,
  )
}

/** Where something was said, as `oneAtATime` takes it: its round, or itself. */
export async function whereSaid(context: Context, contribution: string): Promise<string> {
  const said = await context.db
    .selectFrom('contribution')
    .select('round_id')
    .where('id', '=', contribution)
    .executeTakeFirst()
  return said?.round_id ?? contribution
}

/**
 * Writes what participants of a pseudonymous round said of answers again in the order of their pseudonyms, the new row
 * among the others: their places and transaction numbers then say nothing about who spoke when.
 */
export async function forgetOrderOfReplies(
  context: Context,
  table: 'answer_objection' | 'fix_verdict',
  round: string,
): Promise<void> {
  await sql`
    with taken as (
      delete from ${sql.table(table)} t using contribution c join round r on r.network_id = c.network_id and r.id = c.round_id
      where c.network_id = t.network_id and c.id = t.contribution_id and c.round_id = ${round} and r.anonymity_level = 'C'
      returning t.*)
    insert into ${sql.table(table)} select * from taken order by participant, contribution_id`.execute(
    context.db,
  )
}

/** Writes the ratings of a decision again in the order of what their participants are called. */
export async function forgetOrderOfRatings(context: Context, decision: string): Promise<void> {
  await sql`
    with taken as (delete from level_rating where decision_id = ${decision} returning *)
    insert into level_rating select * from taken order by participant`.execute(context.db)
}
