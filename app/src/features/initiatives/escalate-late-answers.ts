import type { Context } from '../../platform/http/context.ts'
import { tell } from '../notices/public.ts'
import { escalationStep } from './escalation.ts'
import { loadInitiative } from './load-initiative.ts'
import { owedAnswers } from './owed-answers.ts'

/**
 * Tells the champions, and a week later the sponsor, of answers that have not come. The leads hear with the champion.
 * Each is told once of each round or need: running it again changes nothing.
 */
export async function escalateLateAnswers(context: Context): Promise<void> {
  for (const owed of await owedAnswers(context)) {
    const step = escalationStep({ dueAt: owed.dueAt, now: context.now })
    if (step === 'in-time') continue
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
