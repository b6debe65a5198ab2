import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { setContributionStates } from '../contributions/public.ts'

/**
 * Moves to *done* what was said whose last answer has gone out, comes from a decision of which every promise is kept, and
 * says that something will be done.
 *
 * The promises stay locked, so that of two who deliver and keep the last one at the same moment one sees what the other did.
 *
 * @param justTold only these, whose answer goes out now; none that its author opened again, for which nothing new was done
 * @returns whether every promise is kept
 */
export async function doneWhereKept(
  context: Context,
  decision: string,
  justTold?: readonly string[],
): Promise<boolean> {
  const promises = await context.db
    .selectFrom('commitment')
    .select('done_at')
    .where('decision_id', '=', decision)
    .forShare()
    .execute()
  if (promises.length === 0 || promises.some((one) => one.done_at === null)) return false
  const { rows } = await sql<{ id: ContributionId }>`
    select c.id from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
    where a.decision_id = ${decision} and a.outcome in ('adopt', 'adapt') and a.delivered_at is not null
      and c.state = 'decided'
      and not exists (select from answer b where b.network_id = a.network_id and b.contribution_id = a.contribution_id
        and b.revision > a.revision)
      ${justTold === undefined ? sql`` : sql`and c.reopened = 0 and c.id = any(${justTold}::uuid[])`}`.execute(
    context.db,
  )
  await setContributionStates(
    context,
    rows.map(({ id }) => id),
    'done',
  )
  return true
}
