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

const aDraft = async (javaScript: boolean) => {
  const { round, managerLead } = await aRound(site.app, site.network, { open: false })
  const context = await openWindow(browser, site, { width: 1280, language: 'en', javaScript })
  await signInAs(site, context, managerLead)
  const page = await context.newPage()
  await visit(page, `/rounds/${round}/edit`)
  return { context, page, preview: page.locator('#preview') }
}

test('what a lead types stands in the phone beside it, with the time it takes, before anything is saved', async () => {
  const { context, page, preview } = await aDraft(true)
  await page.locator('#statement_3_en').fill('Only the ward calls the desk')
  await preview.getByText('Only the ward calls the desk').waitFor()
  await page.locator('#statement_3_en').fill('word '.repeat(59))
  await page.locator('#statement_6_en').fill('word '.repeat(59))
  for (const line of [1, 2, 4, 5, 7]) await page.locator(`#statement_${line}_en`).fill('word '.repeat(59))
  await preview.getByText('more than 350 words').waitFor()
  expect(await page.locator('#statement_3_en').inputValue()).toBe('word '.repeat(59))
  await page.reload()
  expect(await page.locator('#statement_3_en').inputValue()).toBe('Field 3 is needed')
  await context.close()
})

test('without JavaScript the phone shows what was sent: after saving, and when more lines are asked for', async () => {
  const { context, page, preview } = await aDraft(false)
  await page.locator('#statement_1_en').fill('The desk is called')
  await page.getByRole('button', { name: '10 more lines' }).click()
  await page.locator('#statement_18_en').waitFor()
  await preview.getByText('The desk is called').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  expect(await preview.locator('h2').nth(1).textContent()).toContain('The desk is called')
  await context.close()
})

test('Enter in a field sends the form, and leaves the language as it is', async () => {
  const { context, page } = await aDraft(true)
  await page.locator('#title_en').fill('Another name')
  await page.locator('#title_en').press('Enter')
  await page.getByText('Saved.').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en-CA')
  await context.close()

  const outside = await openWindow(browser, site, { language: 'fr', javaScript: false })
  const sign = await outside.newPage()
  await visit(sign, '/sign-in')
  await sign.locator('#email').fill('somebody@example.org')
  await sign.locator('#email').press('Enter')
  await sign.waitForURL('**/sign-in/code**')
  expect(await sign.locator('html').getAttribute('lang')).toBe('fr-CA')
  await outside.close()
})
