import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'

/**
 * Writes the places of comments in closed rounds at level C again, in the order of their ids, which are chance: where a row
 * lies and which transaction wrote it then say nothing about when it was first written. Safe to run twice.
 */
export async function forgetAnnotationOrder(context: Context): Promise<void> {
  await sql`
    with taken as (
      delete from annotation a using contribution c join round r on r.network_id = c.network_id and r.id = c.round_id
      where c.network_id = a.network_id and c.id = a.contribution_id and not a.order_forgotten
        and r.anonymity_level = 'C' and r.state in ('closed', 'published', 'archived')
      returning a.*)
    insert into annotation (network_id, contribution_id, version_id, x, y, place, credit, order_forgotten, finding,
      wording_before, wording_after, outcome, outcome_reason, outcome_version_id)
    select network_id, contribution_id, version_id, x, y, place, credit, true, finding,
      wording_before, wording_after, outcome, outcome_reason, outcome_version_id
    from taken order by contribution_id`.execute(context.db)
}

/** What prototypes do by themselves: after a round has closed, and once more in case that was missed. */
export const jobs: readonly JobHandler[] = [
  { queue: 'close-round', run: (context) => forgetAnnotationOrder(context) },
  { queue: 'sweep', whenever: true, run: (context) => forgetAnnotationOrder(context) },
]
