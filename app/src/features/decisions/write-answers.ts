import { markRead } from '../contributions/public.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type ContributionId, newId } from '../../platform/ids.ts'
import { type AnswerOutcome, type Manner, mannerOf, rootOf, sittingMs, wordsOf } from './answer.ts'
import type { SaidRow } from './said-in-initiative.ts'

/** One thing, all that was merged into it, and what its people are told. */
export type AnswerToWrite = Readonly<{
  root: string
  contributions: readonly string[]
  outcome: AnswerOutcome
  reason: Bilingual
}>

/** How each of these answers counts, given everything that has been answered in the initiative. */
export function mannersFor(
  answers: readonly AnswerToWrite[],
  all: readonly SaidRow[],
): ReadonlyMap<string, Manner> {
  const now = new Set(answers.flatMap((one) => one.contributions))
  const byId = new Map(all.map((one) => [one.id, one]))
  const elsewhere = new Map<string, Set<string>>()
  for (const one of all)
    if (one.answer && !now.has(one.id)) {
      const words = wordsOf(one.answer.reason)
      elsewhere.set(words, (elsewhere.get(words) ?? new Set()).add(rootOf(one.id, byId)))
    }
  const acts = Map.groupBy(answers, (one) => wordsOf(one.reason))
  return new Map(
    [...acts].flatMap(([words, act]) => {
      const manner = mannerOf(act.length, elsewhere.get(words)?.size ?? 0)
      return act.map((one): [string, Manner] => [one.root, manner])
    }),
  )
}

/**
 * Writes answers, and the job that delivers them, in the caller's transaction.
 *
 * Answers of the initiative that already have the same words count as what they now are together.
 *
 * @param all everything said in the initiative, as loaded
 */
export async function writeAnswers(
  context: Context,
  answers: readonly AnswerToWrite[],
  all: readonly SaidRow[],
  decision: string | null,
): Promise<void> {
  const actor = actorOf(context)
  const manners = mannersFor(answers, all)
  const byId = new Map(all.map((one) => [one.id, one]))
  const ids = answers.flatMap((one) => one.contributions) as ContributionId[]
  await markRead(context, ids)
  const rows = answers.flatMap((one) =>
    one.contributions.map((contribution) => ({
      network_id: context.network.id,
      id: newId<'answer'>(),
      contribution_id: contribution,
      decision_id: decision,
      outcome: one.outcome,
      reason: one.reason,
      manner: manners.get(one.root) ?? ('one' as const),
      answered_by: actor.personId,
      answered_at: context.now,
    })),
  )
  for (let from = 0; from < rows.length; from += 500)
    await context.db
      .insertInto('answer')
      .values(rows.slice(from, from + 500))
      .execute()
  for (const one of answers) {
    const manner = manners.get(one.root)
    const same = all.filter((said) => said.answer && wordsOf(said.answer.reason) === wordsOf(one.reason))
    if (manner && same.length > 0)
      await context.db
        .updateTable('answer')
        .set({ manner })
        .where(
          'contribution_id',
          'in',
          same.map((said) => said.id),
        )
        .execute()
  }
  await context.db
    .deleteFrom('answer_draft')
    .where('contribution_id', 'in', [...ids, ...answers.map((one) => one.root)])
    .execute()
  const subjects = new Set(ids.map((id) => byId.get(id)?.roundId ?? id))
  for (const subject of subjects)
    await context.services.jobs.enqueue(
      context.db,
      'deliver-answers',
      { networkId: context.network.id, subjectId: subject },
      { at: new Date(context.now.getTime() + sittingMs) },
    )
}
