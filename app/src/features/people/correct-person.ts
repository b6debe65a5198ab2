import { revokeSessionsOf } from '../../platform/auth/session.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { PersonId } from '../../platform/ids.ts'
import { may } from './permissions.ts'
import { localKey } from './read-roster.ts'

/** A person's name and address as they stand, and whether the roster would bring its own back. */
export async function personToCorrect(context: Context, id: PersonId) {
  const row = await context.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    id: row.id,
    givenName: row.given_name,
    familyName: row.family_name,
    email: row.email,
    onRoster: !row.roster_key.startsWith(localKey),
  }
}

/**
 * Corrects a name or an address that was mistyped: without it, somebody whom no roster lists is never sent a code.
 *
 * A new address ends the sessions of whoever signed in by the old one, except one's own.
 */
export async function correctPerson(
  context: Context,
  input: Readonly<{ person: PersonId; givenName: string; familyName: string; email: string }>,
): Promise<void> {
  context.authorize(may['people.change'])
  const { db, now } = context
  const before = await db
    .selectFrom('person')
    .select(['given_name', 'family_name', 'email'])
    .where('id', '=', input.person)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw new NotFound()
  const holder = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', input.email)
    .executeTakeFirst()
  if (holder && holder.id !== input.person) throw new FormRefused({ email: 'person.email.taken' })
  await db
    .updateTable('person')
    .set({ given_name: input.givenName, family_name: input.familyName, email: input.email })
    .where('id', '=', input.person)
    .execute()
  const moved = before.email !== input.email
  if (moved && input.person !== actorOf(context).personId) await revokeSessionsOf(db, [input.person], { now })
  await context.audit({
    action: 'person.correct',
    subject: { type: 'person', id: input.person },
    details: {
      name: before.given_name !== input.givenName || before.family_name !== input.familyName,
      email: moved,
    },
  })
}
