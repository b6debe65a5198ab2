import { sql } from 'kysely'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type AnswerOutcome, mannerOf, rootOf, wordsOf } from './answer.ts'
import { needWithRelations } from './answer-need.ts'
import { bilingual } from './form-fields.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'
import { type SaidRow, canBeTakenBack, saidIn, thingsAnswered } from './said-in-initiative.ts'
import { stewardsOf } from './stewards.ts'

type Words = Readonly<{ outcome: AnswerOutcome; reason: Bilingual }>

/** Answers in one: each of their texts once, and what they all say, or where they do not, only that it is answered. */
function inOne(answers: readonly Words[]): Words {
  const outcomes = [...new Set(answers.map(({ outcome }) => outcome))]
  const each = (language: 'en' | 'fr') =>
    [...new Set(answers.map(({ reason }) => reason[language]).filter(Boolean))].join('\n\n')
  return {
    outcome: (outcomes.length === 1 && outcomes[0]) || 'answered',
    reason: bilingual(each('en'), each('fr')),
  }
}

/**
 * Takes back answers that have not gone out: each is a prepared one again, with its words, and owed. What has gone out
 * stays, and what can be owed no answer any more. Of things merged after they were answered, the words stay to which the
 * others were merged; where that is not taken back itself, all of theirs, so that none of two is lost unseen.
 *
 * @param scope.round only things of which a part was said in this round, each whole
 */
export async function takeBackAnswers(
  context: Context,
  scope: Readonly<{ initiative: string; round: string | null }>,
): Promise<void> {
  const initiative = await stewardsOf(context, scope.initiative, { lock: true })
  context.authorize(permissions['decisions.sign-answers'], initiative.relations)
  const all = await saidIn(context, { initiative: scope.initiative })
  const things = await takeBack(context, all, thingsAnswered(all, scope.round))
  await context.audit({
    action: 'answers.take-back',
    subject: { type: scope.round ? 'round' : 'initiative', id: scope.round ?? scope.initiative },
    details: { things },
  })
}

/**
 * Takes back the answer to one need, in an initiative or in none, as who may answer it: the answer to all that was merged
 * together with it. Where it was taken back already, as by a second press, nothing happens.
 *
 * @returns the need to which all were merged, where it is prepared again
 */
export async function takeBackNeedAnswer(context: Context, id: string): Promise<string> {
  const { need, relations, thing } = await needWithRelations(context, id, { lock: true })
  context.authorize(permissions['decisions.answer-need'], relations)
  const all = await saidIn(
    context,
    need.initiative_id ? { initiative: need.initiative_id } : { contribution: thing },
  )
  const together = thingsAnswered(all, null).filter((said) => said.some((one) => one.id === id))
  const isPrepared = all.some((one) => one.id === thing && one.draft)
  if (isPrepared && !together.flat().some(canBeTakenBack)) return thing
  await takeBack(context, all, together)
  await context.audit({ action: 'answers.take-back', subject: { type: 'contribution', id: thing } })
  return thing
}

/** Takes back what can be of these things. @param all everything said where they were @returns how many things */
async function takeBack(
  context: Context,
  all: readonly SaidRow[],
  answered: readonly (readonly SaidRow[])[],
): Promise<number> {
  const inScope = answered.flatMap((together) => together.filter(canBeTakenBack).map(({ id }) => id))
  const { rows: taken } = await sql<{ id: string; outcome: AnswerOutcome; reason: Bilingual }>`
    delete from answer a where a.contribution_id = any(${inScope}::uuid[]) and a.delivered_at is null
    returning a.contribution_id as id, a.outcome, a.reason`.execute(context.db)
  if (taken.length === 0) throw refuse('nothing_to_take_back')
  const byId = new Map(all.map((one) => [one.id, one]))
  const things = Map.groupBy(
    taken.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ({ id }) => rootOf(id, byId),
  )
  for (const [root, together] of things) {
    const { outcome, reason } = together.find(({ id }) => id === root) ?? inOne(together)
    await context.db
      .insertInto('answer_draft')
      .values({
        network_id: context.network.id,
        contribution_id: root,
        outcome,
        reason,
        prepared_by: actorOf(context).personId,
        prepared_at: context.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  const gone = new Set(taken.map(({ id }) => id))
  for (const words of new Set(taken.map(({ reason }) => wordsOf(reason)))) {
    const same = all.filter((one) => one.answer && !gone.has(one.id) && wordsOf(one.answer.reason) === words)
    if (same.length > 0)
      await context.db
        .updateTable('answer')
        .set({ manner: mannerOf(new Set(same.map((one) => rootOf(one.id, byId))).size, 0) })
        .where(
          'contribution_id',
          'in',
          same.map(({ id }) => id),
        )
        .execute()
  }
  return things.size
}
