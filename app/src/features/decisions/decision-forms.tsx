import type { ComponentChildren } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { type FieldError, errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PatientDataStep } from '../contributions/public.ts'
import { decisionMessages, errorWords } from './messages.ts'
import type { DecisionModel } from './models.ts'

type Parts = { model: DecisionModel; context: Context; form: FormState }

const errorsOf = ({ context, form }: Parts): readonly FieldError[] =>
  fieldErrors(form, errorWords(context.locale))

/** A page that adds one thing to a decision. */
function AddPage({
  model,
  context,
  title,
  part,
  errors,
  save,
  children,
}: Omit<Parts, 'form'> & {
  title: string
  part: 'dissent' | 'evidence' | 'commitments'
  errors: readonly FieldError[]
  save: string
  children: ComponentChildren
}) {
  const back = `/decisions/${model.id}`
  return (
    <Page chrome={context.chrome} title={title} form="add" errors={errors} back={{ href: back }}>
      <h1>{title}</h1>
      <p>
        <Data of={inLanguage(model.initiative.title, context.locale)} />
      </p>
      <form method="post" id="add" action={`${back}/${part}`} novalidate>
        {children}
        <Button>{save}</Button>
      </form>
    </Page>
  )
}

/** "I do not agree, because": recorded with the decision, under the person's name. */
export function DissentPage(parts: Parts) {
  const { model, context, form } = parts
  const t = decisionMessages(context.locale)
  const errors = errorsOf(parts)
  if (form.errors['patient_data'])
    return <PatientDataStep chrome={context.chrome} form={form} fields={['dissent_en', 'dissent_fr']} />
  return (
    <AddPage
      model={model}
      context={context}
      title={t('dissent.add')}
      part="dissent"
      errors={errors}
      save={t('dissent.save')}
    >
      <BilingualField
        name="dissent"
        label={t('dissent.label')}
        hint={t('dissent.hint')}
        error={errorAt(errors, 'dissent')}
        form={form}
        lines={4}
      />
    </AddPage>
  )
}

/** What a decision rests on: a round that was asked, or an address. */
export function EvidencePage(parts: Parts) {
  const { model, context, form } = parts
  const t = decisionMessages(context.locale)
  const errors = errorsOf(parts)
  return (
    <AddPage
      model={model}
      context={context}
      title={t('evidence.add')}
      part="evidence"
      errors={errors}
      save={t('evidence.save')}
    >
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
        error={errorAt(errors, 'address')}
        value={form.values['address']}
        optional
      />
      <BilingualField name="label" label={t('evidence.label')} form={form} optional />
    </AddPage>
  )
}

/** A promise with an owner and a date. */
export function CommitPage(parts: Parts) {
  const { model, context, form } = parts
  const t = decisionMessages(context.locale)
  const errors = errorsOf(parts)
  return (
    <AddPage
      model={model}
      context={context}
      title={t('commitment.add')}
      part="commitments"
      errors={errors}
      save={t('commitment.save')}
    >
      <BilingualField
        name="what"
        label={t('commitment.what')}
        hint={t('commitment.whatHint')}
        error={errorAt(errors, 'what')}
        form={form}
        lines={2}
      />
      <PersonField name="owner" label={t('commitment.owner')} error={errorAt(errors, 'owner')} form={form} />
      <DateField
        name="dueOn"
        label={t('commitment.due')}
        error={errorAt(errors, 'dueOn')}
        value={form.values['dueOn']}
        min={model.today}
      />
    </AddPage>
  )
}
