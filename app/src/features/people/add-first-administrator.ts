import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { languageOf } from '../../platform/i18n/locale.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { localKey } from './read-roster.ts'

/** Adds the person who begins a network, as its administrator and privacy officer. */
export async function addFirstAdministrator(
  context: Context,
  input: { person: PersonId; givenName: string; familyName: string; email: string },
): Promise<void> {
  const { db, network, now, locale } = context
  await db
    .insertInto('person')
    .values({
      network_id: network.id,
      id: input.person,
      roster_key: `${localKey}first-administrator`,
      given_name: input.givenName,
      family_name: input.familyName,
      email: input.email.toLowerCase(),
      language: languageOf(locale),
      joined_on: todayIn(context),
      calling: 'staff',
    })
    .execute()
  for (const role of ['network-administrator', 'privacy-officer'] as const)
    await db
      .insertInto('role_grant')
      .values({ network_id: network.id, id: newId(), person_id: input.person, role, granted_at: now })
      .execute()
}
