import { type AskedInitiative, anAskedInitiative, answersGoOut } from '../app/src/asked-initiative.ts'
import type { Site } from './browser.ts'
import type { PageState, Place } from './page-state.ts'

const asked = (site: Site): Promise<AskedInitiative> =>
  anAskedInitiative(site.app, { network: site.network, things: 7, people: 9 })

const adopting = {
  outcome: 'adopt',
  reason_en: 'Nobody has read fields 8 to 14 since 2019.',
  reason_fr: 'Personne n’a lu les champs 8 à 14 depuis 2019.',
  reviewOn: '2027-09-01',
  revision: '0',
  answerTheRest: 'yes',
}

/** Decides, promises, and where wanted keeps the promise. Answers the decision's address and the promise's. */
async function decided(site: Site, at: AskedInitiative, options: { kept?: boolean } = {}) {
  const decider = await site.app.browser(at.network, at.decider)
  const { location = '' } = await decider.post(`/initiatives/${at.initiative}/decision`, adopting)
  await decider.post(`${location}/commitments`, {
    what_en: 'Fields 8 to 14 go from the form.',
    owner: at.physicianLead,
    dueOn: '2027-05-01',
  })
  await decider.post(`${location}/dissent`, { dissent_en: 'Field 9 is used at night.' })
  const { commitments } = await decider.json<{ commitments: { id: string }[] }>(location)
  const promise = `/commitments/${commitments[0]?.id ?? ''}`
  if (options.kept)
    await (
      await site.app.browser(at.network, at.physicianLead)
    ).post(promise, { before_en: '14 fields', after_en: '7 fields', source_en: 'Form 12' })
  return { decision: location, promise }
}

const byAuthor = async (
  site: Site,
  path: (at: AskedInitiative) => string,
  options: { kept?: boolean } = {},
): Promise<Place> => {
  const at = await asked(site)
  await decided(site, at, options)
  await answersGoOut(site.app, site.network)
  return { person: at.asked[0] ?? null, path: path(at) }
}

/** Deciding, answering, what came of it, and what is kept: the pages in their states. */
export const answeringPages: readonly PageState[] = [
  { name: 'home, nothing to do', roles: ['physician'], path: '/', physician: true },
  {
    name: 'home of somebody who is answered',
    physician: true,
    path: (site) => byAuthor(site, () => '/', { kept: true }),
  },
  {
    name: 'home of a lead',
    path: async (site) => ({ person: (await asked(site)).physicianLead, path: '/' }),
  },
  { name: 'home of a decision-maker', roles: ['decision-maker'], path: '/' },
  { name: 'home of a champion', roles: ['champion'], path: '/' },
  { name: 'home of an analyst', roles: ['analyst'], path: '/' },
  { name: 'home of a community partner', roles: ['community-partner'], path: '/' },
  { name: 'home of a network administrator', roles: ['network-administrator'], path: '/' },
  { name: 'home of an auditor', roles: ['auditor'], path: '/' },
  { name: 'home of a privacy officer', roles: ['privacy-officer'], path: '/' },
  { name: 'nothing said yet', roles: ['physician'], path: '/said', physician: true },
  { name: 'what you said', physician: true, path: (site) => byAuthor(site, () => '/said') },
  {
    name: 'one thing you said, done',
    physician: true,
    path: (site) => byAuthor(site, (at) => `/said/${at.said[0] ?? ''}`, { kept: true }),
  },
  {
    name: 'what came of a round',
    physician: true,
    path: (site) => byAuthor(site, (at) => `/said/rounds/${at.round}`),
  },
  { name: 'help', roles: [], path: '/help', physician: true },
  {
    name: 'to decide',
    path: async (site) => {
      const at = await asked(site)
      return { person: at.decider, path: `/initiatives/${at.initiative}/decision` }
    },
  },
  {
    name: 'a decision',
    path: async (site) => {
      const at = await asked(site)
      return { person: at.decider, path: (await decided(site, at)).decision }
    },
  },
  {
    name: 'to decide what is decided',
    path: async (site) => {
      const at = await asked(site)
      await decided(site, at)
      return { person: at.decider, path: `/initiatives/${at.initiative}/decision` }
    },
  },
  {
    name: 'a decision, as somebody who was asked reads it',
    physician: true,
    path: async (site) => {
      const at = await asked(site)
      return { person: at.asked[0] ?? null, path: (await decided(site, at, { kept: true })).decision }
    },
  },
  {
    name: 'to promise',
    path: async (site) => {
      const at = await asked(site)
      return { person: at.decider, path: `${(await decided(site, at)).decision}/commitments` }
    },
  },
  {
    name: 'a promise to keep',
    path: async (site) => {
      const at = await asked(site)
      return { person: at.physicianLead, path: (await decided(site, at)).promise }
    },
  },
  {
    name: 'to answer, more than one page of things, two of them answered and not gone out',
    path: async (site) => {
      const at = await anAskedInitiative(site.app, { network: site.network, things: 43, people: 9 })
      const path = `/rounds/${at.round}/answers`
      const lead = await site.app.browser(at.network, at.physicianLead)
      const sign = { do: 'sign', outcome: 'adopt', reason_en: 'Fields 8 and 9 go in May.' }
      await lead.post(path, { ...sign, thing: at.said.slice(0, 2) })
      return { person: at.physicianLead, path }
    },
  },
  { name: 'what is kept', roles: ['physician'], path: '/privacy' },
  { name: 'to remove', roles: ['privacy-officer'], path: '/privacy/purge' },
]
