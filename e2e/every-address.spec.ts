import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { matrix } from '../app/src/authorization.matrix.ts'
import { features } from '../app/src/features.ts'
import { type Filled, fillNetwork } from '../app/src/filled-network.ts'
import { roles } from '../app/src/platform/auth/authorization.ts'
import type { PersonId } from '../app/src/platform/ids.ts'
import { type Site, openChromium, openWindow, screenshot, signInAs, startSite, visit } from './browser.ts'
import { axeProblems } from './checks/axe.ts'
import { choiceProblems } from './checks/forms.ts'
import { outlineProblems } from './checks/frame.ts'
import { keyboardProblems } from './checks/keyboard.ts'
import { layoutProblems } from './checks/layout.ts'
import { targetProblems } from './checks/targets.ts'
import { untranslated } from './untranslated.ts'

/*
 * Every address of the router that shows a page, over a network with one row in every table, seen by a person
 * who is everything: an address that a feature adds is checked without anybody adding it here.
 */
let site: Site
let browser: Browser
let page: Page
let person: PersonId
let filled: Filled

const routes = features.flatMap((feature) => feature.routes)
const shown = routes.filter((route) => route.kind === 'page' || route.kind === 'form')
/** A round never goes back: the addresses of later states come later. */
const stages = [undefined, 'draft', 'open', 'closed', 'published']
const stageOf = (path: string): number =>
  stages.indexOf(matrix[path]?.prepare?.['round']?.['state'] as string)
const isForSomebody = (path: string): boolean => {
  const row = matrix[path]
  return row !== undefined && (row.get ?? 200) === 200 && (row.roles.length > 0 || row.own !== undefined)
}
const addresses = [...new Set(shown.map((route) => route.path))]
  .filter(isForSomebody)
  .toSorted((one, other) => stageOf(one) - stageOf(other))

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), openChromium()])
  person = await site.app.aPerson(site.network, { roles })
  filled = await fillNetwork(site.app.app.services.database, {
    network: site.network.id,
    owner: person,
    mark: 'written',
    without: ['round_result'],
  })
  const context = await openWindow(browser, site, { language: 'fr' })
  await signInAs(site, context, person)
  page = await context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

async function addressOf(path: string): Promise<string> {
  const row = matrix[path]
  for (const [table, columns] of Object.entries(row?.prepare ?? {}))
    await site.app.inNetwork(site.network, (db) =>
      db
        .updateTable(table as never)
        .set(columns as never)
        .execute(),
    )
  const id = row?.object === undefined ? '1' : (filled.ids.get(row.object) ?? '1')
  return path.replace(/:id\b/, id).replaceAll(/:\w+/g, '1')
}

test.each(addresses)('%s breaks no rule that a machine can check', async (path) => {
  const address = await addressOf(path)
  const reader = await site.app.browser(site.network, person)
  reader.cookies.set('rounds-language', 'pseudo')
  expect(untranslated((await reader.get(address)).body, (text) => text.includes('written'))).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  await visit(page, address)
  await screenshot(page, `address ${path}`.replaceAll(/[^\w]+/g, '-'))
  const problems = [
    ...(await axeProblems(page)),
    ...(await targetProblems(page)),
    ...(await outlineProblems(page)),
    ...(await keyboardProblems(page)),
    ...(await layoutProblems(page)),
    ...(await choiceProblems(page)),
  ]
  expect(problems).toEqual([])
})
