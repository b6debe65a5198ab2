import type { Permission } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { permissions } from './permissions.ts'

/** Whether people were asked anything in an initiative; at one level, or at any. */
export async function hasAsked(context: Context, id: InitiativeId, level?: 'B'): Promise<boolean> {
  let rounds = context.db
    .selectFrom('round')
    .select('id')
    .where('initiative_id', '=', id)
    .where('source', '=', 'asked')
    .where('opened_at', 'is not', null)
  if (level) rounds = rounds.where('anonymity_level', '=', level)
  return (await rounds.limit(1).executeTakeFirst()) !== undefined
}

/**
 * Who may change an initiative: every lead helps to frame it; once somebody has been asked, those who answer
 * for it alone, because its parts say who reads what people wrote.
 */
export const permissionToChange = async (context: Context, id: InitiativeId): Promise<Permission> =>
  permissions[(await hasAsked(context, id)) ? 'initiatives.edit-asked' : 'initiatives.edit']
