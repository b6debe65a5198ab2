import { seededRandom } from '@rounds/methods'
import { setTimeout as sleep } from 'node:timers/promises'
import { type VoteRound, makeVoteNetwork, makeVoteRound } from '../bench/vote-round.ts'
import type { NetworkId } from '../src/platform/ids.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'
import type { PowerDisk } from './power-disk.ts'
import { type KillableSystem, type Victim, startKillableSystem } from './killable-system.ts'

const answeringAtOnce = 8
const statements = 5
/** Kills during one round, after which everything that was acknowledged in it is looked for. */
const killsPerRound = 25
/** Twice as many as can be done before the last of the kills: somebody is always answering. */
const peoplePerRound = 200
/** So many answers are acknowledged, at most, between one kill and the next. */
const mostBetween = 20

/** One answer that is sent until it is acknowledged: never again afterwards, so a lost one stays lost. */
type Step = Readonly<{ number: number; answer: 'agree' | 'disagree'; revision: number }>
/** What each person does: five answers, one of them changed. */
const steps: readonly Step[] = [
  { number: 1, answer: 'agree', revision: 0 },
  { number: 2, answer: 'disagree', revision: 0 },
  { number: 1, answer: 'disagree', revision: 1 },
  { number: 3, answer: 'agree', revision: 0 },
  { number: 4, answer: 'agree', revision: 0 },
  { number: 5, answer: 'disagree', revision: 0 },
]

export type KillReport = Readonly<{
  kills: Readonly<Record<Victim, number>>
  people: number
  acknowledged: number
  retried: number
  /** What must be empty: acknowledged answers that are missing, wrong, or there twice. */
  violations: readonly string[]
}>

/**
 * Kills the application or the database with SIGKILL at random moments while people answer, one after the other
 * without a pause, and checks after every 25 kills that each acknowledged answer is there exactly once.
 *
 * A killed process loses what it holds; only with `disk` and the victim `power` is what the system had not yet
 * written lost as well.
 *
 * @param options.chances how often each victim is chosen, as weights
 * @param options.durable whether the database waits for the disk, as in production
 * @param options.flush false acknowledges answers before they are written, and must be found out
 */
export async function killTrials(options: {
  kills: number
  seed: number
  chances: Readonly<Partial<Record<Victim, number>>>
  durable: boolean
  flush?: boolean
  disk?: PowerDisk | undefined
  onRound?: (soFar: KillReport) => void
}): Promise<KillReport> {
  const random = seededRandom(options.seed)
  const system = await startKillableSystem({
    durable: options.durable,
    flush: options.flush !== false,
    disk: options.disk,
  })
  try {
    const { network, lead } = await system.withDatabase(makeVoteNetwork)
    const kills: Record<Victim, number> = { app: 0, backend: 0, postmaster: 0, power: 0 }
    const violations: string[] = []
    const tally = { people: 0, acknowledged: 0, retried: 0 }
    for (let killed = 0; killed < options.kills;) {
      const round = await system.withDatabase((database) =>
        makeVoteRound({ database, keys: system.keys, clock: () => new Date() }, network, {
          people: peoplePerRound,
          statements,
          lead,
        }),
      )
      const answering = keepAnswering(system, round, tally)
      const end = Math.min(options.kills, killed + killsPerRound)
      for (; killed < end && !answering.allHaveAnswered(); killed++) {
        await answering.more(random() * mostBetween)
        await sleep(random() * 10)
        const victim = chooseVictim(options.chances, random)
        await system.kill(victim)
        kills[victim] += 1
      }
      const { people, problems } = await answering.finish()
      problems.push(...(await check(system, network, round, people)))
      violations.push(...problems.map((problem) => `before kill ${killed}: ${problem}`))
      options.onRound?.({ kills, ...tally, violations })
    }
    return { kills, ...tally, violations }
  } finally {
    await system.stop()
  }
}

/** Milliseconds after which a system that acknowledges nothing is taken to have come to a standstill. */
const patience = 240_000

type Tally = { people: number; acknowledged: number; retried: number }

/** Lets some people at once answer a round, one person after the other, until it is told to finish. */
function keepAnswering(system: KillableSystem, round: VoteRound, tally: Tally) {
  const problems: string[] = []
  let taken = 0
  const end = new AbortController()
  const working = Array.from({ length: answeringAtOnce }, async () => {
    while (!end.signal.aborted && taken < round.people.length) {
      const one = round.people[taken++]
      const problem = one ? await answerAll(system, round, one.token, tally) : null
      if (problem) problems.push(problem)
    }
  })
  return {
    /** Resolves once so many more answers have been acknowledged. */
    async more(answers: number) {
      const goal = tally.acknowledged + answers
      let last = { acknowledged: tally.acknowledged, at: performance.now() }
      while (tally.acknowledged < goal && taken < round.people.length) {
        await sleep(2)
        if (tally.acknowledged > last.acknowledged)
          last = { acknowledged: tally.acknowledged, at: performance.now() }
        if (performance.now() - last.at > patience) {
          end.abort()
          throw new Error(`${patience / 1000} s without an acknowledged answer`)
        }
      }
    },
    allHaveAnswered: () => taken >= round.people.length,
    async finish() {
      end.abort()
      await Promise.all(working)
      tally.people += taken
      return { people: round.people.slice(0, taken), problems }
    },
  }
}

function chooseVictim(chances: Readonly<Partial<Record<Victim, number>>>, random: () => number): Victim {
  const all = Object.entries(chances) as [Victim, number][]
  let left = random() * all.reduce((sum, [, chance]) => sum + chance, 0)
  for (const [victim, chance] of all) {
    left -= chance
    if (left < 0) return victim
  }
  return 'backend'
}

/** Answers as one person; each answer is sent until it is acknowledged. @returns what went wrong, if anything */
async function answerAll(
  system: KillableSystem,
  round: VoteRound,
  token: string,
  tally: Tally,
): Promise<string | null> {
  for (const step of steps)
    for (let tries = 0; ; tries++) {
      const status = await send(system.port(), round.round, token, step)
      if (status === 303) {
        tally.acknowledged += 1
        break
      }
      if (status !== null && status < 500) return `an answer was refused with ${status}`
      if (tries > 300) return 'an answer was never acknowledged'
      tally.retried += 1
      await sleep(60)
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
  const rows = await system.withDatabase((database) =>
    database.tenant(network, (db) =>
      db.selectFrom('vote').selectAll().where('round_id', '=', round.round).execute(),
    ),
  )
  const found = Map.groupBy(rows, (row) => `${row.participant} ${row.statement_id}`)
  const last = new Map(steps.map((step) => [step.number, step]))
  const problems: string[] = []
  for (const { person } of people)
    for (const [index, statement] of round.statements.entries()) {
      const [row, ...more] = found.get(`${pseudonymOf(key, person)} ${statement}`) ?? []
      const step = last.get(index + 1)
      if (!row || more.length > 0)
        problems.push(`statement ${index + 1} is there ${row ? 1 + more.length : 0} times`)
      else if (row.answer !== step?.answer || row.revision !== step.revision + 1)
        problems.push(`statement ${index + 1} is ${row.answer} at revision ${row.revision}`)
    }
  if (rows.length !== people.length * statements)
    problems.push(`${rows.length} rows of ${people.length} people`)
  return problems
}
