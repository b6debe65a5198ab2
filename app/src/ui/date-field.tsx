import { describedBy, FieldErrorText, type FieldProps, Hint, Label, textOf } from './field.tsx'

/**
 * A calendar day (`YYYY-MM-DD`) or, with `time`, a day and an hour.
 *
 * @param min the first day that can be chosen
 * @param max the last
 */
export function DateField({
  name,
  label,
  hint,
  error,
  value,
  optional,
  heading,
  min,
  max,
  time = false,
}: FieldProps & { min?: string | undefined; max?: string | undefined; time?: boolean | undefined }) {
  return (
    <div class="field">
      <Label name={name} optional={optional} heading={heading}>
        {label}
      </Label>
      {hint ? <Hint name={name}>{hint}</Hint> : null}
      <FieldErrorText name={name} text={error} />
      <input
        id={name}
        name={name}
        type={time ? 'datetime-local' : 'date'}
        class="width-16"
        value={textOf(value)}
        min={min}
        max={max}
        aria-describedby={describedBy(name, { hint, error })}
        aria-invalid={error ? 'true' : undefined}
      />
    </div>
  )
}
