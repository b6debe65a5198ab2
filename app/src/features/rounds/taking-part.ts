import { minimumCount } from '@rounds/methods'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { participationCounts } from './queries.ts'
import type { Round } from './round.ts'

/**
 * How many of those invited took part, as far as it may be shown; null where it may not.
 * `atLeast`: the number is a lower bound, moving in steps of five.
 */
export const TakingPart = z.object({
  tookPart: z.number().nullable(),
  invited: z.number(),
  atLeast: z.boolean(),
})
export type TakingPart = z.infer<typeof TakingPart>

/**
 * The number of those who took part where it tells of nobody. At level A, where names are known, always exact.
 *
 * While a round runs it is a lower bound in steps of five that stops five below those invited: a number that moved
 * by one would tell who has just answered. After the end it is exact, and hidden while fewer than five took part or
 * fewer than five did not; nobody and everybody included.
 */
export function mayShowTakingPart(
  level: Round['anonymity_level'],
  state: Round['state'],
  counts: Readonly<{ tookPart: number; invited: number }>,
): TakingPart {
  const { tookPart, invited } = counts
  if (level === 'A') return { tookPart, invited, atLeast: false }
  if (state === 'draft' || state === 'open') {
    const step = Math.floor(Math.min(tookPart, invited - minimumCount) / minimumCount) * minimumCount
    return { tookPart: step >= minimumCount ? step : null, invited, atLeast: true }
  }
  const few = Math.min(tookPart, invited - tookPart) < minimumCount
  return { tookPart: few ? null : tookPart, invited, atLeast: false }
}

/** How many of those invited to each of these rounds have taken part, for a page. */
export async function takingPartInEach(
  context: Context,
  rounds: readonly string[],
): Promise<ReadonlyMap<string, TakingPart>> {
  const counted = await participationCounts(context, rounds)
  return new Map(counted.map((one) => [one.id, mayShowTakingPart(one.anonymity_level, one.state, one)]))
}

/** How many of those invited to a round have taken part, for a page. @throws {NotFound} */
export async function takingPart(context: Context, id: RoundId): Promise<TakingPart> {
  const found = (await takingPartInEach(context, [id])).get(id)
  if (!found) throw new NotFound()
  return found
}
