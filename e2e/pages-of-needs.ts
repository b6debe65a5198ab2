import { type PersonId, newId } from '../app/src/platform/ids.ts'
import type { Site } from './browser.ts'
import type { PageState, Place } from './page-state.ts'

/** A need that somebody has said, with a wording proposed, and a person who may read it. */
async function aNeed(
  site: Site,
  as: 'author' | 'reader',
  path: (id: string) => string,
  count = 2,
): Promise<Place> {
  const { app, network } = site
  const author = await app.aPerson(network, { name: 'Ada Power' })
  const reader = await app.aPerson(network, { name: 'Lea Dore', roles: ['lead'] })
  const id = newId()
  const own = { network_id: network.id }
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('need_triager')
      .values({ ...own, id: newId(), person_id: reader })
      .execute()
    await db
      .insertInto('contribution')
      .values(
        Array.from({ length: count }, (_, index) => (index === 0 ? id : newId())).map((one) => ({
          ...own,
          id: one,
          kind: 'need' as const,
          author_id: author,
          language: 'en' as const,
          text: 'Lab results arrive at night and nobody sees them until morning.',
          wording: { en: 'Lab results arrive at night', fr: 'Les résultats arrivent la nuit' },
          wording_state: one === id ? ('proposed' as const) : ('approved' as const),
          state: 'read' as const,
          received_at: app.now(),
          read_by: reader,
          read_at: app.now(),
        })),
      )
      .execute()
  })
  const person: PersonId = as === 'author' ? author : reader
  return { network, person, path: path(id) }
}

export const needPages: readonly PageState[] = [
  { name: 'saying one thing', roles: ['physician'], path: '/say', physician: true },
  { name: 'saying nothing', roles: ['physician'], path: '/say', withErrors: true, sendEmpty: true },
  { name: 'one’s own need', path: (site) => aNeed(site, 'author', (id) => `/said/${id}`), physician: true },
  {
    name: 'taking back one’s own need',
    path: (site) => aNeed(site, 'author', (id) => `/said/${id}/take-back`),
    physician: true,
  },
  { name: 'needs', path: (site) => aNeed(site, 'reader', () => '/needs') },
  {
    name: 'three hundred needs',
    path: async (site) => ({
      ...(await aNeed(
        { ...site, network: await site.app.aNetwork('waiting') },
        'reader',
        () => '/needs',
        300,
      )),
    }),
  },
  { name: 'a need as it was written', path: (site) => aNeed(site, 'reader', (id) => `/needs/${id}`) },
  { name: 'returning a need', path: (site) => aNeed(site, 'reader', (id) => `/needs/${id}/return`) },
  { name: 'who reads needs', roles: ['network-administrator'], path: '/needs/readers' },
  { name: 'the register', roles: ['lead'], path: '/strategies' },
  { name: 'a strategy', roles: ['lead'], path: '/strategies/early-involvement' },
  { name: 'the brief of a strategy', roles: ['lead'], path: '/strategies/early-involvement/brief' },
]
