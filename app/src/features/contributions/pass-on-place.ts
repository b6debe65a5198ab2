import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Lets those who had joined a contribution go on without it: they have said it too. The first of them whose words are
 * there and were not turned back stands for it from now on, in their own words; the others join that one, and it too.
 *
 * The caller has made sure that nobody merges anything into it meanwhile.
 *
 * @returns who stands for it now, or null where nobody had joined
 */
export async function passOnPlace(context: Context, id: ContributionId): Promise<ContributionId | null> {
  const { rows } = await sql<{ heir: ContributionId }>`
    with heir as (select h.id from contribution h where h.merged_into_id = ${id}
      order by h.purged_at is not null or h.moderation in ('returned', 'rejected'), h.received_at, h.id limit 1)
    update contribution c set merged_into_id = nullif(heir.id, c.id) from heir where ${id} in (c.id, c.merged_into_id)
    returning heir.id as heir`.execute(context.db)
  return rows[0]?.heir ?? null
}
