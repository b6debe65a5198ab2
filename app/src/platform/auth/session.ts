import { hash, randomBytes } from 'node:crypto'
import { type Transaction, sql } from 'kysely'
import { preparedForEach } from '../db/prepared.ts'
import type { DB } from '../db/tables.gen.ts'
import { type Id, type NetworkId, type PersonId, newId } from '../ids.ts'
import type { Actor, Role } from './authorization.ts'

/** How long a phone stays remembered, in days. */
export const sessionDays = 180

const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer')

/** The cookie's name: `__Host-` wherever the address is https, which browsers require for it. */
export const sessionCookieName = (baseUrl: string): string =>
  baseUrl.startsWith('https:') ? '__Host-rounds-session' : 'rounds-session'

/**
 * Opens a session and returns its token, of which only the hash is kept.
 *
 * @param options.device a word for the list of remembered phones, never an address
 * @param options.own what the person says: that the device is theirs alone
 */
export async function openSession(
  db: Transaction<DB>,
  network: NetworkId,
  person: PersonId,
  options: { now: Date; device: string; own?: boolean },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('session')
    .values({
      network_id: network,
      id: newId<'session'>(),
      token_hash: hashOf(token),
      person_id: person,
      expires_at: new Date(options.now.getTime() + sessionDays * 86_400_000),
      device: options.device,
      own_device: options.own === true,
    })
    .execute()
  return token
}

const read = preparedForEach<{
  session_id: string
  own_device: boolean
  person_id: string
  given_name: string
  family_name: string
  language: 'en' | 'fr'
  roles: Role[]
}>(
  'session',
  { hash: 'bytea', at: 'timestamptz' },
  // The limits keep it to two looks into an index for each who asks, whatever the planner knows of the tables.
  (asked) => `select asked.n, s.id as session_id, s.own_device,
    p.id as person_id, p.given_name, p.family_name, p.language,
    array(select g.role from role_grant g
      where g.network_id = p.network_id and g.person_id = p.id and g.ended_at is null) as roles
  from ${asked}
    cross join lateral (select * from session
      where token_hash = asked.hash and revoked_at is null and expires_at > asked.at limit 1) s
    cross join lateral (select * from person
      where network_id = s.network_id and id = s.person_id and (left_on is null or left_on > asked.at) limit 1) p`,
)

/**
 * The person behind a session token, with the roles of this moment.
 *
 * Writes nothing: a remembered phone leaves no trace of when it was used.
 *
 * @returns null when unknown, expired, revoked, or the person has left
 */
export async function readSession(db: Transaction<DB>, token: string, now: Date): Promise<Actor | null> {
  const row = await read(db, [hashOf(token), now])
  if (!row) return null
  return {
    personId: row.person_id as PersonId,
    sessionId: row.session_id as Id<'session'>,
    ownDevice: row.own_device,
    name: `${row.given_name} ${row.family_name}`,
    language: row.language,
    roles: new Set(row.roles),
  }
}

/** Records what the person says of the device of a session. */
export async function markDevice(db: Transaction<DB>, session: Id<'session'>, own: boolean): Promise<void> {
  await db.updateTable('session').set({ own_device: own }).where('id', '=', session).execute()
}

/** Ends one session. */
export async function revokeSession(db: Transaction<DB>, session: Id<'session'>, now: Date): Promise<void> {
  await db.updateTable('session').set({ revoked_at: now }).where('id', '=', session).execute()
}

/** Ends every session of a person, optionally but one. */
export async function revokeSessionsOf(
  db: Transaction<DB>,
  people: readonly PersonId[],
  options: { now: Date; except?: Id<'session'> },
): Promise<void> {
  let query = db
    .updateTable('session')
    .set({ revoked_at: options.now })
    .where('person_id', '=', sql<string>`any(${people}::uuid[])`)
    .where('revoked_at', 'is', null)
  if (options.except) query = query.where('id', '<>', options.except)
  await query.execute()
}

/** Forgets the sessions that ended by themselves before a moment. */
export async function removeSessionsExpiredBefore(db: Transaction<DB>, moment: Date): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<', moment).execute()
}
