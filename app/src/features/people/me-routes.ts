import { z } from 'zod'
import { type Route, action, form, next } from '../../platform/http/route.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { idOf } from '../../platform/ids.ts'
import { changeOwnSettings, forgetPhone, forgetPhones, ownSettings, setOwnDevice } from './me.ts'
import { MePage } from './me-pages.tsx'
import { may } from './permissions.ts'

/** Fields of what a person says of themself: this and the stratum's id. */
export const declaredPrefix = 'declared_'

const devices = ['iphone', 'ipad', 'android', 'windows', 'mac', 'linux', 'other'] as const

export const meRoutes: readonly Route[] = [
  form('/me', {
    afterEnd: true,
    permission: may.me,
    query: z.object({ saved: z.string().optional() }),
    model: z.object({
      saved: z.boolean(),
      name: z.string(),
      email: z.string(),
      language: z.enum(['en', 'fr']),
      messagesPerWeek: z.number(),
      questions: z.array(
        z.object({
          id: z.string(),
          label: BilingualSchema,
          chosen: z.string().nullable(),
          choices: z.array(z.object({ id: z.string(), label: BilingualSchema })).readonly(),
        }),
      ),
      phones: z.array(
        z.object({
          id: z.string(),
          device: z.string().transform((word) => devices.find((one) => one === word) ?? 'other'),
          openedOn: z.string(),
          expiresAt: z.date(),
          here: z.boolean(),
          own: z.boolean(),
        }),
      ),
    }),
    load: async (context, { query }) => ({
      saved: query.saved !== undefined,
      ...(await ownSettings(context)),
    }),
    view: MePage,
    fields: z
      .object({
        language: z.enum(['en', 'fr'], 'me.language.needed'),
        messages_per_week: z.coerce
          .number('me.messages.shape')
          .int('me.messages.shape')
          .min(0, 'me.messages.shape')
          .max(14, 'me.messages.shape'),
      })
      .catchall(z.string('me.unknownChoice').max(100, 'me.unknownChoice')),
    submit: async (context, { values }) => {
      const declared = Object.entries(values).flatMap(([name, value]): [string, string][] =>
        name.startsWith(declaredPrefix) && typeof value === 'string'
          ? [[name.slice(declaredPrefix.length), value]]
          : [],
      )
      await changeOwnSettings(context, {
        language: values.language,
        messagesPerWeek: values.messages_per_week,
        declared: Object.fromEntries(declared),
      })
      return next(`/me?saved=yes&language=${values.language}`)
    },
  }),
  action('/me/phones/:id/forget', {
    afterEnd: true,
    permission: may['me.phone'],
    params: z.object({ id: idOf<'session'>() }),
    submit: async (context, { params }) => {
      await forgetPhone(context, params.id)
      return next('/me')
    },
  }),
  action('/me/own-device', {
    afterEnd: true,
    permission: may.me,
    fields: z.object({ own: z.literal('yes').optional().catch(undefined) }),
    submit: async (context, { values }) => {
      await setOwnDevice(context, values.own === 'yes')
      return next('/me')
    },
  }),
  action('/me/phones/forget-others', {
    afterEnd: true,
    permission: may.me,
    fields: z.object({ here: z.literal('yes').optional().catch(undefined) }),
    submit: async (context, { values }) => {
      const here = values.here === 'yes'
      await forgetPhones(context, { here })
      return here ? { ...next('/sign-in'), session: null } : next('/me')
    },
  }),
]
