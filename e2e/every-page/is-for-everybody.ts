import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { screenshot } from '../browser.ts'
import { axeProblems, contrastProblems } from '../checks/axe.ts'
import { markProblems, tokenProblems } from '../checks/contrast.ts'
import { choiceProblems, errorSummaryProblems, pasteProblems } from '../checks/forms.ts'
import { type Frame, frameProblems, outlineProblems, readFrame } from '../checks/frame.ts'
import { keyboardProblems, shortcutProblems } from '../checks/keyboard.ts'
import { languageProblems } from '../checks/languages.ts'
import { layoutProblems } from '../checks/layout.ts'
import { targetProblems } from '../checks/targets.ts'
import { pages } from '../pages.ts'
import { type Tour, atState } from '../tour.ts'

/** The navigation and foot of the pages seen so far: the same order on each. */
const frames: Frame[] = []

async function framesProblems(page: Page): Promise<string[]> {
  const frame = await readFrame(page)
  const problems = frames.flatMap((before) => frameProblems(before, frame))
  frames.push(frame)
  return problems
}

/** Every page in each appearance: axe, contrast, targets, outline, keyboard, layout, languages. */
export function everyPageIsForEverybody(tour: Tour): void {
  describe.concurrent.each(pages)('$name', (state) => {
    test('breaks no rule that a machine can check: a phone, then a desk, light, dark and forced colours', async () => {
      const problems = await atState(tour, state, { language: 'en' }, async (page) => {
        await screenshot(page, `${state.name}-phone`.replaceAll(/[^\w]+/g, '-'))
        const found = [
          ...(state.withErrors ? await errorSummaryProblems(page) : []),
          ...(await axeProblems(page)),
          ...(state.status === undefined ? await framesProblems(page) : []),
          ...(await targetProblems(page)),
          ...(await markProblems(page)),
          ...(await outlineProblems(page)),
          ...(await languageProblems(page)),
          ...(await pasteProblems(page)),
          ...(await keyboardProblems(page)),
        ]
        await page.setViewportSize({ width: 1280, height: 800 })
        await screenshot(page, `${state.name}-desk`.replaceAll(/[^\w]+/g, '-'))
        found.push(...(await targetProblems(page)), ...(await keyboardProblems(page)))
        await page.emulateMedia({ colorScheme: 'dark' })
        await screenshot(page, `${state.name}-dark`.replaceAll(/[^\w]+/g, '-'))
        found.push(...(await contrastProblems(page)), ...(await markProblems(page)))
        await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
        found.push(...(await markProblems(page)))
        await page.emulateMedia({ forcedColors: 'none' })
        return [...found, ...(await shortcutProblems(page)), ...(await choiceProblems(page))]
      })
      expect(problems).toEqual([])
    })

    test('loses nothing in French, on a small phone, on its side, with large or spaced text', async () => {
      const problems = await atState(tour, state, { language: 'fr' }, async (page) => {
        await screenshot(page, `${state.name}-french`.replaceAll(/[^\w]+/g, '-'))
        return [
          ...(state.withErrors ? await errorSummaryProblems(page) : []),
          ...(await axeProblems(page)),
          ...(await languageProblems(page)),
          ...(await layoutProblems(page)),
        ]
      })
      expect(problems).toEqual([])
    })
  })

  test('paper is light, whatever the screen is', async () => {
    const [first] = pages
    if (!first) throw new Error('no pages')
    const ink = await atState(tour, first, { colors: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      return page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink'))
    })
    expect(ink).toBe('#14222b')
  })

  test.each(['light', 'dark'] as const)('the palette stands out enough: %s', async (colors) => {
    const [first] = pages
    if (!first) throw new Error('no pages')
    expect(await atState(tour, first, { colors }, tokenProblems)).toEqual([])
  })
}
