import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import { TakingPart, takingPartInEach } from '../rounds/public.ts'
import { type Version, seeVersion } from './load-version.ts'
import { objectModel } from './object-model.ts'
import type { ObjectId } from './object.ts'
import { ObjectLine } from './objects-model.ts'
import { permissions } from './permissions.ts'
import { problemsToShow } from './show-version.ts'
import { ChangesModel, VersionModel, changesOf, versionModel } from './version-model.ts'

const RoundAbout = z.object({
  id: z.string(),
  state: z.enum(['draft', 'open', 'closed', 'published', 'archived']),
  ...TakingPart.shape,
  closesAt: z.date().nullable(),
})
export type RoundAbout = z.infer<typeof RoundAbout>

/** A version's page. */
export const VersionPageModel = z.object({
  version: VersionModel,
  changes: ChangesModel.nullable(),
  derivedFrom: ObjectLine.nullable(),
  latest: z.number(),
  prepares: z.boolean(),
  readsComments: z.boolean(),
  rounds: z.array(RoundAbout),
  problems: z.array(
    z.object({
      kind: z.enum(['round-open', 'undecided', 'unmarked', 'no-changes']),
      count: z.number().optional(),
    }),
  ),
})
export type VersionPageModel = z.infer<typeof VersionPageModel>

async function roundsAbout(context: Context, version: Version): Promise<RoundAbout[]> {
  const rows = await context.db
    .selectFrom('round')
    .select(['id', 'state', 'closes_at'])
    .where('version_id', '=', version.id)
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const parts = await takingPartInEach(
    context,
    rows.map(({ id }) => id),
  )
  return rows.flatMap(({ id, state, closes_at: closesAt }) => {
    const part = parts.get(id)
    return part ? [{ id, state, closesAt, ...part }] : []
  })
}

/** Loads a version's page. */
export async function versionPageModel(
  context: Context,
  at: { object: ObjectId; number: number },
): Promise<VersionPageModel> {
  const { version, relations, prepares: preparing } = await seeVersion(context, at)
  const { versions, derivedFrom } = await objectModel(context, version.object.id)
  return {
    version: versionModel(version),
    changes: await changesOf(context, version),
    derivedFrom,
    latest: Math.max(...versions.map(({ number }) => number)),
    prepares: preparing,
    readsComments: may(context.actor, permissions['prototypes.see-comments'], relations),
    rounds: preparing ? await roundsAbout(context, version) : [],
    problems:
      preparing && version.shownAt === null
        ? (await problemsToShow(context, version)).map((problem) => ({ ...problem }))
        : [],
  }
}
