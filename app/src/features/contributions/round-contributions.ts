import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'

/** Takes back what a lead had put into a round that is still a draft; nobody has seen it. */
export async function removeSeeded(context: Context, round: RoundId): Promise<void> {
  await context.db
    .deleteFrom('contribution')
    .where('round_id', '=', round)
    .where('seeded', '=', true)
    .execute()
}

/**
 * Writes a round's pseudonymous contributions again in the order of their pseudonyms, in one transaction: the
 * place and the transaction number of a row then say nothing about when it was first written. When each was read, which
 * cannot be before, becomes the moment by which all that were read had been.
 *
 * Nobody else writes contributions or refers to them meanwhile: who waited for a row that was taken out would find none,
 * though it was put back, and lose what they wrote.
 */
export async function forgetContributionOrder(context: Context, round: RoundId): Promise<void> {
  await sql`lock table contribution in exclusive mode`.execute(context.db)
  await sql`
    update contribution set read_at = (select max(c.read_at) from contribution c
      where c.round_id = ${round} and c.author_pseudonym is not null)
    where round_id = ${round} and author_pseudonym is not null and read_at is not null`.execute(context.db)
  await sql`set constraints all deferred`.execute(context.db)
  await sql`
    with taken as (
      delete from contribution where round_id = ${round} and author_pseudonym is not null returning *)
    insert into contribution select * from taken order by author_pseudonym, id`.execute(context.db)
  await sql`set constraints all immediate`.execute(context.db)
}
