import { openRound } from './features/rounds/public.ts'
import { type InitiativeId, type PersonId, type RoundId, newId } from './platform/ids.ts'
import type { TestApp, TestNetwork } from './test-app.ts'

export type TestRound = Readonly<{
  initiative: InitiativeId
  round: RoundId
  physicianLead: PersonId
  managerLead: PersonId
  decider: PersonId
  /** Who reads what is written, as it was written. */
  triager: PersonId
  invited: readonly PersonId[]
  statements: readonly string[]
}>

type Db = Parameters<Parameters<TestApp['inNetwork']>[1]>[0]

/** An initiative whose charter is signed and complete; its people and its words can be given. */
export async function aSignedInitiative(
  app: TestApp,
  network: TestNetwork,
  given: Partial<Record<'decider' | 'physicianLead' | 'managerLead' | 'champion' | 'sponsor', PersonId>> & {
    charter?: Readonly<Record<string, unknown>>
  } = {},
): Promise<Pick<TestRound, 'initiative' | 'physicianLead' | 'managerLead' | 'decider' | 'triager'>> {
  const somebody = (name: string, ...roles: ('physician' | 'lead' | 'decision-maker')[]) =>
    app.aPerson(network, { roles, name })
  const physicianLead = given.physicianLead ?? (await somebody('Phyllis Lead', 'physician', 'lead'))
  const managerLead = given.managerLead ?? (await somebody('Manny Lead', 'lead'))
  const decider = given.decider ?? (await somebody('Dee Cider', 'decision-maker'))
  const parts = {
    champion: given.champion ?? (await app.aPerson(network)),
    triager: await app.aPerson(network),
  }
  const initiative = newId<'initiative'>()
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('initiative')
      .values({
        network_id: network.id,
        id: initiative,
        title: { en: 'Referrals', fr: 'Demandes de consultation' },
        problem: { en: 'They come back', fr: 'Elles reviennent' },
        open_question: { en: 'Which fields?', fr: 'Quels champs?' },
        constraints: { en: 'One form', fr: 'Un seul formulaire' },
        decider_id: decider,
        decision_due_on: '2027-04-01',
        participation_level: 'involve',
        physician_lead_id: physicianLead,
        manager_lead_id: managerLead,
        physician_signed_at: app.now(),
        manager_signed_at: app.now(),
        sponsor_id: given.sponsor ?? decider,
        social_none_reason: { en: 'None reached by a form', fr: 'Aucun n’est touché par un formulaire' },
        state: 'running',
        created_by: managerLead,
        ...given.charter,
      })
      .execute()
    for (const [part, person] of Object.entries(parts) as ['champion' | 'triager', PersonId][])
      await db
        .insertInto('initiative_person')
        .values({ network_id: network.id, initiative_id: initiative, person_id: person, part })
        .execute()
    await db
      .insertInto('initiative_strategy')
      .values({ network_id: network.id, initiative_id: initiative, strategy: 'S01' })
      .execute()
  })
  return { initiative, physicianLead, managerLead, decider, triager: parts.triager }
}

/** Invites people to a round. */
export const invite = (db: Db, network: TestNetwork, round: RoundId, people: readonly PersonId[]) =>
  db
    .insertInto('round_invitation')
    .values(people.map((person) => ({ network_id: network.id, round_id: round, person_id: person })))
    .execute()

/** Puts a statement, in a wording that all may read, into a round; seeded by the lead unless an author is given. */
export const aStatementSaid = (
  db: Db,
  at: { network: TestNetwork; initiative: string; round: RoundId; id: string },
  wording: { en: string; fr?: string },
  more: Readonly<Record<string, unknown>> = {},
) =>
  db
    .insertInto('contribution')
    .values({
      network_id: at.network.id,
      id: at.id,
      kind: 'statement',
      round_id: at.round,
      initiative_id: at.initiative,
      seeded: true,
      language: 'en',
      text: wording.en,
      wording,
      wording_state: 'approved',
      moderation: 'accepted',
      ...more,
    })
    .execute()

/** A round of statements in a signed initiative: opened unless told otherwise, closing in a week. */
export async function aRound(
  app: TestApp,
  network: TestNetwork,
  options: {
    level?: 'A' | 'B' | 'C'
    statements?: number
    people?: number
    open?: boolean
    mayAdd?: boolean
    payCents?: number
  } = {},
): Promise<TestRound> {
  const dyad = await aSignedInitiative(app, network)
  const round = newId<'round'>()
  const invited: PersonId[] = []
  for (let i = 0; i < (options.people ?? 12); i++) invited.push(await app.aPerson(network))
  const statements: string[] = []
  await app.inNetwork(network, async (db) => {
    await db
      .insertInto('round')
      .values({
        network_id: network.id,
        id: round,
        initiative_id: dyad.initiative,
        kind: 'statements',
        title: { en: 'The referral form', fr: 'Le formulaire' },
        question: { en: 'What should change?', fr: 'Que faut-il changer?' },
        anonymity_level: options.level ?? 'C',
        participants_may_add: options.mayAdd ?? true,
        closes_at: new Date(app.now().getTime() + 7 * 86_400_000),
        created_by: dyad.managerLead,
        ...(options.payCents
          ? {
              paid: true,
              pay_cents: options.payCents,
              payer: { en: 'Zone 2', fr: 'Zone 2' },
              pay_on: '2027-03-31',
            }
          : {}),
      })
      .execute()
    for (let number = 1; number <= (options.statements ?? 5); number++) {
      const contribution = newId<'contribution'>()
      const statement = newId<'statement'>()
      statements.push(statement)
      await aStatementSaid(
        db,
        { network, initiative: dyad.initiative, round, id: contribution },
        { en: `Field ${number} is needed`, fr: `Le champ ${number} est nécessaire` },
        { received_at: app.now() },
      )
      await db
        .insertInto('statement')
        .values({
          network_id: network.id,
          id: statement,
          round_id: round,
          contribution_id: contribution,
          number,
        })
        .execute()
    }
    if (invited.length > 0) await invite(db, network, round, invited)
  })
  if (options.open !== false)
    await app.inContext(network, dyad.physicianLead, (context) =>
      openRound(context, round, { confirmed: true }),
    )
  return { ...dyad, round, invited, statements }
}
