import { seededRandom } from '@rounds/methods'
import { setTimeout as sleep } from 'node:timers/promises'
import { type VoteRound, makeVoteRound } from '../bench/vote-round.ts'
import { type NetworkId, type PersonId, newId } from '../src/platform/ids.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'
import { type KillableSystem, type Victim, startKillableSystem } from './killable-system.ts'

const peoplePerTrial = 8
const statements = 5
const trialsPerRound = 25

/** One answer that is sent until it is acknowledged: never again afterwards, so a lost one stays lost. */
type Step = Readonly<{ number: number; answer: 'agree' | 'disagree'; revision: number }>
/** What each person does in a trial: five answers, one of them changed. */
const steps: readonly Step[] = [
  { number: 1, answer: 'agree', revision: 0 },
  { number: 2, answer: 'disagree', revision: 0 },
  { number: 1, answer: 'disagree', revision: 1 },
  { number: 3, answer: 'agree', revision: 0 },
  { number: 4, answer: 'agree', revision: 0 },
  { number: 5, answer: 'disagree', revision: 0 },
]

export type KillReport = Readonly<{
  trials: number
  kills: Readonly<Record<Victim, number>>
  acknowledged: number
  retried: number
  /** What must be empty: acknowledged answers that are missing, wrong, or there twice. */
  violations: readonly string[]
}>

/**
 * Kills the application or the database with SIGKILL at random moments while people answer, and checks after
 * every kill that each acknowledged answer is there exactly once.
 *
 * A killed process loses what it holds, not what the system's disk cache holds: power cuts are not covered.
 * That the check can find a loss was seen with synchronous_commit off: it reported the answers of one person.
 *
 * @param options.chances how often each victim is chosen, as weights
 * @param options.durable whether the database waits for the disk, as in production
 */
export async function killTrials(options: {
  trials: number
  seed: number
  chances: Readonly<Record<Victim, number>>
  durable: boolean
  onTrial?: (done: number) => void
}): Promise<KillReport> {
  const random = seededRandom(options.seed)
  const system = await startKillableSystem({ durable: options.durable })
  try {
    const { network, lead } = await makeNetwork(system)
    const kills: Record<Victim, number> = { app: 0, backend: 0, postmaster: 0 }
    const violations: string[] = []
    let acknowledged = 0
    let retried = 0
    let round: VoteRound | null = null
    for (let trial = 0; trial < options.trials; trial++) {
      if (trial % trialsPerRound === 0)
        round = await system.withDatabase((database) =>
          makeVoteRound({ database, keys: system.keys, clock: () => new Date() }, network, {
            people: peoplePerTrial * trialsPerRound,
            statements,
            lead,
          }),
        )
      if (round === null) throw new Error('no round')
      const from = (trial % trialsPerRound) * peoplePerTrial
      const people = round.people.slice(from, from + peoplePerTrial)
      const victim = chooseVictim(options.chances, random)
      const tally = { acknowledged: 0, retried: 0 }
      const answering = people.map((one) => answerAll(system, round as VoteRound, one.token, tally))
      await sleep(random() * 120)
      await system.kill(victim, random)
      kills[victim] += 1
      for (const problem of await Promise.all(answering))
        if (problem) violations.push(`trial ${trial}: ${problem}`)
      violations.push(
        ...(await check(system, network, round, people)).map(
          (problem) => `trial ${trial} (${victim}): ${problem}`,
        ),
      )
      acknowledged += tally.acknowledged
      retried += tally.retried
      options.onTrial?.(trial + 1)
    }
    return { trials: options.trials, kills, acknowledged, retried, violations }
  } finally {
    await system.stop()
  }
}

function chooseVictim(chances: Readonly<Record<Victim, number>>, random: () => number): Victim {
  let left = random() * (chances.app + chances.backend + chances.postmaster)
  for (const victim of ['app', 'backend', 'postmaster'] as const) {
    left -= chances[victim]
    if (left < 0) return victim
  }
  return 'backend'
}

async function makeNetwork(system: KillableSystem): Promise<{ network: NetworkId; lead: PersonId }> {
  const network = newId<'network'>()
  const lead = newId<'person'>()
  await system.withDatabase(async (database) => {
    await database.untenanted
      .insertInto('network_address')
      .values({ host: 'localhost', network_id: network })
      .execute()
    await database.tenant(network, async (db) => {
      await db
        .insertInto('network')
        .values({ network_id: network, slug: 'torture', name: { en: 'Torture' }, kind: 'production' })
        .execute()
      await db
        .insertInto('person')
        .values({
          network_id: network,
          id: lead,
          roster_key: 'lead',
          given_name: 'A',
          family_name: 'Lead',
          email: 'lead@example.org',
          joined_on: '2020-01-01',
        })
        .execute()
    })
  })
  return { network, lead }
}

/** Answers as one person; each answer is sent until it is acknowledged. @returns what went wrong, if anything */
async function answerAll(
  system: KillableSystem,
  round: VoteRound,
  token: string,
  tally: { acknowledged: number; retried: number },
): Promise<string | null> {
  for (const step of steps)
    for (let tries = 0; ; tries++) {
      const status = await send(system.port(), round.round, token, step)
      if (status === 303) {
        tally.acknowledged += 1
        break
      }
      if (status !== null && status < 500) return `an answer was refused with ${status}`
      if (tries > 600) return 'an answer was never acknowledged'
      tally.retried += 1
      await sleep(25)
    }
  return null
}

async function send(port: number, round: string, token: string, step: Step): Promise<number | null> {
  try {
    const reply = await fetch(`http://localhost:${port}/rounds/${round}/statements/${step.number}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: `rounds-session=${token}`,
        origin: 'http://localhost:8080',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: `answer=${step.answer}&revision=${step.revision}`,
      signal: AbortSignal.timeout(10_000),
    })
    await reply.arrayBuffer()
    return reply.status
  } catch {
    return null
  }
}

/** Every answer of these people, all of which were acknowledged, must be there once, as it was last sent. */
async function check(
  system: KillableSystem,
  network: NetworkId,
  round: VoteRound,
  people: VoteRound['people'],
): Promise<readonly string[]> {
  const key = await system.keys.read(network, round.round)
  if (key === null) throw new Error('the round has no key')
  const names = people.map(({ person }) => pseudonymOf(key, person))
  const rows = await system.withDatabase((database) =>
    database.tenant(network, (db) =>
      db
        .selectFrom('vote')
        .selectAll()
        .where('round_id', '=', round.round)
        .where('participant', 'in', names)
        .execute(),
    ),
  )
  const last = new Map(steps.map((step) => [step.number, step]))
  const problems: string[] = []
  for (const name of names)
    for (const [index, statement] of round.statements.entries()) {
      const found = rows.filter((row) => row.participant === name && row.statement_id === statement)
      const step = last.get(index + 1)
      if (found.length !== 1) problems.push(`statement ${index + 1} is there ${found.length} times`)
      else if (found[0]?.answer !== step?.answer || found[0]?.revision !== (step?.revision ?? 0) + 1)
        problems.push(`statement ${index + 1} is ${found[0]?.answer} at revision ${found[0]?.revision}`)
    }
  if (rows.length !== names.length * statements) problems.push(`${rows.length} rows`)
  return problems
}
