import { resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { roles } from './auth/authorization.ts'

/** What a setting must be, in the words of the one line that a bad value stops the start with. */
const number = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from, `must be at least ${from}`).max(to, `must be at most ${to}`))
const port = number(0, 65_535)
const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` })
const text = (least: number) =>
  z
    .string()
    .trim()
    .min(least, least === 1 ? 'must not be empty' : `must have at least ${least} characters`)
const url = (...protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address starting with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  })
/** The sender where none is set. */
const nobodysMailbox = 'Rounds <rounds@localhost>'
const isMailbox = (value: string): boolean =>
  z.email().safeParse(/^[^<>\r\n]*<([^<>]+)>$/.exec(value)?.[1] ?? value).success ||
  /^[^<>\r\n]*<?[\w.+-]+@localhost>?$/.test(value)

/** Every setting, by the name of its environment variable. */
const Environment = z.object({
  ROUNDS_DATA: text(1)
    .default('./data')
    .describe('Directory of the embedded database and the round keys; from the project folder'),
  ROUNDS_HOST: text(1).default('127.0.0.1').describe('Address to listen on'),
  ROUNDS_PORT: port.default(8080).describe('Port to listen on'),
  ROUNDS_BASE_URL: url('http:', 'https:')
    .refine(
      (value) => !URL.canParse(value) || /^\/*$/.test(new URL(value).pathname + new URL(value).search),
      {
        error: 'must be an address without a path: pages are served at its root',
      },
    )
    .optional()
    .describe('Address people open; https:// in production'),
  ROUNDS_TRUST_PROXY: oneOf('on', 'off')
    .default('off')
    .describe('on behind a reverse proxy that sets X-Forwarded-*'),
  ROUNDS_DEMO: oneOf('on', 'off')
    .default('on')
    .describe('off: start empty instead of with the demonstration network'),
  DATABASE_URL: url('postgres:', 'postgresql:')
    .optional()
    .describe('PostgreSQL 15 or newer, as a role that owns nothing; without it an embedded one is started'),
  DATABASE_OWNER_URL: url('postgres:', 'postgresql:')
    .optional()
    .describe('The same database as the role that owns the tables; used by migrations only'),
  ROUNDS_DATABASE_CONNECTIONS: number(2, 200).default(16).describe('Connections the application holds'),
  ROUNDS_SMTP_URL: url('smtp:', 'smtps:')
    .optional()
    .describe('Mail server; without it messages wait in the outbox'),
  ROUNDS_MAIL_FROM: text(1)
    .refine(isMailbox, 'must be an e-mail address, or a name and <an address>')
    .default(nobodysMailbox)
    .describe('Sender of messages'),
  ROUNDS_OIDC_ISSUER: url('http:', 'https:').optional().describe('OpenID Connect issuer'),
  ROUNDS_OIDC_CLIENT_ID: text(1).optional().describe('OpenID Connect client'),
  ROUNDS_OIDC_CLIENT_SECRET: text(1).optional().describe('OpenID Connect client secret'),
  ROUNDS_OIDC_GROUPS_CLAIM: text(1).default('groups').describe('Claim that lists a person’s groups'),
  ROUNDS_OIDC_ROLES: z
    .string()
    .regex(/^[^=,]+=[a-z-]+(,[^=,]+=[a-z-]+)*$/, 'must be group=role pairs separated by commas')
    .optional()
    .describe('Groups to roles: group=role,group=role'),
  ROUNDS_METRICS_TOKEN: text(16).optional().describe('Bearer token of /metrics on the public listener'),
  ROUNDS_METRICS_PORT: port.optional().describe('Separate port for /metrics, on 127.0.0.1'),
  ROUNDS_LOG_LEVEL: oneOf('silent', 'error', 'warn', 'info', 'debug')
    .default('info')
    .describe('Least important log line written'),
  ROUNDS_PSEUDO_LOCALE: oneOf('on', 'off')
    .default('off')
    .describe('on: offers a bracketed test language; for checking translations'),
  ROUNDS_REQUESTS_PER_MINUTE: number(10, 1_000_000)
    .default(600)
    .describe('Requests one address may make in a minute'),
})

export type Config = Readonly<{
  dataDirectory: string
  host: string
  port: number
  baseUrl: string
  trustProxy: boolean
  demonstration: boolean
  database: { appUrl: string | null; ownerUrl: string | null; connections: number }
  mail: { smtpUrl: string | null; from: string }
  oidc: {
    issuer: string
    clientId: string
    clientSecret: string | null
    groupsClaim: string
    roles: ReadonlyMap<string, string>
  } | null
  metrics: { token: string | null; port: number | null }
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  pseudoLocale: boolean
  requestsPerMinute: number
}>

/** A setting that can't be used: says which one and what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Whether an address leads to this very machine. */
export const isThisMachine = (address: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)

const known = new Set(Object.keys(Environment.shape))
/** Of whoever works on Rounds: see db/test-server.ts and cli/find-chromium.ts. */
const ofDevelopers = new Set([
  'ROUNDS_TEST_DATABASE_ADMIN_URL',
  'ROUNDS_TEST_ADMIN_URL',
  'ROUNDS_TEST_TEMPLATE',
  'ROUNDS_CHROMIUM',
])

function readSecretFiles(environment: NodeJS.ProcessEnv): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [key, value] of Object.entries(environment)) {
    if (value === undefined || value === '') continue
    const target = key.endsWith('_FILE') ? key.slice(0, -'_FILE'.length) : null
    if (target !== null && known.has(target)) {
      if (environment[target]) throw new ConfigError(`${target} and ${key} are both set: set one of them`)
      try {
        values[target] = readFileSync(value, 'utf8').trim()
      } catch {
        throw new ConfigError(`${key} must name a file that can be read, received "${value}"`)
      }
    } else if (known.has(key)) {
      values[key] = value
    } else if (key.startsWith('ROUNDS_') && !ofDevelopers.has(key)) {
      throw new ConfigError(`${key} is not a setting: run "rounds config --print-schema" for those there are`)
    }
  }
  return values
}

/**
 * Reads and checks the configuration.
 *
 * @param environment variables; `NAME_FILE` names a file holding the value of `NAME`
 * @throws {ConfigError} one line: the variable, and what was expected
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(readSecretFiles(environment))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'} ${issue?.message ?? 'can’t be read'}`)
  }
  const e = parsed.data
  if (e.DATABASE_OWNER_URL && !e.DATABASE_URL)
    throw new ConfigError('DATABASE_OWNER_URL is set without DATABASE_URL: set both')
  if (Boolean(e.ROUNDS_OIDC_ISSUER) !== Boolean(e.ROUNDS_OIDC_CLIENT_ID))
    throw new ConfigError('ROUNDS_OIDC_ISSUER and ROUNDS_OIDC_CLIENT_ID go together: set both or neither')
  const needless = (['ROUNDS_OIDC_CLIENT_SECRET', 'ROUNDS_OIDC_ROLES'] as const).find(
    (key) => e[key] !== undefined && !e.ROUNDS_OIDC_ISSUER,
  )
  if (needless) throw new ConfigError(`${needless} is set without ROUNDS_OIDC_ISSUER: set both or neither`)
  if (e.ROUNDS_SMTP_URL && !isThisMachine(e.ROUNDS_SMTP_URL)) {
    if (e.ROUNDS_MAIL_FROM === nobodysMailbox)
      throw new ConfigError(
        'ROUNDS_MAIL_FROM is needed with ROUNDS_SMTP_URL: mail servers refuse what comes from rounds@localhost',
      )
    if (e.ROUNDS_BASE_URL === undefined)
      throw new ConfigError(
        'ROUNDS_BASE_URL is needed with ROUNDS_SMTP_URL: the links in messages lead there',
      )
  }
  if (e.ROUNDS_METRICS_PORT !== undefined && e.ROUNDS_METRICS_PORT === e.ROUNDS_PORT)
    throw new ConfigError('ROUNDS_METRICS_PORT must differ from ROUNDS_PORT: /metrics is not public')
  if (e.ROUNDS_OIDC_ISSUER?.startsWith('http:') && !isThisMachine(e.ROUNDS_OIDC_ISSUER))
    throw new ConfigError('ROUNDS_OIDC_ISSUER must start with https:// unless it is on this machine')
  const strange = [...(e.ROUNDS_OIDC_ROLES ?? '').matchAll(/=([a-z-]+)/g)].find(
    ([, role]) => !roles.some((one) => one === role),
  )
  if (strange)
    throw new ConfigError(
      `ROUNDS_OIDC_ROLES names ${strange[1]}, which is no role; there are ${roles.join(', ')}`,
    )
  return {
    dataDirectory: resolve(import.meta.dirname, '../../..', e.ROUNDS_DATA),
    host: e.ROUNDS_HOST,
    port: e.ROUNDS_PORT,
    baseUrl: (e.ROUNDS_BASE_URL ?? `http://localhost:${e.ROUNDS_PORT}`).replace(/\/+$/, ''),
    trustProxy: e.ROUNDS_TRUST_PROXY === 'on',
    demonstration: e.ROUNDS_DEMO === 'on' && e.DATABASE_URL === undefined,
    database: {
      appUrl: e.DATABASE_URL ?? null,
      ownerUrl: e.DATABASE_OWNER_URL ?? null,
      connections: e.ROUNDS_DATABASE_CONNECTIONS,
    },
    mail: { smtpUrl: e.ROUNDS_SMTP_URL ?? null, from: e.ROUNDS_MAIL_FROM },
    oidc:
      e.ROUNDS_OIDC_ISSUER && e.ROUNDS_OIDC_CLIENT_ID
        ? {
            issuer: e.ROUNDS_OIDC_ISSUER,
            clientId: e.ROUNDS_OIDC_CLIENT_ID,
            clientSecret: e.ROUNDS_OIDC_CLIENT_SECRET ?? null,
            groupsClaim: e.ROUNDS_OIDC_GROUPS_CLAIM,
            roles: new Map(
              (e.ROUNDS_OIDC_ROLES ?? '')
                .split(',')
                .filter(Boolean)
                .map((pair) => pair.split('=') as [string, string]),
            ),
          }
        : null,
    metrics: { token: e.ROUNDS_METRICS_TOKEN ?? null, port: e.ROUNDS_METRICS_PORT ?? null },
    logLevel: e.ROUNDS_LOG_LEVEL,
    pseudoLocale: e.ROUNDS_PSEUDO_LOCALE === 'on',
    requestsPerMinute: e.ROUNDS_REQUESTS_PER_MINUTE,
  }
}

/** The settings as a JSON Schema, keyed by environment variable. */
export function configSchema(): unknown {
  return z.toJSONSchema(Environment, { io: 'input' })
}
