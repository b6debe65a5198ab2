import type { Context } from '../../platform/http/context.ts'
import { mayShowTakingPart, participationCounts } from '../rounds/public.ts'
import type { RoundForResults } from './queries.ts'

/** How many took part, and as far as it may be shown. */
export type Took = Readonly<{ all: number; shown: number | null }>

/** How many of those invited took part, and as far as it may be shown; of what was public elsewhere nobody was invited. */
export async function tookIn(context: Context, round: RoundForResults): Promise<Took> {
  if (round.source === 'import') return { all: 0, shown: null }
  const [counted] = await participationCounts(context, [round.id])
  const counts = { tookPart: Math.min(counted?.tookPart ?? 0, round.invited), invited: round.invited }
  return {
    all: counts.tookPart,
    shown: mayShowTakingPart(round.anonymityLevel, round.state, counts).tookPart,
  }
}
