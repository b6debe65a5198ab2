import { describedBy, FieldErrorText, type FieldProps, Hint, Label } from './field.tsx'

/**
 * A file from the device; its form needs `enctype="multipart/form-data"`.
 *
 * @param accept media types or endings (`.csv,text/csv`)
 */
export function FileField({
  name,
  label,
  hint,
  error,
  optional,
  heading,
  accept,
}: Omit<FieldProps, 'value'> & { accept?: string | undefined }) {
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
        type="file"
        accept={accept}
        aria-describedby={describedBy(name, { hint, error })}
        aria-invalid={error ? 'true' : undefined}
      />
    </div>
  )
}
