import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'

/** A person says "not now": until then nothing is sent to them, then one message. */
export async function setReminder(context: Context, person: PersonId, at: Date): Promise<void> {
  await context.db.updateTable('person').set({ remind_at: at }).where('id', '=', person).execute()
}

/** The reminder was sent, or is not wanted any more. */
export async function clearReminder(context: Context, person: PersonId): Promise<void> {
  await context.db.updateTable('person').set({ remind_at: null }).where('id', '=', person).execute()
}
