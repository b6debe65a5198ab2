import { z } from 'zod'
import { readiness } from '../../platform/http/health.ts'
import { type Route, action, file, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { isTimeZone } from '../../platform/zone-offset.ts'
import { auditHead, exportAudit, listAudit } from './audit-entries.ts'
import { AuditPage } from './audit-page.tsx'
import { ClockPage } from './clock-page.tsx'
import { ClockModel, clockPage, confirmDate } from './clock.ts'
import { changeSettings, storedSettings } from './change-settings.ts'
import { countMails, listMails, mailStates, pageSize, sendAgain } from './outbox.ts'
import { AdministrationPage, OutboxPage, SettingsPage } from './pages.tsx'
import { may } from './permissions.ts'

const pageNumber = z.coerce.number().int().min(1).max(100_000).default(1)
const Counts = z.object({ waiting: z.number(), sent: z.number(), failed: z.number() })
const things = ['database', 'migrations', 'keys', 'disk', 'scheduler', 'clock'] as const

const text = (max: number) => z.string('tooLong').trim().max(max, 'tooLong').default('')
const link = text(500)
  .refine(
    (value) => value === '' || (URL.canParse(value) && value.startsWith('https://')),
    'settings.link.shape',
  )
  .transform((value) => (value === '' ? null : value))

export const routes: readonly Route[] = [
  page('/administration', {
    permission: may['administration.see'],
    model: z.object({
      checks: z.array(z.object({ name: z.enum(things), ready: z.boolean() })),
      mails: Counts,
      mailServer: z.boolean(),
      head: z.object({ seq: z.number(), hash: z.string() }),
      administrator: z.boolean(),
    }),
    load: async (context) => {
      const clock = (await clockPage(context)).doubt === null
      const checks = { ...(await readiness(context.services)), clock }
      return {
        checks: things.map((name) => ({ name, ready: checks[name] })),
        mails: await countMails(context),
        mailServer: context.services.config.mail.smtpUrl !== null,
        head: await auditHead(context),
        administrator: context.actor?.roles.has('network-administrator') ?? false,
      }
    },
    view: AdministrationPage,
  }),
  page('/administration/outbox', {
    permission: may['administration.outbox'],
    query: z.object({
      state: z.enum(mailStates).default('waiting'),
      page: pageNumber,
      saved: z.literal('again').nullable().catch(null),
    }),
    model: z.object({
      saved: z.literal('again').nullable(),
      state: z.enum(mailStates),
      page: z.number(),
      size: z.number(),
      counts: Counts,
      mails: z.array(
        z.object({
          id: z.string(),
          address: z.string(),
          subject: z.string(),
          notBefore: z.date(),
          sentAt: z.date().nullable(),
          attempts: z.number(),
          lastError: z.string().nullable(),
          mayGoAgain: z.boolean(),
        }),
      ),
    }),
    load: async (context, { query }) => ({
      ...query,
      size: pageSize,
      counts: await countMails(context),
      mails: await listMails(context, query),
    }),
    view: OutboxPage,
  }),
  form('/administration/clock', {
    afterEnd: true,
    permission: may['administration.settings'],
    model: ClockModel,
    load: clockPage,
    view: ClockPage,
    fields: z.object({ today: z.string('clock.differs') }),
    submit: async (context, { values }) => {
      await confirmDate(context, values.today)
      return next('/administration/clock')
    },
  }),
  action('/administration/outbox/again', {
    afterEnd: true,
    permission: may['administration.outbox'],
    fields: z.object({ message: idOf<'mail-message'>().optional() }),
    submit: async (context, { values }) => {
      await sendAgain(context, values.message ?? null)
      return next('/administration/outbox?state=failed&saved=again')
    },
  }),
  form('/administration/settings', {
    permission: may['administration.settings'],
    notWords: ['privacy_contact', 'safety_reporting_url', 'physician_health_url'],
    query: z.object({ saved: z.string().optional() }),
    model: z.object({
      saved: z.boolean(),
      name: BilingualSchema,
      timeZone: z.string(),
      safetyReportingUrl: z.string().nullable(),
      physicianHealthUrl: z.string().nullable(),
      privacyContact: z.string().nullable(),
      retentionMonths: z.number().nullable(),
    }),
    load: async (context, { query }) => ({
      saved: query.saved !== undefined,
      ...(await storedSettings(context)),
    }),
    view: SettingsPage,
    fields: z
      .object({
        name_en: text(200),
        name_fr: text(200),
        time_zone: z.string('settings.timeZone.shape').refine(isTimeZone, 'settings.timeZone.shape'),
        safety_reporting_url: link,
        physician_health_url: link,
        privacy_contact: text(300).transform((value) => (value === '' ? null : value)),
        retention_months: z
          .string('settings.retention.shape')
          .trim()
          .regex(/^(|\d{1,3})$/, 'settings.retention.shape')
          .transform((value) => (value === '' ? null : Number(value)))
          .refine((months) => months === null || (months >= 6 && months <= 240), 'settings.retention.shape'),
      })
      .refine((values) => values.name_en !== '' || values.name_fr !== '', {
        path: ['name'],
        message: 'settings.name.needed',
      }),
    submit: async (context, { values }) => {
      await changeSettings(context, {
        name: {
          ...(values.name_en ? { en: values.name_en } : {}),
          ...(values.name_fr ? { fr: values.name_fr } : {}),
        },
        timeZone: values.time_zone,
        safetyReportingUrl: values.safety_reporting_url,
        physicianHealthUrl: values.physician_health_url,
        privacyContact: values.privacy_contact,
        retentionMonths: values.retention_months,
      })
      return next('/administration/settings?saved=yes')
    },
  }),
  page('/administration/audit', {
    permission: may['administration.audit'],
    query: z.object({ action: z.string().max(100).default(''), page: pageNumber }),
    model: z.object({
      action: z.string(),
      page: z.number(),
      size: z.number(),
      total: z.number(),
      head: z.object({ seq: z.number(), hash: z.string() }),
      entries: z.array(
        z.object({
          seq: z.number(),
          at: z.date(),
          actor: z.string().nullable(),
          action: z.string(),
          subjectType: z.string(),
          subject: z.string(),
          details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        }),
      ),
    }),
    load: async (context, { query }) => ({
      ...query,
      size: pageSize,
      head: await auditHead(context),
      ...(await listAudit(context, query)),
    }),
    view: AuditPage,
  }),
  file('/administration/audit.jsonl', {
    permission: may['administration.audit'],
    load: async (context) => ({
      kind: 'file',
      content: await exportAudit(context),
      type: 'application/jsonl; charset=utf-8',
      filename: `audit-${context.network.slug}-${context.now.toISOString().slice(0, 10)}.jsonl`,
    }),
  }),
]
