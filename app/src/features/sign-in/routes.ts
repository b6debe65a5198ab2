import { z } from 'zod'
import { roles } from '../../platform/auth/authorization.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { idOf } from '../../platform/ids.ts'
import { type Route, action, form, next, page, passage } from '../../platform/http/route.ts'
import { isTimeZone } from '../../platform/zone-offset.ts'
import { beginNetwork, hasBegun } from './begin-network.ts'
import { demonstrationPeople, signInAs, simulatedRounds } from './demonstration-people.ts'
import { enterCode } from './enter-code.ts'
import { codeWaits } from './first-start.ts'
import { ownPath } from './own-path.ts'
import { CodePage, DemonstrationPage, FirstAdministratorPage, SignInPage } from './pages.tsx'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'
import { requestCode } from './request-code.ts'
import {
  beginRequest,
  departure,
  identify,
  keepRequest,
  signInOutsider,
  takeRequest,
} from './sign-in-outside.ts'
import { signOut } from './sign-out.ts'
import { sweepSignIn } from './sweep-sign-in.ts'

export const jobs = [sweepSignIn]

/** How long an answer takes whether the address is known or not, in milliseconds: longer than what is done for a known one. */
const sameForAllMs = 250

const to = z.string('tooLong').max(2000, 'tooLong').optional()
const Email = z.string('email.needed').trim().min(1, 'email.needed').pipe(z.email('email.shape'))
const optionalText = z.string('tooLong').trim().max(200, 'tooLong').optional()
const text = (message: string) => z.string(message).trim().min(1, message).max(200, 'tooLong')

const query = (parts: Record<string, string | undefined>): string => {
  const given = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)
  return new URLSearchParams(given).toString()
}

export const routes: readonly Route[] = [
  form('/sign-in', {
    afterEnd: true,
    permission: may['sign-in'],
    notWords: 'all',
    query: z.object({ to, failed: z.string().optional() }),
    model: z.object({
      to: z.string(),
      failed: z.boolean(),
      signedInAs: z.string().nullable(),
      mail: z.boolean(),
      otherService: z.boolean(),
      demonstration: z.boolean(),
      nobodyYet: z.boolean(),
    }),
    load: async (context, { query: asked }) => {
      const { config } = context.services
      return {
        to: ownPath(asked.to),
        failed: asked.failed !== undefined,
        signedInAs: context.actor?.name ?? null,
        mail: config.mail.smtpUrl !== null,
        otherService: config.oidc !== null,
        demonstration: context.network.kind === 'demonstration',
        nobodyYet: (await codeWaits(context.services)) && !(await hasBegun(context)),
      }
    },
    view: SignInPage,
    fields: z.object({ email: Email, to }),
    submit: async (context, { values }) => {
      const handover = await requestCode(context, values)
      return { ...next(`/sign-in/code?${query({ to: values.to })}`), handover }
    },
    answersAfterMs: sameForAllMs,
  }),
  form('/sign-in/code', {
    afterEnd: true,
    permission: may['sign-in'],
    notWords: 'all',
    query: z.object({ to, again: z.string().optional() }),
    model: z.object({ to: z.string(), again: z.boolean() }),
    load: async (_context, { query: asked }) => ({
      to: ownPath(asked.to),
      again: asked.again !== undefined,
    }),
    view: CodePage,
    fields: z.object({
      code: z.string('code.needed').trim().min(1, 'code.needed').max(100, 'code.wrong'),
      own: z.literal('yes').optional().catch(undefined),
      to,
    }),
    submit: async (context, { values }) => {
      const session = await enterCode(context, { code: values.code, own: values.own === 'yes' })
      if (session === null) return next(`/sign-in/code?${query({ to: values.to, again: '1' })}`)
      return { ...next(ownPath(values.to)), session }
    },
    answersAfterMs: sameForAllMs,
  }),
  passage('/sign-in/oidc', {
    permission: may['sign-in'],
    query: z.object({ to }),
    depart: (context, { query: asked }) => departure(context, asked),
    outside: beginRequest,
    arrive: keepRequest,
  }),
  passage('/sign-in/oidc/callback', {
    permission: may['sign-in'],
    query: z.looseObject({ state: z.string().max(500) }),
    depart: (context, { query: asked }) => takeRequest(context, asked),
    outside: identify,
    arrive: signInOutsider,
  }),
  action('/sign-out', {
    afterEnd: true,
    permission: may['sign-out'],
    submit: async (context) => {
      await signOut(context)
      return { ...next('/sign-in'), session: null }
    },
  }),
  form('/first-administrator', {
    permission: may['begin-network'],
    notWords: 'all',
    model: z.object({ timeZone: z.string() }),
    load: async (context) => {
      if (await hasBegun(context)) throw refuse('already_begun')
      return { timeZone: context.network.settings.timeZone }
    },
    view: FirstAdministratorPage,
    fields: z
      .object({
        code: text('first.code.needed'),
        name_en: optionalText,
        name_fr: optionalText,
        given_name: text('first.givenName.needed'),
        family_name: text('first.familyName.needed'),
        email: Email,
        time_zone: z.string().refine(isTimeZone, 'first.timeZone.shape').optional(),
      })
      .refine((values) => Boolean(values.name_en || values.name_fr), {
        path: ['name'],
        message: 'first.name.needed',
      }),
    submit: async (context, { values }) => ({
      ...next('/'),
      session: await beginNetwork(context, values),
    }),
  }),
  page('/demonstration', {
    permission: may['choose-a-role'],
    model: z.object({
      groups: z.array(
        z.object({
          role: z.enum(roles),
          people: z.array(z.object({ id: z.string(), name: z.string(), job: z.string() })).readonly(),
        }),
      ),
      simulated: z.array(
        z.object({ id: z.string(), title: BilingualSchema, note: BilingualSchema, published: z.boolean() }),
      ),
    }),
    load: async (context) => ({
      groups: [...(await demonstrationPeople(context))],
      simulated: [...(await simulatedRounds(context))],
    }),
    view: DemonstrationPage,
  }),
  action('/demonstration/sign-in', {
    afterEnd: true,
    permission: may['choose-a-role'],
    fields: z.object({ person: idOf<'person'>() }),
    submit: async (context, { values }) => ({ ...next('/'), session: await signInAs(context, values) }),
  }),
]
