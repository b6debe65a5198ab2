import { z } from 'zod'
import { roles } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Route, action, form, next, page } from '../../platform/http/route.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { idOf } from '../../platform/ids.ts'
import { addPersonByHand } from './add-person.ts'
import { endRole, giveRole, personLeaves } from './change-roles.ts'
import { CorrectPersonPage } from './correct-person-page.tsx'
import { correctPerson, personToCorrect } from './correct-person.ts'
import { bilingualFields, bilingualOf, shortText } from './form-fields.ts'
import { keepOrganisation, organisationKinds } from './keep-organisation.ts'
import { NewPersonPage, PeoplePage, PersonPage } from './people-pages.tsx'
import { OrganisationPage, OrganisationsPage } from './organisation-pages.tsx'
import { listOrganisations, listPeople, pageSize } from './people-list.ts'
import { may } from './permissions.ts'
import { personDetails } from './person-details.ts'

const callings = ['physician', 'manager', 'partner', 'staff'] as const
const Person = z.object({ id: idOf<'person'>() })
const RoleFields = z.object({ role: z.enum(roles) })
const Email = z
  .string('person.email.needed')
  .trim()
  .toLowerCase()
  .min(1, 'person.email.needed')
  .pipe(z.email('person.email.shape'))
const emptyIsNone = (value: unknown) => (value === '' ? undefined : value)

const OrganisationModel = z.object({
  id: z.string(),
  code: z.string(),
  name: BilingualSchema,
  kind: z.enum(organisationKinds),
  members: z.number(),
})

export const peopleRoutes: readonly Route[] = [
  page('/people', {
    permission: may['people.see'],
    query: z.object({
      q: z.string().max(100).optional(),
      role: z.preprocess(emptyIsNone, z.enum(roles).optional()),
      organisation: z.preprocess(emptyIsNone, z.uuid().optional()),
      left: z.preprocess(emptyIsNone, z.literal('yes').optional()),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    model: z.object({
      filter: z.object({ q: z.string(), role: z.string(), organisation: z.string(), left: z.boolean() }),
      page: z.number(),
      size: z.number(),
      total: z.number(),
      mayChange: z.boolean(),
      organisations: z.array(z.object({ id: z.string(), name: BilingualSchema })),
      people: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          calling: z.enum(callings),
          organisation: BilingualSchema.nullable(),
          roles: z.array(z.enum(roles)),
          leftOn: z.string().nullable(),
        }),
      ),
    }),
    load: async (context, { query }) => {
      const listed = await listPeople(context, { ...query, left: query.left === 'yes' })
      return {
        filter: {
          q: query.q ?? '',
          role: query.role ?? '',
          organisation: query.organisation ?? '',
          left: query.left === 'yes',
        },
        page: query.page,
        size: pageSize,
        total: listed.total,
        mayChange: context.actor?.roles.has('network-administrator') ?? false,
        organisations: [...(await listOrganisations(context))],
        people: [...listed.people],
      }
    },
    view: PeoplePage,
  }),
  form('/people/new', {
    permission: may['people.change'],
    notWords: ['email'],
    model: z.object({ organisations: z.array(z.object({ id: z.string(), name: BilingualSchema })) }),
    load: async (context) => ({ organisations: [...(await listOrganisations(context))] }),
    view: NewPersonPage,
    fields: z.object({
      given_name: shortText('person.givenName.needed'),
      family_name: shortText('person.familyName.needed'),
      email: Email,
      language: z.enum(['en', 'fr'], 'person.language.needed'),
      calling: z.enum(callings, 'person.calling.needed'),
      organisation: z
        .uuid('person.organisation.needed')
        .transform((id) => id as ReturnType<ReturnType<typeof idOf<'organisation'>>['parse']>),
      job: z.string().trim().max(200, 'tooLong').default(''),
    }),
    submit: async (context, { values }) => {
      const person = await addPersonByHand(context, {
        givenName: values.given_name,
        familyName: values.family_name,
        email: values.email,
        language: values.language,
        calling: values.calling,
        organisation: values.organisation,
        job: values.job,
      })
      return next(`/people/${person}`)
    },
  }),
  form('/people/organisations', {
    permission: may['people.change'],
    model: z.object({ organisations: z.array(OrganisationModel) }),
    load: async (context) => ({ organisations: [...(await listOrganisations(context))] }),
    view: OrganisationsPage,
    fields: bilingualFields('organisation.name.needed', {
      code: shortText('organisation.code.needed'),
      kind: z.enum(organisationKinds, 'organisation.kind.needed'),
    }),
    submit: async (context, { values }) => {
      await keepOrganisation(context, { code: values.code, kind: values.kind, name: bilingualOf(values) })
      return next('/people/organisations')
    },
  }),
  form('/people/organisations/:id', {
    permission: may['people.change'],
    params: z.object({ id: idOf<'organisation'>() }),
    model: OrganisationModel,
    load: async (context, { params }) => {
      const found = (await listOrganisations(context)).find((one) => one.id === params.id)
      if (!found) throw new NotFound()
      return found
    },
    view: OrganisationPage,
    fields: bilingualFields('organisation.name.needed', {
      kind: z.enum(organisationKinds, 'organisation.kind.needed'),
    }),
    submit: async (context, { params, values }) => {
      await keepOrganisation(context, {
        id: params.id,
        code: '',
        kind: values.kind,
        name: bilingualOf(values),
      })
      return next('/people/organisations')
    },
  }),
  page('/people/:id', {
    permission: may['people.see'],
    params: Person,
    model: z.object({
      id: z.string(),
      name: z.string(),
      calling: z.enum(callings),
      email: z.string().nullable(),
      rosterKey: z.string().nullable(),
      joinedOn: z.string(),
      leftOn: z.string().nullable(),
      self: z.boolean(),
      mayChange: z.boolean(),
      memberships: z.array(
        z.object({
          organisation: BilingualSchema,
          job: z.string(),
          startsOn: z.string(),
          endsOn: z.string().nullable(),
          values: z.array(z.object({ stratum: BilingualSchema, value: BilingualSchema })),
        }),
      ),
      roles: z.array(
        z.object({
          role: z.enum(roles),
          source: z.enum(['manual', 'roster', 'oidc', 'charter']),
          grantedAt: z.date(),
          endedAt: z.date().nullable(),
          grantedBy: z.string().nullable(),
        }),
      ),
    }),
    load: (context, { params }) => personDetails(context, params.id),
    view: PersonPage,
  }),
  form('/people/:id/correct', {
    afterEnd: true,
    permission: may['people.change'],
    notWords: ['email'],
    params: Person,
    model: z.object({
      id: z.string(),
      givenName: z.string(),
      familyName: z.string(),
      email: z.string(),
      onRoster: z.boolean(),
    }),
    load: (context, { params }) => personToCorrect(context, params.id),
    view: CorrectPersonPage,
    fields: z.object({
      given_name: shortText('person.givenName.needed'),
      family_name: shortText('person.familyName.needed'),
      email: Email,
    }),
    submit: async (context, { params, values }) => {
      await correctPerson(context, {
        person: params.id,
        givenName: values.given_name,
        familyName: values.family_name,
        email: values.email,
      })
      return next(`/people/${params.id}`)
    },
  }),
  action('/people/:id/roles', {
    permission: may['people.change'],
    params: Person,
    fields: RoleFields,
    submit: async (context, { params, values }) => {
      await giveRole(context, { person: params.id, role: values.role })
      return next(`/people/${params.id}`)
    },
  }),
  action('/people/:id/roles/end', {
    afterEnd: true,
    permission: may['people.change'],
    params: Person,
    fields: RoleFields,
    submit: async (context, { params, values }) => {
      await endRole(context, { person: params.id, role: values.role })
      return next(`/people/${params.id}`)
    },
  }),
  action('/people/:id/end', {
    afterEnd: true,
    permission: may['people.change'],
    params: Person,
    submit: async (context, { params }) => {
      await personLeaves(context, { person: params.id })
      return next(`/people/${params.id}`)
    },
  }),
]
