import * as oidc from 'openid-client'
import type { Config } from '../../platform/config.ts'

/** What the other service says of a person who signed in there. */
export type OutsideIdentity = Readonly<{
  issuer: string
  subject: string
  /** Only where the service vouches for it. */
  verifiedEmail: string | null
  groups: readonly string[]
}>

type Settings = NonNullable<Config['oidc']>

const secondsToWait = 5
/** How far the other service's clock may be off. */
const secondsOff = 300
const discovered = new Map<string, Promise<oidc.Configuration>>()

const nameOf = ({ issuer, clientId }: Settings): string => `${issuer} ${clientId}`

/** Finds the service's addresses and keys, once until something fails: they may have changed. */
function discover(settings: Settings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const key = nameOf(settings)
  const known = discovered.get(key)
  if (known) return known
  const found = oidc.discovery(
    new URL(issuer),
    clientId,
    { ...(clientSecret === null ? {} : { client_secret: clientSecret }), [oidc.clockTolerance]: secondsOff },
    clientSecret === null ? oidc.None() : undefined,
    // The configuration takes http: from this machine alone.
    {
      timeout: secondsToWait,
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
      ],
    },
  )
  discovered.set(key, found)
  found.catch(() => discovered.delete(key))
  return found
}

/** A new request: where to send the browser, and what to keep until it comes back. */
export async function beginOutside(
  settings: Settings,
  redirectUri: string,
): Promise<{ address: string; state: string; verifier: string; nonce: string }> {
  const configuration = await discover(settings)
  const state = oidc.randomState()
  const nonce = oidc.randomNonce()
  const verifier = oidc.randomPKCECodeVerifier()
  const address = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { address: address.href, state, verifier, nonce }
}

/**
 * Exchanges the code that came back for the person's identity: checks state, nonce, PKCE, issuer, audience,
 * signature and times.
 *
 * @throws whatever of these is wrong
 */
export async function finishOutside(
  settings: Settings,
  cameBack: URL,
  kept: { state: string; verifier: string; nonce: string },
): Promise<OutsideIdentity> {
  try {
    return await exchange(settings, cameBack, kept)
  } catch (error) {
    discovered.delete(nameOf(settings))
    throw error
  }
}

async function exchange(
  settings: Settings,
  cameBack: URL,
  kept: { state: string; verifier: string; nonce: string },
): Promise<OutsideIdentity> {
  const configuration = await discover(settings)
  const tokens = await oidc.authorizationCodeGrant(configuration, cameBack, {
    pkceCodeVerifier: kept.verifier,
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('no identity came back')
  const more = configuration.serverMetadata().userinfo_endpoint
    ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    : {}
  const all: Record<string, unknown> = { ...more, ...claims }
  const groups = all[settings.groupsClaim]
  return {
    issuer: claims.iss,
    subject: claims.sub,
    verifiedEmail:
      all['email_verified'] === true && typeof all['email'] === 'string' ? all['email'].toLowerCase() : null,
    groups: [groups ?? []].flat().filter((group): group is string => typeof group === 'string'),
  }
}
