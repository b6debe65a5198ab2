import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import { peopleNamed } from '../people/public.ts'
import type { Part } from './charter.ts'
import { type Initiative, loadInitiative, relationsTo } from './load-initiative.ts'
import { missingForGate } from './charter.ts'
import { readersOf } from './readers-of.ts'
import { refuse } from './refusals.ts'
import { askForSignatures } from './save-charter.ts'
import { hasAsked, permissionToChange } from './who-may-change.ts'

async function loadForEdit(context: Context, id: InitiativeId): Promise<Initiative> {
  const initiative = await loadInitiative(context, id, { lock: true })
  context.authorize(await permissionToChange(context, id), relationsTo(initiative, context.actor?.personId))
  if (initiative.state === 'archived') throw refuse('initiative_closed')
  return initiative
}

/** What was changed beside the form may have been the last thing missing. */
async function afterChange(context: Context, id: InitiativeId): Promise<void> {
  const initiative = await loadInitiative(context, id)
  const open = missingForGate(initiative, todayIn(context)).length === 0
  if (open && initiative.state === 'framing')
    await context.db.updateTable('initiative').set({ state: 'running' }).where('id', '=', id).execute()
  await askForSignatures(context, initiative, id)
}

/** Gives the person of a name a part in an initiative; having it already changes nothing. */
export async function addPart(
  context: Context,
  id: InitiativeId,
  input: { person: string; person_id?: string; part: Part },
): Promise<void> {
  await loadForEdit(context, id)
  const { person } = (await peopleNamed(context, input, { person: {} })).people
  if (person === null) throw new FormRefused({ person: 'error.person' })
  if (await isFixed(context, id, input.part))
    throw refuse(input.part === 'triager' ? 'readers_fixed' : 'facilitators_fixed')
  await context.db
    .insertInto('initiative_person')
    .values({ network_id: context.network.id, initiative_id: id, person_id: person, part: input.part })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await context.audit({
    action: 'initiatives.part.add',
    subject: { type: 'initiative', id },
    details: { person, part: input.part },
  })
  await afterChange(context, id)
}

/**
 * Whether a part can't be given any more. Who answers is told by name who can look (facilitators, at level B) and who
 * reads what they write: nobody joins them afterwards, unless no reader is left.
 */
async function isFixed(context: Context, id: InitiativeId, part: Part): Promise<boolean> {
  if (part === 'facilitator') return hasAsked(context, id, 'B')
  return part === 'triager' && (await hasAsked(context, id)) && (await readersOf(context, id)).length > 0
}

/** Takes a part from a person; not the last who reads, once people were asked. */
export async function removePart(
  context: Context,
  id: InitiativeId,
  input: { person: PersonId | null; part: Part },
): Promise<void> {
  await loadForEdit(context, id)
  if (input.person === null) return
  if (input.part === 'triager' && (await hasAsked(context, id))) {
    const readers = await readersOf(context, id)
    if (readers.length === 1 && readers[0]?.id === input.person) throw refuse('reader_last')
  }
  await context.db
    .deleteFrom('initiative_person')
    .where('initiative_id', '=', id)
    .where('person_id', '=', input.person)
    .where('part', '=', input.part)
    .execute()
  await context.audit({
    action: 'initiatives.part.remove',
    subject: { type: 'initiative', id },
    details: { person: input.person, part: input.part },
  })
}

/** Sets the strategies of the register that an initiative uses. */
export async function setStrategies(
  context: Context,
  id: InitiativeId,
  strategies: readonly string[],
): Promise<void> {
  await loadForEdit(context, id)
  await context.db.deleteFrom('initiative_strategy').where('initiative_id', '=', id).execute()
  if (strategies.length > 0)
    await context.db
      .insertInto('initiative_strategy')
      .values(
        [...new Set(strategies)].map((strategy) => ({
          network_id: context.network.id,
          initiative_id: id,
          strategy,
        })),
      )
      .execute()
  await context.audit({
    action: 'initiatives.strategies',
    subject: { type: 'initiative', id },
    details: { count: strategies.length },
  })
  await afterChange(context, id)
}
