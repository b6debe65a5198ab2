import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError, configSchema, readConfig } from './config.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rounds-config-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

test('with nothing set there is a configuration, of the demonstration', () => {
  expect(readConfig({})).toMatchObject({ port: 8080, demonstration: true, baseUrl: 'http://localhost:8080' })
})

test.each([
  ['ROUNDS_PROT', '8080', /^ROUNDS_PROT is not a setting: run "rounds config --print-schema"/],
  ['ROUNDS_FOO_FILE', '/etc/hostname', /^ROUNDS_FOO_FILE is not a setting/],
  ['ROUNDS_TEST_ANYTHING', 'x', /^ROUNDS_TEST_ANYTHING is not a setting/],
  ['ROUNDS_PORT', 'abc', /^ROUNDS_PORT must be a whole number from 0 to 65535$/],
  ['ROUNDS_PORT', '1e3', /^ROUNDS_PORT must be a whole number/],
  ['ROUNDS_PORT', '0x50', /^ROUNDS_PORT must be a whole number/],
  ['ROUNDS_PORT', '-1', /^ROUNDS_PORT must be a whole number/],
  ['ROUNDS_PORT', '70000', /^ROUNDS_PORT must be at most 65535$/],
  ['ROUNDS_DEMO', 'no', /^ROUNDS_DEMO must be on or off$/],
  ['ROUNDS_LOG_LEVEL', 'verbose', /^ROUNDS_LOG_LEVEL must be silent, error, warn, info or debug$/],
  [
    'ROUNDS_BASE_URL',
    'rounds.example.org',
    /^ROUNDS_BASE_URL must be an address starting with http:\/\/ or https/,
  ],
  ['ROUNDS_BASE_URL', 'https://example.org/rounds', /^ROUNDS_BASE_URL must be an address without a path/],
  ['DATABASE_URL', 'mysql://u:secret@h/d', /^DATABASE_URL must be an address starting with postgres:/],
  ['ROUNDS_DATABASE_CONNECTIONS', '1', /^ROUNDS_DATABASE_CONNECTIONS must be at least 2$/],
  ['ROUNDS_SMTP_URL', 'mail.example.org', /^ROUNDS_SMTP_URL must be an address starting with smtp:/],
  ['ROUNDS_MAIL_FROM', 'Rounds', /^ROUNDS_MAIL_FROM must be an e-mail address, or a name and <an address>$/],
  ['ROUNDS_METRICS_TOKEN', 'short', /^ROUNDS_METRICS_TOKEN must have at least 16 characters$/],
  ['ROUNDS_SMTP_URL', 'smtps://mail.example.org', /^ROUNDS_MAIL_FROM is needed with ROUNDS_SMTP_URL/],
  ['ROUNDS_METRICS_PORT', '8080', /^ROUNDS_METRICS_PORT must differ from ROUNDS_PORT/],
  [
    'ROUNDS_OIDC_ISSUER',
    'https://idp.example.org',
    /^ROUNDS_OIDC_ISSUER and ROUNDS_OIDC_CLIENT_ID go together/,
  ],
  ['ROUNDS_OIDC_CLIENT_SECRET', 'x', /^ROUNDS_OIDC_CLIENT_SECRET is set without ROUNDS_OIDC_ISSUER/],
  ['ROUNDS_OIDC_ROLES', 'a', /^ROUNDS_OIDC_ROLES must be group=role pairs/],
  ['DATABASE_OWNER_URL', 'postgres://o@h/d', /^DATABASE_OWNER_URL is set without DATABASE_URL/],
  ['ROUNDS_SMTP_URL_FILE', '/no/such/file', /^ROUNDS_SMTP_URL_FILE must name a file that can be read/],
])('%s=%s stops the start with one line that says what was expected', (key, value, line) => {
  let said = ''
  try {
    readConfig({ [key]: value })
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    said = (error as Error).message
  }
  expect(said).toMatch(line)
  expect(said).not.toContain('\n')
  expect(said).not.toContain('secret')
})

test('what only developers set is no unknown setting', () => {
  expect(() => readConfig({ ROUNDS_CHROMIUM: '/usr/bin/chromium' })).not.toThrow()
})

test('a mail server elsewhere needs a sender and the address that messages lead to; one on this machine neither', () => {
  const mail = { ROUNDS_SMTP_URL: 'smtps://mail.example.org', ROUNDS_MAIL_FROM: 'rounds@example.org' }
  expect(() => readConfig(mail)).toThrow(/^ROUNDS_BASE_URL is needed with ROUNDS_SMTP_URL/)
  expect(() => readConfig({ ...mail, ROUNDS_BASE_URL: 'https://rounds.example.org' })).not.toThrow()
  expect(() => readConfig({ ROUNDS_SMTP_URL: 'smtp://127.0.0.1:25' })).not.toThrow()
})

test('issuers elsewhere need https, and roles must be roles', () => {
  const oidc = { ROUNDS_OIDC_ISSUER: 'http://idp.example.org', ROUNDS_OIDC_CLIENT_ID: 'rounds' }
  expect(() => readConfig(oidc)).toThrow(/must start with https/)
  expect(() =>
    readConfig({ ...oidc, ROUNDS_OIDC_ISSUER: 'https://idp.example.org', ROUNDS_OIDC_ROLES: 'a=king' }),
  ).toThrow(/ROUNDS_OIDC_ROLES names king, which is no role; there are physician/)
})

test('a secret comes from a file, from one place, and not from one that is empty or locked', () => {
  const file = join(directory, 'database')
  writeFileSync(file, 'postgres://app@db.example.org/rounds\n')
  expect(readConfig({ DATABASE_URL_FILE: file }).database.appUrl).toBe('postgres://app@db.example.org/rounds')
  expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://x@y/z' })).toThrow(
    /DATABASE_URL and DATABASE_URL_FILE are both set/,
  )
  writeFileSync(file, '')
  expect(() => readConfig({ DATABASE_URL_FILE: file })).toThrow(/^DATABASE_URL must be an address/)
  expect(() => readConfig({ DATABASE_URL_FILE: directory })).toThrow(/must name a file that can be read/)
  chmodSync(file, 0o000)
  if (process.getuid?.() !== 0)
    expect(() => readConfig({ DATABASE_URL_FILE: file })).toThrow(/must name a file that can be read/)
})

test('every setting says in the schema what it is', () => {
  const { properties } = configSchema() as { properties: Record<string, { description?: string }> }
  expect(Object.keys(properties).length).toBeGreaterThan(20)
  for (const [name, { description }] of Object.entries(properties)) expect(description, name).toBeTruthy()
})
