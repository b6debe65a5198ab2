import type { ComponentChildren } from 'preact'
import type { Role } from '../../platform/auth/authorization.ts'
import type { Chrome, Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { Data, Page } from '../../ui/page.tsx'
import { messages } from './messages.ts'

type Key = Parameters<ReturnType<typeof messages>>[0]
type Shown = Readonly<{ context: Context; form: FormState }>

const valueOf = (form: FormState, name: string): string => {
  const value = form.values[name]
  return typeof value === 'string' ? value : ''
}

type FieldProps = Shown &
  Readonly<{ name: string; label: Key; autocomplete?: string; inputmode?: 'numeric' | 'email'; wrong?: Key }>

function Field({ context, form, name, label, autocomplete, inputmode, wrong }: FieldProps) {
  const t = messages(context.locale)
  const key = (form.errors[name] as Key | undefined) ?? wrong
  return (
    <div class="field">
      <label for={name}>{t(label)}</label>
      {key ? (
        <p class="field-error" id={`${name}-error`}>
          {t(key)}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type="text"
        value={valueOf(form, name)}
        autocomplete={autocomplete}
        inputmode={inputmode}
        aria-invalid={key ? 'true' : undefined}
        aria-describedby={key ? `${name}-error` : undefined}
      />
    </div>
  )
}

function Form({ id, action, children }: { id: string; action: string; children: ComponentChildren }) {
  return (
    <form id={id} method="post" action={action} novalidate>
      {children}
    </form>
  )
}

type SignInModel = {
  to: string
  signedInAs: string | null
  mail: boolean
  otherService: boolean
  demonstration: boolean
}

/** Asks for the e-mail; offers the other ways there are. */
export function SignInPage(model: SignInModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const to = valueOf(form, 'to') || model.to
  return (
    <Page chrome={context.chrome} title={t('signIn.title')} form="sign-in">
      <h1>{t('signIn.title')}</h1>
      {model.signedInAs ? <SignedIn name={model.signedInAs} to={to} chrome={context.chrome} /> : null}
      {model.demonstration ? (
        <p>
          <a href="/demonstration">{t('signIn.demonstration')}</a>
        </p>
      ) : null}
      {model.otherService ? (
        <p>
          <a class="button" href={`/sign-in/oidc?to=${encodeURIComponent(to)}`}>
            {t('signIn.other')}
          </a>
        </p>
      ) : null}
      <p>{t('signIn.lead')}</p>
      {model.mail ? null : <p>{t('signIn.noMail')}</p>}
      <Form id="sign-in" action="/sign-in">
        <Field
          context={context}
          form={form}
          name="email"
          label="signIn.email"
          inputmode="email"
          autocomplete="email"
        />
        <input type="hidden" name="to" value={to} />
        <button type="submit">{t('signIn.send')}</button>
      </Form>
    </Page>
  )
}

function SignedIn({ name, to, chrome }: { name: string; to: string; chrome: Chrome }) {
  const t = messages(chrome.locale)
  return (
    <>
      <p data-content>{t('signIn.already', { name })}</p>
      <p>
        <a href={to}>{t('signIn.continue')}</a>
      </p>
      <form method="post" action="/sign-out">
        <button type="submit">{t('signIn.signOut')}</button>
      </form>
    </>
  )
}

type CodeModel = { request: string; to: string; again: boolean }

/** Asks for the six digits. */
export function CodePage(model: CodeModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const to = valueOf(form, 'to') || model.to
  return (
    <Page chrome={context.chrome} title={t('code.title')} form="code-form">
      <h1>{t('code.title')}</h1>
      <p>{t('code.lead')}</p>
      <Form id="code-form" action="/sign-in/code">
        <Field
          context={context}
          form={form}
          name="code"
          label="code.code"
          autocomplete="one-time-code"
          inputmode="numeric"
          {...(model.again ? { wrong: 'code.wrong' as const } : {})}
        />
        <input type="hidden" name="request" value={valueOf(form, 'request') || model.request} />
        <input type="hidden" name="to" value={to} />
        <button type="submit">{t('code.enter')}</button>
      </Form>
      <p>
        <a href={`/sign-in?to=${encodeURIComponent(to)}`}>{t('code.again')}</a>
      </p>
    </Page>
  )
}

/** The printed code, the network's name and the person who begins. */
export function FirstAdministratorPage(_model: unknown, context: Context, form: FormState) {
  const t = messages(context.locale)
  const shown = { context, form }
  return (
    <Page chrome={context.chrome} title={t('first.title')} form="first">
      <h1>{t('first.title')}</h1>
      <p>{t('first.lead')}</p>
      <Form id="first" action="/first-administrator">
        <Field {...shown} name="code" label="first.code" autocomplete="off" />
        <Field {...shown} name="name_en" label="first.nameEn" />
        <Field {...shown} name="name_fr" label="first.nameFr" />
        <Field {...shown} name="given_name" label="first.givenName" autocomplete="given-name" />
        <Field {...shown} name="family_name" label="first.familyName" autocomplete="family-name" />
        <Field {...shown} name="email" label="signIn.email" inputmode="email" autocomplete="email" />
        <button type="submit">{t('first.begin')}</button>
      </Form>
    </Page>
  )
}

type Groups = { groups: readonly { role: Role; people: readonly { id: string; name: string }[] }[] }

/** The people of the demonstration, a button each. */
export function DemonstrationPage({ groups }: Groups, context: Context) {
  const t = messages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('demonstration.title')}>
      <h1>{t('demonstration.title')}</h1>
      <p>{t('demonstration.lead')}</p>
      <form method="post" action="/demonstration/sign-in">
        {groups.map(({ role, people }) => (
          <section key={role}>
            <h2>{t(`role.${role}`)}</h2>
            <ul class="plain">
              {people.map((person) => (
                <li key={person.id}>
                  <button type="submit" name="person" value={person.id}>
                    <Data of={person.name} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </form>
    </Page>
  )
}
