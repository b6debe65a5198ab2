import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { loadObject, relationsTo } from './load-version.ts'
import type { ObjectId } from './object.ts'
import { permissions } from './permissions.ts'

/** The form of the next version; begins with the text of the last where it is one. */
export const NewVersionModel = z.object({
  object: z.string(),
  title: BilingualSchema,
  number: z.number(),
  text: z.string(),
  language: z.enum(['en', 'fr', 'und']),
})
export type NewVersionModel = z.infer<typeof NewVersionModel>

/** Loads the form of the next version. */
export async function newVersionModel(context: Context, id: ObjectId): Promise<NewVersionModel> {
  const object = await loadObject(context, id)
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: object.initiativeId, object: id }),
  )
  const last = await context.db
    .selectFrom('object_version')
    .select(['number', 'media_type', 'language', 'content'])
    .where('object_id', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    object: id,
    title: object.title,
    number: (last?.number ?? 0) + 1,
    text: last?.media_type === 'text/markdown' ? last.content.toString() : '',
    language: last?.language ?? 'und',
  }
}
