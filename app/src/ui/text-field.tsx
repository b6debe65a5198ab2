import { describedBy, FieldErrorText, type FieldProps, Hint, Label, textOf } from './field.tsx'

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
export function TextField({ name, label, hint, error, value, optional, heading, ...rest }: TextFieldProps) {
  const { characters, type = 'text', ...input } = rest
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
        type={type as 'text'}
        class={characters ? `width-${characters}` : undefined}
        value={textOf(value)}
        aria-describedby={describedBy(name, { hint, error })}
        aria-invalid={error ? 'true' : undefined}
        spellcheck={type === 'text' ? undefined : false}
        {...input}
      />
    </div>
  )
}
