import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import { type Route, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { addAnnotation } from './add-annotation.ts'
import { permissions } from './permissions.ts'
import {
  ReviewModel,
  ReviewThanks,
  SayingModel,
  newSaying,
  ownSaying,
  reviewModel,
  reviewThanks,
} from './review-model.ts'
import { ReviewPage, ReviewThanksPage, SayingPage } from './review-pages.tsx'
import { reviseAnnotation } from './revise-annotation.ts'
import { SayingFields, sayingFrom } from './saying-fields.ts'

const ofRound = z.object({ id: idOf<'round'>() })
const atPlace = z.object({ place: z.string().max(20).optional().catch(undefined) })

/** A form in which something new is said: a comment, or other wording. */
const sayingRoute = (path: string, kind: 'comment' | 'proposal'): Route =>
  form(path, {
    permission: permissions['prototypes.review'],
    unlogged: true,
    params: ofRound,
    query: atPlace,
    model: SayingModel,
    load: (context, { params, query }) => newSaying(context, params.id, { kind, place: query.place }),
    view: SayingPage,
    fields: SayingFields,
    async submit(context, { params, values }) {
      if (values.kind !== kind) throw new NotFound()
      await addAnnotation(context, {
        round: params.id,
        id: values.id,
        place: values.place,
        saying: sayingFrom(values),
      })
      return next(`/rounds/${params.id}/review?saved=on`)
    },
  })

/** What those asked meet. Nothing here writes a log line: see design.md on level C. */
export const reviewRoutes: readonly Route[] = [
  page('/rounds/:id/review', {
    permission: permissions['prototypes.review'],
    unlogged: true,
    params: ofRound,
    query: z.object({ saved: z.literal('on').optional().catch(undefined) }),
    model: ReviewModel,
    load: (context, { params, query }) => reviewModel(context, params.id, query.saved === 'on'),
    view: ReviewPage,
  }),
  sayingRoute('/rounds/:id/review/comment', 'comment'),
  sayingRoute('/rounds/:id/review/propose', 'proposal'),
  form('/comments/:id/change', {
    permission: permissions['prototypes.review'],
    unlogged: true,
    params: z.object({ id: idOf<'contribution'>() }),
    model: SayingModel,
    load: (context, { params }) => ownSaying(context, params.id),
    view: SayingPage,
    fields: SayingFields,
    async submit(context, { params, values }) {
      const round = await reviseAnnotation(context, {
        id: params.id,
        place: values.place,
        saying: sayingFrom(values),
      })
      return next(`/rounds/${round}/review?saved=on`)
    },
  }),
  page('/rounds/:id/review/thanks', {
    permission: permissions['prototypes.review'],
    unlogged: true,
    params: ofRound,
    model: ReviewThanks,
    load: (context, { params }) => reviewThanks(context, params.id),
    view: ReviewThanksPage,
  }),
]
