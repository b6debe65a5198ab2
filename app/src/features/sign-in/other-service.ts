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
/** What was learnt so lately is not asked for again, however many sign-ins fail. */
const secondsFresh = 5

type Service = { foundAt: number; configuration: Promise<oidc.Configuration> }
const discovered = new Map<string, Service>()

const nameOf = ({ issuer, clientId }: Settings): string => `${issuer} ${clientId}`
const seconds = (): number => Date.now() / 1000

function clientOf({ clientSecret }: Settings): [Partial<oidc.ClientMetadata>, oidc.ClientAuth | undefined] {
  const tolerant = { [oidc.clockTolerance]: secondsOff }
  return clientSecret === null
    ? [tolerant, oidc.None()]
    : [{ ...tolerant, client_secret: clientSecret }, undefined]
}

/** What every configuration needs; http: is taken from this machine alone, which the settings see to. */
const preparations = ({ issuer }: Settings) => [
  oidc.enableNonRepudiationChecks,
  ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
]

/** Finds the service's addresses, once until something fails: they may have changed. */
function discover(settings: Settings): Promise<oidc.Configuration> {
  const { issuer, clientId } = settings
  const key = nameOf(settings)
  const known = discovered.get(key)
  if (known) return known.configuration
  const configuration = oidc.discovery(new URL(issuer), clientId, ...clientOf(settings), {
    timeout: secondsToWait,
    execute: preparations(settings),
  })
  discovered.set(key, { foundAt: seconds(), configuration })
  configuration.catch(() => discovered.delete(key))
  return configuration
}

/** A configuration for one exchange: with these keys, or those it asks for. */
function configurationOf(
  settings: Settings,
  found: oidc.Configuration,
  ask: oidc.CustomFetch,
  keys: oidc.ExportedJWKSCache | undefined,
): oidc.Configuration {
  const own = new oidc.Configuration(found.serverMetadata(), settings.clientId, ...clientOf(settings))
  for (const prepare of preparations(settings)) prepare(own)
  own.timeout = secondsToWait
  own[oidc.customFetch] = ask
  if (keys) oidc.setJwksCache(own, keys)
  return own
}

/** Asks with a code only once, for it is good for one answer, and gives the same answer again. */
function askOnce(tokenEndpoint: string | undefined): oidc.CustomFetch {
  let answer: Promise<Response> | undefined
  // Node sends what the library gives it; their types differ.
  const plain = fetch as oidc.CustomFetch
  return async (url, options) => {
    if (url !== tokenEndpoint) return plain(url, options)
    answer ??= plain(url, options)
    return (await answer).clone()
  }
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
    const known = discovered.get(nameOf(settings))
    if (known && seconds() - known.foundAt >= secondsFresh) discovered.delete(nameOf(settings))
    throw error
  }
}

async function exchange(
  settings: Settings,
  cameBack: URL,
  kept: { state: string; verifier: string; nonce: string },
): Promise<OutsideIdentity> {
  const found = await discover(settings)
  const ask = askOnce(found.serverMetadata().token_endpoint)
  const grant = async (keys: oidc.ExportedJWKSCache | undefined) => {
    const configuration = configurationOf(settings, found, ask, keys)
    const tokens = await oidc.authorizationCodeGrant(configuration, cameBack, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    })
    const used = oidc.getJwksCache(configuration)
    if (used) oidc.setJwksCache(found, used)
    return { configuration, tokens }
  }
  const keys = oidc.getJwksCache(found)
  const { configuration, tokens } = await grant(keys).catch((error: unknown) => {
    // The service has new keys since.
    const unknownKey = (error as { code?: unknown }).code === 'OAUTH_KEY_SELECTION_FAILED'
    if (!unknownKey || !keys || seconds() - keys.uat < secondsFresh) throw error
    return grant(undefined)
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
