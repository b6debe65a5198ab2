import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aRound } from '../app/src/test-round.ts'
import { type Site, openChromium, openWindow, signInAs, startSite, visit } from './browser.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

test('an answer pressed without a connection is kept, said not to be saved, and sent when it is back', async () => {
  const context = await openWindow(browser, site)
  await signInAs(site, context, ['physician'])
  const page = await context.newPage()
  await visit(page, '/parts')
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/parts/answer')) sent.push(request.postData() ?? '')
  })
  const status = page.locator('.queue-status')
  expect(await status.getAttribute('role')).toBe('status')

  await context.setOffline(true)
  await page.locator('.answer[value=agree]').click()
  await page.waitForFunction(() =>
    document.querySelector('.queue-status')?.textContent?.includes('Not saved yet'),
  )
  expect(await page.locator('.answer[value=agree]').getAttribute('aria-pressed')).toBe('true')

  // What stands between says that all is well, and has not passed it on.
  await page.route(
    '**/parts/answer',
    (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>Welcome to this network' }),
    { times: 1 },
  )
  await context.setOffline(false)
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.waitForURL('**/parts/thanks', { timeout: 120_000 })
  expect(new Set(sent)).toEqual(new Set(['revision=1&answer=agree']))
  await context.close()
})

test('in a round with names, on a device that is said to be one’s own, and nowhere else', async () => {
  const [named, apart] = [
    await aRound(site.app, site.network, { level: 'A' }),
    await aRound(site.app, site.network, { level: 'C' }),
  ]
  const context = await openWindow(browser, site, { language: 'en' })
  await signInAs(site, context, named.invited[0]!)
  const page = await context.newPage()
  await visit(page, `/rounds/${named.round}`)
  expect(await page.locator('form[data-queue]').count()).toBe(0)
  await visit(page, '/me')
  await page.getByRole('button', { name: 'This device is mine alone' }).click()
  await page.getByRole('button', { name: 'Others use this device too' }).waitFor()

  await visit(page, `/rounds/${named.round}`)
  await context.setOffline(true)
  await page.locator('.answer[value=disagree]').click()
  const notSaved = page.getByText('Not saved yet – we will try again. Keep this page open.')
  await notSaved.waitFor()
  expect(await notSaved.getAttribute('class')).toContain('attention')
  const stored = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
  ])
  expect(stored).toEqual([0, 0, 0, 0])
  await context.setOffline(false)
  await page.waitForURL('**/statements/2?after=1', { timeout: 120_000 })
  await page.getByText('Saved: Disagree.').waitFor()
  const votes = await site.app.inNetwork(site.network, (db) =>
    db.selectFrom('vote').select(['answer', 'revision']).where('round_id', '=', named.round).execute(),
  )
  expect(votes).toEqual([{ answer: 'disagree', revision: 1 }])

  const other = await openWindow(browser, site, { language: 'en' })
  await signInAs(site, other, apart.invited[0]!)
  const there = await other.newPage()
  await visit(there, '/me')
  await there.getByRole('button', { name: 'This device is mine alone' }).click()
  await there.getByRole('button', { name: 'Others use this device too' }).waitFor()
  await visit(there, `/rounds/${apart.round}`)
  expect(await there.locator('form[data-queue]').count()).toBe(0)

  await other.setOffline(true)
  await there.getByText('No connection. What was saved before stays saved').waitFor()
  const asked = there.waitForRequest('**/healthz')
  let times = 0
  there.on('request', (request) => {
    if (request.url().endsWith('/healthz')) times += 1
  })
  await there.locator('.answer[value=agree]').click()
  await asked
  await there.evaluate(() => new Promise((done) => setTimeout(done, 200)))
  await there.getByText('No connection. What was saved before stays saved').waitFor()
  expect(times, 'one press asks the server once').toBe(1)
  expect(await there.locator('.answer[value=agree]').isVisible(), 'the statement stays').toBe(true)
  await other.setOffline(false)
  await there.locator('.answer[value=agree]').click()
  await there.getByText('Saved: Agree.').waitFor()
  await Promise.all([context.close(), other.close()])
})

test('a page that stays open says that there is no connection, and that nothing saved is lost', async () => {
  for (const [language, words, back] of [
    ['en', 'No connection. What was saved before stays saved', 'The connection is back. Nothing was sent'],
    [
      'fr',
      'Pas de connexion. Ce qui était enregistré le reste',
      'La connexion est rétablie. Rien n’a été envoyé',
    ],
  ] as const) {
    const context = await openWindow(browser, site, { language })
    await signInAs(site, context, ['physician'])
    const page = await context.newPage()
    await visit(page, '/me')
    const line = page.locator('.connection')
    expect(await line.isVisible()).toBe(false)
    await context.setOffline(true)
    await page.getByText(words).waitFor()
    expect(await line.getAttribute('role')).toBe('status')
    await context.setOffline(false)
    await line.waitFor({ state: 'hidden' })
    await context.setOffline(true)
    await page.locator('main button[type=submit]').first().click()
    await context.setOffline(false)
    await page.getByText(back).waitFor()
    await context.close()
  }
})

test('a browser that wrongly says it is offline sends what is pressed', async () => {
  const context = await openWindow(browser, site, { language: 'en' })
  await context.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }))
  const { round, invited } = await aRound(site.app, site.network, { level: 'C' })
  await signInAs(site, context, invited[0]!)
  const page = await context.newPage()
  await visit(page, `/rounds/${round}`)
  const asking = Promise.withResolvers<void>()
  await page.route('**/healthz', async (route) => {
    await asking.promise
    await route.continue()
  })
  const press = (value: string) =>
    page.locator(`.answer[value=${value}]`).evaluate((answer: HTMLButtonElement) => answer.click())
  await press('agree')
  await press('disagree')
  asking.resolve()
  await page.getByText('Saved: Agree.').waitFor()
  const votes = await site.app.inNetwork(site.network, (db) =>
    db.selectFrom('vote').select(['answer', 'revision']).where('round_id', '=', round).execute(),
  )
  expect(votes, 'what is pressed while the server is asked').toEqual([{ answer: 'agree', revision: 1 }])
  expect(await page.locator('.connection').isVisible()).toBe(false)

  // A button that is gone when the server has answered takes no later press with it.
  await page.unroute('**/healthz')
  const gone = Promise.withResolvers<void>()
  const failed = page.waitForEvent('pageerror')
  await page.route('**/healthz', async (route) => {
    await gone.promise
    await route.continue()
  })
  await press('agree')
  await page.locator('.answer[value=agree]').evaluate((answer) => answer.remove())
  gone.resolve()
  await failed
  await page.unroute('**/healthz')
  await page.route('**/healthz', (route) => route.abort())
  const address = page.url()
  await press('pass')
  await page.getByText('No connection. What was saved before stays saved').waitFor()
  expect(page.url()).toBe(address)
  await context.close()
})
