import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { BeforeWriting, moderationReasons } from '../contributions/public.ts'
import type { AddModel } from './add-statement.ts'
import { roundMessages } from './messages.ts'
import { Readers } from './readers.tsx'
import { RoundLine } from './round-line.tsx'

/** Adding one statement to a round; afterwards, what became of it. */
export function AddPage(model: AddModel, context: Context, form: FormState): VNode {
  const { chrome, locale } = context
  const t = roundMessages(locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  const { round, own } = model
  const writable = model.open && model.mayAdd && (own === null || own.mayChange)
  const reason = moderationReasons.find((one) => one === own?.reason)
  return (
    <Page
      chrome={chrome}
      title={t('add.title')}
      form={writable ? 'add' : undefined}
      errors={errors}
      back={{ href: `/rounds/${round.id}` }}
    >
      <h1>{t('add.title')}</h1>
      {model.removed ? (
        <Notice kind="attention">
          <p>{t('add.removed')}</p>
        </Notice>
      ) : null}
      {own ? (
        <Notice kind={own.moderation === 'returned' ? 'attention' : 'plain'}>
          <Words of={own.text} as="blockquote" />
          {own.takenOut ? <p>{t('add.taken-out')}</p> : null}
          <p>{t(`add.${own.moderation}`)}</p>
          {reason ? <p>{t(`reason.${reason}`)}</p> : null}
          {writable && own.moderation === 'waiting' ? <p>{t('add.may-change')}</p> : null}
          {own.note ? (
            <p>
              <Data of={inLanguage(own.note, locale)} />
            </p>
          ) : null}
        </Notice>
      ) : null}
      {writable ? (
        <form method="post" id="add">
          <TextArea
            name="text"
            label={own ? t('add.again') : t('add.label')}
            hint={t('add.hint')}
            value={form.values['text'] ?? own?.text}
            error={errorAt(errors, 'text')}
            rows={3}
            maxlength={300}
          />
          <Readers names={model.readers} />
          <BeforeWriting chrome={chrome} />
          <Actions>
            <Button>{t('add.send')}</Button>
            <ButtonLink href={`/rounds/${round.id}`} kind="quiet">
              {t(own ? 'add.go-on' : 'add.without')}
            </ButtonLink>
          </Actions>
        </form>
      ) : null}
      {!own && !writable ? <p>{model.mayAdd ? t('closed.title') : t('refused.adding-off')}</p> : null}
      {own && !writable ? (
        <ButtonLink href={`/rounds/${round.id}`} kind="primary">
          {t('add.go-on')}
        </ButtonLink>
      ) : null}
      <RoundLine round={round} />
    </Page>
  )
}
