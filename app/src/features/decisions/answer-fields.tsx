import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Radios } from '../../ui/choices.tsx'
import { type FieldError, errorAt } from '../../ui/error-summary.tsx'
import { type AnswerOutcome, answerOutcomes } from './answer.ts'
import { decisionMessages } from './messages.ts'

/** What becomes of it, and why: the outcome never stands without the reason. */
export function AnswerFields({
  context,
  form,
  errors,
  stored,
}: {
  context: Context
  form: FormState
  errors: readonly FieldError[]
  stored: Readonly<{ outcome: AnswerOutcome; reason: Bilingual }> | null
}) {
  const t = decisionMessages(context.locale)
  return (
    <>
      <Radios
        name="outcome"
        label={t('answers.outcome')}
        error={errorAt(errors, 'outcome')}
        value={form.values['outcome'] ?? stored?.outcome}
        choices={answerOutcomes.map((one) => ({
          value: one,
          label: t(`outcome.${one}`),
          hint: t(`outcomeHint.${one}`),
        }))}
      />
      <BilingualField
        name="reason"
        label={t('answers.reason')}
        hint={t('answers.reasonHint')}
        error={errorAt(errors, 'reason')}
        form={form}
        stored={stored?.reason}
        lines={4}
      />
    </>
  )
}
