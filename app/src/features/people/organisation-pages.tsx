import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { Radios } from '../../ui/choices.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { type OrganisationKind, organisationKinds } from './keep-organisation.ts'
import { messages } from './messages.ts'
import { NamedForm, NamedPage, errorsOf } from './named-form.tsx'

type Organisation = { id: string; code: string; name: Bilingual; kind: OrganisationKind; members: number }

function Kind({ context, form, kind }: { context: Context; form: FormState; kind?: OrganisationKind }) {
  const t = messages(context.locale)
  return (
    <Radios
      name="kind"
      label={t('organisation.kind')}
      choices={organisationKinds.map((one) => ({ value: one, label: t(`organisation.kind.${one}`) }))}
      value={form.values['kind'] ?? kind}
      error={errorAt(errorsOf(form, context), 'kind')}
    />
  )
}

/** The organisations of the network, community and social partners included, and a form to add one. */
export function OrganisationsPage(
  { organisations }: { organisations: Organisation[] },
  context: Context,
  form: FormState,
) {
  const t = messages(context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('organisations.title')}
      form="organisation"
      errors={errorsOf(form, context)}
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
      <NamedForm
        id="organisation"
        action="/people/organisations"
        context={context}
        form={form}
        label={t('organisation.name')}
        codeHint={t('organisation.code.hint')}
        submit={t('organisation.add')}
      >
        <Kind context={context} form={form} />
      </NamedForm>
    </Page>
  )
}

/** One organisation's name and kind. */
export function OrganisationPage(organisation: Organisation, context: Context, form: FormState) {
  const t = messages(context.locale)
  return (
    <NamedPage
      title={t('organisation.change')}
      back={{ href: '/people/organisations', label: t('organisations.title') }}
      named={organisation.name}
      id="organisation"
      action={`/people/organisations/${organisation.id}`}
      context={context}
      form={form}
      label={t('organisation.name')}
      stored={organisation.name}
      submit={t('save')}
    >
      <Kind context={context} form={form} kind={organisation.kind} />
    </NamedPage>
  )
}
