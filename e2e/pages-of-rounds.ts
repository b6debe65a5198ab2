import { type TestRound, aRound } from '../app/src/test-round.ts'
import type { Site } from './browser.ts'
import type { PageState, Place } from './page-state.ts'

type Options = Parameters<typeof aRound>[2]

const first = async (site: Site, options: Options, path: string): Promise<Place> => {
  const made = await aRound(site.app, site.network, options)
  return { person: made.invited[0] ?? null, path: `/rounds/${made.round}${path}` }
}

const answered = async (site: Site, made: TestRound, how: readonly string[]): Promise<void> => {
  const browser = await site.app.browser(site.network, made.invited[0])
  for (const [index, answer] of how.entries())
    await browser.post(`/rounds/${made.round}/statements/${index + 1}`, { answer, revision: '0' })
}

const after = async (site: Site, how: readonly string[], path: string): Promise<Place> => {
  const made = await aRound(site.app, site.network, { payCents: 1500 })
  await answered(site, made, how)
  return { person: made.invited[0] ?? null, path: `/rounds/${made.round}${path}` }
}

const byLead = async (site: Site, options: Options, path: string): Promise<Place> => {
  const made = await aRound(site.app, site.network, options)
  return { person: made.managerLead, path: `/rounds/${made.round}${path}` }
}

const all = ['agree', 'disagree', 'pass', 'not-my-area', 'agree'] as const

/** A round: as a physician answers it, and as a lead prepares it. */
export const roundPages: readonly PageState[] = [
  { name: 'a statement', physician: true, path: (site) => first(site, { payCents: 1500 }, '') },
  { name: 'a statement of a named round', physician: true, path: (site) => first(site, { level: 'A' }, '') },
  {
    name: 'a statement after an answer',
    physician: true,
    path: (site) => after(site, ['agree'], '/statements/2?after=1'),
  },
  {
    name: 'a statement answered before',
    physician: true,
    path: (site) => after(site, ['agree'], '/statements/1'),
  },
  { name: 'a round answered', physician: true, path: (site) => after(site, all, '') },
  { name: 'thanks', physician: true, path: (site) => after(site, all, '/thanks') },
  {
    name: 'a round one was not invited to',
    physician: true,
    path: async (site) => {
      const made = await aRound(site.app, site.network)
      return { person: await site.app.aPerson(site.network), path: `/rounds/${made.round}` }
    },
  },
  { name: 'a round prepared', path: (site) => byLead(site, { open: false }, '/edit') },
  { name: 'a round previewed', path: (site) => byLead(site, { open: false }, '/preview') },
  { name: 'a round about to open', path: (site) => byLead(site, { open: false }, '/open') },
  { name: 'a round about to close', path: (site) => byLead(site, {}, '/close') },
]
