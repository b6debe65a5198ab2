import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

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
  value,
  options,
  empty,
  ...field
}: FieldProps & { options: readonly SelectOption[]; empty?: string | undefined }) {
  const chosen = textOf(value) ?? ''
  return (
    <Field {...field}>
      <select {...inputOf(field.name, field)}>
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
    </Field>
  )
}
