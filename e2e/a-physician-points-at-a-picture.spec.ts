import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, openChromium, openWindow, signInAs, startSite, visit } from './browser.ts'
import { asked } from './pages-of-prototypes.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

test.each([
  { javaScript: true, by: 'a press on the picture' },
  { javaScript: false, by: 'a press on the picture' },
  { javaScript: false, by: 'the keyboard alone' },
] as const)(
  'sees the picture, and says something about a place of it by $by (JavaScript $javaScript)',
  async ({ javaScript, by }) => {
    const context = await openWindow(browser, site, { language: 'en', javaScript })
    const person = await signInAs(site, context, ['physician'])
    const { round } = await asked(site, person, 'picture')
    const page = await context.newPage()
    await visit(page, `/rounds/${round}/review`)
    const over = await page
      .locator('.picture-cells button')
      .evaluateAll((cells) => [...new Set(cells.map((cell) => getComputedStyle(cell).backgroundColor))])
    expect(over).toEqual(['rgba(0, 0, 0, 0)'])
    if (by === 'a press on the picture') {
      await page.locator('.picture-cells button[value=C2]').click()
    } else {
      await page.getByRole('link', { name: 'Say something about it' }).focus()
      await page.keyboard.press('Enter')
      await page.locator('#place').focus()
      await page.keyboard.type('Place C2')
    }
    await page.locator('#finding').focus()
    await page.keyboard.press('Space')
    await page.locator('#text').fill('Too small to read')
    await page.getByRole('button', { name: 'Save' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Number 1 · Place C2 · Hard to use').waitFor()
    await page.getByText('Too small to read').waitFor()
    await context.close()
  },
)
