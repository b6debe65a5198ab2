import { createHash, randomBytes } from 'node:crypto'
import { openSession } from '../../platform/auth/session.ts'
import type { Config } from '../../platform/config.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context, Services } from '../../platform/http/context.ts'
import { addressOf } from '../../platform/http/networks.ts'
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

type Settings = NonNullable<Config['oidc']>

function settingsOf(context: Context): Settings {
  const settings = context.services.config.oidc
  if (settings === null) throw new NotFound()
  return settings
}

/** Nobody is signed in: the way back to the sign-in page, which says so and still leads where the person was going. */
type Failed = Readonly<{ failed: true; returnTo: string }>

const failed = (returnTo: string): Failed => ({ failed: true, returnTo })
const toSignIn = ({ returnTo }: Failed): Next =>
  next(`/sign-in?${new URLSearchParams({ to: returnTo, failed: '1' })}`)

async function asking<T>(services: Services, returnTo: string, work: () => Promise<T>): Promise<T | Failed> {
  try {
    return await work()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    services.log.warn({ reason: typeof code === 'string' ? code : 'unknown' }, 'other sign-in service')
    return failed(returnTo)
  }
}

type Departure = Readonly<{ settings: Settings; redirectUri: string; returnTo: string }>
type Begun = Departure & Awaited<ReturnType<typeof beginOutside>>

/** What is needed to go to the organisation's sign-in. */
export async function departure(context: Context, input: { to?: string | undefined }): Promise<Departure> {
  context.authorize(may['sign-in'])
  const settings = settingsOf(context)
  const { network, now, client } = context
  if (client && !starts.take(`${network.id} ${client.address}`, now)) throw refuse('too_many_tries')
  const redirectUri = `${await addressOf(context)}/sign-in/oidc/callback`
  return { settings, redirectUri, returnTo: ownPath(input.to) }
}

/** Makes a request of the other service. */
export async function beginRequest(services: Services, from: Departure): Promise<Begun | Failed> {
  return asking(services, from.returnTo, async () => ({
    ...from,
    ...(await beginOutside(from.settings, from.redirectUri)),
  }))
}

/** Keeps the request until the browser is back, and sends it there. */
export async function keepRequest(context: Context, begun: Begun | Failed): Promise<Next> {
  if ('failed' in begun) return toSignIn(begun)
  const handover = randomBytes(24).toString('base64url')
  await context.db
    .insertInto('oidc_request')
    .values({
      network_id: context.network.id,
      state_hash: stateHash(begun.state, handover),
      verifier: begun.verifier,
      nonce: begun.nonce,
      return_to: begun.returnTo,
      expires_at: new Date(context.now.getTime() + minutes * 60_000),
    })
    .execute()
  return { ...next(begun.address), handover }
}

type Returned = Readonly<{
  settings: Settings
  cameBack: URL
  kept: { state: string; verifier: string; nonce: string }
  returnTo: string
}>
type Identified = Readonly<{ settings: Settings; identity: OutsideIdentity; returnTo: string }>

/** Takes the request that this browser left with: it is there once. */
export async function takeRequest(context: Context, input: { state: string }): Promise<Returned | Failed> {
  context.authorize(may['sign-in'])
  const settings = settingsOf(context)
  const kept = await context.db
    .deleteFrom('oidc_request')
    .where('state_hash', '=', stateHash(input.state, context.client?.handover ?? ''))
    .where('expires_at', '>', context.now)
    .returning(['verifier', 'nonce', 'return_to'])
    .executeTakeFirst()
  if (!kept) return failed('/')
  return {
    settings,
    cameBack: new URL(context.chrome.path, await addressOf(context)),
    kept: { state: input.state, verifier: kept.verifier, nonce: kept.nonce },
    returnTo: kept.return_to,
  }
}

/** Asks the other service who came back. */
export async function identify(services: Services, from: Returned | Failed): Promise<Identified | Failed> {
  if ('failed' in from) return from
  const { settings, cameBack, kept, returnTo } = from
  return asking(services, returnTo, async () => ({
    settings,
    identity: await finishOutside(settings, cameBack, kept),
    returnTo,
  }))
}

/** Signs in who came back: known by issuer and subject, or for the first time by verified e-mail. */
export async function signInOutsider(context: Context, found: Identified | Failed): Promise<Next> {
  if ('failed' in found) return toSignIn(found)
  const { db, network, now, client } = context
  const { settings, identity, returnTo } = found
  const person = (await linkedPerson(context, identity)) ?? (await linkByEmail(context, identity))
  if (person === null) throw refuse('not_on_the_roster')
  if (settings.roles.size > 0)
    await syncOidcRoles(
      context,
      person,
      new Set(identity.groups.flatMap((group) => settings.roles.get(group) ?? [])),
    )
  const session = await openSession(db, network.id, person, { now, device: deviceWord(client?.agent ?? '') })
  return { ...next(returnTo), session }
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
