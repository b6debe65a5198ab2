import { type Role, roles } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { keepsAnAdministrator } from './change-roles.ts'
import { grantRole } from './end-person.ts'

/**
 * Makes the roles that a person has from their organisation's groups those of this sign-in.
 *
 * Roles given otherwise are left alone; the last administrator keeps theirs.
 */
export async function syncOidcRoles(
  context: Context,
  person: PersonId,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const held = await context.db
    .selectFrom('role_grant')
    .select(['id', 'role'])
    .where('person_id', '=', person)
    .where('source', '=', 'oidc')
    .where('ended_at', 'is', null)
    .execute()
  const note = (action: string, role: Role) =>
    context.audit({ action, subject: { type: 'person', id: person }, details: { role, source: 'oidc' } })
  for (const { id, role } of held.filter((one) => !wanted.has(one.role))) {
    if (role === 'network-administrator' && !(await keepsAnAdministrator(context, person))) continue
    await context.db.updateTable('role_grant').set({ ended_at: context.now }).where('id', '=', id).execute()
    await note('role.end', role)
  }
  for (const role of roles.filter((one) => wanted.has(one) && !held.some((other) => other.role === one)))
    if (await grantRole(context, { person, role, source: 'oidc' })) await note('role.grant', role)
}
