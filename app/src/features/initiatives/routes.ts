import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { type Route, action, form, next, page } from '../../platform/http/route.ts'
import { type InitiativeId, idOf } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { strategyOf } from '../evidence/public.ts'
import { personFields } from '../people/public.ts'
import { AddPartPage } from './add-part-page.tsx'
import { parts } from './charter.ts'
import { CharterForm } from './charter-fields.ts'
import { CharterPage } from './charter-page.tsx'
import { createInitiative } from './create-initiative.ts'
import { escalateLateAnswers, initiativesLate } from './escalate-late-answers.ts'
import { InitiativePage } from './initiative-page.tsx'
import { loadAddPart, loadCharterPage, loadInitiativePage, loadStrategiesPage } from './load-pages.ts'
import { AddPartModel, CharterModel, InitiativeModel, ListModel, StrategiesModel } from './models.ts'
import { ListPage, NewPage, StrategiesPage } from './pages.tsx'
import { permissions } from './permissions.ts'
import { listInitiatives } from './queries.ts'
import { saveCharter } from './save-charter.ts'
import { addPart, removePart, setStrategies } from './set-people.ts'
import { signCharter } from './sign-charter.ts'

const params = z.object({ id: idOf<'initiative'>() })
const text = (most: number, key: string) => z.string().trim().max(most, key).default('')
const part = z.enum(parts).catch('champion')

const NewForm = z
  .object({
    title_en: text(150, 'error.title-long'),
    title_fr: text(150, 'error.title-long'),
    problem_en: text(3000, 'error.long'),
    problem_fr: text(3000, 'error.long'),
  })
  .refine((values) => values.title_en !== '' || values.title_fr !== '', {
    path: ['title'],
    error: 'error.title',
  })

const bilingual = (en: string, fr: string) => ({ ...(en ? { en } : {}), ...(fr ? { fr } : {}) })

export const routes: readonly Route[] = [
  page('/initiatives', {
    permission: permissions['initiatives.see'],
    model: ListModel,
    load: async (context) => ({
      initiatives: [...(await listInitiatives(context))],
      mayCreate: may(context.actor, permissions['initiatives.create']),
    }),
    view: (model, context) => ListPage({ model, context }),
  }),
  form('/initiatives/new', {
    permission: permissions['initiatives.create'],
    model: z.object({}),
    fields: NewForm,
    load: async () => ({}),
    view: (_model, context, state) => NewPage({ context, form: state }),
    async submit(context, { values }) {
      const id = await createInitiative(context, {
        title: bilingual(values.title_en, values.title_fr),
        problem: bilingual(values.problem_en, values.problem_fr),
      })
      return next(`/initiatives/${id}/charter`)
    },
  }),
  page('/initiatives/:id', {
    permission: permissions['initiatives.see'],
    params,
    model: InitiativeModel,
    load: (context, input) => loadInitiativePage(context, input.params.id),
    view: (model, context) => InitiativePage({ model, context }),
  }),
  form('/initiatives/:id/charter', {
    permission: permissions['initiatives.see'],
    params,
    query: z.object({ cleared: z.string().optional() }),
    notWords: ['base'],
    model: CharterModel,
    fields: CharterForm,
    load: (context, input) => loadCharterPage(context, input.params.id, input.query.cleared !== undefined),
    view: (model, context, state) => CharterPage({ model, context, form: state }),
    async submit(context, input) {
      const { cleared } = await saveCharter(context, input.params.id, input.values)
      return next(`/initiatives/${input.params.id}/charter${cleared ? '?cleared=yes' : ''}`)
    },
  }),
  action('/initiatives/:id/charter/sign', {
    permission: permissions['initiatives.sign'],
    params,
    fields: z.object({ revision: z.coerce.number().int().catch(-1) }),
    async submit(context, input) {
      await signCharter(context, input.params.id, input.values.revision)
      return next(`/initiatives/${input.params.id}/charter`)
    },
  }),
  form('/initiatives/:id/people/add', {
    permission: permissions['initiatives.edit'],
    params,
    query: z.object({ part }),
    model: AddPartModel,
    fields: z.object({ part, ...personFields('person') }),
    load: (context, input) => loadAddPart(context, input.params.id, input.query.part),
    view: (model, context, state) => AddPartPage({ model, context, form: state }),
    async submit(context, input) {
      await addPart(context, input.params.id, input.values)
      return next(`/initiatives/${input.params.id}/charter#${input.values.part}`)
    },
  }),
  action('/initiatives/:id/people/remove', {
    permission: permissions['initiatives.edit'],
    params,
    fields: z.object({ part, person: idOf<'person'>().nullable().catch(null) }),
    async submit(context, input) {
      await removePart(context, input.params.id, input.values)
      return next(`/initiatives/${input.params.id}/charter#${input.values.part}`)
    },
  }),
  form('/initiatives/:id/strategies', {
    permission: permissions['initiatives.edit'],
    params,
    model: StrategiesModel,
    fields: z.object({
      strategies: z.preprocess(
        (value) => (value === undefined ? [] : [value].flat()),
        z.array(z.string().refine((id) => strategyOf(id) !== undefined)),
      ),
    }),
    load: (context, input) => loadStrategiesPage(context, input.params.id),
    view: (model, context) => StrategiesPage({ model, context }),
    async submit(context, input) {
      await setStrategies(context, input.params.id, input.values.strategies)
      return next(`/initiatives/${input.params.id}/charter`)
    },
  }),
]

export const jobs: readonly JobHandler[] = [
  {
    queue: 'sweep',
    due: initiativesLate,
    run: (context, id) => escalateLateAnswers(context, id as InitiativeId),
  },
]
