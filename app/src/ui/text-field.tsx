import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

export type TextFieldProps = FieldProps &
  Readonly<{
    type?: 'text' | 'email' | 'search' | 'tel' | 'url' | 'number' | undefined
    /** The purpose of the field for the browser (`email`, `one-time-code`). */
    autocomplete?: string | undefined
    inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | 'search' | undefined
    /** How many characters wide, where the length is known. */
    characters?: 4 | 8 | 16 | undefined
    maxlength?: number | undefined
    lang?: string | undefined
  }>

/** One line of text. */
export function TextField({ label, optional, heading, ...rest }: TextFieldProps) {
  const { name, hint, error, value, characters, type = 'text', ...input } = rest
  return (
    <Field name={name} label={label} hint={hint} error={error} optional={optional} heading={heading}>
      <input
        {...inputOf(name, { hint, error })}
        type={type as 'text'}
        class={characters ? `width-${characters}` : undefined}
        value={textOf(value)}
        spellcheck={type === 'text' ? undefined : false}
        {...input}
      />
    </Field>
  )
}
