import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { moderationReasons } from '../contributions/public.ts'
import { roundMessages } from './messages.ts'
import type { ModerationModel } from './moderate-statement.ts'

/** What participants added, one form each; the reasons are the ones their authors read. */
export function ModerationPage(model: ModerationModel, context: Context, form: FormState): VNode {
  const { chrome, locale } = context
  const t = roundMessages(locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  return (
    <Page
      chrome={chrome}
      title={t('moderation.title')}
      errors={errors}
      back={{ href: `/rounds/${model.id}/edit` }}
    >
      <h1>{t('moderation.title')}</h1>
      <p>
        <Data of={inLanguage(model.title, locale)} />
      </p>
      <p>{t('moderation.no-authors')}</p>
      {model.waiting.length === 0 ? <EmptyState title={t('moderation.none')} /> : null}
      {model.waiting.map((added) => {
        const typed = form.values['contribution'] === added.id
        const value = (name: string) => (typed ? form.values[name] : undefined)
        return (
          <section key={added.id} class="card">
            <Words of={{ text: added.text, language: added.language }} as="h2" />
            {model.open ? (
              <form method="post">
                <Hidden fields={{ contribution: added.id }} />
                <Radios
                  name="verdict"
                  label={t('moderation.verdict')}
                  error={typed ? errorAt(errors, 'verdict') : undefined}
                  value={value('verdict')}
                  choices={(['accepted', 'returned', 'rejected'] as const).map((verdict) => ({
                    value: verdict,
                    label: t(`moderation.${verdict}`),
                    hint: t(`moderation.${verdict}-hint`),
                  }))}
                />
                <TextField
                  name="translation"
                  label={t('moderation.translation')}
                  value={value('translation')}
                  lang={added.language === 'fr' ? 'en-CA' : 'fr-CA'}
                  maxlength={300}
                  optional
                />
                <Radios
                  name="reason"
                  label={t('moderation.reason')}
                  error={typed ? errorAt(errors, 'reason') : undefined}
                  value={value('reason')}
                  optional
                  choices={moderationReasons.map((reason) => ({
                    value: reason,
                    label: t(`reason.${reason}`),
                  }))}
                />
                <BilingualField
                  name="note"
                  label={t('moderation.note')}
                  form={typed ? form : undefined}
                  maxlength={500}
                  optional
                />
                <Button>{t('moderation.done')}</Button>
              </form>
            ) : (
              <p>{t('moderation.closed')}</p>
            )}
          </section>
        )
      })}
      {model.dealtWith.length > 0 ? (
        <Table
          caption={t('moderation.dealt-with')}
          rows={model.dealtWith}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('moderation.statement'),
              rowHeader: true,
              cell: (row) => <Data of={{ text: row.text, language: row.language }} />,
            },
            {
              title: t('moderation.verdict'),
              cell: (row) => (row.moderation === 'waiting' ? '' : t(`moderation.${row.moderation}`)),
            },
            { title: t('moderation.reason'), cell: (row) => (row.reason ? t(`reason.${row.reason}`) : '') },
          ]}
        />
      ) : null}
    </Page>
  )
}
