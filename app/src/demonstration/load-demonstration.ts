import { sql } from 'kysely'
import { escalateLateAnswers } from '../features/initiatives/escalate-late-answers.ts'
import type { Services } from '../platform/http/context.ts'
import { addDays, calendarDay } from '../platform/calendar-day.ts'
import { type NetworkId, type RoundId, newId } from '../platform/ids.ts'
import { castPhysicians } from './cast.ts'
import { chronicleOf } from './chronicle.ts'
import { content } from './content.ts'
import { loadPeople } from './load-people.ts'
import { type Told, tellCharter, tellDecision } from './tell-initiatives.ts'
import { needIds, tellNeeds } from './tell-needs.ts'
import { tellPrototypes } from './tell-prototypes.ts'
import { tellStatements } from './tell-rounds.ts'

/** The zone of the fictional region's clocks. */
const timeZone = 'America/St_Johns'
/** The first day on which something happens; late answers are looked for from then on. */
const firstDay = Math.min(...content.needs.map(({ receivedDay }) => receivedDay))
/** Roster physicians who have not answered the open round: those offered first on the page of people. */
const offered = 4

/**
 * Fills an empty installation with the demonstration network, as if it had been used since its first day.
 *
 * What happened is carried out by the features' own commands, each as the person who did it, at the time at which
 * it happened, so that the demonstration obeys every rule. Written directly is only what nobody does in the
 * application: network, people and strata, the votes that are simulated, what is done without a promise, and that
 * past messages have been sent (nothing of the past is mailed now).
 *
 * All of it is one transaction: a failure leaves the installation as empty as it was, and it can be tried again.
 *
 * @throws Error with one line that says so
 */
export async function loadDemonstration(services: Services, say: (text: string) => void): Promise<void> {
  const began = performance.now()
  say(`Filling the demonstration with ${content.network.name.en}: invented people, simulated votes.`)
  const id = newId<'network'>()
  const keys: RoundId[] = []
  const remembering: Services = {
    ...services,
    keys: {
      ...services.keys,
      create: async (network, round) => {
        keys.push(round)
        await services.keys.create(network, round)
      },
    },
  }
  try {
    await services.database.tenant(id, (db) => fill(remembering, db, id))
  } catch (error) {
    for (const round of keys) await services.keys.destroy(id, round)
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Error(`The demonstration could not be filled and nothing of it was kept: ${reason}`, {
      cause: error,
    })
  }
  say(`The demonstration is ready (${((performance.now() - began) / 1000).toFixed(1)} s).`)
}

type Db = Parameters<Parameters<Services['database']['tenant']>[1]>[0]

async function fill(services: Services, db: Db, id: NetworkId): Promise<void> {
  const name = content.network.name
  const settings = { timeZone, privacyContact: 'mireille.coutanche@example.org' }
  const base = new URL(services.config.baseUrl)
  const port = base.port ? `:${base.port}` : ''
  const hosts = new Set([base.host, `127.0.0.1${port}`, `localhost${port}`])
  await db
    .insertInto('network_address')
    .values([...hosts].map((host) => ({ host, network_id: id })))
    .execute()
  await db
    .insertInto('network')
    .values({ network_id: id, slug: 'tilvane', name, kind: 'demonstration', settings })
    .execute()

  const network = { id, slug: 'tilvane', name, kind: 'demonstration' as const, settings }
  const casting = castPhysicians()
  const now = services.clock()
  const cast = await loadPeople(
    {
      db,
      network,
      joinedOn: addDays(calendarDay(now, timeZone), -200),
      grantedAt: new Date(now.getTime() - 200 * 86_400_000),
    },
    casting,
  )
  const chronicle = chronicleOf(services, db, network, cast)
  const needs = needIds()
  tellNeeds(chronicle, cast, casting.voices, needs)
  const spare = new Set(casting.physicians.slice(0, offered).map(({ key }) => key))
  for (const of of content.initiatives) {
    const told: Told = { id: null, decision: null, commitments: new Map() }
    tellCharter(chronicle, cast, of, told, needs)
    const statements = of.rounds.flatMap((round) =>
      round.kind === 'statements' ? tellStatements(chronicle, cast, casting, of, told, round, spare) : [],
    )
    const said = [...statements, ...tellPrototypes(chronicle, cast, casting, of, told)]
    tellDecision(chronicle, cast, of, told, said, needs)
  }
  for (let day = firstDay; day < 0; day += 3)
    chronicle.on({ day, hour: 22, who: null }, (context) => escalateLateAnswers(context))
  await chronicle.play()
  await rememberAsSent(db, now)
}

/** What was told in the past has been mailed then, and what is older than two weeks has been seen. */
async function rememberAsSent(db: Db, now: Date): Promise<void> {
  await sql`
    update notice set mailed_at = deliver_after,
      seen_at = case when deliver_after < ${now}::timestamptz - interval '14 days' then deliver_after + interval '9 hours' end
    where deliver_after <= ${now}`.execute(db)
}
