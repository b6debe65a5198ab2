import type { Browser, BrowserContext, Page, Response } from 'playwright-core'
import type { PersonId } from '../app/src/platform/ids.ts'
import type { TestNetwork } from '../app/src/test-app.ts'
import {
  type Device,
  type Site,
  openChromium,
  openWindow,
  signInAs,
  sizeOf,
  speak,
  startSite,
  visit,
} from './browser.ts'
import type { PageState } from './page-state.ts'

/** A state that has been brought about: whose network, who looks, where. */
export type Arranged = Readonly<{
  network: TestNetwork
  url: string
  person: PersonId | null
  path: string
}>

/** A browser on the whole application, in which every state of every page has been brought about once. */
export class Tour {
  #site: Site | undefined
  #browser: Browser | undefined
  readonly #arranged = new Map<PageState, Promise<Arranged>>()
  readonly #idle = new Map<string, Page[]>()

  get site(): Site {
    if (!this.#site) throw new Error('the tour has not started')
    return this.#site
  }

  get browser(): Browser {
    if (!this.#browser) throw new Error('the tour has not started')
    return this.#browser
  }

  /** Brings all states about, one after the other: some move the application's clock meanwhile. */
  async start(states: readonly PageState[]): Promise<void> {
    ;[this.#site, this.#browser] = await Promise.all([startSite(), openChromium()])
    for (const state of states) await this.arrange(state).catch(() => undefined)
  }

  async stop(): Promise<void> {
    await this.#browser?.close()
    await this.#site?.stop()
  }

  /** Brings a state about, once. */
  arrange(state: PageState): Promise<Arranged> {
    const found = this.#arranged.get(state) ?? bringAbout(this.site, state)
    this.#arranged.set(state, found)
    return found
  }

  /**
   * Lends a page of such a device for one look: whoever was signed in is gone, and so is what was changed of its window.
   *
   * A page is lent again, because a new one compiles everything anew, axe among it, which takes longer than most looks.
   */
  async lend<T>(device: Device, at: Arranged, look: (page: Page) => Promise<T>): Promise<T> {
    const key = JSON.stringify(device)
    const idle = this.#idle.get(key) ?? []
    this.#idle.set(key, idle)
    const page = idle.pop() ?? (await (await openWindow(this.browser, at, device)).newPage())
    try {
      await page.context().clearCookies()
      await becomePerson(this, page.context(), at, device)
      const found = await look(page)
      await page.setViewportSize(sizeOf(device))
      await page.mouse.move(0, 0)
      idle.push(page)
      return found
    } catch (error) {
      await page.context().close()
      throw error
    }
  }
}

async function bringAbout(site: Site, state: PageState): Promise<Arranged> {
  if ('roles' in state) {
    const { network, url } = site
    const person = state.roles.length > 0 ? await site.app.aPerson(network, { roles: state.roles }) : null
    return { network, url, person, path: state.path }
  }
  const { network = site.network, person, path } = await state.path(site)
  return { network, url: await site.urlOf(network), person, path }
}

async function becomePerson(
  tour: Tour,
  context: BrowserContext,
  at: Arranged,
  device: Device,
): Promise<void> {
  await speak(context, at, device)
  const { app } = tour.site
  if (at.person) await signInAs({ app, network: at.network, url: at.url }, context, at.person)
}

/** A new window of the state's person, signed in, with nothing opened yet. */
export async function windowAt(
  tour: Tour,
  state: PageState,
  device: Device,
): Promise<{ context: BrowserContext; at: Arranged }> {
  const at = await tour.arrange(state)
  const context = await openWindow(tour.browser, at, device)
  await becomePerson(tour, context, at, device)
  return { context, at }
}

/** Opens one state of one page as its person, and gives the page to `look`. */
export async function atState<T>(
  tour: Tour,
  state: PageState,
  device: Device,
  look: (page: Page, path: string) => Promise<T>,
): Promise<T> {
  const at = await tour.arrange(state)
  return tour.lend(device, at, async (page) => {
    const leadsOn = state.sendEmpty || state.act
    await visit(page, `${at.url}${at.path}`, leadsOn ? 200 : state.status)
    let status = 200
    const listen = (reply: Response) => {
      if (reply.request().isNavigationRequest()) status = reply.status()
    }
    page.on('response', listen)
    if (state.sendEmpty) {
      const form = page.locator('main form[method=post]').first()
      await form.evaluate((one: HTMLFormElement) => (one.noValidate = true))
      await form.locator('button[type=submit]:not(.language)').first().click()
      await page.waitForLoadState('load')
    }
    await state.act?.(page)
    page.off('response', listen)
    if (state.act && status !== (state.status ?? 200))
      throw new Error(`${state.name} answered ${status}, not ${state.status ?? 200}`)
    return look(page, at.path)
  })
}
