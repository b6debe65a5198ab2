import { type Role, roles } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Details } from '../../ui/details.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { messages } from './messages.ts'
import type { Calling } from './read-roster.ts'

type Named = { id: string; name: Bilingual }
type Listed = {
  id: string
  name: string
  calling: Calling
  organisation: Bilingual | null
  roles: Role[]
  leftOn: string | null
}
type PeopleModel = {
  filter: { q: string; role: string; organisation: string; left: boolean }
  page: number
  size: number
  total: number
  mayChange: boolean
  organisations: Named[]
  people: Listed[]
}

/** A list of organisations to choose from. */
const optionsOf = (organisations: readonly Named[], context: Context) =>
  organisations.map((one) => {
    const { text, language } = inLanguage(one.name, context.locale)
    return { value: one.id, label: text, lang: language, data: true }
  })

/** The people of the network: searched, narrowed, a page at a time. */
export function PeoplePage(model: PeopleModel, context: Context) {
  const t = messages(context.locale)
  const { filter } = model
  const address = (page: number): string => {
    const query = new URLSearchParams({
      ...(filter.q ? { q: filter.q } : {}),
      ...(filter.role ? { role: filter.role } : {}),
      ...(filter.organisation ? { organisation: filter.organisation } : {}),
      ...(filter.left ? { left: 'yes' } : {}),
      page: String(page),
    })
    return `/people?${query}`
  }
  return (
    <Page chrome={context.chrome} title={t('people.title')} wide>
      <h1>{t('people.title')}</h1>
      {model.mayChange ? (
        <Actions>
          <ButtonLink href="/people/import" kind="primary">
            {t('people.import')}
          </ButtonLink>
          <ButtonLink href="/people/new">{t('people.add')}</ButtonLink>
          <ButtonLink href="/people/organisations">{t('organisations.title')}</ButtonLink>
          <ButtonLink href="/strata">{t('strata.title')}</ButtonLink>
        </Actions>
      ) : null}
      <Filter action="/people">
        <TextField
          name="q"
          type="search"
          label={t(model.mayChange ? 'people.search' : 'people.name')}
          value={filter.q}
        />
        <Select
          name="role"
          label={t('people.role')}
          value={filter.role}
          empty={t('people.all')}
          options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        />
        <Select
          name="organisation"
          label={t('people.organisation')}
          value={filter.organisation}
          empty={t('people.all')}
          options={optionsOf(model.organisations, context)}
        />
        <Select
          name="left"
          label={t('people.whether')}
          value={filter.left ? 'yes' : ''}
          empty={t('people.here')}
          options={[{ value: 'yes', label: t('people.left') }]}
        />
      </Filter>
      {model.people.length === 0 ? (
        <EmptyState title={t('people.none')}>
          <p>{t('people.none.why')}</p>
        </EmptyState>
      ) : (
        <Table<Listed>
          caption={t('people.caption', { count: model.total })}
          plain
          rows={model.people}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('people.name'),
              rowHeader: true,
              cell: (row) => (
                <a href={`/people/${row.id}`}>
                  <Data of={row.name} />
                </a>
              ),
            },
            { title: t('people.calling'), cell: (row) => t(`calling.${row.calling}`) },
            {
              title: t('people.organisation'),
              cell: (row) =>
                row.organisation ? (
                  <Data of={inLanguage(row.organisation, context.locale)} />
                ) : (
                  t('people.nowhere')
                ),
            },
            {
              title: t('people.roles'),
              cell: (row) => row.roles.map((role) => <Tag key={role}>{t(`role.${role}`)}</Tag>),
            },
          ]}
        />
      )}
      <Pager page={model.page} size={model.size} total={model.total} address={address} />
    </Page>
  )
}

type PersonModel = {
  id: string
  name: string
  calling: Calling
  email: string | null
  rosterKey: string | null
  joinedOn: string
  leftOn: string | null
  self: boolean
  mayChange: boolean
  memberships: {
    organisation: Bilingual
    job: string
    startsOn: string
    endsOn: string | null
    values: { stratum: Bilingual; value: Bilingual }[]
  }[]
  roles: {
    role: Role
    source: 'manual' | 'roster' | 'oidc' | 'charter'
    grantedAt: Date
    endedAt: Date | null
    grantedBy: string | null
  }[]
}

function Memberships({ model, context }: { model: PersonModel; context: Context }) {
  const t = messages(context.locale)
  const { date } = context.formats
  if (model.memberships.length === 0) return <p>{t('person.noMembership')}</p>
  return (
    <Table
      caption={t('person.memberships')}
      quietCaption
      rows={model.memberships}
      columns={[
        {
          title: t('people.organisation'),
          rowHeader: true,
          cell: (row) => <Data of={inLanguage(row.organisation, context.locale)} />,
        },
        { title: t('person.job'), cell: (row) => <Data of={row.job} /> },
        {
          title: t('person.time'),
          cell: (row) =>
            row.endsOn === null
              ? t('person.since', { day: date(row.startsOn) })
              : t('person.fromTo', { from: date(row.startsOn), to: date(row.endsOn) }),
        },
        {
          title: t('person.strata'),
          cell: (row) =>
            row.values.map((one, index) => (
              <Tag key={index}>
                <Data of={inLanguage(one.stratum, context.locale)} />
                {': '}
                <Data of={inLanguage(one.value, context.locale)} />
              </Tag>
            )),
        },
      ]}
    />
  )
}

function Roles({ model, context }: { model: PersonModel; context: Context }) {
  const t = messages(context.locale)
  const { date } = context.formats
  const may = model.mayChange && !model.leftOn
  const held = new Set(model.roles.filter((one) => one.endedAt === null).map((one) => one.role))
  return (
    <>
      {model.roles.length === 0 ? (
        <p>{t('person.noRole')}</p>
      ) : (
        <Table
          caption={t('person.roles')}
          quietCaption
          rows={model.roles}
          columns={[
            { title: t('people.role'), rowHeader: true, cell: (row) => t(`role.${row.role}`) },
            {
              title: t('person.time'),
              cell: (row) =>
                row.endedAt === null
                  ? t('person.since', { day: date(row.grantedAt) })
                  : t('person.fromTo', { from: date(row.grantedAt), to: date(row.endedAt) }),
            },
            {
              title: t('person.source'),
              cell: (row) => (row.grantedBy ? <Data of={row.grantedBy} /> : t(`source.${row.source}`)),
            },
            {
              title: t('person.change'),
              cell: (row) =>
                may && row.endedAt === null ? (
                  <ActionForm
                    action={`/people/${model.id}/roles/end`}
                    fields={{ role: row.role }}
                    kind="quiet"
                  >
                    {t('person.endRole', { role: t(`role.${row.role}`) })}
                  </ActionForm>
                ) : null,
            },
          ]}
        />
      )}
      {may && !model.self ? (
        <form method="post" action={`/people/${model.id}/roles`}>
          <Select
            name="role"
            label={t('person.newRole')}
            options={roles
              .filter((role) => !held.has(role))
              .map((role) => ({ value: role, label: t(`role.${role}`) }))}
          />
          <Button kind="secondary">{t('person.giveRole')}</Button>
        </form>
      ) : null}
      {may && model.self ? <p>{t('person.ownRoles')}</p> : null}
    </>
  )
}

/** One person: who, where, which roles, since when; and for administrators the buttons that change it. */
export function PersonPage(model: PersonModel, context: Context) {
  const t = messages(context.locale)
  const { date } = context.formats
  return (
    <Page
      chrome={context.chrome}
      title={t('person.title')}
      back={{ href: '/people', label: t('people.title') }}
      wide
    >
      <h1>
        <Data of={model.name} />
      </h1>
      <Facts
        items={[
          { term: t('people.calling'), value: t(`calling.${model.calling}`) },
          ...(model.email === null ? [] : [{ term: t('person.email'), value: <Data of={model.email} /> }]),
          ...(model.rosterKey === null
            ? []
            : [{ term: t('person.rosterKey'), value: <Data of={model.rosterKey} /> }]),
          { term: t('person.joined'), value: date(model.joinedOn) },
          ...(model.leftOn === null ? [] : [{ term: t('person.leftOn'), value: date(model.leftOn) }]),
        ]}
      />
      {model.mayChange ? (
        <Actions>
          <ButtonLink href={`/people/${model.id}/correct`}>{t('person.correct')}</ButtonLink>
        </Actions>
      ) : null}
      <h2>{t('person.memberships')}</h2>
      <Memberships model={model} context={context} />
      <h2>{t('person.roles')}</h2>
      <Roles model={model} context={context} />
      {model.mayChange && !model.self && model.leftOn === null ? (
        <Details summary={t('person.end.more')}>
          <p>{t('person.end.what')}</p>
          <ActionForm action={`/people/${model.id}/end`} kind="grave">
            {t('person.end')}
          </ActionForm>
        </Details>
      ) : null}
    </Page>
  )
}

/** Someone whom no roster lists. */
export function NewPersonPage(model: { organisations: Named[] }, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const field = (name: string) => ({ name, value: form.values[name], error: errorAt(errors, name) })
  return (
    <Page
      chrome={context.chrome}
      title={t('people.add')}
      form="new-person"
      errors={errors}
      back={{ href: '/people', label: t('people.title') }}
    >
      <h1>{t('people.add')}</h1>
      <p>{t('person.new.lead')}</p>
      <form id="new-person" method="post" action="/people/new" novalidate>
        <TextField {...field('given_name')} label={t('person.givenName')} />
        <TextField {...field('family_name')} label={t('person.familyName')} />
        <TextField {...field('email')} label={t('person.email')} type="email" />
        <Radios
          {...field('language')}
          label={t('person.language')}
          choices={[
            { value: 'en', label: t('language.en') },
            { value: 'fr', label: t('language.fr') },
          ]}
        />
        <Radios
          {...field('calling')}
          label={t('people.calling')}
          choices={(['partner', 'manager', 'staff', 'physician'] as const).map((one) => ({
            value: one,
            label: t(`calling.${one}`),
          }))}
        />
        <Select
          {...field('organisation')}
          label={t('people.organisation')}
          empty={t('person.chooseOrganisation')}
          options={optionsOf(model.organisations, context)}
        />
        <TextField {...field('job')} label={t('person.job')} optional />
        <Button>{t('people.add')}</Button>
      </form>
    </Page>
  )
}
