import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Site, openChromium, openWindow, startSite, visit } from './browser.ts'
import { arrange, windowAt } from './tour.ts'
import { pages } from './pages.ts'
import { untranslated } from './untranslated.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

describe.each(pages)('$name', (state) => {
  test('says nothing that is not in both languages', async () => {
    const { network, person, path } = await arrange(site, state)
    const reader = await site.app.browser(network, person ?? undefined)
    reader.cookies.set('rounds-language', 'pseudo')
    const reply = await reader.get(path)
    expect(reply.status).toBe(state.status ?? 200)
    expect(untranslated(reply.body)).toEqual([])
  })

  test('changes its language where it is', async () => {
    const { context, at } = await windowAt(browser, site, state, { language: 'en' })
    const page = await context.newPage()
    await visit(page, at.path, state.status)
    const toggle = page.locator('header .language')
    expect(await toggle.getAttribute('lang')).toBe('fr')
    if (state.status === undefined && (await toggle.evaluate((one) => one.tagName)) === 'A') {
      await toggle.click()
      expect(await page.locator('html').getAttribute('lang')).toBe('fr-CA')
      expect(new URL(page.url()).pathname).toBe(new URL(at.path, at.url).pathname)
    }
    await context.close()
  })
})

test('a change of language in the middle of a form keeps what was typed and chosen', async () => {
  const context = await openWindow(browser, site, { language: 'en' })
  const page = await context.newPage()
  await visit(page, '/parts')
  await page.locator('#why').fill('Lab results arrive at night')
  await page.locator('#title_fr').fill('Résultats de nuit')
  await page.locator('input[name=level][value=a]').check()
  await page.locator('header .language').click()
  await page.locator('html[lang=fr-CA]').waitFor()
  expect(await page.locator('#why').inputValue()).toBe('Lab results arrive at night')
  expect(await page.locator('#title_fr').inputValue()).toBe('Résultats de nuit')
  expect(await page.locator('input[name=level][value=a]').isChecked()).toBe(true)
  await context.close()
})
