import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'

type Device = 'iphone' | 'ipad' | 'android' | 'windows' | 'mac' | 'linux' | 'other'
type Phone = { id: string; device: Device; openedOn: string; expiresAt: Date; here: boolean; own: boolean }
type Question = {
  id: string
  label: Bilingual
  chosen: string | null
  choices: readonly { id: string; label: Bilingual }[]
}
type MeModel = {
  saved: boolean
  name: string
  email: string
  language: 'en' | 'fr'
  messagesPerWeek: number
  questions: Question[]
  phones: Phone[]
}

function Questions({
  questions,
  context,
  form,
}: {
  questions: Question[]
  context: Context
  form: FormState
}) {
  const t = messages(context.locale)
  if (questions.length === 0) return null
  return (
    <>
      <h2>{t('me.aboutYou')}</h2>
      <p>{t('me.aboutYou.why')}</p>
      {questions.map((question) => {
        const name = `declared_${question.id}`
        return (
          <Radios
            key={question.id}
            name={name}
            label={inLanguage(question.label, context.locale).text}
            optional
            value={form.values[name] ?? question.chosen ?? ''}
            choices={[
              ...question.choices.map((choice) => ({
                value: choice.id,
                label: <Data of={inLanguage(choice.label, context.locale)} />,
              })),
              { value: '', label: t('me.notSaid') },
            ]}
          />
        )
      })}
    </>
  )
}

function Phones({ phones, context }: { phones: Phone[]; context: Context }) {
  const t = messages(context.locale)
  const { date } = context.formats
  return (
    <>
      <h2>{t('me.phones')}</h2>
      <p>{t('me.phones.what')}</p>
      <Table
        caption={t('me.phones')}
        quietCaption
        rows={phones}
        rowKey={(phone) => phone.id}
        columns={[
          {
            title: t('me.phone'),
            rowHeader: true,
            cell: (phone) => (
              <>
                {t(`device.${phone.device}`)} {phone.here ? <Tag>{t('me.phone.here')}</Tag> : null}{' '}
                {phone.own ? <Tag>{t('me.phone.own')}</Tag> : null}
              </>
            ),
          },
          { title: t('me.phone.since'), cell: (phone) => date(phone.openedOn) },
          { title: t('me.phone.until'), cell: (phone) => date(phone.expiresAt) },
          {
            title: t('person.change'),
            cell: (phone) =>
              phone.here ? (
                <ActionForm action="/sign-out" kind="quiet">
                  {t('me.signOut')}
                </ActionForm>
              ) : (
                <ActionForm action={`/me/phones/${phone.id}/forget`} kind="quiet">
                  {t('me.phone.forget')}{' '}
                  <span class="visually-hidden">
                    {t('me.phone.which', { device: t(`device.${phone.device}`), day: date(phone.openedOn) })}
                  </span>
                </ActionForm>
              ),
          },
        ]}
      />
      <p>{t('me.own.what')}</p>
      <ActionForm
        action="/me/own-device"
        fields={{ own: phones.some((phone) => phone.here && phone.own) ? undefined : 'yes' }}
      >
        {phones.some((phone) => phone.here && phone.own) ? t('me.own.no') : t('me.own.yes')}
      </ActionForm>
      {phones.length > 1 ? (
        <>
          <ActionForm action="/me/phones/forget-others">{t('me.phones.forgetOthers')}</ActionForm>
          <ActionForm action="/me/phones/forget-others" fields={{ here: 'yes' }} kind="quiet">
            {t('me.phones.forgetAll')}
          </ActionForm>
        </>
      ) : null}
    </>
  )
}

/** What is one's own: language, how often one is written to, what one says of oneself, remembered phones, one's data. */
export function MePage(model: MeModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  return (
    <Page chrome={context.chrome} title={t('me.title')} form="me" errors={errors}>
      <h1>{t('me.title')}</h1>
      {model.saved ? (
        <Notice kind="saved" announce>
          {t('saved')}
        </Notice>
      ) : null}
      <Facts
        items={[
          { term: t('people.name'), value: <Data of={model.name} /> },
          { term: t('person.email'), value: <Data of={model.email} /> },
        ]}
      />
      <form id="me" method="post" action="/me" novalidate>
        <Radios
          name="language"
          label={t('person.language')}
          value={form.values['language'] ?? model.language}
          error={errorAt(errors, 'language')}
          inline
          choices={[
            { value: 'en', label: <Data of={{ text: 'English', language: 'en' }} /> },
            { value: 'fr', label: <Data of={{ text: 'Français', language: 'fr' }} /> },
          ]}
        />
        <TextField
          name="messages_per_week"
          label={t('me.messages')}
          hint={t('me.messages.hint')}
          inputmode="numeric"
          characters={4}
          value={form.values['messages_per_week'] ?? String(model.messagesPerWeek)}
          error={errorAt(errors, 'messages_per_week')}
        />
        <Questions questions={model.questions} context={context} form={form} />
        <Button>{t('save')}</Button>
      </form>
      <Phones phones={model.phones} context={context} />
      <h2>{t('me.data')}</h2>
      <p>{t('me.data.what')}</p>
      <p>
        <a href="/me/download.json">{t('me.data.download')}</a>
      </p>
      <p>
        <a href="/privacy">{t('me.privacy')}</a>
      </p>
    </Page>
  )
}
