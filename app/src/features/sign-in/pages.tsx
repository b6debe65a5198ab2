import type { Role } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm, Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkboxes } from '../../ui/choices.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { frameMessages } from '../../ui/messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'

const valueOf = (form: FormState, name: string): string => {
  const value = form.values[name]
  return typeof value === 'string' ? value : ''
}

type SignInModel = {
  to: string
  failed: boolean
  signedInAs: string | null
  mail: boolean
  otherService: boolean
  demonstration: boolean
  nobodyYet: boolean
}

/** Asks for the e-mail; offers the other ways there are. */
export function SignInPage(model: SignInModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const to = valueOf(form, 'to') || model.to
  const errors = fieldErrors(form, t)
  return (
    <Page chrome={context.chrome} title={t('signIn.title')} form="sign-in" errors={errors}>
      <h1>{t('signIn.title')}</h1>
      {model.signedInAs ? (
        <Notice>
          <p>
            {t('signIn.already')} <Data of={model.signedInAs} />
          </p>
          <p>
            <a href={to}>{t('signIn.continue')}</a>
          </p>
          <ActionForm action="/sign-out">{t('signIn.signOut')}</ActionForm>
        </Notice>
      ) : null}
      {model.failed && model.otherService ? (
        <Notice kind="attention">{t('signIn.otherFailed')}</Notice>
      ) : null}
      {model.demonstration ? (
        <p>
          <ButtonLink href="/demonstration">{t('signIn.demonstration')}</ButtonLink>
        </p>
      ) : null}
      {model.otherService ? (
        <p>
          <ButtonLink href={`/sign-in/oidc?to=${encodeURIComponent(to)}`}>{t('signIn.other')}</ButtonLink>
        </p>
      ) : null}
      {model.nobodyYet ? (
        <Notice>
          <p>{t('first.lead')}</p>
          <p>
            <a href="/first-administrator">{t('first.begin')}</a>
          </p>
        </Notice>
      ) : model.mail ? null : (
        <Notice kind="attention">{t('signIn.noMail')}</Notice>
      )}
      <form id="sign-in" method="post" action="/sign-in" novalidate>
        <TextField
          name="email"
          label={t('signIn.email')}
          hint={t('signIn.lead')}
          type="email"
          autocomplete="email"
          value={form.values['email']}
          error={errorAt(errors, 'email')}
        />
        <Hidden fields={{ to }} />
        <Button>{t('signIn.send')}</Button>
      </form>
    </Page>
  )
}

type CodeModel = { to: string; again: boolean }

/** Asks for the six digits. */
export function CodePage(model: CodeModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const to = valueOf(form, 'to') || model.to
  const wrong = model.again && Object.keys(form.values).length === 0
  const errors = wrong ? [{ field: 'code', text: t('code.wrong') }] : fieldErrors(form, t)
  return (
    <Page chrome={context.chrome} title={t('code.title')} form="code-form" errors={errors}>
      <h1>{t('code.title')}</h1>
      <p>{t('code.lead')}</p>
      <form id="code-form" method="post" action="/sign-in/code" novalidate>
        <TextField
          name="code"
          label={t('code.code')}
          inputmode="numeric"
          autocomplete="one-time-code"
          characters={8}
          value={form.values['code']}
          error={errorAt(errors, 'code')}
        />
        <Checkboxes
          name="own"
          label={t('code.device')}
          value={form.values['own']}
          choices={[{ value: 'yes', label: t('code.own'), hint: t('code.own-hint') }]}
        />
        <Hidden fields={{ to }} />
        <Button>{t('code.enter')}</Button>
      </form>
      <p>{t('code.nothing')}</p>
      <p>
        <a href={`/sign-in?to=${encodeURIComponent(to)}`}>{t('code.again')}</a>
      </p>
    </Page>
  )
}

/** The printed code, the network's name and the person who begins. */
export function FirstAdministratorPage(model: { timeZone: string }, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const field = (name: string) => ({ name, value: form.values[name], error: errorAt(errors, name) })
  return (
    <Page chrome={context.chrome} title={t('first.title')} form="first" errors={errors}>
      <h1>{t('first.title')}</h1>
      <p>{t('first.lead')}</p>
      <form id="first" method="post" action="/first-administrator" novalidate>
        <TextField {...field('code')} label={t('first.code')} autocomplete="off" />
        <BilingualField name="name" label={t('first.name')} form={form} error={errorAt(errors, 'name')} />
        <TextField {...field('given_name')} label={t('first.givenName')} autocomplete="given-name" />
        <TextField {...field('family_name')} label={t('first.familyName')} autocomplete="family-name" />
        <TextField {...field('email')} label={t('signIn.email')} type="email" autocomplete="email" />
        <TextField
          {...field('time_zone')}
          value={form.values['time_zone'] ?? model.timeZone}
          label={t('first.timeZone')}
          hint={t('first.timeZone.hint')}
        />
        <Button>{t('first.begin')}</Button>
      </form>
    </Page>
  )
}

type Demonstration = {
  groups: readonly { role: Role; people: readonly { id: string; name: string; job: string }[] }[]
  simulated: readonly { id: string; title: Bilingual; note: Bilingual; published: boolean }[]
}

/** The people of the demonstration, a button each. */
export function DemonstrationPage({ groups, simulated }: Demonstration, context: Context) {
  const t = messages(context.locale)
  const frame = frameMessages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('demonstration.title')}>
      <h1>{t('demonstration.title')}</h1>
      <p>{t('demonstration.lead')}</p>
      <form method="post" action="/demonstration/sign-in">
        {groups.map(({ role, people }) => (
          <section key={role}>
            <h2>{frame(`people.${role}`)}</h2>
            <div class="actions">
              {people.map((person) => (
                <Button key={person.id} kind="secondary" name="person" value={person.id}>
                  <span>
                    <Data of={person.name} />
                    {person.job ? (
                      <>
                        {' '}
                        · <Data of={person.job} />
                      </>
                    ) : null}
                  </span>
                </Button>
              ))}
            </div>
          </section>
        ))}
      </form>
      {simulated[0] ? (
        <section>
          <h2>{t('demonstration.data')}</h2>
          <p>{t('demonstration.data-lead')}</p>
          <p>
            <Data of={inLanguage(simulated[0].note, context.locale)} />
          </p>
          <ul>
            {simulated.map(({ id, title, published }) => (
              <li key={id}>
                {published ? (
                  <a href={`/rounds/${id}/results`}>
                    <Data of={inLanguage(title, context.locale)} />
                  </a>
                ) : (
                  <Data of={inLanguage(title, context.locale)} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
