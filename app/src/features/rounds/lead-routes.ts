import { z } from 'zod'
import { FormRefused, type Route, action, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { BuilderPage } from './builder-page.tsx'
import { closeRoundNow } from './close-round.ts'
import { DraftFields, draftOf } from './draft-fields.ts'
import {
  BuilderModel,
  OpeningModel,
  PreviewModel,
  builder,
  emptyBuilder,
  opening,
  preview,
} from './lead-model.ts'
import { ClosingPage, EditPage, OpeningPage } from './lead-pages.tsx'
import { openRound, readinessToOpen } from './open-round.ts'
import { permissions } from './permissions.ts'
import { PreviewPage } from './preview-page.tsx'
import { relationsTo, roundOf } from './queries.ts'
import { createRound, saveDraft } from './save-draft.ts'
import { TakingPart, takingPart } from './taking-part.ts'

const ofRound = z.object({ id: idOf<'round'>() })
const ofInitiative = z.object({ id: idOf<'initiative'>() })
const number = z.coerce.number().int().min(1).max(10_000)

const after = (id: string, go: 'stay' | 'open' | 'preview') =>
  next(`/rounds/${id}/${go === 'stay' ? 'edit?saved=on' : go}`)

/** What a lead does with a round: make it, look at it, open it, close it. */
export const leadRoutes: readonly Route[] = [
  form('/initiatives/:id/rounds/new', {
    permission: permissions['rounds.create'],
    params: ofInitiative,
    model: BuilderModel,
    load: (context, { params }) => emptyBuilder(context, params.id),
    view: BuilderPage,
    fields: DraftFields,
    async submit(context, { params, values }) {
      const draft = draftOf(values, context.network.settings.timeZone)
      return after(await createRound(context, params.id, draft), values.go)
    },
  }),
  form('/rounds/:id/edit', {
    permission: permissions['rounds.follow'],
    params: ofRound,
    query: z.object({ saved: z.literal('on').optional().catch(undefined) }),
    model: BuilderModel,
    load: (context, { params, query }) => builder(context, params.id, query.saved === 'on'),
    view: EditPage,
    fields: DraftFields,
    async submit(context, { params, values }) {
      const draft = draftOf(values, context.network.settings.timeZone)
      await saveDraft(context, params.id, draft, values.revision)
      return after(params.id, values.go)
    },
  }),
  page('/rounds/:id/preview', {
    permission: permissions['rounds.prepare'],
    params: ofRound,
    query: z.object({ number: number.optional().catch(undefined) }),
    model: PreviewModel,
    load: (context, { params, query }) => preview(context, params.id, query.number ?? 1),
    view: PreviewPage,
  }),
  action('/rounds/:id/preview', {
    permission: permissions['rounds.prepare'],
    params: ofRound,
    fields: z.object({ number: number.catch(1) }),
    async submit(context, { params, values }) {
      const round = await roundOf(context, params.id)
      context.authorize(permissions['rounds.prepare'], await relationsTo(context, round))
      return next(`/rounds/${params.id}/preview?number=${values.number + 1}`)
    },
  }),
  form('/rounds/:id/open', {
    permission: permissions['rounds.open'],
    params: ofRound,
    model: OpeningModel,
    load: (context, { params }) => opening(context, params.id),
    view: OpeningPage,
    fields: z.object({ confirmed: z.literal('on').optional() }),
    async submit(context, { params, values }) {
      const confirmed = values.confirmed === 'on'
      const { problems, warnings } = await readinessToOpen(context, params.id)
      if (problems.length === 0 && warnings.length > 0 && !confirmed) {
        const round = await roundOf(context, params.id)
        context.authorize(permissions['rounds.open'], await relationsTo(context, round))
        throw new FormRefused({ confirmed: 'error.confirm' })
      }
      await openRound(context, params.id, { confirmed })
      return next(`/rounds/${params.id}/edit`)
    },
  }),
  form('/rounds/:id/close', {
    permission: permissions['rounds.close'],
    params: ofRound,
    model: TakingPart.extend({ id: z.string(), closesAt: z.date().nullable() }),
    async load(context, { params }) {
      const round = await roundOf(context, params.id)
      context.authorize(permissions['rounds.close'], await relationsTo(context, round))
      return { id: round.id, closesAt: round.closes_at, ...(await takingPart(context, round.id)) }
    },
    view: ClosingPage,
    fields: z.object({}),
    async submit(context, { params }) {
      await closeRoundNow(context, params.id)
      return next(`/rounds/${params.id}/edit`)
    },
  }),
]
