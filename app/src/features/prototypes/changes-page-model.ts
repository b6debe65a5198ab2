import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { annotationsOn } from './annotations.ts'
import { seeVersion } from './load-version.ts'
import { versionBefore } from './mark-change.ts'
import { type ObjectId, outcomes } from './object.ts'
import { permissions } from './permissions.ts'
import { placesOf } from './place.ts'
import { ChangesModel, VersionModel, changesOf, versionModel } from './version-model.ts'

/** The form in which the changes of a later version are marked. */
export const ChangesPageModel = z.object({
  version: VersionModel,
  changes: ChangesModel,
  places: z.array(z.string()),
  sources: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(outcomes),
      /** Null where only its named readers may read it. */
      text: z.string().nullable(),
      place: z.string(),
      language: z.string(),
      marked: z.boolean(),
    }),
  ),
})
export type ChangesPageModel = z.infer<typeof ChangesPageModel>

/** Loads the form in which changes are marked. */
export async function changesPageModel(
  context: Context,
  at: { object: ObjectId; number: number },
): Promise<ChangesPageModel> {
  const { version, relations } = await seeVersion(context, at)
  context.authorize(permissions['prototypes.prepare'], relations)
  const changes = await changesOf(context, version)
  const before = await versionBefore(context, version)
  if (changes === null || before === null) throw new NotFound()
  const marked = await context.db
    .selectFrom('version_change')
    .select('contribution_id')
    .where('version_id', '=', version.id)
    .execute()
  const said = await annotationsOn(context, before.id, 'closed')
  const reads = may(context.actor, permissions['prototypes.read-comments'], relations)
  return {
    version: versionModel(version),
    changes,
    places: [...placesOf(version)],
    sources: said.flatMap((one) =>
      one.mergedInto === null && (one.outcome === 'taken' || one.outcome === 'taken-in-part')
        ? [
            {
              id: one.id,
              outcome: one.outcome,
              text: reads || one.open ? one.text : null,
              place: one.place,
              language: one.language,
              marked: marked.some((row) => row.contribution_id === one.id),
            },
          ]
        : [],
    ),
  }
}
