import { describe, expect, test } from 'vitest'
import { matrix } from '../../app/src/authorization.matrix.ts'
import { features } from '../../app/src/features.ts'
import { openWindow, visit } from '../browser.ts'
import { languageChangeProblems } from '../checks/languages.ts'
import type { PageState } from '../page-state.ts'
import { pages } from '../pages.ts'
import { type Tour, atState } from '../tour.ts'
import { untranslated } from '../untranslated.ts'

/** The state in the language `pseudo`: over HTTP where it has an address, otherwise out of a browser. */
async function readHtml(tour: Tour, state: PageState): Promise<string> {
  if (state.act || state.sendEmpty)
    return atState(tour, state, { language: 'pseudo' }, (page) => page.content())
  const { network, person, path } = await tour.arrange(state)
  const reader = await tour.site.app.browser(network, person ?? undefined)
  reader.cookies.set('rounds-language', 'pseudo')
  const reply = await reader.get(path)
  expect(reply.status).toBe(state.status ?? 200)
  return reply.body
}

/** Words of the trade that no physician has to know (design, § 2). */
const tradeWords = {
  en: /\b(dyads?|strat(um|a)|contributions?|pseudonym\w*|divisive)\b/i,
  fr: /(?<!\p{L})(dyades?|strates?|contributions?|pseudonym\p{L}*|clivant\p{L}*|régies?)(?!\p{L})/iu,
}

/** Every page in both languages, and the change from one to the other, which loses no word. */
export function everyPageSpeaksBothLanguages(tour: Tour): void {
  describe.concurrent.each(pages)('$name', (state) => {
    test('says nothing that is not in both languages', async () => {
      const html = await readHtml(tour, state)
      /* What is typed here is of people; every-address.spec.ts, which knows their words, reads text areas. */
      expect(untranslated(html, () => true)).toEqual([])
    })

    test('changes its language where it is, and keeps what was typed', async () => {
      const device = { language: 'en', colors: 'dark' } as const
      expect(
        await atState(tour, state, device, (page) =>
          languageChangeProblems(page, { stays: ![404, 413].includes(state.status ?? 200) }),
        ),
      ).toEqual([])
    })
  })

  test.each(pages.filter((state) => state.physician && !state.act && !state.sendEmpty))(
    'a physician reads plain words: $name',
    async (state) => {
      const { network, person, path } = await tour.arrange(state)
      const reader = await tour.site.app.browser(network, person ?? undefined)
      for (const language of ['en', 'fr'] as const) {
        reader.cookies.set('rounds-language', language)
        const words = (await reader.get(path)).body.replace(/<[^>]*>/g, ' ')
        expect(tradeWords[language].exec(words)?.[0]).toBeUndefined()
      }
    },
  )

  test('every address that shows a page is among these states or in every-address.spec.ts', async () => {
    const looked = await Promise.all(
      pages.map(async (state) => (await tour.arrange(state)).path.split('?')[0] ?? ''),
    )
    const left = features
      .flatMap((feature) => feature.routes)
      .filter((route) => route.kind === 'page' || route.kind === 'form')
      .map((route) => route.path)
      .filter((path) => (matrix[path]?.get ?? 200) !== 200)
      .filter((path) => !looked.some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(one)))
    expect(left).toEqual([])
  })

  test('a change of language in the middle of a form keeps what was typed and chosen', async () => {
    const context = await openWindow(tour.browser, tour.site, { language: 'en' })
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
}
