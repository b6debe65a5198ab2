import { minimumCount } from '@rounds/methods'
import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { participationCounts, roundOf } from './queries.ts'

/** How many of those invited took part, as far as it may be shown; null where it may not. */
export const TakingPart = z.object({ tookPart: z.number().nullable(), invited: z.number() })
export type TakingPart = z.infer<typeof TakingPart>

/**
 * The number of those who took part where it tells of nobody: hidden while fewer than five have, or fewer than
 * five have not; nobody and everybody included. At level A, where names are known, always shown.
 */
export function mayShowTakingPart(
  level: 'A' | 'B' | 'C',
  counts: TakingPart & { tookPart: number },
): TakingPart {
  const few = Math.min(counts.tookPart, counts.invited - counts.tookPart) < minimumCount
  return { tookPart: few && level !== 'A' ? null : counts.tookPart, invited: counts.invited }
}

/** How many of those invited to a round have taken part, for a page. @throws {NotFound} */
export async function takingPart(context: Context, id: RoundId): Promise<TakingPart> {
  const { anonymity_level } = await roundOf(context, id)
  return mayShowTakingPart(anonymity_level, await participationCounts(context, id))
}
