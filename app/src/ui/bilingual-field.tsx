import type { FormState } from '../platform/http/route.ts'
import type { Bilingual } from '../platform/i18n/bilingual.ts'
import { useWords } from './chrome-context.ts'
import { FieldErrorText, Hint, Legend, textOf } from './field.tsx'

const languages = ['en', 'fr'] as const

/**
 * One text in two languages, `name_en` and `name_fr`; one of them is enough.
 *
 * @param form what was typed and what is wrong with it (an error under `name` or under one of the two)
 * @param stored what there is so far
 * @param hint null where one above says it for all
 * @param lines more than one: a text area of so many lines
 * @param error the words for what is wrong, already in the reader's language
 */
export function BilingualField({
  name,
  label,
  hint,
  error,
  form,
  stored,
  optional,
  lines = 1,
  maxlength,
}: {
  name: string
  label: string
  hint?: string | null | undefined
  error?: string | undefined
  form?: FormState | undefined
  stored?: Bilingual | null | undefined
  optional?: boolean | undefined
  lines?: number | undefined
  maxlength?: number | undefined
}) {
  const t = useWords()
  const field = (language: 'en' | 'fr') => {
    const id = `${name}_${language}`
    const value = textOf(form?.values[id]) ?? stored?.[language] ?? ''
    const shared = {
      id,
      name: id,
      lang: language === 'fr' ? 'fr-CA' : 'en-CA',
      maxlength,
      'aria-describedby': error ? `${name}-error` : hint ? `${name}-hint` : undefined,
      'aria-invalid': error ? ('true' as const) : undefined,
    }
    return (
      <div key={language} class="field">
        <label for={id}>{t(`language.${language}`)}</label>
        {lines > 1 ? (
          <textarea rows={lines} {...shared}>
            {value}
          </textarea>
        ) : (
          <input type="text" value={value} {...shared} />
        )}
      </div>
    )
  }
  return (
    <fieldset class="bilingual" id={name} tabIndex={error ? -1 : undefined}>
      <Legend optional={optional}>{label}</Legend>
      {hint === null ? null : <Hint name={name}>{hint ?? t('oneLanguageIsEnough')}</Hint>}
      <FieldErrorText name={name} text={error} />
      <div class="bilingual-pair">{languages.map(field)}</div>
    </fieldset>
  )
}
