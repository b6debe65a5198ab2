import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/** SQL: an invitation to, or a reminder of, a round that does not take answers any more; a request that its person has met. `n` is the notice. */
export const isStale = sql<boolean>`(n.kind in ('round-opened', 'round-reminder') and exists (
    select 1 from round r where r.network_id = n.network_id and r.id = n.subject_id and r.state <> 'open')
  or n.kind = 'signature-asked' and not exists (
    select 1 from initiative i where i.network_id = n.network_id and i.id = n.subject_id
      and (i.physician_lead_id = n.person_id and i.physician_signed_at is null
        or i.manager_lead_id = n.person_id and i.manager_signed_at is null))
  or n.kind = 'wording-proposed' and not exists (
    select 1 from contribution c where c.network_id = n.network_id and c.id = n.subject_id
      and c.wording_state = 'proposed'))`

/**
 * Drops reminders of rounds that have closed.
 *
 * Who is reminded has not answered, so a reminder leaves no row behind: it is deleted as it is mailed, and here
 * where it was not.
 */
export async function dropStaleReminders(context: Context): Promise<void> {
  await sql`delete from notice n where n.kind = 'round-reminder' and ${isStale}`.execute(context.db)
}

/** Drops the reminders that are due, where no mail goes out: they would wait in the outbox and say who has not answered. */
export async function dropReminders(context: Context): Promise<void> {
  await context.db
    .deleteFrom('notice')
    .where('kind', '=', 'round-reminder')
    .where('deliver_after', '<=', context.now)
    .execute()
}
