import { useWords } from './chrome-context.ts'
import { describedBy, FieldErrorText, type FieldProps, Hint, Label, textOf } from './field.tsx'

export type TextAreaProps = FieldProps &
  Readonly<{
    rows?: number | undefined
    maxlength?: number | undefined
    lang?: string | undefined
    /** Asks, before anything is typed, to leave out what would identify a patient. */
    noPatientData?: boolean | undefined
  }>

/** Several lines of text, dictated as well as typed. */
export function TextArea({
  name,
  label,
  hint,
  error,
  value,
  optional,
  heading,
  rows = 4,
  noPatientData = false,
  ...rest
}: TextAreaProps) {
  const t = useWords()
  const warning = noPatientData ? `${name}-patients` : undefined
  return (
    <div class="field">
      <Label name={name} optional={optional} heading={heading}>
        {label}
      </Label>
      {hint ? <Hint name={name}>{hint}</Hint> : null}
      {warning ? (
        <p class="hint no-patient-data" id={warning}>
          {t('noPatientData')}
        </p>
      ) : null}
      <FieldErrorText name={name} text={error} />
      <textarea
        id={name}
        name={name}
        rows={rows}
        aria-describedby={describedBy(name, { hint, error, also: warning })}
        aria-invalid={error ? 'true' : undefined}
        {...rest}
      >
        {textOf(value)}
      </textarea>
    </div>
  )
}
