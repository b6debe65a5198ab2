import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId, PersonId, RoundId } from '../../platform/ids.ts'
import { setContributionStates } from '../contributions/public.ts'
import { tell } from '../notices/public.ts'
import { answersDelivered } from '../rounds/public.ts'
import { sittingMs } from './answer.ts'
import { doneWhereKept } from './done-where-kept.ts'
import { openIn } from './open-answers.ts'

type Undelivered = {
  id: string
  contribution_id: ContributionId
  decision_id: string | null
  round_id: string | null
  author_id: string | null
}

/** An answer `a` that goes out now: not what may still be taken back; one given again, at once. */
const isDue = ({ now }: Context) =>
  sql`a.delivered_at is null and (a.revision > 1 or a.answered_at <= ${new Date(now.getTime() - sittingMs)})`

async function dueNow(context: Context, only?: string): Promise<readonly Undelivered[]> {
  const { rows } = await sql<Undelivered>`
    select a.id, a.contribution_id, a.decision_id, c.round_id, c.author_id
    from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
    where ${isDue(context)}
      ${only === undefined ? sql`` : sql`and ${only} in (c.round_id, c.id)`}
    order by a.answered_at, a.id for update of a`.execute(context.db)
  return rows
}

/** The rounds and needs of which answers go out now. */
export async function deliveriesDue(context: Context): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    select distinct coalesce(c.round_id, c.id) as subject
    from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
    where ${isDue(context)} order by 1`.execute(context.db)
  return rows.map(({ subject }) => subject)
}

/**
 * Delivers the answers that are due: everybody who was invited to the round is told the same, whoever said what; who raised
 * a need is told. What is answered is decided from now on. Where all that was promised is kept already, what is answered is done with it.
 *
 * With nothing left unanswered in a round, nor any answer that has not gone out, that day is recorded with it: the key of the round lives 30 days more.
 *
 * @param only the answers of one round, or to one thing
 */
export async function deliverAnswers(context: Context, only?: string): Promise<void> {
  const due = await dueNow(context, only)
  if (due.length === 0) return
  await context.db
    .updateTable('answer')
    .set({ delivered_at: context.now })
    .where(
      'id',
      'in',
      due.map((one) => one.id),
    )
    .execute()
  await setContributionStates(
    context,
    due.map((one) => one.contribution_id),
    'decided',
  )
  for (const [decision, answers] of Map.groupBy(due, (one) => one.decision_id))
    if (decision !== null)
      await doneWhereKept(
        context,
        decision,
        answers.map((one) => one.contribution_id),
      )
  const byRound = Map.groupBy(due, (one) => one.round_id)
  for (const [round, answers] of byRound) {
    if (round === null) await tellAuthors(context, answers)
    else await tellRound(context, round as RoundId, answers)
  }
}

async function tellAuthors(context: Context, answers: readonly Undelivered[]): Promise<void> {
  for (const one of answers)
    if (one.author_id)
      await tell(context, {
        kind: 'need-answered',
        subject: { type: 'contribution', id: one.contribution_id },
        people: [one.author_id as PersonId],
      })
}

async function tellRound(context: Context, round: RoundId, answers: readonly Undelivered[]): Promise<void> {
  const invited = await context.db
    .selectFrom('round_invitation')
    .select('person_id')
    .where('round_id', '=', round)
    .orderBy('person_id')
    .execute()
  const told = await context.db
    .selectFrom('notice')
    .select('id')
    .where('kind', '=', 'answers-ready')
    .where('subject_id', '=', round)
    .where((eb) => eb.or([eb('seen_at', 'is not', null), eb('mailed_at', 'is not', null)]))
    .executeTakeFirst()
  const first = answers[0]
  const asked = await context.db
    .selectFrom('round')
    .select('title')
    .where('id', '=', round)
    .executeTakeFirst()
  await tell(context, {
    kind: 'answers-ready',
    subject: told && first ? { type: 'answer', id: first.id } : { type: 'round', id: round },
    people: invited.map((one) => one.person_id as PersonId),
    parameters: asked ? { title: asked.title } : {},
  })
  const { owed, underway } = await openIn(context, round)
  if (!owed && !underway) await answersDelivered(context, round)
}
