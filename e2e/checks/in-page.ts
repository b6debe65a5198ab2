import type { Page } from 'playwright-core'

/** What the checks ask of the document; put into the page once, as `window.look`. */
export type Look = Readonly<{
  isShown: (element: Element) => boolean
  name: (element: Element) => string
  controls: () => HTMLElement[]
}>

declare global {
  interface Window {
    look: Look
  }
}

/** Puts `window.look` into the page. */
export async function prepare(page: Page): Promise<void> {
  await page.evaluate(() => {
    const isShown = (element: Element): boolean => {
      const box = element.getBoundingClientRect()
      return (
        box.width > 1.5 &&
        box.height > 1.5 &&
        element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
        getComputedStyle(element).clipPath === 'none'
      )
    }
    const name = (element: Element): string => {
      const id = element.id ? `#${element.id}` : ''
      const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)
      return `<${element.tagName.toLowerCase()}${id} class="${element.getAttribute('class') ?? ''}"> ${words}`
    }
    const controls = (): HTMLElement[] =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
        ),
      ].filter((element) => isShown(element) && !element.matches(':disabled'))
    Object.assign(window, { look: { isShown, name, controls } })
  })
}

/** Adds a sheet of style to the document without a style element, which the policy would refuse. */
export async function withStyle(page: Page, text: string): Promise<void> {
  await page.evaluate(async (css) => {
    const sheet = new CSSStyleSheet()
    await sheet.replace(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, text)
}

/** Takes all added sheets away. */
export async function withoutStyle(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.adoptedStyleSheets = []
  })
}
