import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkboxes, Radios } from '../../ui/choices.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { type FieldError, errorAt } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data } from '../../ui/page.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { participationLevels, socialDeterminants } from './charter.ts'
import type { CharterPeople, CharterTexts } from './charter-fields.ts'
import { levelName, levelPromise, messages } from './messages.ts'
import type { CharterModel } from './models.ts'

type Props = Readonly<{
  model: CharterModel
  context: Context
  values: CharterTexts
  form: FormState
  errors: readonly FieldError[]
  conflicts: readonly string[]
}>

/** What somebody else saved in a field that was changed here too. */
function Theirs({ field, model, context, conflicts }: Props & { field: string }) {
  const t = messages(context.locale)
  return (
    <>
      {conflicts
        .filter((name) => name === field || name === `${field}_en` || name === `${field}_fr`)
        .map((name) => {
          const words = theirWords(name, model, context)
          return (
            <Notice key={name} kind="attention">
              <p>{t('merge.theirs')}</p>
              <blockquote>{words === '' ? t('merge.empty') : <Data of={words} />}</blockquote>
            </Notice>
          )
        })}
    </>
  )
}

/** A saved value in words: names for people, words for choices. */
function theirWords(field: string, model: CharterModel, context: Context): string {
  const t = messages(context.locale)
  const value = model.texts[field] ?? ''
  const one = (text: string): string => {
    const level = participationLevels.find((known) => known === text)
    if (field === 'participation_level' && level) return levelName(context.locale, level)
    const determinant = socialDeterminants.find((known) => known === text)
    if (field === 'social_determinants' && determinant) return t(`sdoh.${determinant}`)
    return model.named.find((person) => person.id === text)?.name ?? text
  }
  return [value].flat().map(one).join(', ')
}

/** The fields of the charter that are saved together. */
export function CharterFormFields(props: Props) {
  const { model, context, values, form, errors } = props
  const t = messages(context.locale)
  const text = (name: string): string => {
    const value = values[name]
    return typeof value === 'string' ? value : ''
  }
  const long = (
    name: 'title' | 'problem' | 'open_question' | 'constraints' | 'social_none_reason',
    hint?: string,
  ) => (
    <>
      <Theirs {...props} field={name} />
      <BilingualField
        name={name}
        label={t(`field.${name}`)}
        hint={hint}
        stored={{ en: text(`${name}_en`), fr: text(`${name}_fr`) }}
        error={errorAt(errors, name) ?? errorAt(errors, `${name}_en`) ?? errorAt(errors, `${name}_fr`)}
        lines={name === 'title' ? 1 : 4}
      />
    </>
  )
  const person = (name: keyof CharterPeople, hint?: string) => (
    <>
      <Theirs {...props} field={name} />
      <PersonField
        name={name}
        label={t(`field.${name}`)}
        hint={hint}
        error={errorAt(errors, name)}
        form={form}
        stored={model.named.find((one) => one.id === text(name))}
      />
    </>
  )
  return (
    <form method="post" id="charter" action={`/initiatives/${model.id}/charter`}>
      <Hidden fields={{ revision: model.revision, base: JSON.stringify(model.texts) }} />
      {long('title')}
      {long('problem')}
      {long('open_question', t('field.open_question-hint'))}
      {long('constraints', t('field.constraints-hint'))}
      {person('decider')}
      <Theirs {...props} field="decision_due_on" />
      <DateField
        name="decision_due_on"
        label={t('field.decision_due_on')}
        value={text('decision_due_on')}
        error={errorAt(errors, 'decision_due_on')}
      />
      <Theirs {...props} field="participation_level" />
      <Radios
        name="participation_level"
        label={t('field.participation_level')}
        value={text('participation_level')}
        choices={participationLevels.map((level) => ({
          value: level,
          label: levelName(context.locale, level),
          hint: levelPromise(context.locale, level),
        }))}
      />
      {person('physician_lead', '')}
      {person('manager_lead', '')}
      {person('sponsor', t('field.sponsor-hint'))}
      <Theirs {...props} field="social_determinants" />
      <Checkboxes
        name="social_determinants"
        label={t('field.social_determinants')}
        value={values['social_determinants']}
        choices={socialDeterminants.map((one) => ({ value: one, label: t(`sdoh.${one}`) }))}
        inline
      />
      {long('social_none_reason')}
      <Theirs {...props} field="answer_due_days" />
      <TextField
        name="answer_due_days"
        label={t('field.answer_due_days')}
        hint={t('field.answer_due_days-hint')}
        value={text('answer_due_days')}
        error={errorAt(errors, 'answer_due_days')}
        inputmode="numeric"
        characters={4}
      />
      <Button>{t('charter.save')}</Button>
    </form>
  )
}
