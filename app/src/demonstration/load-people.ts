import type { Transaction } from 'kysely'
import type { Role } from '../platform/auth/authorization.ts'
import type { DB } from '../platform/db/tables.gen.ts'
import type { Network } from '../platform/http/context.ts'
import type { Bilingual } from '../platform/i18n/bilingual.ts'
import { type PersonId, newId } from '../platform/ids.ts'
import type { CastMember } from './chronicle.ts'
import type { Casting } from './cast.ts'
import { content } from './content.ts'
import strata from './strata.json' with { type: 'json' }

type Person = {
  key: string
  givenName: string
  familyName: string
  email: string
  language: 'en' | 'fr'
  calling: 'physician' | 'manager' | 'partner' | 'staff'
  roles: readonly Role[]
  organisation: string
  job: Bilingual
  roster: Readonly<Record<string, string>>
  declared: Readonly<Record<string, string>>
}

/** The application's role for a word of the content; what has none is no role but a part in an initiative. */
const roleOf: Readonly<Record<string, Role>> = {
  physician: 'physician',
  champion: 'champion',
  lead: 'lead',
  'physician-lead': 'lead',
  manager: 'lead',
  triager: 'lead',
  'decision-maker': 'decision-maker',
  sponsor: 'decision-maker',
  analyst: 'analyst',
  partner: 'community-partner',
  'network-administrator': 'network-administrator',
  'privacy-officer': 'privacy-officer',
  auditor: 'auditor',
}

const rolesOf = (words: readonly string[]): readonly Role[] => [
  ...new Set(words.flatMap((word) => roleOf[word] ?? [])),
]

function callingOf(words: readonly string[]): Person['calling'] {
  if (words.includes('physician')) return 'physician'
  if (words.includes('partner')) return 'partner'
  return words.includes('manager') || words.includes('sponsor') ? 'manager' : 'staff'
}

/** The engagement lead, who has a part in every initiative, is offered before the other leads. */
const leadsAll = ({ calling, roles }: Person): boolean => calling === 'staff' && roles.includes('lead')

/** Everyone in the network: those who said something first, because they are offered first. */
function everyone(casting: Casting): readonly Person[] {
  const health = content.network.healthOrganisation.id
  const known = new Map(content.network.people.map((person) => [person.id, person]))
  const physicians = casting.physicians.map((one): Person => {
    const specialty = content.network.specialtyGroups.find(({ code }) => code === one.specialty)
    return {
      key: one.key,
      givenName: one.givenName,
      familyName: one.familyName,
      email: one.email,
      language: one.language,
      calling: 'physician',
      roles: rolesOf(known.get(one.key)?.roles ?? ['physician']),
      organisation: health,
      job: known.get(one.key)?.title ?? specialty?.label ?? {},
      roster: {
        'specialty-group': one.specialty,
        site: one.site,
        zone: one.zone,
        rurality: one.rurality,
        'practice-type': one.practiceType,
        'career-stage': one.careerStage,
        'pay-model': one.payModel,
      },
      declared: one.gender === 'not-declared' ? {} : { gender: one.gender, language: one.language },
    }
  })
  const others = [
    ...content.network.people
      .filter(({ roles }) => !roles.includes('physician'))
      .map((person) => ({ ...person, organisation: health })),
    ...content.network.partnerOrganisations.flatMap(({ id, people }) =>
      people.map((person) => ({ ...person, organisation: id })),
    ),
  ].map((person): Person => ({
    key: person.id,
    givenName: person.givenName,
    familyName: person.familyName,
    email: person.email,
    language: person.language,
    calling: callingOf(person.roles),
    roles: rolesOf(person.roles),
    organisation: person.organisation,
    job: person.title,
    roster: {},
    declared: {},
  }))
  const led = others.toSorted((a, b) => Number(leadsAll(b)) - Number(leadsAll(a)))
  const speaks = casting.voices.size
  return [...physicians.slice(0, speaks), ...led, ...physicians.slice(speaks)]
}

type Into = Readonly<{ db: Transaction<DB>; network: Network; joinedOn: string; grantedAt: Date }>

async function loadOrganisations({ db, network }: Into): Promise<ReadonlyMap<string, string>> {
  const rows = [
    { ...content.network.healthOrganisation, kind: 'health' as const },
    ...content.network.partnerOrganisations,
  ].map(({ id, kind, name }) => ({
    network_id: network.id,
    id: newId<'organisation'>(),
    code: id,
    name,
    kind,
  }))
  await db.insertInto('organisation').values(rows).execute()
  return new Map(rows.map(({ code, id }) => [code, id]))
}

/** The categories that people are counted by: stratum and code → ids. */
async function loadStrata({ db, network }: Into) {
  const { network: of } = content
  const valuesOf: Readonly<Record<string, readonly { code: string; label: Bilingual }[]>> = {
    'specialty-group': of.specialtyGroups,
    site: of.sites.map(({ id, name }) => ({ code: id, label: name })),
    zone: of.zones,
    rurality: of.ruralities,
    'practice-type': of.practiceTypes,
    'career-stage': of.careerStages,
    'pay-model': of.payModels,
    gender: of.genders.filter(({ code }) => code !== 'not-declared'),
    language: of.languages,
  }
  const ids = new Map<string, { stratum: string; value: string }>()
  for (const [position, { code, label, source }] of strata.entries()) {
    const stratum = newId<'stratum'>()
    await db
      .insertInto('stratum')
      .values({
        network_id: network.id,
        id: stratum,
        code,
        label,
        source: source === 'self' ? 'self' : 'roster',
        position: position + 1,
      })
      .execute()
    const values = (valuesOf[code] ?? []).map((value, index) => ({
      network_id: network.id,
      id: newId<'stratum-value'>(),
      stratum_id: stratum,
      code: value.code,
      label: value.label,
      position: index + 1,
    }))
    await db.insertInto('stratum_value').values(values).execute()
    for (const value of values) ids.set(`${code} ${value.code}`, { stratum, value: value.id })
  }
  return ids
}

/**
 * Writes organisations, strata and people, each person with membership, categories and roles.
 *
 * Inserted directly: it is where a network begins, before anybody could do it.
 *
 * @returns the cast by key
 */
export async function loadPeople(into: Into, casting: Casting): Promise<ReadonlyMap<string, CastMember>> {
  const { db, network, joinedOn, grantedAt } = into
  const organisations = await loadOrganisations(into)
  const values = await loadStrata(into)
  const people = everyone(casting).map((person, index) => ({
    ...person,
    id: newId<'person'>() as PersonId,
    membership: newId<'membership'>(),
    rosterKey: `T${String(index + 1).padStart(4, '0')}`,
  }))
  const network_id = network.id
  const found = (named: Readonly<Record<string, string>>) =>
    Object.entries(named).flatMap(([stratum, code]) => values.get(`${stratum} ${code}`) ?? [])
  await db
    .insertInto('person')
    .values(
      people.map((one) => ({
        network_id,
        id: one.id,
        roster_key: one.rosterKey,
        given_name: one.givenName,
        family_name: one.familyName,
        email: one.email,
        language: one.language,
        joined_on: joinedOn,
        calling: one.calling,
      })),
    )
    .execute()
  await db
    .insertInto('role_grant')
    .values(
      people.flatMap(({ id, roles }) =>
        roles.map((role) => ({ network_id, id: newId(), person_id: id, role, granted_at: grantedAt })),
      ),
    )
    .execute()
  await db
    .insertInto('membership')
    .values(
      people.map((one) => ({
        network_id,
        id: one.membership,
        person_id: one.id,
        organisation_id: organisations.get(one.organisation) ?? '',
        job: one.job[one.language] ?? '',
        starts_on: joinedOn,
      })),
    )
    .execute()
  await db
    .insertInto('membership_value')
    .values(
      people.flatMap(({ membership, roster }) =>
        found(roster).map(({ stratum, value }) => ({
          network_id,
          membership_id: membership,
          stratum_id: stratum,
          value_id: value,
        })),
      ),
    )
    .execute()
  await db
    .insertInto('declared_value')
    .values(
      people.flatMap(({ id, declared }) =>
        found(declared).map(({ stratum, value }) => ({
          network_id,
          person_id: id,
          stratum_id: stratum,
          value_id: value,
        })),
      ),
    )
    .execute()
  return new Map(
    people.map((one) => [
      one.key,
      {
        id: one.id,
        name: `${one.givenName} ${one.familyName}`,
        language: one.language,
        roles: new Set(one.roles),
      },
    ]),
  )
}
