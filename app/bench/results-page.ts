import { seededRandom } from '@rounds/methods'
import { publishResults } from '../src/features/results/public.ts'
import { importConversation } from '../src/features/rounds/public.ts'
import { contextOver } from '../src/platform/http/context.ts'
import { readNetwork } from '../src/platform/http/networks.ts'
import { type InitiativeId, type RoundId, newId } from '../src/platform/ids.ts'
import { type BenchApp, startBenchApp } from './bench-app.ts'
import type { Figure } from './figure.ts'

const people = 1000
const statements = 100
const votesEach = 50

async function aRoundOfFiftyThousandVotes(bench: BenchApp, seed: number): Promise<RoundId> {
  const { services } = bench.app
  const random = seededRandom(seed)
  const network = await readNetwork(services.database, bench.network)
  if (!network) throw new Error('no network')
  return services.database.tenant(bench.network, async (db) => {
    const context = contextOver(services, db, { network, actor: null, locale: 'en' })
    const initiative = newId<'initiative'>()
    await db
      .insertInto('initiative')
      .values({
        network_id: bench.network,
        id: initiative,
        title: { en: 'Bench' },
        created_by: bench.person,
        state: 'running',
      })
      .execute()
    const round = await importConversation(context, {
      initiative: initiative satisfies InitiativeId,
      by: bench.person,
      conversation: {
        title: { en: 'Fifty thousand votes' },
        sourceNote: { en: 'Made for a measurement' },
        language: 'en',
        openedAt: new Date('2027-01-01T00:00:00Z'),
        closedAt: new Date('2027-02-01T00:00:00Z'),
        statements: Array.from({ length: statements }, (_, index) => ({
          id: String(index),
          text: `Statement ${index}`,
          accepted: true,
        })),
        votes: Array.from({ length: people }, (_, person) =>
          Array.from({ length: votesEach }, (__, turn) => {
            const statement = (person * 7 + turn * 2) % statements
            const agrees = random() < (person % 2 === statement % 2 ? 0.75 : 0.3)
            return {
              participant: `p${person}`,
              statement: String(statement),
              answer:
                random() < 0.1 ? ('pass' as const) : agrees ? ('agree' as const) : ('disagree' as const),
            }
          }),
        ).flat(),
      },
    })
    await publishResults(context, round)
    return round
  })
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Measures the results page of rounds with 50,000 votes: first opening (median of five rounds) and later ones. */
export async function benchResultsPage(): Promise<readonly Figure[]> {
  const bench = await startBenchApp()
  try {
    const open = async (round: RoundId): Promise<number> => {
      const start = performance.now()
      const reply = await fetch(`${bench.address}/rounds/${round}/results`, {
        headers: { cookie: bench.cookie, accept: 'text/html' },
      })
      const body = await reply.text()
      if (reply.status !== 200 || !body.includes('Statement 1'))
        throw new Error(`the page answered ${reply.status}`)
      return performance.now() - start
    }
    const cold: number[] = []
    const cached: number[] = []
    for (let seed = 1; seed <= 5; seed += 1) {
      const round = await aRoundOfFiftyThousandVotes(bench, seed)
      cold.push(await open(round))
      for (let turn = 0; turn < 10; turn += 1) cached.push(await open(round))
    }
    const votes = (people * votesEach).toLocaleString('en')
    return [
      {
        what: `results page, ${votes} votes, opened first`,
        measured: median(cold),
        unit: 'ms',
        target: { atMost: 1000 },
      },
      { what: '  opened again', measured: median(cached), unit: 'ms', target: { atMost: 100 } },
    ]
  } finally {
    await bench.stop()
  }
}
