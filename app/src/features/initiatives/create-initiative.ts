import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type InitiativeId, newId } from '../../platform/ids.ts'
import { permissions } from './permissions.ts'

/** Starts an initiative, in framing; whoever starts it may frame it. */
export async function createInitiative(
  context: Context,
  input: { title: Bilingual; problem: Bilingual },
): Promise<InitiativeId> {
  context.authorize(permissions['initiatives.create'])
  const id = newId<'initiative'>()
  await context.db
    .insertInto('initiative')
    .values({
      network_id: context.network.id,
      id,
      title: input.title,
      problem: input.problem,
      created_by: actorOf(context).personId,
      created_at: context.now,
    })
    .execute()
  await context.audit({ action: 'initiatives.create', subject: { type: 'initiative', id } })
  return id
}
