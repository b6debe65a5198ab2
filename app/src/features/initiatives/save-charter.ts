import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused, type Offers } from '../../platform/http/route.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { peopleNamed } from '../people/public.ts'
import { type Charter, clearsSignatures, missingForGate } from './charter.ts'
import {
  type CharterEdit,
  CharterForm,
  type CharterPeople,
  charterFrom,
  charterPeople,
  textsOf,
} from './charter-fields.ts'
import { type Initiative, loadInitiative, relationsTo } from './load-initiative.ts'
import { mergeCharter, readBase } from './merge-charter.ts'
import { refuse } from './refusals.ts'
import { permissionToChange } from './who-may-change.ts'

/** What can be said of the form only beside what is stored. */
async function requireFitting(context: Context, edit: CharterEdit, offers: Offers): Promise<void> {
  const ids = [edit.physicianLeadId, edit.managerLeadId, edit.deciderId, edit.sponsorId].filter(
    (id) => id !== null,
  )
  const rows =
    ids.length === 0
      ? []
      : await context.db.selectFrom('person').select(['id', 'calling']).where('id', 'in', ids).execute()
  const callingOf = (id: PersonId) => rows.find((row) => row.id === id)?.calling
  const errors: Record<string, string> = {}
  if (!edit.title.en && !edit.title.fr) errors['title'] = 'error.title'
  if (edit.physicianLeadId !== null && edit.physicianLeadId === edit.managerLeadId)
    throw new FormRefused({ manager_lead: 'error.same-person' }, offers)
  if (edit.physicianLeadId && callingOf(edit.physicianLeadId) !== 'physician')
    errors['physician_lead'] = 'error.not-physician'
  if (edit.managerLeadId && callingOf(edit.managerLeadId) !== 'manager')
    errors['manager_lead'] = 'error.not-manager'
  if (Object.keys(errors).length > 0) throw new FormRefused(errors, offers)
}

/** What was sent, put together with what somebody else saved since it was opened. */
function withTheirs(
  form: CharterForm,
  named: { people: CharterPeople; offers: Offers },
  initiative: Initiative,
): CharterEdit {
  const mine = charterFrom(form, named.people)
  if (form.revision === initiative.revision) return mine
  const merged = mergeCharter(readBase(form.base), textsOf(mine), textsOf(initiative))
  if (merged.conflicts.length > 0) throw new FormRefused({ revision: 'error.changed' }, named.offers)
  const { texts } = merged
  const person = (field: keyof CharterPeople) => (texts[field] || null) as PersonId | null
  return charterFrom(CharterForm.parse({ ...texts, revision: initiative.revision }), {
    decider: person('decider'),
    physician_lead: person('physician_lead'),
    manager_lead: person('manager_lead'),
    sponsor: person('sponsor'),
  })
}

/** Asks the two leads to sign, once all else is there. */
export async function askForSignatures(context: Context, charter: Charter, id: InitiativeId): Promise<void> {
  const missing = missingForGate(charter, todayIn(context))
  if (missing.some((item) => item !== 'physician-signature' && item !== 'manager-signature')) return
  const people = [
    charter.physicianSignedAt === null ? charter.physicianLeadId : null,
    charter.managerSignedAt === null ? charter.managerLeadId : null,
  ].filter((person) => person !== null)
  await tell(context, {
    kind: 'signature-asked',
    subject: { type: 'initiative', id },
    people,
    parameters: { title: charter.title },
    again: true,
  })
}

/**
 * Saves the charter. Somebody else's save since the form was opened is merged in; where both changed the
 * same field, nothing is saved and the form comes back with both texts.
 *
 * A change to what the dyad signed takes both signatures away.
 *
 * @returns whether signatures were taken away
 */
export async function saveCharter(
  context: Context,
  id: InitiativeId,
  form: CharterForm,
): Promise<{ cleared: boolean }> {
  const initiative = await loadInitiative(context, id, { lock: true })
  context.authorize(await permissionToChange(context, id), relationsTo(initiative, context.actor?.personId))
  if (initiative.state === 'archived') throw refuse('initiative_closed')
  const named = await peopleNamed(context, form, charterPeople)
  const edit = withTheirs(form, named, initiative)
  await requireFitting(context, edit, named.offers)
  const signed = initiative.physicianSignedAt !== null || initiative.managerSignedAt !== null
  const cleared = signed && clearsSignatures(initiative, { ...initiative, ...edit })
  const after: Charter = {
    ...initiative,
    ...edit,
    ...(cleared ? { physicianSignedAt: null, managerSignedAt: null } : {}),
  }
  await context.db
    .updateTable('initiative')
    .set({
      title: edit.title,
      problem: edit.problem,
      open_question: edit.openQuestion,
      constraints: edit.constraints,
      decider_id: edit.deciderId,
      decision_due_on: edit.decisionDueOn,
      participation_level: edit.participationLevel,
      physician_lead_id: edit.physicianLeadId,
      manager_lead_id: edit.managerLeadId,
      sponsor_id: edit.sponsorId,
      social_determinants: [...edit.socialDeterminants],
      social_none_reason: edit.socialNoneReason,
      answer_due_days: edit.answerDueDays,
      revision: initiative.revision + 1,
      ...(cleared
        ? {
            physician_signed_at: null,
            manager_signed_at: null,
            ...(initiative.state === 'running' ? { state: 'framing' as const } : {}),
          }
        : {}),
    })
    .where('id', '=', id)
    .execute()
  await context.audit({
    action: 'initiatives.charter',
    subject: { type: 'initiative', id },
    details: { revision: initiative.revision + 1, cleared },
  })
  await askForSignatures(context, after, id)
  return { cleared }
}
