import { renderToString } from 'preact-render-to-string'
import { z } from 'zod'
import { type Route, action, file, form, next, page } from '../../platform/http/route.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { searchToPurge } from './find-text.ts'
import { heldAboutMe } from './held-about-me.ts'
import { keepNoLonger } from './keep-no-longer.ts'
import { loadNotice } from './load-notice.ts'
import { PrivacyModel, PurgeModel } from './models.ts'
import { NoticePage } from './notice-page.tsx'
import { permissions } from './permissions.ts'
import { purge } from './purge.ts'
import { PurgePage } from './purge-page.tsx'

/**
 * What is kept, why, for how long; one's own copy; removing what should not be here.
 *
 * /privacy             the notice, the schedule, what could be handed over
 * /me/download.json    everything kept under the person signed in
 * /privacy/purge, /find the privacy officer finds a text, and removes it everywhere in one act
 */
export const routes: readonly Route[] = [
  page('/privacy', {
    permission: permissions['privacy.read-notice'],
    model: PrivacyModel,
    load: (context) => loadNotice(context),
    view: (model, context) => NoticePage({ model, context }),
  }),
  file('/me/download.json', {
    permission: permissions['privacy.download-own'],
    unlogged: true,
    load: async (context) => ({
      kind: 'file',
      type: 'application/json; charset=utf-8',
      filename: 'what-is-held-about-me.json',
      content: JSON.stringify(await heldAboutMe(context), null, 2),
    }),
  }),
  form('/privacy/purge', {
    afterEnd: true,
    permission: permissions['privacy.purge'],
    notWords: 'all',
    query: z.object({ done: z.string().optional().transform(Boolean) }),
    model: PurgeModel,
    load: async (_context, { query }) => ({ search: '', done: query.done, findings: null }),
    fields: z.object({
      contribution: z
        .union([z.uuid(), z.array(z.uuid())])
        .optional()
        .transform((value) => (value === undefined ? [] : [value].flat())),
      file: z
        .union([z.uuid(), z.array(z.uuid())])
        .optional()
        .transform((value) => (value === undefined ? [] : [value].flat())),
      search: z.string().trim().max(200).optional().default(''),
      elsewhere: z.string().optional().transform(Boolean),
      copies: z
        .union([z.literal('stay'), z.coerce.number().int().nonnegative()])
        .optional()
        .default(0),
    }),
    view: (model, context, state) => PurgePage({ model, context, form: state }),
    submit: async (context, { values }) => {
      await purge(context, {
        contributions: values.contribution,
        files: values.file,
        search: values.search,
        alsoElsewhere: values.elsewhere,
        copies: values.copies,
      })
      return next('/privacy/purge?done=yes')
    },
  }),
  // What is looked for may itself be a patient's data: it must not stand in an address, so this is no GET.
  action('/privacy/purge/find', {
    afterEnd: true,
    permission: permissions['privacy.purge'],
    notWords: 'all',
    fields: z.object({ search: z.string().trim().max(200).optional().default('') }),
    submit: async (context, { values }) => {
      const findings = await searchToPurge(context, values.search)
      const model = PurgeModel.parse({ search: values.search, done: false, findings })
      const here = { ...context, chrome: { ...context.chrome, path: '/privacy/purge' } }
      return {
        kind: 'file',
        type: 'text/html; charset=utf-8',
        content: `<!doctype html>${renderToString(
          PurgePage({ model, context: here, form: { values: {}, errors: {} } }),
        )}`,
      }
    },
  }),
]

export const jobs: readonly JobHandler[] = [{ queue: 'sweep', run: (context) => keepNoLonger(context) }]
