import { hasEnded } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { escalationStep } from './escalation.ts'
import { loadInitiative } from './load-initiative.ts'
import { owedAnswers } from './owed-answers.ts'

/**
 * Tells the champions, and a week later the sponsor, of answers that have not come. The leads hear with the champion.
 * Each is told once of each round or need: running it again changes nothing.
 *
 * @param only one initiative instead of all
 */
export async function escalateLateAnswers(context: Context, only?: InitiativeId): Promise<void> {
  for (const owed of await lateAnswers(context, only)) {
    const step = escalationStep({ dueAt: owed.dueAt, now: context.now })
    const initiative = await loadInitiative(context, owed.initiative)
    const about = {
      subject: owed.subject,
      parameters: { initiative: initiative.id, title: initiative.title, dueAt: owed.dueAt.toISOString() },
    }
    await tell(context, { ...about, kind: 'champion-escalation', people: initiative.people.champion })
    await tell(context, {
      ...about,
      kind: 'answer-overdue',
      people: [initiative.physicianLeadId, initiative.managerLeadId].filter((person) => person !== null),
    })
    if (step === 'sponsor' && initiative.sponsorId !== null)
      await tell(context, { ...about, kind: 'sponsor-escalation', people: [initiative.sponsorId] })
  }
}

/** The initiatives in which an answer has not come in time. */
export async function initiativesLate(context: Context): Promise<readonly InitiativeId[]> {
  return [...new Set((await lateAnswers(context)).map(({ initiative }) => initiative))]
}

/** In a network that has ended nobody can answer any more, and nobody is urged to. */
const lateAnswers = async (context: Context, only?: InitiativeId) =>
  hasEnded(context)
    ? []
    : (await owedAnswers(context, only)).filter(
        ({ dueAt, signed }) => !signed && escalationStep({ dueAt, now: context.now }) !== 'in-time',
      )
