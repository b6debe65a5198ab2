import { createHash, randomBytes } from 'node:crypto'
import { openSession } from '../../platform/auth/session.ts'
import type { Config } from '../../platform/config.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { type Next, next } from '../../platform/http/route.ts'
import type { PersonId } from '../../platform/ids.ts'
import { syncOidcRoles } from '../people/public.ts'
import { attemptLimit } from './attempt-limit.ts'
import { deviceWord } from './device-word.ts'
import { type OutsideIdentity, beginOutside, finishOutside } from './other-service.ts'
import { ownPath } from './own-path.ts'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'

const minutes = 10
const starts = attemptLimit({ max: 120, minutes })

/** A request belongs to the browser that began it: its state alone does not find it. */
const stateHash = (state: string, handover: string): Buffer =>
  createHash('sha256').update(`${state}\0${handover}`).digest()

function settingsOf(context: Context): NonNullable<Config['oidc']> {
  const settings = context.services.config.oidc
  if (settings === null) throw new NotFound()
  return settings
}

/** This network's own address: the base URL where it is this network's, otherwise its first host. */
async function ownAddress(context: Context): Promise<string> {
  const base = new URL(context.services.config.baseUrl)
  const hosts = await context.db
    .selectFrom('network_address')
    .select('host')
    .where('network_id', '=', context.network.id)
    .orderBy('host')
    .execute()
  const own = hosts.some((one) => one.host === base.host) ? base.host : (hosts[0]?.host ?? base.host)
  return `${base.protocol}//${own}`
}

async function outside<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    context.services.log.warn(
      { reason: typeof code === 'string' ? code : 'unknown' },
      'other sign-in service',
    )
    throw refuse('other_service_failed')
  }
}

/** Sends the browser to the organisation's sign-in. */
export async function leaveForOutside(context: Context, input: { to?: string | undefined }): Promise<Next> {
  context.authorize(may['sign-in'])
  const settings = settingsOf(context)
  const { db, network, now, client } = context
  if (client && !starts.take(`${network.id} ${client.address}`, now)) throw refuse('too_many_tries')
  const redirectUri = `${await ownAddress(context)}/sign-in/oidc/callback`
  const { address, state, verifier, nonce } = await outside(context, () =>
    beginOutside(settings, redirectUri),
  )
  const handover = randomBytes(24).toString('base64url')
  await db
    .insertInto('oidc_request')
    .values({
      network_id: network.id,
      state_hash: stateHash(state, handover),
      verifier,
      nonce,
      return_to: ownPath(input.to),
      expires_at: new Date(now.getTime() + minutes * 60_000),
    })
    .execute()
  return { ...next(address), handover }
}

/** Takes the person who comes back from there: known by issuer and subject, or for the first time by verified e-mail. */
export async function returnFromOutside(context: Context, input: { state: string }): Promise<Next> {
  context.authorize(may['sign-in'])
  const settings = settingsOf(context)
  const { db, network, now, client } = context
  const kept = await db
    .deleteFrom('oidc_request')
    .where('state_hash', '=', stateHash(input.state, client?.handover ?? ''))
    .where('expires_at', '>', now)
    .returning(['verifier', 'nonce', 'return_to'])
    .executeTakeFirst()
  if (!kept) throw refuse('other_service_failed')
  const cameBack = new URL(context.chrome.path, await ownAddress(context))
  const identity = await outside(context, () =>
    finishOutside(settings, cameBack, { state: input.state, verifier: kept.verifier, nonce: kept.nonce }),
  )
  const person = (await linkedPerson(context, identity)) ?? (await linkByEmail(context, identity))
  if (person === null) throw refuse('not_on_the_roster')
  if (settings.roles.size > 0)
    await syncOidcRoles(
      context,
      person,
      new Set(identity.groups.flatMap((group) => settings.roles.get(group) ?? [])),
    )
  const session = await openSession(db, network.id, person, { now, device: deviceWord(client?.agent ?? '') })
  return { ...next(kept.return_to), session, handover: null }
}

async function linkedPerson(context: Context, identity: OutsideIdentity): Promise<PersonId | null> {
  const row = await context.db
    .selectFrom('oidc_identity as i')
    .innerJoin('person as p', 'p.id', 'i.person_id')
    .select(['p.id', 'p.left_on'])
    .where('i.issuer', '=', identity.issuer)
    .where('i.subject', '=', identity.subject)
    .executeTakeFirst()
  if (!row) return null
  if (row.left_on !== null) throw refuse('not_on_the_roster')
  return row.id as PersonId
}

/** The first time: a person of the roster with the verified e-mail, whom nobody else of that service is. */
async function linkByEmail(context: Context, identity: OutsideIdentity): Promise<PersonId | null> {
  const { db, network } = context
  if (identity.verifiedEmail === null) return null
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', identity.verifiedEmail)
    .where('left_on', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!person) return null
  const other = await db
    .selectFrom('oidc_identity')
    .select('subject')
    .where('issuer', '=', identity.issuer)
    .where('person_id', '=', person.id)
    .executeTakeFirst()
  if (other) return null
  await db
    .insertInto('oidc_identity')
    .values({
      network_id: network.id,
      issuer: identity.issuer,
      subject: identity.subject,
      person_id: person.id,
      linked_at: context.now,
    })
    .execute()
  await context.audit({ action: 'identity.link', subject: { type: 'person', id: person.id } })
  return person.id as PersonId
}
