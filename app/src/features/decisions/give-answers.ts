import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { actorOf } from '../../platform/http/context.ts'
import { type AnswerOutcome, owedByRoot } from './answer.ts'
import { currentDecision } from './current-decision.ts'
import { flawOfReason } from './decision.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { type SaidRow, saidIn } from './said-in-initiative.ts'
import { stewardsOf } from './stewards.ts'
import { type AnswerToWrite, writeAnswers } from './write-answers.ts'

/** What is answered: things chosen by hand (what they were merged into stands for them), or everything still owed. */
export type AnswersToGive = Readonly<{
  initiative: string
  /** Only what was said in this round. */
  round: string | null
  chosen: readonly string[] | 'everything'
  outcome: AnswerOutcome
  reason: Bilingual
}>

type Owed = ReadonlyMap<string, readonly string[]>

async function owedIn(
  context: Context,
  give: Pick<AnswersToGive, 'initiative' | 'round' | 'chosen'>,
): Promise<{ all: readonly SaidRow[]; owed: Owed }> {
  const all = await saidIn(context, { initiative: give.initiative })
  const inScope = new Set(
    all.filter((one) => give.round === null || one.roundId === give.round).map((one) => one.id),
  )
  const chosen = give.chosen === 'everything' ? null : new Set(give.chosen)
  const owed = new Map(
    [...owedByRoot(all)].filter(
      ([root, ids]) => (chosen === null || chosen.has(root)) && ids.some((id) => inScope.has(id)),
    ),
  )
  if (owed.size === 0) throw refuse('nothing_to_answer')
  return { all, owed }
}

const checkReason = (reason: Bilingual): void => {
  const flaw = flawOfReason(reason)
  if (flaw) throw new FormRefused({ reason: flaw })
}

/** Signs and gives answers: the decider or one of the two leads. Everything merged into a thing gets its answer. */
export async function giveAnswers(context: Context, give: AnswersToGive): Promise<void> {
  const initiative = await stewardsOf(context, give.initiative, { lock: true })
  context.authorize(permissions['decisions.sign-answers'], initiative.relations)
  checkReason(give.reason)
  const { all, owed } = await owedIn(context, give)
  const decision = await currentDecision(context, give.initiative)
  const answers = [...owed].map(([root, contributions]): AnswerToWrite => ({
    root,
    contributions,
    outcome: give.outcome,
    reason: give.reason,
  }))
  await writeAnswers(context, answers, all, decision?.id ?? null)
  await context.audit({
    action: 'answers.give',
    subject: { type: give.round ? 'round' : 'initiative', id: give.round ?? give.initiative },
    details: { things: owed.size, outcome: give.outcome },
  })
}

/** Prepares answers for somebody else to sign; nobody is told yet. Preparing again replaces. */
export async function prepareAnswers(context: Context, give: AnswersToGive): Promise<void> {
  const initiative = await stewardsOf(context, give.initiative, { lock: true })
  context.authorize(permissions['decisions.prepare-answers'], initiative.relations)
  checkReason(give.reason)
  const { owed } = await owedIn(context, give)
  const draft = {
    outcome: give.outcome,
    reason: give.reason,
    prepared_by: actorOf(context).personId,
    prepared_at: context.now,
  }
  for (const root of owed.keys())
    await context.db
      .insertInto('answer_draft')
      .values({ network_id: context.network.id, contribution_id: root, ...draft })
      .onConflict((conflict) => conflict.columns(['network_id', 'contribution_id']).doUpdateSet(draft))
      .execute()
  await context.audit({
    action: 'answers.prepare',
    subject: { type: give.round ? 'round' : 'initiative', id: give.round ?? give.initiative },
    details: { things: owed.size, outcome: give.outcome },
  })
}

/** Signs what was prepared: all of it, or the things chosen. Each keeps its own words; the same words count together. */
export async function signPrepared(
  context: Context,
  sign: Pick<AnswersToGive, 'initiative' | 'round' | 'chosen'>,
): Promise<void> {
  const initiative = await stewardsOf(context, sign.initiative, { lock: true })
  context.authorize(permissions['decisions.sign-answers'], initiative.relations)
  const { all, owed } = await owedIn(context, sign)
  const byId = new Map(all.map((one) => [one.id, one]))
  const answers = [...owed].flatMap(([root, contributions]): AnswerToWrite[] => {
    const draft = byId.get(root)?.draft
    return draft ? [{ root, contributions, outcome: draft.outcome, reason: draft.reason }] : []
  })
  if (answers.length === 0) throw refuse('nothing_to_answer')
  const decision = await currentDecision(context, sign.initiative)
  await writeAnswers(context, answers, all, decision?.id ?? null)
  await context.audit({
    action: 'answers.sign',
    subject: { type: sign.round ? 'round' : 'initiative', id: sign.round ?? sign.initiative },
    details: { things: answers.length },
  })
}
