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
