import { closeRoundDue } from '../app/src/features/rounds/public.ts'
import { newId } from '../app/src/platform/ids.ts'
import { aRound } from '../app/src/test-round.ts'
import type { PageState } from './page-state.ts'

const patient = 'My patient Jane Roe, MCP 123 456 789 012, born 1980-02-03, waited all night.'
const roster = [
  'key,given name,family name,e-mail,organisation,joined',
  '1,Zoe,Good,zoe.good@example.org,HSC,2024-02-29',
  '2,,Nameless,nameless@example.org,HSC,2024-02-29',
  '3,Ann,Address,no address,HSC,2024-02-29',
  '40,Bea,Day,bea.day@example.org,HSC,2024-02-29',
  '5,Cy,Day,cy.day@example.org,HSC,yesterday',
  '',
].join('\n')

/** Where somebody is stopped: by an error, a question, or what happened meanwhile. */
export const interruptedPages: readonly PageState[] = [
  { name: 'a page for others', roles: ['physician'], path: '/people', status: 403 },
  {
    name: 'results that have not come yet',
    status: 409,
    path: async ({ app, network }) => {
      const made = await aRound(app, network)
      return { person: made.managerLead, path: `/rounds/${made.round}/results` }
    },
  },
  {
    name: 'something too large',
    roles: ['physician'],
    path: '/say',
    status: 413,
    async act(page) {
      await page.evaluate(() => {
        const area = document.querySelector<HTMLTextAreaElement>('main form[method=post] textarea')
        if (area) area.value = 'x'.repeat(2.5 * 1024 * 1024)
      })
      await page.locator('main form[method=post] button[type=submit]').first().click()
      await page.waitForLoadState('load')
    },
  },
  {
    name: 'a session that ended while somebody wrote',
    roles: ['physician'],
    path: '/say',
    status: 401,
    async act(page) {
      await page.locator('main textarea').first().fill('Lab results arrive at night')
      await page.context().clearCookies({ name: /session/ })
      await page.locator('main form[method=post] button[type=submit]').first().click()
      await page.locator('#entered').waitFor()
    },
  },
  {
    name: 'a round that closed meanwhile',
    physician: true,
    path: async ({ app, network }) => {
      const made = await aRound(app, network)
      const now = app.now()
      app.setNow(new Date(now.getTime() + 8 * 86_400_000))
      await app.inContext(network, null, (context) => closeRoundDue(context, made.round))
      app.setNow(now)
      return { person: made.invited[0] ?? null, path: `/rounds/${made.round}/statements/1` }
    },
  },
  {
    name: 'what looks like a patient’s data',
    roles: ['physician'],
    path: '/say',
    status: 422,
    async act(page) {
      await page.locator('main textarea').first().fill(patient)
      await page.locator('main form[method=post] button[type=submit]').first().click()
      await page.locator('main mark').first().waitFor()
    },
  },
  {
    name: 'what to do with what was added',
    path: async ({ app, network }) => {
      const made = await aRound(app, network)
      const by = await app.browser(network, made.invited[0])
      await by.post(`/rounds/${made.round}/add`, { text: 'Field 9 is asked for twice' })
      return { person: made.triager, path: `/rounds/${made.round}/moderation` }
    },
  },
  {
    name: 'what was added, to be taken out again',
    path: async ({ app, network }) => {
      const made = await aRound(app, network)
      const by = await app.browser(network, made.invited[0])
      await by.post(`/rounds/${made.round}/add`, { text: 'Field 9 is asked for twice' })
      const reader = await app.browser(network, made.triager)
      const page = `/rounds/${made.round}/moderation`
      const { waiting } = await reader.json<{ waiting: { id: string }[] }>(page)
      const id = waiting[0]?.id ?? ''
      await reader.post(page, { contribution: id, [`verdict_${id}`]: 'accepted' })
      return { person: made.triager, path: `${page}?out=${id}` }
    },
  },
  {
    name: 'messages that the mail server refused',
    path: async ({ app, network }) => {
      const person = await app.aPerson(network, { roles: ['network-administrator'] })
      await app.inNetwork(network, (db) =>
        db
          .insertInto('mail_message')
          .values(
            ['Two answers wait for you', ''].map((body) => ({
              network_id: network.id,
              id: newId(),
              person_id: person,
              address: 'nobody.any.more@example.org',
              subject: 'Two things, about three minutes',
              body,
              state: 'failed' as const,
              attempts: 12,
              last_error: '550 5.1.1 No such user here',
            })),
          )
          .execute(),
      )
      return { person, path: '/administration/outbox?state=failed' }
    },
  },
  {
    name: 'a clock that is in doubt, and another day than it shows',
    withErrors: true,
    sendEmpty: true,
    path: async ({ app }) => {
      const network = await app.aNetwork()
      const now = app.now()
      const sure = new Date(now.getTime() - 2 * 86_400_000)
      await app.inNetwork(network, (db) =>
        db
          .insertInto('clock_watch')
          .values({ network_id: network.id, sure_at: sure, seen_at: now, steady_since: now })
          .execute(),
      )
      const person = await app.aPerson(network, { roles: ['network-administrator'] })
      return { network, person, path: '/administration/clock' }
    },
  },
  {
    name: 'a roster before it is taken in',
    roles: ['network-administrator'],
    path: '/people/import',
    async act(page) {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(roster) })
      await page.locator('#roster button[type=submit]').click()
      await page.waitForURL(/people\/import\/[0-9a-f-]+$/)
    },
  },
]
