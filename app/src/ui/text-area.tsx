import { useWords } from './chrome-context.ts'
import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

export type TextAreaProps = FieldProps &
  Readonly<{
    rows?: number | undefined
    maxlength?: number | undefined
    lang?: string | undefined
    /** Asks, before anything is typed, to leave out what would identify a patient. */
    noPatientData?: boolean | undefined
  }>

/** Several lines of text, dictated as well as typed. */
export function TextArea({ label, optional, heading, ...rest }: TextAreaProps) {
  const { name, hint, error, value, rows = 4, noPatientData = false, ...input } = rest
  const t = useWords()
  const warning = noPatientData ? `${name}-patients` : undefined
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={error}
      optional={optional}
      heading={heading}
      also={
        warning ? (
          <p class="hint no-patient-data" id={warning}>
            {t('noPatientData')}
          </p>
        ) : null
      }
    >
      <textarea {...inputOf(name, { hint, error, also: warning })} rows={rows} {...input}>
        {textOf(value)}
      </textarea>
    </Field>
  )
}
