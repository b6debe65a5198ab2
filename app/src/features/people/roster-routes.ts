import { z } from 'zod'
import { type Route, file, form, next } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { rosterStrata } from './known-people.ts'
import { may } from './permissions.ts'
import { endsMost } from './plan-roster.ts'
import { ImportPage, PlanPage } from './roster-pages.tsx'
import { rosterLines } from './roster-lines.ts'
import { importUpload, keepRosterFile, plannedUpload } from './roster-upload.ts'

/** How many lines of each kind a dry run shows; the counts are of all. */
const shownLines = 200

export const rosterRoutes: readonly Route[] = [
  form('/people/import', {
    permission: may['people.change'],
    query: z.object({ done: z.string().optional() }),
    model: z.object({ done: z.boolean(), strata: z.array(z.string()) }),
    load: async (context, { query }) => ({
      done: query.done !== undefined,
      strata: (await rosterStrata(context)).map((stratum) => stratum.code),
    }),
    view: ImportPage,
    fields: z.object({
      file: z
        .instanceof(Uint8Array, { error: 'roster.file.needed' })
        .refine((content) => content.length > 0, 'roster.file.needed'),
    }),
    submit: async (context, { values }) =>
      next(`/people/import/${await keepRosterFile(context, values.file)}`),
  }),
  form('/people/import/:id', {
    permission: may['people.change'],
    notWords: ['digest'],
    params: z.object({ id: idOf<'roster-upload'>() }),
    model: z.object({
      id: z.string(),
      digest: z.string(),
      /** More of those who are here would leave than stay. */
      endsMost: z.boolean(),
      shown: z.number(),
      counts: z.object({
        added: z.number(),
        changed: z.number(),
        left: z.number(),
        unchanged: z.number(),
        rejected: z.number(),
        held: z.number(),
        zerosLost: z.number(),
      }),
      added: z.array(z.object({ key: z.string(), name: z.string(), organisation: z.string() })),
      changed: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          what: z.array(z.enum(['key', 'name', 'email', 'calling', 'membership', 'returned'])),
        }),
      ),
      left: z.array(z.object({ key: z.string(), name: z.string() })),
      kept: z.array(z.object({ key: z.string(), name: z.string() })),
      rejected: z.array(
        z.object({
          line: z.number(),
          reason: z.string(),
          column: z.string().nullable(),
          value: z.string().nullable(),
        }),
      ),
      newOrganisations: z.array(z.object({ code: z.string(), name: z.string() })),
      perhapsWithoutZeros: z.boolean(),
    }),
    load: async (context, { params }) => {
      const { plan, digest } = await plannedUpload(context, params.id)
      const named = (one: { key: string; givenName: string; familyName: string }) => ({
        key: one.key,
        name: `${one.givenName} ${one.familyName}`,
      })
      return {
        id: params.id,
        digest,
        endsMost: endsMost(plan),
        shown: shownLines,
        counts: {
          added: plan.added.length,
          changed: plan.changed.length,
          left: plan.left.length,
          unchanged: plan.unchanged,
          rejected: plan.rejected.length,
          held: plan.held,
          zerosLost: plan.rejected.filter(({ reason }) => reason === 'key-zeros').length,
        },
        added: plan.added
          .slice(0, shownLines)
          .map((row) => ({ ...named(row), organisation: row.organisation })),
        changed: plan.changed
          .slice(0, shownLines)
          .map(({ row, what }) => ({ ...named(row), what: [...what] })),
        left: plan.left.slice(0, shownLines).map(named),
        kept: plan.kept.map(named),
        rejected: plan.rejected.slice(0, shownLines).map((one) => ({
          line: one.line,
          reason: one.reason,
          column: one.column ?? null,
          value: one.value ?? null,
        })),
        newOrganisations: [...plan.newOrganisations],
        perhapsWithoutZeros: plan.perhapsWithoutZeros,
      }
    },
    view: PlanPage,
    fields: z.object({
      digest: z.string('roster.changedSince').max(64, 'roster.changedSince'),
      whole: z.literal('yes').optional().catch(undefined),
    }),
    submit: async (context, { params, values }) => {
      await importUpload(context, {
        id: params.id,
        digest: values.digest,
        whole: values.whole === 'yes',
      })
      return next('/people/import?done=yes')
    },
  }),
  file('/people/import/:id/lines.csv', {
    permission: may['people.change'],
    params: z.object({ id: idOf<'roster-upload'>() }),
    load: (context, { params }) => rosterLines(context, params.id),
  }),
]
