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

test.each([
  { javaScript: true, level: 'C' },
  { javaScript: false, level: 'C' },
  { javaScript: true, level: 'A' },
] as const)(
  'five statements, no typing, at most eight taps, and another language on the way ($level, JavaScript $javaScript)',
  async ({ javaScript, level }) => {
    const made = await aRound(site.app, site.network, { level })
    const context = await openWindow(browser, site, { language: 'en', javaScript })
    await signInAs(site, context, made.invited[0]!)
    const page = await context.newPage()
    await visit(page, `/rounds/${made.round}`)
    let taps = 1
    const answer = async (value: string): Promise<void> => {
      const before = await page.locator('main h1').textContent()
      await page.locator(`.answer[value=${value}]`).click()
      taps += 1
      await expect.poll(() => page.locator('main h1').textContent(), { timeout: 120_000 }).not.toBe(before)
    }
    await answer('agree')
    await answer('disagree')
    await page.locator('header .language').click()
    await page.locator('html[lang=fr-CA]').waitFor()
    expect(await page.locator('main h1').textContent()).toContain('Le champ 3')
    await answer('pass')
    await answer('not-my-area')
    await answer('agree')
    await page.waitForURL(`**/rounds/${made.round}/thanks`)
    expect(taps).toBeLessThanOrEqual(8)
    expect(await page.locator('main h1').textContent()).toBe('Envoyé. Merci.')
    const votes = await site.app.inNetwork(site.network, (db) =>
      db.selectFrom('vote').select('answer').where('round_id', '=', made.round).execute(),
    )
    expect(votes.map((vote) => vote.answer).toSorted()).toEqual([
      'agree',
      'agree',
      'disagree',
      'not-my-area',
      'pass',
    ])
    await context.close()
  },
)
