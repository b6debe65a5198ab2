import type { FormState } from '../platform/http/route.ts'
import { useWords } from './chrome-context.ts'

/** What is wrong with one field, in the reader's words. */
export type FieldError = Readonly<{ field: string; text: string }>

/**
 * Lists what is wrong with a form, in words.
 *
 * @param translate the feature's own translator; the errors of a form are keys of its messages
 */
export function fieldErrors<Key extends string>(
  form: FormState,
  translate: (key: Key) => string,
): readonly FieldError[] {
  return Object.entries(form.errors).flatMap(([field, key]) =>
    key ? [{ field, text: translate(key as Key) }] : [],
  )
}

/** What is said at a field that is wrong; the same words as in the summary. */
export const errorAt = (errors: readonly FieldError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.text

/** What has to be put right, first on the page, focused, each line leading to its field. */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] }) {
  const t = useWords()
  if (errors.length === 0) return null
  return (
    <section class="error-summary" aria-labelledby="error-summary-title" tabIndex={-1} autofocus role="alert">
      <h2 id="error-summary-title">{t('errors.heading', { count: errors.length })}</h2>
      <ul class="errors">
        {errors.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
