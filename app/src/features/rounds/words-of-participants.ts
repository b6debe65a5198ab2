import { minimumForWords } from '@rounds/methods'
import type { Context } from '../../platform/http/context.ts'
import { participationCounts } from './queries.ts'
import type { Round } from './round.ts'

/**
 * Whether words that participants wrote in a round may be shown to others than its named readers.
 *
 * At level A, where names are known, always; so too what was public before it came here. At the other levels after
 * the end, and only where at least ten took part. That their authors approved the wording is asked besides.
 */
export function mayShowWords(
  round: Pick<Round, 'anonymity_level' | 'source' | 'state'>,
  tookPart: number,
): boolean {
  if (round.anonymity_level === 'A' || round.source === 'import') return true
  return round.state !== 'draft' && round.state !== 'open' && tookPart >= minimumForWords
}

/** Of these rounds, those whose participants' words may be shown to others than the named readers. */
export async function roundsWithWords(
  context: Context,
  rounds: readonly (string | null)[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rounds.filter((id) => id !== null))]
  const shown = (await participationCounts(context, ids)).filter((one) => mayShowWords(one, one.tookPart))
  return new Set(shown.map(({ id }) => id))
}
