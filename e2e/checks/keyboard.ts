import type { Page } from 'playwright-core'
import { contrast } from './contrast.ts'
import { prepare } from './in-page.ts'

declare global {
  interface Window {
    /** Where the focus was after each press of the Tab key since `recordStops`. */
    takeStops: () => (Stop | null)[]
  }
}

type Stop = Readonly<{
  name: string
  order: number
  outline: number
  outlineColor: string
  ground: string
  isCovered: boolean
}>

/**
 * Has the page write down where the focus is each time the Tab key comes up; null on the document itself.
 *
 * One look a press would be one trip a press, and most of the time of the check.
 */
async function recordStops(page: Page): Promise<void> {
  await page.evaluate(() => {
    const solid = /^rgb\(|^rgba\((?!.*, 0\)$)/
    const stops: (Stop | null)[] = []
    const controls = window.look.controls().filter((one) => one.tabIndex >= 0)
    const record = (event: KeyboardEvent): void => {
      if (event.key !== 'Tab') return
      const element = document.activeElement
      if (!element || element === document.body || element === document.documentElement) {
        stops.push(null)
        return
      }
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 2)
      const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 2)
      const hit = document.elementFromPoint(x, y)
      let ground = 'rgb(255, 255, 255)'
      for (let at: Element | null = element.parentElement; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor
        if (solid.test(color)) {
          ground = color
          break
        }
      }
      const radio = element instanceof HTMLInputElement && element.type === 'radio'
      stops.push({
        name: window.look.name(element),
        order: radio ? -1 : controls.indexOf(element as HTMLElement),
        outline: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
        outlineColor: style.outlineColor,
        ground,
        isCovered: hit !== null && hit !== element && !element.contains(hit) && !hit.contains(element),
      })
    }
    addEventListener('keyup', record, true)
    Object.assign(window, { takeStops: () => (removeEventListener('keyup', record, true), stops) })
  })
}

/** Presses and releases one key after the other, without waiting for the answer to each. */
async function pressEach(page: Page, keys: readonly string[]): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const events = keys.flatMap((key) => {
    const code = key === 'Tab' ? { code: key, windowsVirtualKeyCode: 9 } : {}
    const down = key === 'Tab' ? { type: 'rawKeyDown' as const } : { type: 'keyDown' as const, text: key }
    return [
      { key, ...code, ...down },
      { key, ...code, type: 'keyUp' as const },
    ]
  })
  await Promise.all(events.map((event) => devTools.send('Input.dispatchKeyEvent', event)))
  await devTools.detach()
}

/** Goes through the page with the Tab key: every stop visible, in the order of the document, and an end. */
export async function keyboardProblems(page: Page): Promise<string[]> {
  await prepare(page)
  await page.evaluate(() => {
    scrollTo(0, 0)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
    document.body.tabIndex = -1
    document.body.focus()
  })
  /* A field for a day or a time has a stop for each of its parts. */
  const total = await page.evaluate(() => {
    const parts = window.look.controls().filter((one) => one.matches('[type=date], [type=datetime-local]'))
    return window.look.controls().length + 7 * parts.length
  })
  await recordStops(page)
  const presses = Array.from({ length: total + 6 }, () => 'Tab')
  await pressEach(page, presses)
  const problems: string[] = []
  let last = -1
  let stops = 0
  for (const stop of await page.evaluate(() => window.takeStops())) {
    if (stop === null || (stop.order >= 0 && stop.order < last)) break
    stops++
    if (stop.order >= 0) last = stop.order
    if (stop.outline < 2) problems.push(`focus ${stop.outline} px wide at ${stop.name}`)
    else if (contrast(stop.outlineColor, stop.ground) < 3) problems.push(`focus is faint at ${stop.name}`)
    if (stop.isCovered) problems.push(`focus is covered at ${stop.name}`)
  }
  if (stops >= presses.length) problems.push(`a trap: ${stops} stops for ${total} controls`)
  const reached = await page.evaluate(() => window.look.controls().filter((one) => one.tabIndex >= 0).length)
  if (last < reached - 1) {
    const missed = await page.evaluate((from) => {
      const rest = window.look.controls().filter((one) => one.tabIndex >= 0)
      return rest
        .slice(from + 1)
        .filter((one) => !(one instanceof HTMLInputElement && one.type === 'radio'))
        .map(window.look.name)
    }, last)
    if (missed.length > 0) problems.push(`not reached in order: ${missed.slice(0, 3).join(' | ')}`)
  }
  return problems
}

/** Letters and digits, pressed alone on the page, that change something. */
export async function shortcutProblems(page: Page): Promise<string[]> {
  const look = () => page.evaluate(() => `${location.href} ${document.documentElement.outerHTML.length}`)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const before = await look()
  const keys = 'abcdefghijklmnopqrstuvwxyz0123456789/?'.split('')
  await pressEach(page, keys)
  return (await look()) === before ? [] : [`one of the keys ${keys.join(' ')} alone changes the page`]
}
