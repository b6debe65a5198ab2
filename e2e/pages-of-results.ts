import { seededRandom } from '@rounds/methods'
import { publishResults } from '../app/src/features/results/public.ts'
import { type Conversation, importConversation } from '../app/src/features/rounds/public.ts'
import { aSignedInitiative } from '../app/src/test-round.ts'
import type { Site } from './browser.ts'
import type { PageState, Place } from './page-state.ts'

/** Two sides, one of two thirds, that answer every second statement the other way. */
function conversation(people: number, statements: number): Conversation {
  const random = seededRandom(11)
  const numbers = Array.from({ length: statements }, (_, index) => index)
  return {
    title: { en: 'A conversation elsewhere' },
    sourceNote: { en: 'Made for a test' },
    language: 'en',
    openedAt: new Date('2027-01-01T00:00:00Z'),
    closedAt: new Date('2027-02-01T00:00:00Z'),
    statements: numbers.map((id) => ({
      id: String(id),
      text: `Field ${id} is needed when a patient is referred from a rural clinic`,
      accepted: true,
    })),
    votes: Array.from({ length: people }, (_, person) =>
      numbers.map((statement) => {
        const agrees = random() < ((statement + (person % 3 === 0 ? 0 : 1)) % 2 === 1 ? 0.85 : 0.15)
        const answer = random() < 0.08 ? 'pass' : agrees ? 'agree' : 'disagree'
        return { participant: `p${person}`, statement: String(statement), answer } as const
      }),
    ).flat(),
  }
}

const published = async (
  site: Site,
  size: readonly [people: number, statements: number],
  path: string,
  by?: 'physician',
): Promise<Place> => {
  const { app, network } = site
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const round = await app.inContext(network, managerLead, async (context) => {
    const id = await importConversation(context, {
      initiative,
      by: managerLead,
      conversation: conversation(...size),
    })
    await publishResults(context, id)
    return id
  })
  const person = by ? await app.aPerson(network) : managerLead
  return { person, path: `/rounds/${round}/results${path}` }
}

/** What came out of a round of statements. */
export const resultPages: readonly PageState[] = [
  {
    name: 'results with groups',
    physician: true,
    path: (site) => published(site, [90, 14], '', 'physician'),
  },
  { name: 'results with groups, every statement', path: (site) => published(site, [90, 14], '?all=1') },
  {
    name: 'results of too few voters',
    physician: true,
    path: (site) => published(site, [30, 12], '', 'physician'),
  },
  { name: 'results computed again', path: (site) => published(site, [30, 12], '/comparison') },
]
