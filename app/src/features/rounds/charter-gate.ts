import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'

/** Whether a charter says all it must before anyone is asked: signed by both of the dyad, with decider, date and level. */
export async function isGateOpen(context: Context, initiative: InitiativeId): Promise<boolean> {
  const charter = await context.db
    .selectFrom('initiative')
    .selectAll()
    .where('id', '=', initiative)
    .executeTakeFirst()
  return (
    charter !== undefined &&
    charter.physician_signed_at !== null &&
    charter.manager_signed_at !== null &&
    charter.decider_id !== null &&
    charter.decision_due_on !== null &&
    charter.participation_level !== null
  )
}
