import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { draftAboutVersion } from '../rounds/public.ts'
import { loadVersion, relationsTo } from './load-version.ts'
import { messages } from './messages.ts'
import type { ObjectId } from './object.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** The last round about an earlier version of a thing that really asked somebody. */
async function roundBefore(context: Context, object: ObjectId, number: number): Promise<RoundId | null> {
  const row = await context.db
    .selectFrom('round as r')
    .innerJoin('object_version as v', (join) =>
      join.onRef('v.network_id', '=', 'r.network_id').onRef('v.id', '=', 'r.version_id'),
    )
    .select('r.id')
    .where('v.object_id', '=', object)
    .where('v.number', '<', number)
    .where('r.state', '<>', 'draft')
    .orderBy('v.number', 'desc')
    .orderBy('r.opened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.id ?? null) as RoundId | null
}

/** Begins a round about a version, or goes on with the one that is being prepared; about a later one it asks the people again who were asked about the one before. */
export async function askAboutVersion(
  context: Context,
  at: { object: ObjectId; number: number },
): Promise<RoundId> {
  const version = await loadVersion(context, at, { lock: true })
  const { object } = version
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: object.initiativeId, object: object.id }),
  )
  if (version.number > 1 && version.shownAt === null) throw refuse('version_not_shown')
  const begun = await context.db
    .selectFrom('round')
    .select('id')
    .where('version_id', '=', version.id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  if (begun) return begun.id as RoundId
  const follows = await roundBefore(context, object.id, version.number)
  const [en, fr] = [messages('en'), messages('fr')]
  const again = version.number > 1 ? 'ask.question-again' : 'ask.question'
  return draftAboutVersion(context, {
    initiative: object.initiativeId,
    version: version.id,
    title: object.title,
    question: { en: en(again), fr: fr(again) },
    follows,
  })
}
