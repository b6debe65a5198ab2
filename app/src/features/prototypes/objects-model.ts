import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { isOut } from './is-out.ts'
import { prepares, relationsTo } from './load-version.ts'
import { objectKinds } from './object.ts'
import { permissions } from './permissions.ts'

/** A thing, as others name it. */
export const ObjectLine = z.object({
  id: z.string(),
  kind: z.enum(objectKinds),
  title: BilingualSchema,
  versions: z.number(),
})

/** The things of an initiative, along their stages. */
export const ObjectsModel = z.object({
  initiative: z.string(),
  title: BilingualSchema,
  objects: z.array(ObjectLine),
  prepares: z.boolean(),
})
export type ObjectsModel = z.infer<typeof ObjectsModel>

/** The things of an initiative along their stages, with how many versions of each. */
export async function linesOf(context: Context, initiative: InitiativeId, onlyOut: boolean) {
  const rows = await context.db
    .selectFrom('boundary_object as o')
    .leftJoin('object_version as v', (join) =>
      join.onRef('v.network_id', '=', 'o.network_id').onRef('v.object_id', '=', 'o.id'),
    )
    .select((eb) => [
      'o.id',
      'o.kind',
      'o.title',
      'o.derived_from_id',
      eb.fn.count<number>('v.id').as('versions'),
    ])
    .where('o.initiative_id', '=', initiative)
    .$if(onlyOut, (query) => query.where(isOut))
    .groupBy(['o.id', 'o.kind', 'o.title', 'o.derived_from_id'])
    .execute()
  return rows.toSorted(
    (a, b) => objectKinds.indexOf(a.kind) - objectKinds.indexOf(b.kind) || a.id.localeCompare(b.id),
  )
}

/** Loads what an initiative's people design around; who only prepares nothing sees what has been shown. */
export async function objectsModel(context: Context, initiative: InitiativeId): Promise<ObjectsModel> {
  const row = await context.db
    .selectFrom('initiative')
    .select('title')
    .where('id', '=', initiative)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const relations = await relationsTo(context, { initiative })
  context.authorize(permissions['prototypes.see'], relations)
  const preparing = prepares(context, relations)
  return {
    initiative,
    title: row.title,
    objects: await linesOf(context, initiative, !preparing),
    prepares: preparing,
  }
}

/** What can be chosen for a new thing. */
export const NewObjectModel = z.object({
  initiative: z.string(),
  title: BilingualSchema,
  from: z.array(ObjectLine),
})
export type NewObjectModel = z.infer<typeof NewObjectModel>

/** Loads the form of a new thing. */
export async function newObjectModel(context: Context, initiative: InitiativeId): Promise<NewObjectModel> {
  context.authorize(permissions['prototypes.prepare'], await relationsTo(context, { initiative }))
  const { title, objects } = await objectsModel(context, initiative)
  return { initiative, title, from: objects }
}
