import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { type TestApp, type TestNetwork, startTestApp } from '../app/src/test-app.ts'
import type { Role } from '../app/src/platform/auth/authorization.ts'
import { openSession, sessionCookieName } from '../app/src/platform/auth/session.ts'
import type { PersonId } from '../app/src/platform/ids.ts'
import { findChromium } from '../app/src/cli/find-chromium.ts'
import { serveParts } from './parts-page.tsx'

/** The application listening, over a database of its own with one network. */
export type Site = Readonly<{
  app: TestApp
  network: TestNetwork
  /** Where it listens, without a slash at the end. */
  url: string
  /** Where another network's pages are. */
  urlOf: (network: TestNetwork) => Promise<string>
  stop: () => Promise<void>
}>

/** Starts the whole application on a port that is free, with the page that shows every part at `/parts`. */
export async function startSite(): Promise<Site> {
  const app = await startTestApp()
  serveParts(app)
  await app.app.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.app.server.server.address() as AddressInfo
  const urlOf = async (network: TestNetwork): Promise<string> => {
    const host = `${network.host.replace(/\.test$/, '')}.localhost:${port}`
    await app.app.services.database.untenanted
      .insertInto('network_address')
      .values({ host, network_id: network.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return `http://${host}`
  }
  const network = await app.aNetwork('harbour')
  return { app, network, url: await urlOf(network), urlOf, stop: () => app.stop() }
}

/** Opens Chromium without its own traffic. */
export async function openChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('no Chromium is installed')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--lang=en-CA',
    ],
  })
}

export type Device = Readonly<{
  width?: number
  height?: number
  language?: 'en' | 'fr' | 'pseudo'
  colors?: 'light' | 'dark'
  forcedColors?: boolean
  javaScript?: boolean
}>

/** A window of one person's device; nobody is signed in yet. */
export async function openWindow(
  browser: Browser,
  site: Pick<Site, 'url'>,
  device: Device = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: sizeOf(device),
    locale: device.language === 'fr' ? 'fr-CA' : 'en-CA',
    colorScheme: device.colors ?? 'light',
    forcedColors: device.forcedColors ? 'active' : 'none',
    reducedMotion: 'reduce',
    javaScriptEnabled: device.javaScript ?? true,
  })
  await speak(context, site, device)
  return context
}

/** The size of a device's window: a phone's, unless it has one of its own. */
export const sizeOf = ({ width = 360, height = 740 }: Device) => ({ width, height })

/** Has the site speak the device's language. */
export async function speak(
  context: BrowserContext,
  site: Pick<Site, 'url'>,
  { language }: Device,
): Promise<void> {
  if (language) await context.addCookies([{ name: 'rounds-language', value: language, url: site.url }])
}

/** Signs a person in on this device, without the way through the mail; makes the person where only roles are given. */
export async function signInAs(
  site: Pick<Site, 'app' | 'network' | 'url'>,
  context: BrowserContext,
  who: PersonId | readonly Role[],
): Promise<PersonId> {
  const person = typeof who === 'string' ? who : await site.app.aPerson(site.network, { roles: who })
  const token = await site.app.inNetwork(site.network, (db) =>
    openSession(db, site.network.id, person, { now: site.app.now(), device: 'browser' }),
  )
  const name = sessionCookieName(site.app.app.services.config.baseUrl)
  await context.addCookies([{ name, value: token, url: site.url, httpOnly: true, sameSite: 'Lax' }])
  return person
}

/** Goes to a page and fails on anything but a page: an error, or a script or style that the policy refused. */
export async function visit(page: Page, path: string, status = 200): Promise<void> {
  const complaints: string[] = []
  const listen = (message: { type: () => string; text: () => string }) => {
    const text = message.text()
    if (message.type() === 'error' && !text.includes('Failed to load resource')) complaints.push(text)
  }
  page.on('console', listen)
  const fail = (error: Error) => complaints.push(error.message)
  page.on('pageerror', fail)
  const reply = await page.goto(path)
  page.off('console', listen).off('pageerror', fail)
  if (reply?.status() !== status) throw new Error(`${path} answered ${reply?.status()}, not ${status}`)
  if (complaints.length > 0) throw new Error(`${path}: ${complaints.join('; ')}`)
}

/** Keeps a picture of the whole page where ROUNDS_SCREENSHOTS names a folder; otherwise does nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['ROUNDS_SCREENSHOTS']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
