import { z } from 'zod'
import { idOf } from '../../platform/ids.ts'
import { action, form, next, page } from '../../platform/http/route.ts'
import { personFields } from '../people/public.ts'
import { addCommitment } from './add-commitment.ts'
import { linkEvidence, recordDissent } from './annotate-decision.ts'
import { decide } from './decide.ts'
import { outcomes } from './decision.ts'
import { DecidePage } from './decide-page.tsx'
import { DecisionPage } from './decision-page.tsx'
import { CommitPage, DissentPage, EvidencePage } from './decision-forms.tsx'
import { bilingual, bilingualFields, day, text, ticked } from './form-fields.ts'
import { levelVerdicts } from './level-kept.ts'
import { loadDecide, loadDecision, loadToAdd } from './load-decision.ts'
import { DecideModel, DecisionModel } from './models.ts'
import { permissions } from './permissions.ts'
import { rateLevel } from './rate-level.ts'

const byId = z.object({ id: idOf<'decision'>() })

export const decisionRoutes = [
  form('/initiatives/:id/decision', {
    permission: permissions['decisions.decide'],
    params: z.object({ id: idOf<'initiative'>() }),
    model: DecideModel,
    load: (context, { params }) => loadDecide(context, params.id),
    fields: z.object({
      outcome: z.enum(outcomes, 'outcomeMissing').optional(),
      ...bilingualFields('reason'),
      revisitOn: day,
      reviewOn: day,
      ...bilingualFields('dissent'),
      answerTheRest: ticked,
      revision: z.coerce.number().int().min(0),
    }),
    view: (model, context, state) => <DecidePage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      const id = await decide(context, {
        initiative: params.id,
        outcome: values.outcome,
        reason: bilingual(values.reason_en, values.reason_fr),
        revisitOn: values.revisitOn,
        reviewOn: values.reviewOn,
        dissent: bilingual(values.dissent_en, values.dissent_fr),
        answerTheRest: values.answerTheRest,
        revision: values.revision,
      })
      return next(`/decisions/${id}`)
    },
  }),
  page('/decisions/:id', {
    permission: permissions['decisions.see'],
    params: byId,
    unlogged: true,
    model: DecisionModel,
    load: (context, { params }) => loadDecision(context, params.id),
    view: (model, context) => <DecisionPage model={model} context={context} />,
  }),
  form('/decisions/:id/dissent', {
    permission: permissions['decisions.record-dissent'],
    params: byId,
    model: DecisionModel,
    load: (context, { params }) => loadToAdd(context, params.id, 'dissent'),
    fields: z.object({ ...bilingualFields('dissent') }),
    view: (model, context, state) => <DissentPage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      await recordDissent(context, params.id, bilingual(values.dissent_en, values.dissent_fr))
      return next(`/decisions/${params.id}`)
    },
  }),
  form('/decisions/:id/evidence', {
    permission: permissions['decisions.link-evidence'],
    params: byId,
    model: DecisionModel,
    load: (context, { params }) => loadToAdd(context, params.id, 'link'),
    fields: z.object({
      ...bilingualFields('label'),
      address: text,
      round: z.union([z.literal(''), z.uuid()], 'evidenceMissing').optional(),
    }),
    view: (model, context, state) => <EvidencePage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      await linkEvidence(context, params.id, {
        label: bilingual(values.label_en, values.label_fr),
        address: values.address || null,
        round: values.round || null,
      })
      return next(`/decisions/${params.id}`)
    },
  }),
  form('/decisions/:id/commitments', {
    permission: permissions['decisions.commit'],
    params: byId,
    model: DecisionModel,
    load: (context, { params }) => loadToAdd(context, params.id, 'commit'),
    fields: z.object({
      ...bilingualFields('what'),
      ...personFields('owner'),
      dueOn: z.iso.date('dayWrong'),
    }),
    view: (model, context, state) => <CommitPage model={model} context={context} form={state} />,
    submit: async (context, { params, values }) => {
      const id = await addCommitment(context, params.id, {
        what: bilingual(values.what_en, values.what_fr),
        owner: values.owner,
        owner_id: values.owner_id,
        dueOn: values.dueOn,
      })
      return next(`/decisions/${params.id}#commitment-${id}`)
    },
  }),
  action('/decisions/:id/level', {
    permission: permissions['decisions.rate-level'],
    params: byId,
    unlogged: true,
    fields: z.object({ verdict: z.enum(levelVerdicts).optional().catch(undefined) }),
    submit: async (context, { params, values }) => {
      await rateLevel(context, params.id, values.verdict)
      return next(`/decisions/${params.id}#level`)
    },
  }),
]
