import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

  await context.setOffline(false)
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.waitForURL('**/parts/thanks', { timeout: 15_000 })
  expect(new Set(sent)).toEqual(new Set(['revision=1&answer=agree']))
  await context.close()
})
