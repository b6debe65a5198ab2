import { todayIn } from '../../platform/calendar-day.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { maySign, missingForGate } from './charter.ts'
import { loadInitiative, relationsTo } from './load-initiative.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/**
 * One of the two leads signs the charter as they read it. With the last thing missing, the initiative runs.
 *
 * @param revision the one on the page that was read; another one is refused
 */
export async function signCharter(context: Context, id: InitiativeId, revision: number): Promise<void> {
  const initiative = await loadInitiative(context, id, { lock: true })
  const person = actorOf(context).personId
  context.authorize(permissions['initiatives.sign'], relationsTo(initiative, person))
  if (initiative.revision !== revision) throw refuse('signature_stale')
  const part = maySign(initiative, person)
  if (part === null) throw refuse('cannot_sign')
  const signed = part === 'physician' ? { physicianSignedAt: context.now } : { managerSignedAt: context.now }
  const open = missingForGate({ ...initiative, ...signed }, todayIn(context)).length === 0
  await context.db
    .updateTable('initiative')
    .set({
      ...(part === 'physician' ? { physician_signed_at: context.now } : { manager_signed_at: context.now }),
      ...(open && initiative.state === 'framing' ? { state: 'running' as const } : {}),
    })
    .where('id', '=', id)
    .execute()
  await context.audit({
    action: 'initiatives.sign',
    subject: { type: 'initiative', id },
    details: { part, revision },
  })
}
