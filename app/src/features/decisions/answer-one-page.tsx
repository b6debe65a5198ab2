import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Button } from '../../ui/button.tsx'
import { Words } from '../../ui/data.tsx'
import { fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { decisionMessages, errorWords } from './messages.ts'
import type { AnswerOneModel } from './models.ts'

/** One thing answered: a need at once, or anything a second time, by somebody who did not answer it first. */
export function AnswerOnePage({
  model,
  context,
  form,
  kind,
}: {
  model: AnswerOneModel
  context: Context
  form: FormState
  kind: 'need' | 'again'
}) {
  const { chrome, locale, formats } = context
  const t = decisionMessages(locale)
  const errors = fieldErrors(form, errorWords(locale))
  const words = inLanguage(model.words, locale)
  const title = t(model.owed ? `answerOne.${kind}` : 'answerOne.answered')
  return (
    <Page
      chrome={chrome}
      title={title}
      form={model.owed ? 'answer' : undefined}
      errors={errors}
      back={{ href: kind === 'need' ? `/needs/${model.id}` : '/' }}
    >
      <h1>{title}</h1>
      {words.text === '' ? <p>{t('answerOne.notPublic')}</p> : <Words as="blockquote" of={words} />}
      {model.merged !== null ? <p>{t('answerOne.merged', { count: model.merged })}</p> : null}
      {kind === 'again' ? <Notice>{t('answerOne.againLead')}</Notice> : null}
      {model.before.map((one, index) => (
        <section key={index}>
          <h2>{t('answerOne.before', { date: formats.date(one.at), name: one.by })}</h2>
          <p>
            <strong>{t(`outcome.${one.outcome}`)}</strong>
          </p>
          <Words as="blockquote" of={inLanguage(one.reason, locale)} />
        </section>
      ))}
      {model.underway ? (
        <Notice>
          <p>{t('answerOne.underway')}</p>
          <ActionForm action={`/needs/${model.id}/answer/take-back`}>{t('answerOne.takeBack')}</ActionForm>
        </Notice>
      ) : null}
      {model.owed ? (
        <form method="post" id="answer" action={chrome.path} novalidate>
          <AnswerFields context={context} form={form} errors={errors} stored={model.draft} />
          <Button>{t('answers.sign')}</Button>
        </form>
      ) : null}
    </Page>
  )
}
