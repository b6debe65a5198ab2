import type { Permission } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { permissions } from './permissions.ts'

/**
 * Who may change an initiative: every lead helps to frame it; once somebody has been asked, those who answer
 * for it alone, because its parts say who reads what people wrote.
 */
export async function permissionToChange(context: Context, id: InitiativeId): Promise<Permission> {
  const asked = await context.db
    .selectFrom('round')
    .select('id')
    .where('initiative_id', '=', id)
    .where('source', '=', 'asked')
    .where('opened_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return permissions[asked ? 'initiatives.edit-asked' : 'initiatives.edit']
}
