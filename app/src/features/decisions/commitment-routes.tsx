import { z } from 'zod'
import { idOf } from '../../platform/ids.ts'
import { action, form, next } from '../../platform/http/route.ts'
import { CommitmentPage } from './commitment-page.tsx'
import { finishCommitment } from './finish-commitment.ts'
import { bilingual, bilingualFields } from './form-fields.ts'
import { loadCommitment } from './load-decision.ts'
import { CommitmentPageModel, TakeBackModel } from './models.ts'
import { objectToAnswer } from './object-to-answer.ts'
import { permissions } from './permissions.ts'
import { fixVerdicts, sayWhetherFixed } from './say-whether-fixed.ts'
import { TakeBackNeedPage } from './take-back-need-page.tsx'
import { loadTakeBackNeed, takeBackNeed } from './take-back-need.ts'

const ownThing = z.object({ id: idOf<'contribution'>() })

export const commitmentRoutes = [
  form('/commitments/:id', {
    permission: permissions['decisions.see'],
    params: z.object({ id: idOf<'commitment'>() }),
    model: CommitmentPageModel,
    load: (context, { params }) => loadCommitment(context, params.id),
    fields: z.object({
      ...bilingualFields('before'),
      ...bilingualFields('after'),
      ...bilingualFields('source'),
    }),
    view: (model, context, state) => <CommitmentPage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      await finishCommitment(context, params.id, {
        before: bilingual(values.before_en, values.before_fr),
        after: bilingual(values.after_en, values.after_fr),
        source: bilingual(values.source_en, values.source_fr),
      })
      return next(`/commitments/${params.id}`)
    },
  }),
  form('/said/:id/take-back', {
    afterEnd: true,
    permission: permissions['decisions.take-back-need'],
    params: ownThing,
    unlogged: true,
    model: TakeBackModel,
    load: (context, { params }) => loadTakeBackNeed(context, params.id),
    fields: z.object({}),
    view: (model, context) => <TakeBackNeedPage model={model} context={context} />,
    submit: async (context, { params }) => {
      await takeBackNeed(context, params.id)
      return next('/said?saved=taken-back')
    },
  }),
  action('/said/:id/objection', {
    permission: permissions['decisions.object'],
    params: ownThing,
    unlogged: true,
    submit: async (context, { params }) => {
      await objectToAnswer(context, params.id)
      return next(`/said/${params.id}`)
    },
  }),
  action('/said/:id/fixed', {
    permission: permissions['decisions.say-whether-fixed'],
    params: ownThing,
    unlogged: true,
    fields: z.object({ verdict: z.enum(fixVerdicts).optional().catch(undefined) }),
    submit: async (context, { params, values }) => {
      await sayWhetherFixed(context, params.id, values.verdict)
      return next(`/said/${params.id}`)
    },
  }),
]
