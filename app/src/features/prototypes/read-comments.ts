import type { Context } from '../../platform/http/context.ts'
import { markRead } from '../contributions/public.ts'
import type { Annotation } from './annotations.ts'
import type { Version } from './load-version.ts'

/**
 * Somebody reads what was said about a version: its authors see who read it first, and when; every look at the names of a
 * round at level B is logged.
 */
export async function readComments(
  context: Context,
  version: Version,
  shown: Readonly<{ words: readonly Annotation[]; names: readonly Annotation[] }>,
): Promise<void> {
  await markRead(
    context,
    shown.words.map(({ id }) => id),
  )
  const confidential = shown.names.flatMap(({ level, roundId }) =>
    level === 'B' && roundId ? [roundId] : [],
  )
  for (const round of new Set(confidential))
    await context.audit({
      action: 'prototypes.look-at-names',
      subject: { type: 'round', id: round },
      details: { version: version.id },
    })
}
