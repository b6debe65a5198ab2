import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { PersonId } from '../app/src/platform/ids.ts'
import type { TestNetwork } from '../app/src/test-app.ts'
import { type Device, type Site, openWindow, signInAs, visit } from './browser.ts'
import type { PageState } from './page-state.ts'

/** A state that has been brought about: whose network, who looks, where. */
export type Arranged = Readonly<{
  network: TestNetwork
  url: string
  person: PersonId | null
  path: string
}>

const arranged = new WeakMap<Site, Map<PageState, Promise<Arranged>>>()

async function bringAbout(site: Site, state: PageState): Promise<Arranged> {
  if ('roles' in state) {
    const { network, url } = site
    const person = state.roles.length > 0 ? await site.app.aPerson(network, { roles: state.roles }) : null
    return { network, url, person, path: state.path }
  }
  const { network = site.network, person, path } = await state.path(site)
  return { network, url: await site.urlOf(network), person, path }
}

/** Brings a state about, once a site. */
export function arrange(site: Site, state: PageState): Promise<Arranged> {
  const known = arranged.get(site) ?? new Map<PageState, Promise<Arranged>>()
  arranged.set(site, known)
  const found = known.get(state) ?? bringAbout(site, state)
  known.set(state, found)
  return found
}

/** Brings all states about, one after the other: some move the application's clock meanwhile. */
export async function arrangeAll(site: Site, states: readonly PageState[]): Promise<void> {
  for (const state of states) await arrange(site, state).catch(() => undefined)
}

/** A window of the state's person, signed in, with nothing opened yet. */
export async function windowAt(
  browser: Browser,
  site: Site,
  state: PageState,
  device: Device,
): Promise<{ context: BrowserContext; at: Arranged }> {
  const at = await arrange(site, state)
  const context = await openWindow(browser, at, device)
  if (at.person) await signInAs({ app: site.app, network: at.network, url: at.url }, context, at.person)
  return { context, at }
}

/** Opens one state of one page as its person, and gives the page to `look`; the window is closed afterwards. */
export async function atState<T>(
  browser: Browser,
  site: Site,
  state: PageState,
  device: Device,
  look: (page: Page, path: string) => Promise<T>,
): Promise<T> {
  const { context, at } = await windowAt(browser, site, state, device)
  try {
    const page = await context.newPage()
    const leadsOn = state.sendEmpty || state.act
    await visit(page, at.path, leadsOn ? 200 : state.status)
    let status = 200
    page.on('response', (reply) => {
      if (reply.request().isNavigationRequest()) status = reply.status()
    })
    if (state.sendEmpty) {
      const form = page.locator('main form[method=post]').first()
      await form.evaluate((one: HTMLFormElement) => (one.noValidate = true))
      await form.locator('button[type=submit]:not(.language)').first().click()
      await page.waitForLoadState('load')
    }
    await state.act?.(page)
    if (state.act && status !== (state.status ?? 200))
      throw new Error(`${state.name} answered ${status}, not ${state.status ?? 200}`)
    return await look(page, at.path)
  } finally {
    await context.close()
  }
}
