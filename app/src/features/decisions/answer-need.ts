import { sql } from 'kysely'
import type { Relation } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { AnswerOutcome } from './answer.ts'
import { flawOfReason } from './decision.ts'
import { lockNeeds } from '../contributions/public.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { owedByRoot } from './answer.ts'
import { saidIn } from './said-in-initiative.ts'
import { stewardsOf } from './stewards.ts'
import { writeAnswers } from './write-answers.ts'

/**
 * A need, what it was merged into, else itself, and what the person signed in is to the initiative it was brought into, if any. To be answered, the place of needs
 * is locked first, then that initiative, then answers given, which go out in this order too, then all that was merged
 * together: of two who answer at once the second sees what the first did.
 *
 * @throws {NotFound}
 */
export async function needWithRelations(context: Context, id: string, options: { lock?: boolean } = {}) {
  if (options.lock) await lockNeeds(context)
  const need = await context.db
    .selectFrom('contribution')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', 'need')
    .executeTakeFirst()
  if (!need || need.purged_at !== null) throw new NotFound()
  const relations: Iterable<Relation> = need.initiative_id
    ? (await stewardsOf(context, need.initiative_id, options)).relations
    : []
  const thing = need.merged_into_id ?? id
  if (options.lock) {
    await sql`select from answer a join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
      where ${thing} in (c.id, c.merged_into_id) order by a.id for update of a`.execute(context.db)
    await context.db
      .selectFrom('contribution')
      .select('id')
      .where((eb) => eb.or([eb('id', '=', thing), eb('merged_into_id', '=', thing)]))
      .orderBy('id')
      .forUpdate()
      .execute()
  }
  return { need, relations, thing }
}

/** Answers a need at once, with whatever was merged into it. */
export async function answerNeed(
  context: Context,
  id: string,
  input: Readonly<{ outcome: AnswerOutcome; reason: Bilingual }>,
): Promise<void> {
  const { relations } = await needWithRelations(context, id, { lock: true })
  context.authorize(permissions['decisions.answer-need'], relations)
  const flaw = flawOfReason(input.reason)
  if (flaw) throw new FormRefused({ reason: flaw })
  const all = await saidIn(context, { contribution: id })
  const owed = owedByRoot(all.map((one) => (one.id === id ? { ...one, mergedInto: null } : one)))
  if (owed.size === 0) throw refuse('nothing_to_answer')
  await writeAnswers(
    context,
    [...owed].map(([root, contributions]) => ({ root, contributions, ...input })),
    all,
    null,
  )
  await context.audit({
    action: 'answers.need',
    subject: { type: 'contribution', id },
    details: { outcome: input.outcome },
  })
}
