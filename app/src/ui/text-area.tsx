import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

export type TextAreaProps = FieldProps &
  Readonly<{
    rows?: number | undefined
    maxlength?: number | undefined
    lang?: string | undefined
  }>

/** Several lines of text, dictated as well as typed. */
export function TextArea({ label, optional, heading, ...rest }: TextAreaProps) {
  const { name, hint, error, value, rows = 4, ...input } = rest
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional} heading={heading}>
      <textarea {...inputOf(name, { hint, error })} rows={rows} {...input}>
        {textOf(value)}
      </textarea>
    </Field>
  )
}
