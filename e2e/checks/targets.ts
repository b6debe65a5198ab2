import type { Page } from 'playwright-core'
import { prepare } from './in-page.ts'

/** Pixels that an answer, and anything else to press, has to be high (and wide). */
const smallest = { answer: 56, other: 44, inText: 24 }

/**
 * Things to press that are too small.
 *
 * A link inside a sentence may be as high as its line; a radio or checkbox counts with its label.
 */
export async function targetProblems(page: Page): Promise<string[]> {
  await prepare(page)
  return page.evaluate((least) => {
    const { controls, name } = window.look
    const problems: string[] = []
    const inSentence = (element: Element): boolean => {
      const block = element.closest('p, li, td, th, dd, label, figcaption, .hint')
      if (element.tagName !== 'A' || !block) return false
      return (block.textContent ?? '').trim() !== (element.textContent ?? '').trim()
    }
    for (const element of controls()) {
      if (element.closest('.skip') || element.matches('.skip')) continue
      let box = element.getBoundingClientRect()
      if (element.matches('[type=radio], [type=checkbox]') && element.parentElement)
        box = element.parentElement.getBoundingClientRect()
      const card = element.closest('.card.linked')
      if (card && element.matches('.card > :is(h2, h3) > a')) box = card.getBoundingClientRect()
      const need = element.matches('.answer')
        ? least.answer
        : inSentence(element)
          ? least.inText
          : least.other
      const isLow = box.height < need - 0.5
      const isNarrow = !inSentence(element) && box.width < Math.min(need, least.other) - 0.5
      if (isLow || isNarrow)
        problems.push(`${Math.round(box.width)} × ${Math.round(box.height)}, not ${need}: ${name(element)}`)
    }
    return problems
  }, smallest)
}
