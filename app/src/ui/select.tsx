import { describedBy, FieldErrorText, type FieldProps, Hint, Label, textOf } from './field.tsx'

/** One line of a select; its label is text, people's words included. */
export type SelectOption = Readonly<{
  value: string
  label: string
  lang?: string | undefined
  data?: boolean
}>

/**
 * One of many (more than seven; fewer are radios).
 *
 * @param empty the words of the first line, which chooses nothing
 */
export function Select({
  name,
  label,
  hint,
  error,
  value,
  optional,
  heading,
  options,
  empty,
}: FieldProps & { options: readonly SelectOption[]; empty?: string | undefined }) {
  const chosen = textOf(value) ?? ''
  return (
    <div class="field">
      <Label name={name} optional={optional} heading={heading}>
        {label}
      </Label>
      {hint ? <Hint name={name}>{hint}</Hint> : null}
      <FieldErrorText name={name} text={error} />
      <select
        id={name}
        name={name}
        aria-describedby={describedBy(name, { hint, error })}
        aria-invalid={error ? 'true' : undefined}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            selected={option.value === chosen}
            lang={option.lang}
            data-content={option.data ? '' : undefined}
          >
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
