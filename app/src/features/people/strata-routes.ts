import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { type Route, action, form, next, page } from '../../platform/http/route.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { idOf } from '../../platform/ids.ts'
import { bilingualFields, bilingualOf, shortText } from './form-fields.ts'
import {
  addStratum,
  addUsualStrata,
  addValue,
  changeValue,
  releaseValue,
  renameStratum,
} from './keep-strata.ts'
import { may } from './permissions.ts'
import { personFields } from './person-named.ts'
import { type Stratum, strataOf } from './strata.ts'
import { NewStratumPage, RenameStratumPage, StrataPage, StratumPage, ValuePage } from './strata-pages.tsx'

const Value = z.object({
  id: z.string(),
  code: z.string(),
  label: BilingualSchema,
  steward: z.object({ id: z.string(), name: z.string() }).nullable(),
  releasedAt: z.date().nullable(),
  mine: z.boolean(),
})
const StratumModel = z.object({
  id: z.string(),
  code: z.string(),
  label: BilingualSchema,
  source: z.enum(['roster', 'self']),
  values: z.array(Value),
})
const code = (missing: Parameters<typeof shortText>[0], shape: 'stratum.code.shape') =>
  shortText(missing).regex(/^[a-z0-9][a-z0-9-]*$/, shape)

/** A stratum as the person asking sees it: which values are theirs to release. */
const seenBy = (context: Context, stratum: Stratum) => ({
  ...stratum,
  values: stratum.values.map((value) => ({ ...value, mine: value.steward?.id === context.actor?.personId })),
})

/** One stratum. @throws {NotFound} */
async function stratumOf(context: Context, id: string) {
  const stratum = (await strataOf(context)).find((one) => one.id === id)
  if (!stratum) throw new NotFound()
  return seenBy(context, stratum)
}

export const strataRoutes: readonly Route[] = [
  page('/strata', {
    permission: may['strata.see'],
    model: z.object({ mayChange: z.boolean(), strata: z.array(StratumModel) }),
    load: async (context) => {
      const strata = (await strataOf(context)).map((stratum) => seenBy(context, stratum))
      const steward = strata.some((stratum) => stratum.values.some((value) => value.mine))
      context.authorize(may['strata.see'], steward ? ['owner'] : [])
      return { mayChange: context.actor?.roles.has('network-administrator') ?? false, strata }
    },
    view: StrataPage,
  }),
  form('/strata/new', {
    permission: may['strata.change'],
    model: z.object({}),
    load: async () => ({}),
    view: NewStratumPage,
    fields: bilingualFields('stratum.label.needed', {
      code: code('stratum.code.needed', 'stratum.code.shape'),
      source: z.enum(['roster', 'self'], 'stratum.source.needed'),
    }),
    submit: async (context, { values }) => {
      const stratum = await addStratum(context, {
        code: values.code,
        source: values.source,
        label: bilingualOf(values),
      })
      return next(`/strata/${stratum}`)
    },
  }),
  action('/strata/usual', {
    permission: may['strata.change'],
    submit: async (context) => {
      await addUsualStrata(context)
      return next('/strata')
    },
  }),
  form('/strata/:id', {
    permission: may['strata.change'],
    params: z.object({ id: idOf<'stratum'>() }),
    model: StratumModel,
    load: (context, { params }) => stratumOf(context, params.id),
    view: StratumPage,
    fields: bilingualFields('value.label.needed', {
      code: code('value.code.needed', 'stratum.code.shape'),
    }),
    submit: async (context, { params, values }) => {
      await addValue(context, { stratum: params.id, code: values.code, label: bilingualOf(values) })
      return next(`/strata/${params.id}`)
    },
  }),
  form('/strata/:id/name', {
    permission: may['strata.change'],
    params: z.object({ id: idOf<'stratum'>() }),
    model: StratumModel,
    load: (context, { params }) => stratumOf(context, params.id),
    view: RenameStratumPage,
    fields: bilingualFields('stratum.label.needed', {}),
    submit: async (context, { params, values }) => {
      await renameStratum(context, { stratum: params.id, label: bilingualOf(values) })
      return next(`/strata/${params.id}`)
    },
  }),
  form('/strata/values/:id', {
    permission: may['strata.change'],
    params: z.object({ id: idOf<'stratum-value'>() }),
    model: Value.extend({ stratum: z.string() }),
    load: async (context, { params }) => {
      for (const stratum of await strataOf(context)) {
        const value = seenBy(context, stratum).values.find((one) => one.id === params.id)
        if (value) return { ...value, stratum: stratum.id }
      }
      throw new NotFound()
    },
    view: ValuePage,
    fields: bilingualFields('value.label.needed', {
      ...personFields('steward'),
    }),
    submit: async (context, { params, values }) => {
      const { steward, steward_id } = values
      await changeValue(context, { value: params.id, label: bilingualOf(values), steward, steward_id })
      return next('/strata')
    },
  }),
  action('/strata/values/:id/release', {
    permission: may['strata.release'],
    params: z.object({ id: idOf<'stratum-value'>() }),
    fields: z.object({ release: z.enum(['yes', 'no']) }),
    submit: async (context, { params, values }) => {
      await releaseValue(context, { value: params.id, release: values.release === 'yes' })
      return next('/strata')
    },
  }),
]
