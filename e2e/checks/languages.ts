import type { Page } from 'playwright-core'

/** Texts of people in a language that is not the one they are marked with. */
export async function languageProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const french = /\b(le|la|les|des|une|est|sont|dans|pour|avec|que|qui|nous|vous|du|et|ne|pas)\b/gi
    const english = /\b(the|of|and|is|are|with|that|which|for|we|you|should|not|in|to)\b/gi
    const problems: string[] = []
    for (const element of document.querySelectorAll('[data-content]')) {
      const text = (element.textContent ?? '').trim()
      const marked = element.closest('[lang]')?.getAttribute('lang') ?? ''
      const [inFrench, inEnglish] = [text.match(french)?.length ?? 0, text.match(english)?.length ?? 0]
      if (inFrench >= 3 && inFrench > 2 * inEnglish && marked.startsWith('en'))
        problems.push(`French marked ${marked}: ${text.slice(0, 60)}`)
      if (inEnglish >= 3 && inEnglish > 2 * inFrench && marked.startsWith('fr'))
        problems.push(`English marked ${marked}: ${text.slice(0, 60)}`)
    }
    return problems
  })
}

/** Changes the page's language from English: still the same page, marked as French, with all that was typed in it. */
export async function languageChangeProblems(
  page: Page,
  { stays = true }: { stays?: boolean } = {},
): Promise<string[]> {
  const toggle = page.locator('header .language')
  const before = await page.locator('html').getAttribute('lang')
  const problems = before === 'en-CA' ? [] : [`the page is marked ${before}`]
  if ((await toggle.getAttribute('lang')) !== 'fr') problems.push('the other language is not marked')
  const address = new URL(page.url()).pathname
  const typed = new Map<string, string>()
  const isForm = (await toggle.evaluate((one) => one.tagName)) === 'BUTTON'
  const form = isForm ? await toggle.getAttribute('form') : null
  const fields = page.locator(
    form
      ? `form[id="${form}"] :is(textarea, input[type=text]):not([disabled], [autocomplete=one-time-code])`
      : 'main .none',
  )
  for (const field of await fields.all()) {
    const id = await field.getAttribute('name')
    if (!id || !(await field.isVisible())) continue
    await field.fill(`Typed ${typed.size}`)
    typed.set(id, `Typed ${typed.size}`)
  }
  await toggle.click()
  await page.locator('html[lang=fr-CA]').waitFor()
  if (stays && new URL(page.url()).pathname !== address) problems.push(`${address} became ${page.url()}`)
  for (const [id, value] of typed) {
    const field = page.locator(`:is(textarea, input[type=text])[name="${id}"]`)
    const now = (await field.count()) > 0 ? await field.first().inputValue() : 'nothing'
    if (now !== value) problems.push(`${id} was “${value}” and is “${now}”`)
  }
  return problems
}
