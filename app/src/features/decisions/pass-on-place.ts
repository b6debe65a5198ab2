import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { passOnPlace as passOnContribution } from '../contributions/public.ts'

/**
 * Before something said goes: who joined it goes on without, as `passOnPlace` of contributions says, and what was prepared
 * as the answer to them all is prepared for who stands for it now. What was signed and promised is theirs already.
 *
 * @returns who stands for it now, or null where nobody had joined
 */
export async function passOnPlace(context: Context, id: ContributionId): Promise<ContributionId | null> {
  const heir = await passOnContribution(context, id)
  if (heir !== null)
    await sql`update answer_draft d set contribution_id = ${heir} where d.contribution_id = ${id}
      and not exists (select from answer_draft h where h.contribution_id = ${heir})`.execute(context.db)
  return heir
}
