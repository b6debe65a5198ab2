import { z } from 'zod'
import { roles } from '../../platform/auth/authorization.ts'
import { type Route, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { OwnNeedFields, actOnOwnNeed } from '../needs/public.ts'
import { HelpModel } from './help-model.ts'
import { HelpPage } from './help-page.tsx'
import { HomeModel, pointStates } from './home-models.ts'
import { HomePage } from './home-page.tsx'
import { loadHome } from './load-home.ts'
import { loadRoundSaid, loadSaid, loadSaidItem } from './load-said.ts'
import { permissions } from './permissions.ts'
import { RoundSaidModel, SaidItemModel, SaidModel } from './said-models.ts'
import { RoundSaidPage, SaidItemPage, SaidPage } from './said-pages.tsx'

const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1)
const paged = z.object({ page: pageNumber })

/**
 * Everybody's own pages.
 *
 * /                  what waits for you, by role and practice
 * /said, /said/:id   what you said, and what came of it
 * /said/rounds/:id   what came of everything said in a round
 * /help              what this is, who to ask
 */
export const routes: readonly Route[] = [
  page('/', {
    permission: permissions['home.see'],
    unlogged: true,
    query: z.object({
      as: z.enum(roles).nullable().catch(null),
      state: z.enum(pointStates).nullable().catch(null),
      page: pageNumber,
    }),
    model: HomeModel,
    load: (context, { query }) => loadHome(context, query),
    view: (model, context) => HomePage({ model, context }),
  }),
  page('/said', {
    permission: permissions['home.see-what-i-said'],
    unlogged: true,
    query: paged.extend({ saved: z.literal('taken-back').nullable().catch(null) }),
    model: SaidModel,
    load: (context, { query }) => loadSaid(context, query),
    view: (model, context) => SaidPage({ model, context }),
  }),
  form('/said/:id', {
    permission: permissions['home.see-what-i-said'],
    unlogged: true,
    params: z.object({ id: idOf<'contribution'>() }),
    query: z.object({ sent: z.string().optional() }),
    model: SaidItemModel,
    fields: OwnNeedFields,
    load: async (context, { params, query }) => ({
      ...(await loadSaidItem(context, params.id)),
      sent: query.sent !== undefined,
    }),
    view: (model, context, state) => SaidItemPage({ model, context, form: state }),
    async submit(context, { params: { id }, values }) {
      await loadSaidItem(context, id)
      const { act, text, wording_en: en, wording_fr: fr } = values
      await actOnOwnNeed(context, id, {
        act,
        text,
        wording: { ...(en ? { en } : {}), ...(fr ? { fr } : {}) },
      })
      return next(`/said/${id}`)
    },
  }),
  page('/said/rounds/:id', {
    permission: permissions['home.see-answers-of-round'],
    unlogged: true,
    params: z.object({ id: idOf<'round'>() }),
    query: paged,
    model: RoundSaidModel,
    load: (context, { params, query }) => loadRoundSaid(context, params.id, query.page),
    view: (model, context) => RoundSaidPage({ model, context }),
  }),
  page('/help', {
    permission: permissions['home.help'],
    model: HelpModel,
    load: async ({ network }) => ({
      privacyContact: network.settings.privacyContact ?? null,
      safetyReportingUrl: network.settings.safetyReportingUrl ?? null,
      physicianHealthUrl: network.settings.physicianHealthUrl ?? null,
    }),
    view: (model, context) => HelpPage({ model, context }),
  }),
]
