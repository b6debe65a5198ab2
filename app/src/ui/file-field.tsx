import { Field, type FieldProps, inputOf } from './field.tsx'

/**
 * A file from the device; its form needs `enctype="multipart/form-data"`.
 *
 * @param accept media types or endings (`.csv,text/csv`)
 */
export function FileField({ accept, ...field }: Omit<FieldProps, 'value'> & { accept?: string | undefined }) {
  return (
    <Field {...field}>
      <input {...inputOf(field.name, field)} type="file" accept={accept} />
    </Field>
  )
}
