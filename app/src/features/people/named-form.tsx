import type { ComponentChildren } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'

/** The words for what is wrong with the form, for the page that holds it. */
export const errorsOf = (form: FormState, context: Context) => fieldErrors(form, messages(context.locale))

type NamedFormProps = Readonly<{
  id: string
  action: string
  context: Context
  form: FormState
  label: string
  stored?: Bilingual
  codeHint?: string
  submit: string
  children?: ComponentChildren
}>

/**
 * A form for something with a name in two languages: an organisation, a category, one of its values.
 *
 * @param stored the name so far, of a thing that is there
 * @param codeHint given for a new thing, whose code is asked for
 */
export function NamedForm({
  id,
  action,
  context,
  form,
  label,
  stored,
  codeHint,
  submit,
  children,
}: NamedFormProps) {
  const t = messages(context.locale)
  const errors = errorsOf(form, context)
  return (
    <form id={id} method="post" action={action} novalidate>
      <BilingualField
        name="name"
        label={label}
        form={form}
        stored={stored}
        error={errorAt(errors, 'name') ?? errorAt(errors, 'name_en') ?? errorAt(errors, 'name_fr')}
      />
      {codeHint === undefined ? null : (
        <TextField
          name="code"
          label={t('value.code')}
          hint={codeHint}
          value={form.values['code']}
          error={errorAt(errors, 'code')}
        />
      )}
      {children}
      <Button>{submit}</Button>
    </form>
  )
}

/** A page that holds one such form, under its title or the name so far. */
export function NamedPage({
  title,
  back,
  named,
  ...props
}: NamedFormProps & Readonly<{ title: string; back: { href: string; label: string }; named?: Bilingual }>) {
  const { context, form, id } = props
  return (
    <Page chrome={context.chrome} title={title} form={id} errors={errorsOf(form, context)} back={back}>
      <h1>{named ? <Data of={inLanguage(named, context.locale)} /> : title}</h1>
      <NamedForm {...props} />
    </Page>
  )
}
