import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { isOut } from './is-out.ts'
import { loadObject, prepares, relationsTo } from './load-version.ts'
import { type ObjectId, objectKinds, stageOf } from './object.ts'
import { ObjectLine, linesOf } from './objects-model.ts'
import { permissions } from './permissions.ts'

/** A thing with its versions, what it came out of and what came out of it. */
export const ObjectModel = z.object({
  id: z.string(),
  initiative: z.string(),
  kind: z.enum(objectKinds),
  stage: z.enum(['narrative', 'concept', 'prototype']),
  title: BilingualSchema,
  derivedFrom: ObjectLine.nullable(),
  derived: z.array(ObjectLine),
  versions: z.array(z.object({ number: z.number(), createdAt: z.date(), shown: z.boolean() })),
  prepares: z.boolean(),
})
export type ObjectModel = z.infer<typeof ObjectModel>

/** Loads a thing's page. */
export async function objectModel(context: Context, id: ObjectId): Promise<ObjectModel> {
  const object = await loadObject(context, id)
  const relations = await relationsTo(context, { initiative: object.initiativeId, object: id })
  context.authorize(permissions['prototypes.see'], relations)
  const preparing = prepares(context, relations)
  const versions = await context.db
    .selectFrom('object_version as v')
    .select(['v.number', 'v.created_at', isOut.as('shown')])
    .where('v.object_id', '=', id)
    .orderBy('v.number', 'desc')
    .execute()
  const seen = versions.map((row) => ({
    number: row.number,
    createdAt: row.created_at,
    shown: row.shown,
  }))
  const lines = await linesOf(context, object.initiativeId, !preparing)
  return {
    id,
    initiative: object.initiativeId,
    kind: object.kind,
    stage: stageOf(object.kind),
    title: object.title,
    derivedFrom: lines.find((line) => line.id === object.derivedFromId) ?? null,
    derived: lines.filter((line) => line.derived_from_id === id),
    versions: preparing ? seen : seen.filter(({ shown }) => shown),
    prepares: preparing,
  }
}
