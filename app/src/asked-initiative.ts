import type { Insertable } from 'kysely'
import type { Contribution } from './platform/db/tables.gen.ts'
import type { TestApp, TestNetwork } from './test-app.ts'
import { type PersonId, type RoundId, newId } from './platform/ids.ts'
import { pseudonymOf } from './platform/keys/round-keys.ts'
import { sittingMs } from './features/decisions/answer.ts'
import { aSignedInitiative, aStatementSaid, invite } from './test-round.ts'

/** An initiative with its people and one closed pseudonymous round in which several people said one thing each. */
export type AskedInitiative = Readonly<{
  network: TestNetwork
  initiative: string
  round: RoundId
  decider: PersonId
  physicianLead: PersonId
  managerLead: PersonId
  champion: PersonId
  sponsor: PersonId
  /** Who was asked; the first ones said something, in the order of `said`. */
  asked: readonly PersonId[]
  said: readonly string[]
  seeded: string
}>

/** A need that somebody said, in no initiative unless told, unread. */
export async function aNeed(
  app: TestApp,
  { network }: Readonly<{ network: TestNetwork }>,
  more: Readonly<{ author_id: PersonId } & Partial<Insertable<Contribution>>>,
): Promise<string> {
  const need = { id: newId(), kind: 'need', language: 'fr', text: 'Les résultats arrivent la nuit.' } as const
  await app.inNetwork(network, (db) =>
    db
      .insertInto('contribution')
      .values({ network_id: network.id, ...need, received_at: app.now(), ...more })
      .execute(),
  )
  return need.id
}

/** Sends out the answers to a round or a thing, or all, as if these had been given long enough ago. */
export async function answersGoOut(app: TestApp, network: TestNetwork, subject?: string): Promise<void> {
  await app.inNetwork(network, (db) =>
    db
      .updateTable('answer')
      .set({ answered_at: new Date(app.now().getTime() - sittingMs) })
      .where('delivered_at', 'is', null)
      .$if(subject !== undefined, (query) =>
        query.where('contribution_id', 'in', (from) =>
          from
            .selectFrom('contribution')
            .select('id')
            .where((eb) => eb.or([eb('id', '=', subject!), eb('round_id', '=', subject!)])),
        ),
      )
      .execute(),
  )
  await app.runQueue(network, 'deliver-answers', subject)
}

/** Builds it by hand: the tests of deciding need no round to have been opened through its pages. */
export async function anAskedInitiative(
  app: TestApp,
  options: {
    things?: number
    people?: number
    level?: 'A' | 'B' | 'C'
    network?: TestNetwork
    /** Somebody who is there already, in a part. */
    decider?: PersonId
    physicianLead?: PersonId
    author?: PersonId
  } = {},
): Promise<AskedInitiative> {
  const { things = 3, people = 8, level = 'C' } = options
  const network = options.network ?? (await app.aNetwork())
  const person = (name: string, role: 'physician' | 'lead' | 'decision-maker' | 'champion') =>
    app.aPerson(network, { roles: [role], name })
  const decider = options.decider ?? (await person('Dora Decider', 'decision-maker'))
  const physicianLead = options.physicianLead ?? (await person('Lea Lead', 'lead'))
  const managerLead = await person('Max Manager', 'lead')
  const champion = await person('Cham Pion', 'champion')
  const sponsor = await person('Spo Nsor', 'decision-maker')
  const asked: PersonId[] = []
  if (options.author) asked.push(options.author)
  for (let i = asked.length; i < people; i += 1) asked.push(await person(`Asked P${i}`, 'physician'))
  const { initiative } = await aSignedInitiative(app, network, {
    decider,
    physicianLead,
    managerLead,
    champion,
    sponsor,
    charter: {
      title: { en: 'Referral form', fr: 'Formulaire de consultation' },
      open_question: { en: 'Which fields stay?' },
      participation_level: 'collaborate',
      created_by: physicianLead,
    },
  })
  const round = newId<'round'>()
  const { keys } = app.app.services
  if (level === 'C') await keys.create(network.id, round)
  const key = await keys.read(network.id, round)
  const said: string[] = []
  const seeded = newId()
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: round,
        initiative_id: initiative,
        kind: 'statements',
        title: { en: 'Which fields?' },
        anonymity_level: level,
        state: 'closed',
        opened_at: new Date('2027-02-10T12:00:00Z'),
        closed_at: new Date('2027-02-20T12:00:00Z'),
        closes_at: new Date('2027-02-20T12:00:00Z'),
        created_by: physicianLead,
      })
      .execute()
    await invite(db, network, round, asked)
    const at = { network, initiative, round }
    await aStatementSaid(db, { ...at, id: seeded }, { en: 'The form is too long.' })
    for (let i = 0; i < things; i += 1) {
      const id = newId()
      said.push(id)
      const by = asked[i % people]
      if (!by) throw new Error('nobody was asked')
      await aStatementSaid(
        db,
        { ...at, id },
        { en: `Drop field ${i + 8}.` },
        {
          seeded: false,
          author_id: level === 'C' ? null : by,
          author_pseudonym: key ? pseudonymOf(key, by) : null,
          received_at: level === 'C' ? null : new Date('2027-02-11T12:00:00Z'),
        },
      )
    }
  })
  return {
    network,
    initiative,
    round,
    decider,
    physicianLead,
    managerLead,
    champion,
    sponsor,
    asked,
    said,
    seeded,
  }
}
