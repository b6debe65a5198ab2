import type { ComponentChildren, VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { decisionMessages, errorWords } from './messages.ts'
import type { DecisionModel } from './models.ts'

type Words = ReturnType<typeof decisionMessages>
type Fields = (parts: {
  t: Words
  error: (field: string) => string | undefined
  form: FormState
  model: DecisionModel
  context: Context
}) => ComponentChildren

/** A page that adds one thing to a decision. */
const addPage =
  (part: 'dissent' | 'evidence' | 'commitments', fields: Fields) =>
  ({ model, context, form }: { model: DecisionModel; context: Context; form: FormState }): VNode => {
    const { chrome, locale } = context
    const t = decisionMessages(locale)
    const errors = fieldErrors(form, errorWords(locale))
    const words = part === 'commitments' ? 'commitment' : part
    const back = `/decisions/${model.id}`
    return (
      <Page chrome={chrome} title={t(`${words}.add`)} form="add" errors={errors} back={{ href: back }}>
        <h1>{t(`${words}.add`)}</h1>
        <p>
          <Data of={inLanguage(model.initiative.title, locale)} />
        </p>
        <form method="post" id="add" action={`${back}/${part}`} novalidate>
          {fields({ t, error: (field) => errorAt(errors, field), form, model, context })}
          <Button>{t(`${words}.save`)}</Button>
        </form>
      </Page>
    )
  }

/** "I do not agree, because": recorded with the decision, under the person's name. */
export const DissentPage = addPage('dissent', ({ t, error, form }) => (
  <BilingualField
    name="dissent"
    label={t('dissent.label')}
    hint={t('dissent.hint')}
    error={error('dissent')}
    form={form}
    lines={4}
  />
))

/** What a decision rests on: a round that was asked, or an address. */
export const EvidencePage = addPage('evidence', ({ t, error, form, model, context }) => (
  <>
    <Select
      name="round"
      label={t('evidence.round')}
      empty={t('evidence.noRound')}
      value={form.values['round']}
      options={model.rounds.map((one) => {
        const title = inLanguage(one.title, context.locale)
        return { value: one.id, label: title.text, lang: title.language, data: true }
      })}
      optional
    />
    <TextField
      name="address"
      type="url"
      label={t('evidence.address')}
      error={error('address')}
      value={form.values['address']}
      optional
    />
    <BilingualField name="label" label={t('evidence.label')} form={form} optional />
  </>
))

/** A promise with an owner and a date. */
export const CommitPage = addPage('commitments', ({ t, error, form, model }) => (
  <>
    <BilingualField
      name="what"
      label={t('commitment.what')}
      hint={t('commitment.whatHint')}
      error={error('what')}
      form={form}
      lines={2}
    />
    <PersonField name="owner" label={t('commitment.owner')} error={error('owner')} form={form} />
    <DateField
      name="dueOn"
      label={t('commitment.due')}
      error={error('dueOn')}
      value={form.values['dueOn']}
      min={model.today}
    />
  </>
))
