import { sql } from 'kysely'
import { hasEnded } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import { type Telling, tell, untold } from '../notices/public.ts'
import { escalationStep } from './escalation.ts'
import { owedAnswers } from './owed-answers.ts'

/**
 * Tells the champions, and a week later the sponsor, of answers that have not come. The leads hear with the champion.
 * Each is told once of each round or need: running it again changes nothing.
 *
 * @param only one initiative instead of all
 */
export async function escalateLateAnswers(context: Context, only?: InitiativeId): Promise<void> {
  for (const { telling } of await untoldOfLate(context, only)) await tell(context, telling)
}

/** The initiatives in which an answer has not come in time, and somebody who is to hear of it has not. */
export async function initiativesLate(context: Context): Promise<readonly InitiativeId[]> {
  return [...new Set((await untoldOfLate(context)).map(({ initiative }) => initiative))]
}

type Late = Readonly<{ initiative: InitiativeId; telling: Telling }>

/** In a network that has ended nobody can answer any more, and nobody is urged to. */
async function untoldOfLate(context: Context, only?: InitiativeId): Promise<readonly Late[]> {
  if (hasEnded(context)) return []
  const late = (await owedAnswers(context, only)).filter(
    ({ dueAt, signed }) => !signed && escalationStep({ dueAt, now: context.now }) !== 'in-time',
  )
  const hearers = await hearersOf(
    context,
    late.map(({ initiative }) => initiative),
  )
  const all = late.flatMap(({ initiative, subject, dueAt }): Late[] => {
    const hears = hearers.get(initiative)
    if (!hears) return []
    const { title, champions, leads, sponsor } = hears
    const parameters = { initiative, title, dueAt: dueAt.toISOString() }
    const step = escalationStep({ dueAt, now: context.now })
    return [
      { initiative, telling: { kind: 'champion-escalation', subject, people: champions, parameters } },
      { initiative, telling: { kind: 'answer-overdue', subject, people: leads, parameters } },
      {
        initiative,
        telling: {
          kind: 'sponsor-escalation',
          subject,
          people: step === 'sponsor' ? sponsor : [],
          parameters,
        },
      },
    ]
  })
  const open = new Set(
    await untold(
      context,
      all.map(({ telling }) => telling),
    ),
  )
  return all.filter(({ telling }) => open.has(telling))
}

type Hearers = Readonly<{
  id: string
  title: Bilingual
  champions: PersonId[]
  leads: PersonId[]
  sponsor: PersonId[]
}>

/** Who is to hear of late answers, by initiative. */
async function hearersOf(
  context: Context,
  initiatives: readonly InitiativeId[],
): Promise<ReadonlyMap<string, Hearers>> {
  if (initiatives.length === 0) return new Map()
  const { rows } = await sql<Hearers>`
    select i.id, i.title, array_remove(array[i.physician_lead_id, i.manager_lead_id], null) as leads,
      array_remove(array[i.sponsor_id], null) as sponsor,
      array(select p.person_id from initiative_person p
        where p.network_id = i.network_id and p.initiative_id = i.id and p.part = 'champion') as champions
    from initiative i where i.id = any(${initiatives}::uuid[])`.execute(context.db)
  return new Map(rows.map((row) => [row.id, row]))
}
