import type { Page } from 'playwright-core'
import { prepare, withStyle, withoutStyle } from './in-page.ts'

/** The widths that a page has to fit: a small phone, which is a desktop at 400 %, and a phone on its side. */
const sizes = [
  { width: 320, height: 640 },
  { width: 740, height: 320 },
] as const

/** What WCAG 1.4.12 lets a reader set. */
const textSpacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`

const largeText = 'html { font-size: 225% !important; }'

/** Content that is wider than the window, or cut off inside its own box. */
async function lost(page: Page, circumstances: string): Promise<string[]> {
  await prepare(page)
  const found = await page.evaluate(() => {
    const { isShown, name } = window.look
    const width = document.documentElement.clientWidth
    const problems: string[] = []
    if (document.documentElement.scrollWidth > width + 1) {
      const wide = [...document.body.querySelectorAll('*')].filter(
        (element) => isShown(element) && element.getBoundingClientRect().right > width + 1,
      )
      problems.push(
        `${document.documentElement.scrollWidth} px wide: ${wide.slice(-3).map(name).join(' | ')}`,
      )
    }
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      )
      if (!hasText || !isShown(element) || element.closest('svg, select, textarea, dialog:not([open])'))
        continue
      const style = getComputedStyle(element)
      const cut =
        (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) ||
        (style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
      if (cut) problems.push(`cut off: ${name(element)}`)
    }
    return problems
  })
  return found.map((problem) => `${circumstances}: ${problem}`)
}

/** Reflow at 320 px and on a phone's side, text at 200 %, and the reader's own text spacing: nothing lost. */
export async function layoutProblems(page: Page): Promise<string[]> {
  const before = page.viewportSize()
  const problems: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    problems.push(...(await lost(page, `at ${size.width} × ${size.height}`)))
  }
  await page.setViewportSize({ width: 360, height: 740 })
  await withStyle(page, textSpacing)
  problems.push(...(await lost(page, 'with wide text spacing')))
  await withoutStyle(page)
  await withStyle(page, largeText)
  problems.push(...(await lost(page, 'with text at 200 %')))
  await withoutStyle(page)
  if (before) await page.setViewportSize(before)
  return problems
}
