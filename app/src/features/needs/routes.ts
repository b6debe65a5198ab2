import { z } from 'zod'
import { type Route, action, form, next, page } from '../../platform/http/route.ts'
import { idOf, newId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { moderationReasons } from '../contributions/public.ts'
import { personFields } from '../people/public.ts'
import { ListPage, TriagersPage } from './list-pages.tsx'
import { loadList, loadNeedPage, loadReturn, loadSay, loadTriagers } from './load-pages.ts'
import {
  ListModel,
  ListQuery,
  NeedModel,
  ReturnModel,
  SayModel,
  TriagersModel,
  line,
  long,
} from './models.ts'
import { NeedPage, ReturnPage } from './need-page.tsx'
import { permissions } from './permissions.ts'
import { remindOfWaitingNeeds } from './remind-of-waiting-needs.ts'
import { sayOneThing } from './say-one-thing.ts'
import { SayPage } from './say-page.tsx'
import { bringNeed, mergeNeed, proposeNeedWording, returnNeed, unmergeNeed } from './triage-need.ts'
import { endTriager, nameTriager } from './triagers.ts'

const params = z.object({ id: idOf<'contribution'>() })
const bilingual = (en: string, fr: string) => ({ ...(en ? { en } : {}), ...(fr ? { fr } : {}) })

export const routes: readonly Route[] = [
  form('/say', {
    permission: permissions['needs.say'],
    unlogged: true,
    model: SayModel,
    fields: z.object({
      text: long,
      draft: idOf<'contribution'>().catch(() => newId<'contribution'>()),
      same: idOf<'contribution'>().nullable().catch(null),
      similar_seen: z.string().optional(),
    }),
    load: loadSay,
    view: (model, context, state) => SayPage({ model, context, form: state }),
    async submit(context, { values }) {
      const id = await sayOneThing(context, {
        text: values.text,
        draft: values.draft,
        same: values.same,
        similarSeen: values.similar_seen !== undefined,
      })
      return next(`/said/${id}?sent=yes`)
    },
  }),
  page('/needs', {
    permission: permissions['needs.list'],
    query: ListQuery,
    model: ListModel,
    load: (context, { query }) => loadList(context, query),
    view: (model, context) => ListPage({ model, context }),
  }),
  form('/needs/readers', {
    permission: permissions['needs.name-triagers'],
    model: TriagersModel,
    fields: z.object(personFields('person')),
    load: loadTriagers,
    view: (model, context, state) => TriagersPage({ model, context, form: state }),
    async submit(context, { values }) {
      await nameTriager(context, values)
      return next('/needs/readers')
    },
  }),
  action('/needs/readers/end', {
    permission: permissions['needs.name-triagers'],
    fields: z.object({ person: idOf<'person'>().nullable().catch(null) }),
    async submit(context, { values }) {
      if (values.person !== null) await endTriager(context, values.person)
      return next('/needs/readers')
    },
  }),
  form('/needs/:id', {
    permission: permissions['needs.see'],
    params,
    model: NeedModel,
    fields: z.object({ wording_en: line, wording_fr: line }),
    load: (context, input) => loadNeedPage(context, input.params.id),
    view: (model, context, state) => NeedPage({ model, context, form: state }),
    async submit(context, { params: { id }, values }) {
      await proposeNeedWording(context, id, {
        wording: bilingual(values.wording_en, values.wording_fr),
      })
      return next(`/needs/${id}`)
    },
  }),
  action('/needs/:id/merge', {
    permission: permissions['needs.triage'],
    params,
    fields: z.object({ into: idOf<'contribution'>().nullable().catch(null) }),
    async submit(context, { params: { id }, values }) {
      await mergeNeed(context, id, values.into)
      return next(`/needs/${values.into ?? id}`)
    },
  }),
  action('/needs/:id/unmerge', {
    permission: permissions['needs.triage'],
    params,
    async submit(context, { params: { id } }) {
      await unmergeNeed(context, id)
      return next(`/needs/${id}`)
    },
  }),
  action('/needs/:id/initiative', {
    permission: permissions['needs.triage'],
    params,
    fields: z.object({ initiative: idOf<'initiative'>().nullable().catch(null) }),
    async submit(context, { params: { id }, values }) {
      await bringNeed(context, id, values.initiative)
      return next(`/needs/${id}`)
    },
  }),
  form('/needs/:id/return', {
    permission: permissions['needs.triage'],
    params,
    model: ReturnModel,
    fields: z.object({
      verdict: z.enum(['returned', 'rejected']).catch('returned'),
      reason: z.enum(moderationReasons).nullable().catch(null),
      note_en: line,
      note_fr: line,
    }),
    load: (context, input) => loadReturn(context, input.params.id),
    view: (model, context, state) => ReturnPage({ model, context, form: state }),
    async submit(context, { params: { id }, values }) {
      await returnNeed(context, id, {
        verdict: values.verdict,
        reason: values.reason,
        note: bilingual(values.note_en, values.note_fr),
      })
      return next(`/needs/${id}`)
    },
  }),
]

export const jobs: readonly JobHandler[] = [{ queue: 'sweep', run: remindOfWaitingNeeds }]
