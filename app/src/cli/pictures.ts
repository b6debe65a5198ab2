import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { findChromium } from './find-chromium.ts'

const folder = join(import.meta.dirname, '../../../docs/pictures')

/** What is used of playwright-core, which only developers have. */
type Playwright = {
  chromium: { launch: (options: { executablePath: string; args: readonly string[] }) => Promise<Browser> }
}
type Browser = { newContext: (options: object) => Promise<BrowserContext>; close: () => Promise<void> }
type BrowserContext = {
  newPage: () => Promise<Page>
  request: { get: (path: string, options: object) => Promise<{ json: () => Promise<unknown> }> }
  addCookies: (cookies: readonly object[]) => Promise<void>
  close: () => Promise<void>
}
type Button = { first: () => { click: () => Promise<void> } }
type Page = {
  goto: (path: string) => Promise<unknown>
  getByRole: (role: 'button', options: { name: string }) => Button
  screenshot: (options: { path: string }) => Promise<unknown>
}
const packageName: string = 'playwright-core'

type Groups = { groups: { role: string; people: { id: string; name: string }[] }[] }
type Picture = Readonly<{
  name: string
  role: string
  width: number
  height: number
  path: '/' | 'round' | 'said'
}>

const pictures: readonly Picture[] = [
  { name: 'home', role: 'physician', width: 360, height: 740, path: '/' },
  { name: 'vote', role: 'physician', width: 360, height: 740, path: 'round' },
  { name: 'said', role: 'physician', width: 360, height: 740, path: 'said' },
  { name: 'lead', role: 'lead', width: 1280, height: 860, path: '/' },
]

/** Where a picture is taken; what the demonstration names by an id is looked up as this person would. */
async function addressOf(picture: Picture, get: <T>(path: string) => Promise<T>): Promise<string> {
  if (picture.path === 'round') {
    type Home = { home: { items: { kind: string; href: string }[] } }
    const { home } = await get<Home>('/')
    return home.items.find(({ kind }) => kind === 'round')?.href ?? '/'
  }
  if (picture.path === 'said') {
    const { items } = await get<{ items: { id: string }[] }>('/said')
    return items[0] ? `/said/${items[0].id}` : '/said'
  }
  return picture.path
}

export function picturesCommand(): Command {
  return new Command('pictures')
    .description('for developers: take the pictures of the README from the demonstration, with Chromium')
    .action(async () => {
      const executablePath = findChromium()
      const playwright = await (import(packageName) as Promise<Playwright>).catch(() => null)
      if (!playwright || !executablePath) {
        const missing = playwright
          ? 'a Chromium (ROUNDS_CHROMIUM names one)'
          : 'playwright-core (npm ci installs it)'
        process.stderr.write(`Taking pictures needs ${missing}, which is not here.\n`)
        process.exitCode = 1
        return
      }
      const { temporaryInstallation } = await import('../demonstration/play/installation.ts')
      const installation = await temporaryInstallation({ begins: new Date(), demonstration: true })
      const browser = await playwright.chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu'],
      })
      try {
        mkdirSync(folder, { recursive: true })
        for (const picture of pictures) {
          const context = await browser.newContext({
            baseURL: installation.url,
            viewport: { width: picture.width, height: picture.height },
            locale: 'en-CA',
            reducedMotion: 'reduce',
          })
          await context.addCookies([{ name: 'rounds-language', value: 'en', url: installation.url }])
          const page = await context.newPage()
          const get = async <T>(path: string): Promise<T> => {
            const reply = await context.request.get(path, { headers: { accept: 'application/json' } })
            return (await reply.json()) as T
          }
          const { groups } = await get<Groups>('/demonstration')
          const people = groups.find(({ role }) => role === picture.role)?.people ?? []
          await page.goto('/demonstration')
          await page
            .getByRole('button', { name: people[0]?.name ?? '' })
            .first()
            .click()
          await page.goto(await addressOf(picture, get))
          await page.screenshot({ path: join(folder, `${picture.name}.png`) })
          process.stdout.write(`docs/pictures/${picture.name}.png\n`)
          await context.close()
        }
      } finally {
        await browser.close()
        await installation.stop()
      }
    })
}
