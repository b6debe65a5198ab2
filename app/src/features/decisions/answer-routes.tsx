import { z } from 'zod'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { idOf } from '../../platform/ids.ts'
import { FormRefused, type FormState, type Next, action, form, next } from '../../platform/http/route.ts'
import { answerOutcomes } from './answer.ts'
import { answerAgain } from './answer-again.ts'
import { answerNeed } from './answer-need.ts'
import { AnswerOnePage } from './answer-one-page.tsx'
import { AnswersPage } from './answers-page.tsx'
import { archiveAnsweredRound } from './archive-answered-round.ts'
import { bilingual, bilingualFields, several } from './form-fields.ts'
import { giveAnswers, prepareAnswers, signPrepared } from './give-answers.ts'
import {
  initiativeOfRound,
  loadAnswers,
  loadNeedToAnswer,
  loadSecondReading,
  thingsListed,
} from './load-answers.ts'
import { AnswerOneModel, AnswersModel } from './models.ts'
import { permissions } from './permissions.ts'
import { takeBackAnswers, takeBackNeedAnswer } from './take-back-answers.ts'

const listing = {
  page: z.coerce.number().int().min(1).max(1000).catch(1),
  show: z.enum(['all', 'open', 'prepared']).catch('all'),
  words: z.string().trim().max(100).catch(''),
}
const query = z.object({
  page: listing.page,
  show: listing.show,
  saved: z.enum(['signed', 'prepared', 'taken-back']).nullable().catch(null),
})

/** Before the words that found a part of a list, which a browser keeps for the page after answering some of it: whose session, which list. */
const keptFor = (context: Context, address: string): string =>
  `words ${actorOf(context).sessionId} ${address} `

/**
 * The part of the list that is shown: what a form that is shown again was about, else what the address says. The words
 * come with the form, or from what this browser keeps for the page after it: they may be somebody's own and a patient's,
 * so they stand in no address.
 */
function listed(
  context: Context,
  address: string,
  { saved, ...asked }: Readonly<Record<string, unknown>>,
  typed: FormState['values'],
) {
  const handover = context.client?.handover ?? ''
  const kept = keptFor(context, address)
  const words = saved && handover.startsWith(kept) ? handover.slice(kept.length) : ''
  return z
    .object(listing)
    .parse({ words, ...asked, ...typed, page: typed['_redraw'] ?? typed['page'] ?? asked['page'] })
}

const answersFields = z.object({
  thing: several,
  which: z.enum(['chosen', 'listed', 'everything']).catch('chosen'),
  outcome: z.enum(answerOutcomes).optional(),
  ...bilingualFields('reason'),
  do: z.enum(['prepare', 'sign', 'sign-prepared', 'take-back']).default('prepare'),
  ...listing,
})
type AnswersInput = z.output<typeof answersFields>

async function answer(
  context: Context,
  scope: { initiative: string; round: string | null },
  values: AnswersInput,
): Promise<void> {
  if (values.do === 'take-back') return takeBackAnswers(context, scope)
  if (values.do === 'sign-prepared') {
    await signPrepared(context, { ...scope, chosen: values.thing.length > 0 ? values.thing : 'everything' })
    return
  }
  if (values.which === 'chosen' && values.thing.length === 0) throw new FormRefused({ thing: 'thingMissing' })
  if (!values.outcome) throw new FormRefused({ outcome: 'outcomeMissing' })
  const chosen =
    values.which === 'listed' ? await thingsListed(context, { ...scope, ...values }) : values.thing
  const give = {
    ...scope,
    chosen: values.which === 'everything' ? ('everything' as const) : chosen,
    outcome: values.outcome,
    reason: bilingual(values.reason_en, values.reason_fr),
  }
  await (values.do === 'sign' ? giveAnswers(context, give) : prepareAnswers(context, give))
}

const savedBy = { prepare: 'prepared', sign: 'signed', 'sign-prepared': 'signed', 'take-back': 'taken-back' }

/** Back to the same part of the list, with a word of what was done; to all of it where all that was found was answered. */
function afterAnswering(
  context: Context,
  address: string,
  { page, show, words, which, do: done }: AnswersInput,
): Next {
  const goesOn = words !== '' && which === 'chosen'
  const at = new URLSearchParams({
    page: String(words === '' || goesOn ? page : 1),
    show,
    saved: savedBy[done],
  })
  return { ...next(`${address}?${at}`), handover: goesOn ? `${keptFor(context, address)}${words}` : null }
}

const oneFields = z.object({
  outcome: z.enum(answerOutcomes, 'outcomeMissing'),
  ...bilingualFields('reason'),
})

export const answerRoutes = [
  form('/initiatives/:id/answers', {
    permission: permissions['decisions.prepare-answers'],
    params: z.object({ id: idOf<'initiative'>() }),
    query,
    notWords: ['words'],
    model: AnswersModel,
    load: (context, { params, query: asked, typed }) =>
      loadAnswers(context, {
        initiative: params.id,
        round: null,
        saved: asked.saved,
        ...listed(context, `/initiatives/${params.id}/answers`, asked, typed),
      }),
    fields: answersFields,
    view: (model, context, state) => <AnswersPage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      await answer(context, { initiative: params.id, round: null }, values)
      return afterAnswering(context, `/initiatives/${params.id}/answers`, values)
    },
  }),
  form('/rounds/:id/answers', {
    permission: permissions['decisions.prepare-answers'],
    params: z.object({ id: idOf<'round'>() }),
    query,
    notWords: ['words'],
    model: AnswersModel,
    load: async (context, { params, query: asked, typed }) =>
      loadAnswers(context, {
        initiative: await initiativeOfRound(context, params.id),
        round: params.id,
        saved: asked.saved,
        ...listed(context, `/rounds/${params.id}/answers`, asked, typed),
      }),
    fields: answersFields,
    view: (model, context, state) => <AnswersPage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      const initiative = await initiativeOfRound(context, params.id)
      await answer(context, { initiative, round: params.id }, values)
      return afterAnswering(context, `/rounds/${params.id}/answers`, values)
    },
  }),
  action('/rounds/:id/archive', {
    permission: permissions['decisions.sign-answers'],
    params: z.object({ id: idOf<'round'>() }),
    submit: async (context, { params }) => {
      await archiveAnsweredRound(context, params.id)
      return next('/')
    },
  }),
  form('/needs/:id/answer', {
    permission: permissions['decisions.answer-need'],
    params: z.object({ id: idOf<'contribution'>() }),
    model: AnswerOneModel,
    load: (context, { params }) => loadNeedToAnswer(context, params.id),
    fields: oneFields,
    view: (model, context, state) => (
      <AnswerOnePage model={model} context={context} form={state} kind="need" />
    ),
    submit: async (context, { params, values }) => {
      await answerNeed(context, params.id, {
        outcome: values.outcome,
        reason: bilingual(values.reason_en, values.reason_fr),
      })
      return next(`/needs/${params.id}`)
    },
  }),
  action('/needs/:id/answer/take-back', {
    permission: permissions['decisions.answer-need'],
    params: z.object({ id: idOf<'contribution'>() }),
    submit: async (context, { params }) =>
      next(`/needs/${await takeBackNeedAnswer(context, params.id)}/answer`),
  }),
  form('/answers/:id/again', {
    permission: permissions['decisions.read-second-time'],
    params: z.object({ id: idOf<'contribution'>() }),
    model: AnswerOneModel,
    load: (context, { params }) => loadSecondReading(context, params.id),
    fields: oneFields,
    view: (model, context, state) => (
      <AnswerOnePage model={model} context={context} form={state} kind="again" />
    ),
    submit: async (context, { params, values }) => {
      await answerAgain(context, params.id, {
        outcome: values.outcome,
        reason: bilingual(values.reason_en, values.reason_fr),
      })
      return next('/')
    },
  }),
]
