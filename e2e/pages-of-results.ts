import { seededRandom } from '@rounds/methods'
import { publishResults } from '../app/src/features/results/public.ts'
import { type Conversation, closeRoundDue, importConversation } from '../app/src/features/rounds/public.ts'
import { newId } from '../app/src/platform/ids.ts'
import { aRound, aSignedInitiative } from '../app/src/test-round.ts'
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

/** Names of groups, and how many of sixty people are in each. */
const strata = [
  [
    'specialty',
    'Specialty group',
    [
      ['Family medicine', 40],
      ['Surgery', 20],
    ],
  ],
  [
    'site',
    'Site',
    [
      ['Gander', 30],
      ['Corner Brook', 30],
    ],
  ],
  [
    'stage',
    'Career stage',
    [
      ['First ten years', 28],
      ['Later', 30],
      ['In training', 2],
    ],
  ],
] as const

/** A round in which sixty were asked, of three strata: in one a group is missing, in one nobody, in one it cannot be said. */
const asked = async ({ app }: Site): Promise<Place> => {
  const network = await app.aNetwork()
  const { invited, statements, round } = await aRound(app, network, {
    level: 'B',
    people: 60,
    statements: 12,
  })
  await app.inNetwork(network, async (db) => {
    for (const [position, [code, label, groups]] of strata.entries()) {
      const stratum = newId<'stratum'>()
      const row = { network_id: network.id, position }
      await db
        .insertInto('stratum')
        .values({ ...row, id: stratum, code, label: { en: label }, source: 'roster' })
        .execute()
      const parity = [0, 1].map((one) => invited.filter((_, index) => index % 2 === one))
      const everybody = code === 'site' ? parity.flat() : invited
      let taken = 0
      for (const [name, count] of groups) {
        const value = newId<'stratum-value'>()
        await db
          .insertInto('stratum_value')
          .values({ ...row, id: value, stratum_id: stratum, code: name, label: { en: name } })
          .execute()
        for (const person of everybody.slice(taken, (taken += count)))
          await db
            .insertInto('invitation_value')
            .values({
              network_id: network.id,
              round_id: round,
              person_id: person,
              stratum_id: stratum,
              value_id: value,
            })
            .execute()
      }
    }
    for (const [index, participant] of [...invited.slice(0, 32), ...invited.slice(40, 46)].entries())
      await db
        .insertInto('vote')
        .values(
          statements.map((statement, place) => ({
            network_id: network.id,
            round_id: round,
            participant,
            statement_id: statement,
            answer: (index + place) % 3 === 0 ? ('disagree' as const) : ('agree' as const),
          })),
        )
        .execute()
  })
  const start = app.now()
  app.setNow(new Date(start.getTime() + 8 * 86_400_000))
  await app.inContext(network, null, async (context) => {
    await closeRoundDue(context, round)
    await publishResults(context, round)
  })
  app.setNow(start)
  return { network, person: invited[0]!, path: `/rounds/${round}/results` }
}

/** What came out of a round of statements. */
export const resultPages: readonly PageState[] = [
  {
    name: 'results with groups',
    physician: true,
    path: (site) => published(site, [90, 14], '', 'physician'),
  },
  { name: 'results with groups, every statement', path: (site) => published(site, [90, 14], '?all=1') },
  { name: 'results of too few voters, and who is missing', physician: true, path: asked },
  { name: 'results computed again', path: (site) => published(site, [30, 12], '/comparison') },
]
