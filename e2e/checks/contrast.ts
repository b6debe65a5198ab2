import type { Page } from 'playwright-core'

type Pair = readonly [foreground: string, background: string, least: number]

/** The tokens that stand on each other: 4.5 for text, 3 for lines, marks and focus. */
const pairs: readonly Pair[] = [
  ...['paper', 'surface', 'accent-soft', 'done-soft', 'attention-soft'].flatMap((ground): Pair[] => [
    ['ink', ground, 7],
    ['muted', ground, 4.5],
    ['accent', ground, 4.5],
  ]),
  ['error', 'surface', 4.5],
  ['error', 'paper', 4.5],
  ['done', 'surface', 4.5],
  ['done', 'paper', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-focus', 'focus', 7],
  ['line', 'surface', 3],
  ['line', 'paper', 3],
  ['focus-line', 'paper', 3],
  ['focus-line', 'surface', 3],
  ['answered', 'surface', 2.5],
  ...['usual', 'better', 'worse', 'neutral'].flatMap((mark): Pair[] => [
    [`mark-${mark}`, 'surface', 3],
    [`mark-${mark}`, 'paper', 3],
    [`mark-${mark}`, `mark-fill-${mark}`, 3],
  ]),
  ['mark-target', 'paper', 3],
]

const channel = (value: number): number => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of `#rrggbb`, `rgb()` or `rgba()` as WCAG defines it. */
export function luminance(color: string): number {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim())
  const parts = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  const [red = 0, green = 0, blue = 0] = parts
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Tokens of the palette, in the colours the page shows now, that do not stand out enough from their ground. */
export async function tokenProblems(page: Page): Promise<string[]> {
  const names = [...new Set(pairs.flatMap(([foreground, background]) => [foreground, background]))]
  const values = await page.evaluate((wanted) => {
    const style = getComputedStyle(document.documentElement)
    return Object.fromEntries(wanted.map((token) => [token, style.getPropertyValue(`--${token}`)]))
  }, names)
  return pairs.flatMap(([foreground, background, least]) => {
    const ratio = contrast(values[foreground] ?? '', values[background] ?? '')
    return ratio < least ? [`${foreground} on ${background}: ${ratio.toFixed(2)}, not ${least}`] : []
  })
}

/** Marks of charts, rings, and edges of controls whose drawn colours do not stand out 3 : 1 from their ground. */
export async function markProblems(page: Page): Promise<string[]> {
  const drawn = await page.evaluate(() => {
    const solid = (color: string): boolean => /^rgb\(|^rgba\((?!.*, 0\)$)/.test(color)
    const ground = (element: Element): string => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor
        if (solid(color)) return color
      }
      return 'rgb(255, 255, 255)'
    }
    const marks =
      '.mark, .ring-track, .ring-arc, .bar-interval, .outline, .series-line, .series-target, .you-ring'
    const edges = 'input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, .answer'
    const rows = [...document.querySelectorAll(marks)]
      .filter((element) => !element.closest('.progress') || element.matches('.ring-arc'))
      .map((element) => {
        const { fill, stroke } = getComputedStyle(element)
        return {
          what: element.getAttribute('class') ?? '',
          colors: [fill, stroke].filter(solid),
          on: ground(element),
        }
      })
    const boxes = [...document.querySelectorAll(edges)].map((element) => ({
      what: `edge of ${element.tagName.toLowerCase()} ${element.id}`,
      colors: [getComputedStyle(element).borderTopColor],
      on: ground(element.parentElement ?? element),
    }))
    return [...rows, ...boxes]
  })
  return drawn.flatMap(({ what, colors, on }) => {
    const best = Math.max(0, ...colors.map((color) => contrast(color, on)))
    return best < 3 ? [`${what}: ${best.toFixed(2)} on ${on}`] : []
  })
}
