import { expect } from 'vitest'
import { nameTriager } from './features/needs/public.ts'
import { type PersonId, newId } from './platform/ids.ts'
import type { Browser, TestApp, TestNetwork } from './test-app.ts'

export type NeedNetwork = Readonly<{
  network: TestNetwork
  author: PersonId
  /** Who is named to read needs as they were said. */
  reader: PersonId
  authors: Browser
  readers: Browser
}>

/** A network with a named reader of needs, and somebody who has not said one yet. */
export async function aNeedNetwork(app: TestApp): Promise<NeedNetwork> {
  const network = await app.aNetwork()
  const author = await app.aPerson(network, { name: 'Ada Power' })
  const reader = await app.aPerson(network, { name: 'Lea Dore', roles: ['lead'] })
  const administrator = await app.aPerson(network, { roles: ['network-administrator'] })
  await app.inContext(network, administrator, (context) => nameTriager(context, { person: reader }))
  const [authors, readers] = [await app.browser(network, author), await app.browser(network, reader)]
  return { network, author, reader, authors, readers }
}

/** Says a need, which must be taken. @returns its id */
export async function say(
  browser: Browser,
  words: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const reply = await browser.post('/say', { text: words, draft: newId(), ...more })
  expect(reply.status, reply.body).toBe(303)
  return /^\/said\/([0-9a-f-]+)\?sent=yes$/.exec(reply.location ?? '')?.[1] ?? ''
}

/** Says a need whose wording is proposed and approved as it was said. @returns its id */
export async function sayWorded(
  { authors, readers }: Pick<NeedNetwork, 'authors' | 'readers'>,
  words: string,
): Promise<string> {
  const id = await say(authors, words)
  await readers.post(`/needs/${id}`, { wording_en: words })
  await authors.post(`/said/${id}`, { act: 'approve', wording_en: words })
  return id
}

/** Somebody else says what a need says, and joins it. */
export async function joinNeed(
  app: TestApp,
  network: TestNetwork,
  into: string,
): Promise<{ browser: Browser; id: string }> {
  const browser = await app.browser(network, await app.aPerson(network))
  return { browser, id: await say(browser, 'Results come and nobody sees them', { same: into }) }
}
