import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type OrganisationKind, organisationKinds } from './keep-organisation.ts'
import { messages } from './messages.ts'

type Organisation = { id: string; code: string; name: Bilingual; kind: OrganisationKind; members: number }

const kinds = (context: Context) => {
  const t = messages(context.locale)
  return organisationKinds.map((kind) => ({ value: kind, label: t(`organisation.kind.${kind}`) }))
}

/** The organisations of the network, community and social partners included, and a form to add one. */
export function OrganisationsPage(
  { organisations }: { organisations: Organisation[] },
  context: Context,
  form: FormState,
) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  return (
    <Page
      chrome={context.chrome}
      title={t('organisations.title')}
      form="organisation"
      errors={errors}
      back={{ href: '/people', label: t('people.title') }}
      wide
    >
      <h1>{t('organisations.title')}</h1>
      {organisations.length === 0 ? (
        <EmptyState title={t('organisations.none')} />
      ) : (
        <Table
          caption={t('organisations.title')}
          quietCaption
          rows={organisations}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('organisation.name'),
              rowHeader: true,
              cell: (row) => (
                <a href={`/people/organisations/${row.id}`}>
                  <Data of={inLanguage(row.name, context.locale)} />
                </a>
              ),
            },
            { title: t('organisation.code'), cell: (row) => <Data of={row.code} /> },
            { title: t('organisation.kind'), cell: (row) => t(`organisation.kind.${row.kind}`) },
            {
              title: t('organisation.members'),
              number: true,
              cell: (row) => (
                <a href={`/people?organisation=${row.id}`}>{context.formats.number(row.members)}</a>
              ),
            },
          ]}
        />
      )}
      <h2>{t('organisation.add')}</h2>
      <form id="organisation" method="post" action="/people/organisations" novalidate>
        <BilingualField
          name="name"
          label={t('organisation.name')}
          form={form}
          error={errorAt(errors, 'name')}
        />
        <TextField
          name="code"
          label={t('organisation.code')}
          hint={t('organisation.code.hint')}
          value={form.values['code']}
          error={errorAt(errors, 'code')}
        />
        <Radios
          name="kind"
          label={t('organisation.kind')}
          choices={kinds(context)}
          value={form.values['kind']}
          error={errorAt(errors, 'kind')}
        />
        <Button>{t('organisation.add')}</Button>
      </form>
    </Page>
  )
}

/** One organisation's name and kind. */
export function OrganisationPage(organisation: Organisation, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  return (
    <Page
      chrome={context.chrome}
      title={t('organisation.change')}
      form="organisation"
      errors={errors}
      back={{ href: '/people/organisations', label: t('organisations.title') }}
    >
      <h1>
        <Data of={inLanguage(organisation.name, context.locale)} />
      </h1>
      <form id="organisation" method="post" action={`/people/organisations/${organisation.id}`} novalidate>
        <BilingualField
          name="name"
          label={t('organisation.name')}
          form={form}
          stored={organisation.name}
          error={errorAt(errors, 'name')}
        />
        <Radios
          name="kind"
          label={t('organisation.kind')}
          choices={kinds(context)}
          value={form.values['kind'] ?? organisation.kind}
          error={errorAt(errors, 'kind')}
        />
        <Button>{t('save')}</Button>
      </form>
    </Page>
  )
}
