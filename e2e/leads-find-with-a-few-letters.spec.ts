import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, openChromium, openWindow, signInAs, startSite, visit } from './browser.ts'
import { axeProblems } from './checks/axe.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

test('Ctrl-K, a few letters and Enter lead to a page', async () => {
  const context = await openWindow(browser, site, { width: 1280, language: 'fr' })
  await signInAs(site, context, ['lead'])
  const page = await context.newPage()
  await visit(page, '/parts')
  await page.keyboard.press('Control+k')
  await page.locator('dialog.palette[open]').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.type('strategies')
  expect(await page.locator('[role=option][aria-selected=true]').textContent()).toBe('Stratégies')
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog.palette[open]').count()).toBe(0)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('strat')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/strategies')
  await context.close()
})

test('a physician’s page does not carry it', async () => {
  const context = await openWindow(browser, site, { width: 1280 })
  await signInAs(site, context, ['physician'])
  const page = await context.newPage()
  await visit(page, '/parts')
  expect(await page.locator('script[src*=palette]').count()).toBe(0)
  await context.close()
})
