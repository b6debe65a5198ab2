import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { Button } from '../../ui/button.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { parts } from './charter.ts'
import { errorWords, messages } from './messages.ts'
import type { AddPartModel } from './models.ts'

/** Gives somebody a part in an initiative, by name. */
export function AddPartPage({
  model,
  context,
  form,
}: Readonly<{ model: AddPartModel; context: Context; form: FormState }>) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const part = parts.find((one) => one === form.values['part']) ?? model.part
  return (
    <Page
      chrome={context.chrome}
      title={t(`charter.add-${part}`)}
      form="add-part"
      errors={errors}
      back={{ href: `/initiatives/${model.id}/charter`, label: t('charter.title') }}
    >
      <h1>{t(`charter.add-${part}`)}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      <p>{t(`part.${part}`)}</p>
      <form method="post" id="add-part" action={`/initiatives/${model.id}/people/add`}>
        <Hidden fields={{ part }} />
        <PersonField
          name="person"
          label={t('charter.person')}
          error={errorAt(errors, 'person')}
          form={form}
        />
        <Button>{t('charter.add')}</Button>
      </form>
    </Page>
  )
}
