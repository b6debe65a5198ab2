import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { KeyFigure, KeyFigures } from '../../ui/key-figure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'
import { type MailState, mailStates } from './outbox.ts'

type Counts = Record<MailState, number>
type Head = { seq: number; hash: string }
type Overview = {
  checks: { name: 'database' | 'migrations' | 'keys' | 'disk' | 'scheduler' | 'clock'; ready: boolean }[]
  mails: Counts
  mailServer: boolean
  head: Head
  administrator: boolean
}

/** Whether everything works, what waits to go out, and where the settings and the log are. */
export function AdministrationPage(model: Overview, context: Context) {
  const t = messages(context.locale)
  const { number } = context.formats
  return (
    <Page chrome={context.chrome} title={t('title')} wide>
      <h1>{t('title')}</h1>
      <Actions>
        {model.administrator ? (
          <>
            <ButtonLink href="/administration/settings">{t('settings.title')}</ButtonLink>
            <ButtonLink href="/administration/outbox">{t('outbox.title')}</ButtonLink>
            <ButtonLink href="/people">{t('people')}</ButtonLink>
            <ButtonLink href="/payments">{t('payments')}</ButtonLink>
            <ButtonLink href="/administration/clock">{t('clock.title')}</ButtonLink>
          </>
        ) : null}
        <ButtonLink href="/administration/audit">{t('audit.title')}</ButtonLink>
        <ButtonLink href="/privacy">{t('privacy')}</ButtonLink>
      </Actions>
      <h2>{t('health.title')}</h2>
      <Facts
        items={model.checks.map(({ name, ready }) => ({
          term: t(`health.${name}`),
          value: (
            <Tag kind={ready ? 'plain' : 'attention'}>{ready ? t('health.ready') : t('health.not')}</Tag>
          ),
        }))}
      />
      <h2>{t('outbox.title')}</h2>
      {model.mailServer ? null : <Notice kind="attention">{t('outbox.noServer')}</Notice>}
      <KeyFigures>
        {mailStates.map((state) => (
          <KeyFigure key={state} value={number(model.mails[state])} label={t(`mail.${state}`)} />
        ))}
      </KeyFigures>
    </Page>
  )
}

type Outbox = {
  saved: 'again' | null
  state: MailState
  page: number
  size: number
  counts: Counts
  mails: {
    id: string
    address: string
    subject: string
    notBefore: Date
    sentAt: Date | null
    attempts: number
    lastError: string | null
    mayGoAgain: boolean
  }[]
}

/** The messages that wait, went out or could not: to whom and about what. */
export function OutboxPage(model: Outbox, context: Context) {
  const t = messages(context.locale)
  const { dateTime, number } = context.formats
  const again = '/administration/outbox/again'
  return (
    <Page
      chrome={context.chrome}
      title={t('outbox.title')}
      back={{ href: '/administration', label: t('title') }}
      wide
    >
      <h1>{t('outbox.title')}</h1>
      {model.saved ? (
        <Notice kind="saved" announce>
          {t('outbox.again.saved')}
        </Notice>
      ) : null}
      <p>{t('outbox.lead')}</p>
      <Filter action="/administration/outbox">
        <Select
          name="state"
          label={t('outbox.state')}
          value={model.state}
          options={mailStates.map((state) => ({ value: state, label: t(`mail.${state}`) }))}
        />
      </Filter>
      {model.state === 'failed' && model.mails.length > 0 ? <p>{t('outbox.again.lead')}</p> : null}
      {model.mails.some((mail) => mail.mayGoAgain) ? (
        <ActionForm action={again}>{t('outbox.again.all')}</ActionForm>
      ) : null}
      {model.state === 'sent' ? (
        <p>{t('outbox.sent', { count: model.counts.sent })}</p>
      ) : model.mails.length === 0 ? (
        <EmptyState title={t('outbox.none')} />
      ) : (
        <Table
          caption={t('outbox.caption', { count: model.counts[model.state] })}
          rows={model.mails}
          rowKey={(mail) => mail.id}
          columns={[
            { title: t('mail.address'), rowHeader: true, cell: (mail) => <Data of={mail.address} /> },
            { title: t('mail.subject'), cell: (mail) => <Data of={mail.subject} /> },
            { title: t('mail.time'), cell: (mail) => dateTime(mail.sentAt ?? mail.notBefore) },
            { title: t('mail.attempts'), number: true, cell: (mail) => number(mail.attempts) },
            { title: t('mail.lastError'), cell: (mail) => <Data of={mail.lastError ?? ''} /> },
            ...(model.state === 'failed'
              ? [
                  {
                    title: t('outbox.again'),
                    cell: (mail: Outbox['mails'][number]) =>
                      mail.mayGoAgain ? (
                        <ActionForm action={again} fields={{ message: mail.id }} kind="quiet">
                          {t('outbox.again.one')}
                        </ActionForm>
                      ) : (
                        t('outbox.again.not')
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <Pager
        page={model.page}
        size={model.size}
        total={model.state === 'sent' ? 0 : model.counts[model.state]}
        address={(page) => `/administration/outbox?state=${model.state}&page=${page}`}
      />
    </Page>
  )
}

type Settings = {
  saved: boolean
  name: Bilingual
  timeZone: string
  safetyReportingUrl: string | null
  physicianHealthUrl: string | null
  privacyContact: string | null
  retentionMonths: number | null
}

/** What the network sets for itself. */
export function SettingsPage(model: Settings, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const field = (name: string, stored: string | null) => ({
    name,
    value: form.values[name] ?? stored ?? '',
    error: errorAt(errors, name),
  })
  return (
    <Page
      chrome={context.chrome}
      title={t('settings.title')}
      form="settings"
      errors={errors}
      back={{ href: '/administration', label: t('title') }}
    >
      <h1>{t('settings.title')}</h1>
      {model.saved ? (
        <Notice kind="saved" announce>
          {t('saved')}
        </Notice>
      ) : null}
      <form id="settings" method="post" action="/administration/settings" novalidate>
        <BilingualField
          name="name"
          label={t('settings.name')}
          form={form}
          stored={model.name}
          error={errorAt(errors, 'name')}
        />
        <TextField
          {...field('time_zone', model.timeZone)}
          label={t('settings.timeZone')}
          hint={t('settings.timeZone.hint')}
        />
        <TextField
          {...field('safety_reporting_url', model.safetyReportingUrl)}
          label={t('settings.safety')}
          hint={t('settings.safety.hint')}
          inputmode="url"
          optional
        />
        <TextField
          {...field('physician_health_url', model.physicianHealthUrl)}
          label={t('settings.physicianHealth')}
          hint={t('settings.physicianHealth.hint')}
          inputmode="url"
          optional
        />
        <TextField
          {...field('privacy_contact', model.privacyContact)}
          label={t('settings.privacyContact')}
          hint={t('settings.privacyContact.hint')}
          optional
        />
        <TextField
          {...field(
            'retention_months',
            model.retentionMonths === null ? null : String(model.retentionMonths),
          )}
          label={t('settings.retention')}
          hint={t('settings.retention.hint')}
          inputmode="numeric"
          characters={4}
          optional
        />
        <Button>{t('save')}</Button>
      </form>
    </Page>
  )
}
