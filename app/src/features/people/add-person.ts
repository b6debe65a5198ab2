import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { type Id, type PersonId, newId } from '../../platform/ids.ts'
import { grantRole } from './end-person.ts'
import { may } from './permissions.ts'
import { type Calling, localKey } from './read-roster.ts'

export type NewPerson = Readonly<{
  givenName: string
  familyName: string
  email: string
  language: 'en' | 'fr'
  calling: Calling
  organisation: Id<'organisation'>
  job: string
}>

/** Adds someone whom no roster lists: a community partner, a manager. A roster that lists them later takes them over by e-mail. */
export async function addPersonByHand(context: Context, input: NewPerson): Promise<PersonId> {
  context.authorize(may['people.change'])
  const { db, network } = context
  const today = todayIn(context)
  const taken = await db.selectFrom('person').select('id').where('email', '=', input.email).executeTakeFirst()
  if (taken) throw new FormRefused({ email: 'person.email.taken' })
  const organisation = await db
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', input.organisation)
    .executeTakeFirst()
  if (!organisation) throw new FormRefused({ organisation: 'person.organisation.needed' })
  const person = newId<'person'>() as PersonId
  await db
    .insertInto('person')
    .values({
      network_id: network.id,
      id: person,
      roster_key: `${localKey}${person}`,
      given_name: input.givenName,
      family_name: input.familyName,
      email: input.email,
      language: input.language,
      calling: input.calling,
      joined_on: today,
    })
    .execute()
  await db
    .insertInto('membership')
    .values({
      network_id: network.id,
      id: newId(),
      person_id: person,
      organisation_id: organisation.id,
      job: input.job,
      starts_on: today,
    })
    .execute()
  const role =
    input.calling === 'physician' ? 'physician' : input.calling === 'partner' ? 'community-partner' : null
  if (role) await grantRole(context, { person, role, source: 'manual' })
  await context.audit({ action: 'person.add', subject: { type: 'person', id: person } })
  return person
}
