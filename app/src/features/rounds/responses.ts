import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { RoundId } from '../../platform/ids.ts'
import { personNames } from '../people/public.ts'
import { RoundHeader, headerOf } from './participant-model.ts'
import { permissions } from './permissions.ts'
import { relationsTo, roundOf, statementsOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { answers } from './vote-rule.ts'
import { wayToRound } from './way-to-round.ts'

export const ResponsesModel = z.object({
  back: z.string(),
  round: RoundHeader,
  statements: z.array(z.object({ number: z.number(), wording: BilingualSchema })),
  people: z.array(z.object({ name: z.string(), answers: z.array(z.enum(answers).nullable()) })),
})
export type ResponsesModel = z.infer<typeof ResponsesModel>

/**
 * Who answered what: at level A for the group, at level B for the named facilitators, whose look is written to
 * the audit log and shown to everyone who was asked. At level C there is no such page. After the end only.
 */
export async function responses(context: Context, id: RoundId): Promise<ResponsesModel> {
  const round = await roundOf(context, id)
  if (round.anonymity_level === 'C') throw new NotFound()
  const relations = await relationsTo(context, round)
  const level = round.anonymity_level === 'A' ? 'rounds.read-named' : 'rounds.read-confidential'
  context.authorize(permissions[level], relations)
  if (round.state === 'draft' || round.state === 'open') throw refuse('results_not_out')
  const votes = await context.db.selectFrom('vote').selectAll().where('round_id', '=', id).execute()
  const statements = await statementsOf(context, id)
  const names = await personNames(
    context,
    votes.map((vote) => vote.participant),
  )
  if (round.anonymity_level === 'B')
    await context.audit({
      action: 'rounds.look',
      subject: { type: 'round', id },
      details: { by: actorOf(context).personId },
    })
  const of = new Map(votes.map((vote) => [`${vote.participant} ${vote.statement_id}`, vote.answer]))
  return {
    back: wayToRound(context, round, relations),
    round: await headerOf(context, round),
    statements: statements.map(({ number, wording }) => ({ number, wording })),
    people: [...names]
      .map(([person, name]) => ({
        name,
        answers: statements.map((statement) => of.get(`${person} ${statement.id}`) ?? null),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  }
}
