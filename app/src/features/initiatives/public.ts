import { todayIn } from '../../platform/calendar-day.ts'
import type { Relation } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { missingForGate } from './charter.ts'
import { type Initiative, loadInitiative, relationsTo } from './load-initiative.ts'

export type { ParticipationLevel } from './charter.ts'
export { answerDueAt } from './escalation.ts'
export type { Initiative } from './load-initiative.ts'
export { levelName, levelPromise } from './messages.ts'
export { permissions as initiativePermissions } from './permissions.ts'
export { namedReaders } from './readers-of.ts'
export { setInitiativeState } from './set-initiative-state.ts'

/**
 * An initiative, what the person asking is to it, and whether its gate is open (rounds may be asked).
 *
 * @param options.lock true before changing something that hangs on it
 * @throws {NotFound} not there, or not in this network
 */
export async function initiativeOf(
  context: Context,
  id: InitiativeId,
  options: { lock?: boolean } = {},
): Promise<Initiative & { relations: ReadonlySet<Relation>; gateOpen: boolean }> {
  const initiative = await loadInitiative(context, id, options)
  return {
    ...initiative,
    relations: relationsTo(initiative, context.actor?.personId),
    gateOpen: isGateOpen(context, initiative),
  }
}

/** Whether the charter has everything it needs, both signatures included. */
export const isGateOpen = (context: Context, initiative: Initiative): boolean =>
  missingForGate(initiative, todayIn(context)).length === 0
export { importInitiative } from './import-initiative.ts'
