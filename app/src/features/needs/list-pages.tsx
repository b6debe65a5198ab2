import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { errorWords, messages } from './messages.ts'
import type { ListModel, TriagersModel } from './models.ts'
import { needsOnPage } from './queries.ts'

type Props = Readonly<{ model: ListModel; context: Context }>

function Readers({ model, context }: Props) {
  const t = messages(context.locale)
  if (model.readers.length === 0)
    return (
      <Notice kind="attention">
        <p>{t('list.nobody')}</p>
      </Notice>
    )
  if (model.reader)
    return model.firstUnread ? (
      <ButtonLink href={`/needs/${model.firstUnread}`} kind="primary">
        {t('list.next')}
      </ButtonLink>
    ) : null
  return <p>{t('list.not-reader', { names: model.readers.join(', ') })}</p>
}

function NeedsFilter({ model, context }: Props) {
  const t = messages(context.locale)
  return (
    <Filter action="/needs">
      <Select
        name="state"
        label={t('list.state')}
        value={model.filter.state}
        options={(['all', 'to-read', 'read', 'decided'] as const).map((value) => ({
          value,
          label: t(`list.${value}`),
        }))}
      />
      <Select
        name="place"
        label={t('list.place')}
        value={model.filter.place}
        options={(['all', 'loose', 'placed'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
      />
      <TextField name="words" label={t('list.search')} value={model.filter.words} type="search" />
    </Filter>
  )
}

/** All needs, as leads see them: filtered, fifty a page. */
export function ListPage({ model, context }: Props) {
  const t = messages(context.locale)
  const { filter } = model
  const address = (page: number): string =>
    `/needs?${new URLSearchParams({ ...filter, page: String(page) }).toString()}`
  return (
    <Page chrome={context.chrome} title={t('list.title')} wide>
      <h1>{t('list.title')}</h1>
      <Readers model={model} context={context} />
      <NeedsFilter model={model} context={context} />
      {model.needs.length === 0 ? (
        <EmptyState title={t('list.none')}>
          <p>{t('list.none-more')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('list.title')}
          quietCaption
          plain
          rows={model.needs}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('list.wording'),
              rowHeader: true,
              cell: (row) => (
                <a href={`/needs/${row.id}`}>
                  {row.wording ? (
                    <Data of={inLanguage(row.wording, context.locale)} />
                  ) : (
                    t(row.state === 'received' ? 'list.unread' : 'list.unworded')
                  )}
                </a>
              ),
            },
            { title: t('list.state'), cell: (row) => <State of={row.state} /> },
            {
              title: t('list.received'),
              cell: (row) => (row.receivedAt ? context.formats.date(row.receivedAt) : ''),
            },
            {
              title: t('list.people'),
              number: true,
              cell: (row) => (row.people === 'fewer-than-5' ? null : context.formats.number(row.people)),
            },
            {
              title: t('list.initiative'),
              cell: (row) =>
                row.initiative ? (
                  <a href={`/initiatives/${row.initiative.id}`}>
                    <Data of={inLanguage(row.initiative.title, context.locale)} />
                  </a>
                ) : (
                  ''
                ),
            },
          ]}
        />
      )}
      <Pager page={filter.page} size={needsOnPage} total={model.total} address={address} />
    </Page>
  )
}

/** Who reads needs, and naming them. */
export function TriagersPage({
  model,
  context,
  form,
}: Readonly<{ model: TriagersModel; context: Context; form: FormState }>) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  return (
    <Page
      chrome={context.chrome}
      title={t('triagers.title')}
      form="readers"
      errors={errors}
      back={{ href: '/administration' }}
    >
      <h1>{t('triagers.title')}</h1>
      <p>{t('triagers.lead')}</p>
      <p>
        <a href="/people?role=lead">{t('triagers.leads')}</a>
      </p>
      {model.triagers.length === 0 ? <p>{t('triagers.none')}</p> : null}
      <ul class="plain">
        {model.triagers.map((one) => (
          <li key={one.id}>
            <span>
              <Data of={one.name} /> {t('triagers.since', { date: context.formats.date(one.since) })}
            </span>
            <ActionForm action="/needs/readers/end" fields={{ person: one.id }} kind="quiet">
              {t('triagers.remove')}{' '}
              <span class="visually-hidden">
                <Data of={one.name} />
              </span>
            </ActionForm>
          </li>
        ))}
      </ul>
      <form method="post" id="readers" action="/needs/readers">
        <PersonField name="person" label={t('triagers.name')} error={errorAt(errors, 'person')} form={form} />
        <Button>{t('triagers.add')}</Button>
      </form>
    </Page>
  )
}
