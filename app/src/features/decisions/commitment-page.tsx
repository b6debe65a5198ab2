import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { State, Tag } from '../../ui/state.tsx'
import { decisionMessages, errorWords } from './messages.ts'
import type { CommitmentPageModel } from './models.ts'

type Parts = { model: CommitmentPageModel; context: Context }

function Kept({ model, context }: Parts) {
  const t = decisionMessages(context.locale)
  const { commitment } = model
  const source = inLanguage(commitment.source, context.locale)
  return (
    <section>
      <h2>{t('commitment.evidence')}</h2>
      <Facts
        items={[
          {
            term: t('commitment.before'),
            value: <Data of={inLanguage(commitment.before, context.locale)} />,
          },
          { term: t('commitment.after'), value: <Data of={inLanguage(commitment.after, context.locale)} /> },
          {
            term: t('commitment.source'),
            value: /^https?:\/\//.test(source.text) ? (
              <a href={source.text} rel="noreferrer">
                <Data of={source} />
              </a>
            ) : (
              <Data of={source} />
            ),
          },
        ]}
      />
      {model.reopened ? <Notice>{t('commitment.reopened')}</Notice> : <p>{t('commitment.claimed')}</p>}
    </section>
  )
}

/** A promise: who, until when; and once it is kept, how it was, how it is, and where that can be seen. */
export function CommitmentPage({ model, context, form }: Parts & { form: FormState }) {
  const { chrome, locale, formats } = context
  const t = decisionMessages(locale)
  const { commitment, decision, initiative } = model
  const errors = fieldErrors(form, errorWords(locale))
  return (
    <Page
      chrome={chrome}
      title={t('commitment.title')}
      form={model.mayFinish ? 'done' : undefined}
      errors={errors}
      back={{ href: `/decisions/${decision.id}` }}
    >
      <p>
        <Data of={inLanguage(initiative.title, locale)} />
      </p>
      <h1>{t('commitment.title')}</h1>
      <Words of={inLanguage(commitment.what, locale)} />
      <p>
        <State of={commitment.doneAt ? 'done' : 'decided'} />{' '}
        {commitment.late ? <Tag kind="attention">{t('commitment.late')}</Tag> : null}
      </p>
      <Facts
        items={[
          { term: t('commitment.owner'), value: <Data of={commitment.owner} /> },
          { term: t('commitment.due'), value: formats.date(commitment.dueOn) },
          ...(commitment.doneAt
            ? [{ term: t('commitment.done'), value: formats.date(commitment.doneAt) }]
            : []),
        ]}
      />
      {commitment.doneAt ? <Kept model={model} context={context} /> : null}
      {model.mayFinish ? (
        <form method="post" id="done" action={`/commitments/${commitment.id}`} novalidate>
          <h2>{t('commitment.finish')}</h2>
          <p>{t('commitment.finishLead')}</p>
          <BilingualField
            name="before"
            label={t('commitment.before')}
            error={errorAt(errors, 'before')}
            form={form}
            lines={2}
          />
          <BilingualField
            name="after"
            label={t('commitment.after')}
            error={errorAt(errors, 'after')}
            form={form}
            lines={2}
          />
          <BilingualField
            name="source"
            label={t('commitment.source')}
            hint={t('commitment.sourceHint')}
            error={errorAt(errors, 'source')}
            form={form}
          />
          <Button>{t('commitment.finishButton')}</Button>
        </form>
      ) : null}
    </Page>
  )
}
