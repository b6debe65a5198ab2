import type { Context } from '../../platform/http/context.ts'
import { todayIn } from '../../platform/calendar-day.ts'
import { NotFound } from '../../platform/errors.ts'
import { actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { newId } from '../../platform/ids.ts'
import type { AnswerOutcome } from './answer.ts'
import { flawOfReason } from './decision.ts'
import { oneAtATime, whereSaid } from './forget-order.ts'
import { permissions } from './permissions.ts'

/** The answers given to one thing so far, oldest first; locked when another is to follow. */
export async function answersTo(context: Context, contribution: string, options: { lock?: boolean } = {}) {
  let query = context.db
    .selectFrom('answer')
    .selectAll()
    .where('contribution_id', '=', contribution)
    .orderBy('revision')
  if (options.lock) query = query.forUpdate()
  return query.execute()
}

/** Whether the person signed in reads this a second time and has not answered yet. */
export async function isSecondReader(context: Context, contribution: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('answer_objection')
    .select('contribution_id')
    .where('contribution_id', '=', contribution)
    .where('second_reader_id', '=', actorOf(context).personId)
    .where('resolved_on', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Answers again, by the second reader, in words of its own; the answer before stays. */
export async function answerAgain(
  context: Context,
  contribution: string,
  input: Readonly<{ outcome: AnswerOutcome; reason: Bilingual }>,
): Promise<void> {
  await oneAtATime(context, await whereSaid(context, contribution))
  const before = await answersTo(context, contribution, { lock: true })
  const last = before.at(-1)
  if (!last) throw new NotFound()
  context.authorize(
    permissions['decisions.read-second-time'],
    (await isSecondReader(context, contribution)) ? ['second-reader'] : [],
  )
  const flaw = flawOfReason(input.reason)
  if (flaw) throw new FormRefused({ reason: flaw })
  await context.db
    .insertInto('answer')
    .values({
      network_id: context.network.id,
      id: newId<'answer'>(),
      contribution_id: contribution,
      decision_id: last.decision_id,
      outcome: input.outcome,
      reason: input.reason,
      manner: 'one',
      answered_by: actorOf(context).personId,
      answered_at: context.now,
      revision: last.revision + 1,
    })
    .execute()
  await context.db
    .updateTable('answer_objection')
    .set({ resolved_on: todayIn(context) })
    .where('contribution_id', '=', contribution)
    .where('resolved_on', 'is', null)
    .execute()
  await context.services.jobs.enqueue(context.db, 'deliver-answers', {
    networkId: context.network.id,
    subjectId: contribution,
  })
  await context.audit({
    action: 'answers.again',
    subject: { type: 'contribution', id: contribution },
    details: { outcome: input.outcome, revision: last.revision + 1 },
  })
}
