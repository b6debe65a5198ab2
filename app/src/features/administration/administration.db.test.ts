import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueMail } from '../../platform/mail/mail.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { type Browser, type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'

let app: TestApp
let network: TestNetwork
let administrator: PersonId
let browser: Browser

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  administrator = await app.aPerson(network, { roles: ['network-administrator'], name: 'Nadia Admin' })
  browser = await app.browser(network, administrator)
})
afterAll(() => app.stop())

test('the overview says what works and what waits', async () => {
  const page = await browser.json<{ checks: { name: string; ready: boolean }[]; mailServer: boolean }>(
    '/administration',
  )
  expect(page.checks.find((one) => one.name === 'database')).toEqual({ name: 'database', ready: true })
  expect(page.mailServer).toBe(false)
})

test('the outbox shows to whom and about what, never what a message says', async () => {
  await app.inNetwork(network, (db) =>
    queueMail(db, app.app.services.jobs, network.id, {
      kind: 'digest',
      person: administrator,
      address: 'someone@example.org',
      subject: 'About something',
      body: 'The secret of the message',
    }),
  )
  const html = await browser.get('/administration/outbox')
  expect(html.body).toContain('About something')
  const json = JSON.stringify(await browser.json('/administration/outbox'))
  expect(json).toContain('someone@example.org')
  expect(html.body + json).not.toContain('The secret')
  await app.inNetwork(network, (db) => db.updateTable('mail_message').set({ state: 'sent' }).execute())
  const sent = await browser.get('/administration/outbox?state=sent')
  expect(sent.body).toContain('1 message went out')
  expect(sent.body + JSON.stringify(await browser.json('/administration/outbox?state=sent'))).not.toContain(
    'someone@example.org',
  )
})

test('what the mail server refused is tried again, one or all, once', async () => {
  const [one, other] = await app.inNetwork(network, (db) =>
    db
      .insertInto('mail_message')
      .values(
        [newId(), newId()].map((id) => ({
          network_id: network.id,
          id,
          person_id: administrator,
          address: 'gone@example.org',
          subject: 'Refused',
          body: 'b',
          state: 'failed' as const,
        })),
      )
      .returning('id')
      .execute(),
  )
  type Home = { home: { duties: { kind: string; count: number; href: string }[] } }
  const duty = async () =>
    (await browser.json<Home>('/')).home.duties.find(({ kind }) => kind === 'mail-failed')
  expect(await duty()).toMatchObject({ count: 2, href: '/administration/outbox?state=failed' })
  expect((await browser.get('/administration/outbox?state=failed')).body).toContain('Try all again')
  const again = (fields: Record<string, string> = {}) => browser.post('/administration/outbox/again', fields)
  const { location = '' } = await again({ message: one!.id })
  expect((await browser.get(location)).body).toContain('goes out in the next minutes')
  expect(await browser.json(location)).toMatchObject({ mails: [{ id: other!.id, mayGoAgain: true }] })
  for (let presses = 0; presses < 2; presses += 1) expect((await again()).status).toBe(303)
  expect(await browser.json(location)).toMatchObject({ mails: [] })
  expect(await duty()).toBeUndefined()
  const entries = await app.inNetwork(network, (db) =>
    db
      .selectFrom('audit_entry')
      .select('details')
      .where('action', '=', 'administration.send-again')
      .execute(),
  )
  expect(entries).toEqual([{ details: { messages: 1 } }, { details: { messages: 1 } }])
})

const settings = {
  name_en: 'Renamed',
  name_fr: 'Renommé',
  time_zone: 'America/Toronto',
  safety_reporting_url: 'https://example.org/safety',
  physician_health_url: '',
  privacy_contact: 'Pia Privacy, 555-0100',
  retention_months: '24',
}

test('settings are kept, and what another feature keeps beside them stays', async () => {
  await app.inNetwork(network, (db) =>
    db
      .updateTable('network')
      .set({ settings: JSON.stringify({ other: 'thing', retentionMonths: 12 }) as never })
      .execute(),
  )
  expect((await browser.post('/administration/settings', settings)).status).toBe(303)
  expect(await browser.json('/administration/settings')).toMatchObject({
    name: { en: 'Renamed', fr: 'Renommé' },
    timeZone: 'America/Toronto',
    physicianHealthUrl: null,
    retentionMonths: 24,
  })
  const row = await app.inNetwork(network, (db) =>
    db.selectFrom('network').select('settings').executeTakeFirstOrThrow(),
  )
  expect(row.settings).toMatchObject({ other: 'thing', retentionMonths: 24 })
  await browser.post('/administration/settings', { ...settings, retention_months: '' })
  expect(await browser.json('/administration/settings')).toMatchObject({ retentionMonths: null })
})

test.each([
  ['time_zone', 'Mars/Olympus'],
  ['safety_reporting_url', 'javascript:alert(1)'],
  ['retention_months', '3'],
  ['retention_months', '1e2'],
])('%s may not be %s', async (field, value) => {
  const refused = await browser.post('/administration/settings', { ...settings, [field]: value })
  expect(refused.status).toBe(422)
  expect(refused.body).toContain(`id="${field}-error"`)
})

test('a name is needed in one language', async () => {
  expect(
    (await browser.post('/administration/settings', { ...settings, name_en: '', name_fr: '' })).status,
  ).toBe(422)
})

test('the log is read, searched, and exported so that anybody can check its chain', async () => {
  const auditor = await app.browser(network, await app.aPerson(network, { roles: ['auditor'] }))
  const page = await auditor.json<{ entries: { action: string; actor: string }[] }>(
    '/administration/audit?action=network',
  )
  expect(page.entries[0]).toMatchObject({ action: 'network.settings', actor: 'Nadia Admin' })
  expect((await auditor.get('/administration/audit')).body).toMatch(/[A-Z][a-z]+ \d+, 20\d\d, \d\d:\d\d</)
  const reply = await auditor.get('/administration/audit.jsonl')
  expect(reply.headers['content-disposition']).toMatch(/attachment; filename="audit-/)
  const lines = reply.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const { head } = lines.pop() as { head: { seq: number; hash: string } }
  let previous: string = '0'.repeat(64)
  for (const entry of lines) {
    expect(entry['previous_hash']).toBe(previous)
    const details = Object.fromEntries(
      Object.entries(entry['details'] as object).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
    const canonical = JSON.stringify([
      ...['seq', 'at', 'actor_id', 'action', 'subject_type', 'subject_id'].map((key) => entry[key]),
      details,
    ])
    previous = createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonical).digest('hex')
    expect(entry['hash']).toBe(previous)
  }
  expect(head).toEqual({ seq: lines.length, hash: previous })
  expect(lines.at(-1)?.['action']).toBe('audit.export')
})
