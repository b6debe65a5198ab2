import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, openChromium, openWindow, startSite, visit } from './browser.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

test('a second tap on a slow phone sends the six digits once; where nothing came of it they can be sent again', async () => {
  const context = await openWindow(browser, site)
  const page = await context.newPage()
  await visit(page, '/sign-in/code')
  let sent = 0
  await page.route('**/sign-in/code', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    sent += 1
    // No content: the page stays, as while an answer is on its way.
    return route.fulfill({ status: 204 })
  })
  await page.fill('[name=code]', '123456')
  const taps = (pause: number) =>
    page.locator('main form .button').evaluate(async (button: HTMLElement, ms) => {
      button.click()
      await new Promise((resolve) => setTimeout(resolve, ms))
      button.click()
    }, pause)
  await taps(100)
  await expect.poll(() => sent).toBe(1)
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow')))
  await page.locator('main form .button').click()
  await expect.poll(() => sent).toBe(2)
  await context.close()
})
