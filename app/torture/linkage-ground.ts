import type { BenchApp } from '../bench/bench-app.ts'
import { closeRoundDue } from '../src/features/rounds/public.ts'
import { type Context, contextOver } from '../src/platform/http/context.ts'
import { readNetwork } from '../src/platform/http/networks.ts'
import { type PersonId, type RoundId, newId } from '../src/platform/ids.ts'

/** Share of people whose pseudonym was found, over the seeds. */
export type Measured = Readonly<{ mean: number; standardError: number }>

/** The mean of shares, and its standard error. */
export function measured(shares: readonly number[]): Measured {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const variance =
    shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / Math.max(1, shares.length - 1)
  return { mean, standardError: Math.sqrt(variance / shares.length) }
}

/** Runs a command as a person, or as nobody, in a transaction of its own. */
export async function asPerson<T>(
  bench: BenchApp,
  person: PersonId | null,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { services } = bench.app
  const network = await readNetwork(services.database, bench.network)
  if (!network) throw new Error('no network')
  const actor = person && {
    personId: person,
    sessionId: newId<'session'>(),
    ownDevice: false,
    name: 'A Person',
    language: 'en' as const,
    roles: new Set(['physician'] as const),
  }
  return services.database.tenant(bench.network, (db) =>
    work(contextOver(services, db, { network, actor, locale: 'en' })),
  )
}

/** Closes a round whose time has come. */
export async function close(bench: BenchApp, round: RoundId): Promise<void> {
  await asPerson(bench, null, async (context) => {
    await context.db
      .updateTable('round')
      .set({ closes_at: new Date(context.now.getTime() - 1000) })
      .where('id', '=', round)
      .execute()
    await closeRoundDue(context, round)
  })
}
