import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Device, type Site, openChromium, screenshot, startSite } from './browser.ts'
import { axeProblems } from './checks/axe.ts'
import { markProblems, tokenProblems } from './checks/contrast.ts'
import { choiceProblems, errorSummaryProblems, pasteProblems } from './checks/forms.ts'
import { type Frame, frameProblems, outlineProblems, readFrame } from './checks/frame.ts'
import { keyboardProblems, shortcutProblems } from './checks/keyboard.ts'
import { languageProblems } from './checks/languages.ts'
import { layoutProblems } from './checks/layout.ts'
import { targetProblems } from './checks/targets.ts'
import { pages } from './pages.ts'
import { atState } from './tour.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

const appearances: readonly (Device & { name: string })[] = [
  { name: 'light, English, a phone', width: 360, language: 'en' },
  { name: 'dark, French, a phone', width: 360, language: 'fr', colors: 'dark' },
  { name: 'light, French, a desk', width: 1280, height: 800, language: 'fr' },
  { name: 'forced colours, a desk', width: 1280, height: 800, language: 'en', forcedColors: true },
]

describe.each(pages)('$name', (state) => {
  test.each(appearances)('breaks no rule that a machine can check: $name', async ({ name, ...device }) => {
    const problems = await atState(browser, site, state, device, async (page) => {
      await screenshot(page, `${state.name} ${name}`.replaceAll(/[^\w]+/g, '-'))
      return [
        ...(state.withErrors ? await errorSummaryProblems(page) : []),
        ...(await axeProblems(page)),
        ...(await targetProblems(page)),
        ...(await markProblems(page)),
        ...(await outlineProblems(page)),
        ...(await languageProblems(page)),
      ]
    })
    expect(problems).toEqual([])
  })

  test('loses nothing on a small phone, on its side, with large or spaced text', async () => {
    for (const language of ['en', 'fr'] as const)
      expect(await atState(browser, site, state, { language }, layoutProblems)).toEqual([])
  })

  test('can be gone through with the keyboard alone', async () => {
    for (const device of [{ width: 360 }, { width: 1280, height: 800, colors: 'dark' as const }])
      expect(
        await atState(browser, site, state, device, async (page) => [
          ...(await keyboardProblems(page)),
          ...(await shortcutProblems(page)),
        ]),
      ).toEqual([])
  })

  test('does nothing by a choice alone, and takes what is pasted', async () => {
    expect(
      await atState(browser, site, state, {}, async (page) => [
        ...(await pasteProblems(page)),
        ...(await choiceProblems(page)),
      ]),
    ).toEqual([])
  })
})

test.each(['light', 'dark'] as const)('the palette stands out enough: %s', async (colors) => {
  const [first] = pages
  if (!first) throw new Error('no pages')
  expect(await atState(browser, site, first, { colors }, tokenProblems)).toEqual([])
})

test('the navigation and the foot are in the same order on every page', async () => {
  const frames: Frame[] = []
  for (const state of pages.filter(({ status }) => status === undefined)) {
    const frame = await atState(browser, site, state, {}, readFrame)
    for (const before of frames) expect(frameProblems(before, frame), state.name).toEqual([])
    frames.push(frame)
  }
})
