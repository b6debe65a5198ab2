import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'

/**
 * Lets one act after another say where needs belong and what they are answered: merging, bringing into an initiative,
 * answering, taking back. To be called before they are read: they then stay so until the transaction ends. Initiatives
 * are locked after it, needs after those.
 */
export async function lockNeeds(context: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`needs of ${context.network.id}`}, 0))`.execute(
    context.db,
  )
}
