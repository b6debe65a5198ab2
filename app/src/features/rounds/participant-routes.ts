import { z } from 'zod'
import { actorOf } from '../../platform/http/context.ts'
import { FormRefused, type Route, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { Participation, Thanks, participation, thanks } from './participant-model.ts'
import { ParticipationPage, ThanksPage } from './participant-pages.tsx'
import { permissions } from './permissions.ts'
import { recordVote } from './record-vote.ts'
import { answers } from './vote-rule.ts'

const ofRound = z.object({ id: idOf<'round'>() })
const count = z.coerce.number().int().min(1).max(10_000)
const on = z.literal('on').optional().catch(undefined)

/** What a participant meets. Nothing here writes a log line: see design.md on level C. */
export const participantRoutes: readonly Route[] = [
  page('/rounds/:id', {
    permission: permissions['rounds.enter'],
    unlogged: true,
    params: ofRound,
    query: z.object({ more: on }),
    model: Participation,
    load: (context, { params, query }) => participation(context, params.id, { more: query.more === 'on' }),
    view: ParticipationPage,
  }),
  form('/rounds/:id/statements/:number', {
    permission: permissions['rounds.answer'],
    unlogged: true,
    params: z.object({ id: idOf<'round'>(), number: count }),
    query: z.object({ after: count.optional().catch(undefined), more: on }),
    model: Participation,
    load: (context, { params, query }) =>
      participation(context, params.id, {
        number: params.number,
        after: query.after,
        more: query.more === 'on',
      }),
    view: ParticipationPage,
    fields: z.object({
      answer: z.enum(answers, 'error.choose'),
      revision: z.coerce.number('error.choose').pipe(z.int32('error.choose').min(0, 'error.choose')),
      more: on,
      session: z.string().optional(),
    }),
    sharesTransactionAbout: ({ id }) => id,
    async submit(context, { params, values }) {
      const { more, session, ...sent } = values
      if (session !== undefined && session !== actorOf(context).sessionId)
        throw new FormRefused({ form: 'error.other-session' })
      const recorded = await recordVote(context, {
        round: params.id,
        number: params.number,
        more: more === 'on',
        ...sent,
      })
      if (recorded.kind === 'closed') return new FormRefused({ form: 'error.closed' })
      if (recorded.kind === 'stale') return new FormRefused({ answer: 'error.stale' })
      if (recorded.next === null) return next(`/rounds/${params.id}/thanks`)
      const query = `?after=${params.number}${more === 'on' ? '&more=on' : ''}`
      return next(`/rounds/${params.id}/statements/${recorded.next}${query}`)
    },
  }),
  page('/rounds/:id/thanks', {
    permission: permissions['rounds.answer'],
    unlogged: true,
    params: ofRound,
    model: Thanks,
    load: (context, { params }) => thanks(context, params.id),
    view: ThanksPage,
  }),
]
