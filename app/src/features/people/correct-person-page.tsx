import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { Button } from '../../ui/button.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'

type PersonToCorrect = { id: string; givenName: string; familyName: string; email: string; onRoster: boolean }

/** A name or an address that was mistyped. */
export function CorrectPersonPage(model: PersonToCorrect, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const field = (name: string, stored: string) => ({
    name,
    value: form.values[name] ?? stored,
    error: errorAt(errors, name),
  })
  return (
    <Page
      chrome={context.chrome}
      title={t('person.correct')}
      form="correct-person"
      errors={errors}
      back={{ href: `/people/${model.id}`, label: t('person.title') }}
    >
      <h1>{t('person.correct')}</h1>
      <p>{t(model.onRoster ? 'person.correct.onRoster' : 'person.correct.lead')}</p>
      <form id="correct-person" method="post" action={`/people/${model.id}/correct`} novalidate>
        <TextField {...field('given_name', model.givenName)} label={t('person.givenName')} />
        <TextField {...field('family_name', model.familyName)} label={t('person.familyName')} />
        <TextField {...field('email', model.email)} label={t('person.email')} type="email" />
        <Button>{t('person.correct.save')}</Button>
      </form>
    </Page>
  )
}
