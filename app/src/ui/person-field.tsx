import type { FormState } from '../platform/http/route.ts'
import { useWords } from './chrome-context.ts'
import { Field, type FieldProps, inputOf, textOf } from './field.tsx'

/**
 * A person, by name. The name is looked up when the form is sent: a few letters are enough. Where several people
 * fit, the form comes back with them to choose from; `name_id` says whom the text stands for.
 *
 * @param form what was typed, and whom it may mean
 * @param stored who it is so far
 */
export function PersonField({
  form,
  stored,
  ...field
}: Omit<FieldProps, 'value'> & {
  form: FormState
  stored?: Readonly<{ id: string; name: string }> | null | undefined
}) {
  const t = useWords()
  const { name, error } = field
  const hint = field.hint ?? t('person.hint')
  const offers = form.offers?.[name] ?? []
  const only = offers.length === 1 ? offers[0] : undefined
  const typed = textOf(form.values[name])
  const stood = typed === undefined ? stored?.id : textOf(form.values[`${name}_id`])
  return (
    <>
      <Field {...field} hint={hint}>
        <input
          {...inputOf(name, { hint, error })}
          type="text"
          value={only?.label ?? typed ?? stored?.name ?? ''}
          autocomplete="off"
          spellcheck={false}
          maxlength={200}
        />
      </Field>
      {offers.length > 1 ? (
        <fieldset class="field">
          <legend>{t('person.which')}</legend>
          <div class="choices">
            {offers.map((offer, index) => {
              const id = `${name}-offer-${index + 1}`
              return (
                <div key={offer.value} class="choice">
                  <input
                    id={id}
                    type="radio"
                    name={`${name}_id`}
                    value={offer.value}
                    checked={offer.value === stood}
                    aria-describedby={`${id}-about`}
                  />
                  <label for={id} data-content="">
                    {offer.label}
                  </label>
                  <p class="hint" id={`${id}-about`} data-content="">
                    {offer.about}
                  </p>
                </div>
              )
            })}
          </div>
        </fieldset>
      ) : (
        <input type="hidden" name={`${name}_id`} value={only?.value ?? stood ?? ''} />
      )}
    </>
  )
}
