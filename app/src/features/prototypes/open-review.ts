import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { type Answering, type Round, answering, roundOf, takesAnswers } from '../rounds/public.ts'
import { type Version, loadVersion } from './load-version.ts'
import type { VersionId } from './object.ts'
import { permissions } from './permissions.ts'

/** A round about a version, as one of those asked has it before them. */
export type Review = Readonly<{ round: Answering; stored: Round; version: Version; takes: boolean }>

/**
 * Opens a round about a version for the person who asks, who was invited to it.
 *
 * @param options.lock true while something is written: the round can't close before the transaction ends
 * @throws {NotFound} not there, not about a version, or not opened yet
 */
export async function openReview(
  context: Context,
  id: RoundId,
  options: { lock?: boolean } = {},
): Promise<Review> {
  const round = await answering(context, id, options)
  context.authorize(permissions['prototypes.review'], round.invited ? ['invited'] : [])
  if (round.kind !== 'prototype') throw new NotFound()
  const stored = await roundOf(context, id)
  if (round.state === 'draft' || !stored.version_id) throw new NotFound()
  return {
    round,
    stored,
    version: await loadVersion(context, { version: stored.version_id as VersionId }),
    takes: takesAnswers({ state: round.state, closes_at: round.closesAt }, context.now),
  }
}
