import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'

/** Moves an initiative on: *decided* when its decision is made, *archived* when nothing is owed any more. */
export async function setInitiativeState(
  context: Context,
  id: InitiativeId,
  state: 'running' | 'decided' | 'archived',
): Promise<void> {
  await context.db.updateTable('initiative').set({ state }).where('id', '=', id).execute()
}
