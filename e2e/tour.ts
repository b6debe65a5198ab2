import type { Browser, Page } from 'playwright-core'
import { type Device, type Site, openWindow, signInAs, visit } from './browser.ts'
import type { PageState } from './pages.ts'

/** Opens one state of one page as its person, and gives the page to `look`; the window is closed afterwards. */
export async function atState<T>(
  browser: Browser,
  site: Site,
  state: PageState,
  device: Device,
  look: (page: Page, path: string) => Promise<T>,
): Promise<T> {
  const context = await openWindow(browser, site, device)
  try {
    const person = state.roles.length > 0 ? await signInAs(site, context, state.roles) : null
    const path = typeof state.path === 'string' ? state.path : await state.path(site, person ?? ('' as never))
    const page = await context.newPage()
    await visit(page, path, state.status)
    return await look(page, path)
  } finally {
    await context.close()
  }
}
