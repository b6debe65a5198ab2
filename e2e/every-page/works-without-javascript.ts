import { expect, test } from 'vitest'
import { languageChangeProblems } from '../checks/languages.ts'
import { pages } from '../pages.ts'
import { type Tour, atState } from '../tour.ts'

/** Every page without JavaScript: forms, navigation, language. */
export function everyPageWorksWithoutJavascript(tour: Tour): void {
  test.concurrent.each(pages)(
    'every form can be sent, the navigation opened, the language changed: $name',
    async (state) => {
      const found = await atState(tour, state, { javaScript: false }, async (page) => {
        const forms = await page.locator('form').all()
        const withoutButton: string[] = []
        for (const form of forms) {
          const id = await form.getAttribute('id')
          const buttons = await form.locator('button[type=submit], input[type=submit]').count()
          const outside = id ? await page.locator(`button[form="${id}"][type=submit]`).count() : 0
          if (buttons + outside === 0) withoutButton.push((await form.getAttribute('action')) ?? '?')
        }
        const menu = page.locator('.menu')
        if ((await menu.count()) > 0) {
          await menu.click()
          await page.locator('#navigation a').first().waitFor({ state: 'visible' })
        }
        const headings = await page.locator('main h1').count()
        return {
          withoutButton,
          headings,
          language: await languageChangeProblems(page, {
            stays: ![404, 413].includes(state.status ?? 200),
          }),
        }
      })
      expect(found).toEqual({ withoutButton: [], headings: 1, language: [] })
    },
  )
}
