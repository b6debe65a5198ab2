import { aSignedInitiative } from '../app/src/test-round.ts'
import type { Site } from './browser.ts'
import type { PageState, Place } from './page-state.ts'

const signed = async (site: Site, path: string): Promise<Place> => {
  const made = await aSignedInitiative(site.app, site.network)
  return { person: made.managerLead, path: `/initiatives/${made.initiative}${path}` }
}

/** Initiatives: framing and following. */
export const initiativePages: readonly PageState[] = [
  { name: 'initiatives', roles: ['lead'], path: '/initiatives' },
  { name: 'a new initiative', roles: ['lead'], path: '/initiatives/new' },
  {
    name: 'a new initiative with nothing in it',
    roles: ['lead'],
    path: '/initiatives/new',
    withErrors: true,
    sendEmpty: true,
  },
  { name: 'an initiative', path: (site) => signed(site, '') },
  { name: 'a charter', path: (site) => signed(site, '/charter') },
  { name: 'naming a champion', path: (site) => signed(site, '/people/add?part=champion') },
  {
    name: 'a name that fits several',
    status: 422,
    path: (site) => signed(site, '/people/add?part=champion'),
    withErrors: true,
    act: async (page) => {
      await page.fill('#person', 'lead')
      await page.click('#add-part button')
    },
  },
  { name: 'strategies', path: (site) => signed(site, '/strategies') },
]
