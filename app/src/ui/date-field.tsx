import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

/**
 * A calendar day (`YYYY-MM-DD`) or, with `time`, a day and an hour.
 *
 * @param min the first day that can be chosen
 * @param max the last
 */
export function DateField({
  value,
  min,
  max,
  time = false,
  ...field
}: FieldProps & { min?: string | undefined; max?: string | undefined; time?: boolean | undefined }) {
  return (
    <Field {...field}>
      <input
        {...inputOf(field.name, field)}
        type={time ? 'datetime-local' : 'date'}
        class="width-16"
        value={textOf(value)}
        min={min}
        max={max}
      />
    </Field>
  )
}
