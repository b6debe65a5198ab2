import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { TakingPart, takingPart } from '../rounds/public.ts'
import type { RoundId } from '../../platform/ids.ts'
import { annotationsOn } from './annotations.ts'
import { type Version, loadObject, prepares, relationsTo, seeVersion } from './load-version.ts'
import { versionBefore } from './mark-change.ts'
import { type ObjectId, objectKinds, outcomes, stageOf } from './object.ts'
import { permissions } from './permissions.ts'
import { placesOf } from './place.ts'
import { problemsToShow } from './show-version.ts'
import { ChangesModel, VersionModel, changesOf, versionModel } from './version-model.ts'

const RoundAbout = z.object({
  id: z.string(),
  state: z.enum(['draft', 'open', 'closed', 'published', 'archived']),
  ...TakingPart.shape,
  closesAt: z.date().nullable(),
})
export type RoundAbout = z.infer<typeof RoundAbout>

const ObjectLine = z.object({
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

async function linesOf(context: Context, initiative: InitiativeId, onlyOut: boolean) {
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
    .$if(onlyOut, (query) =>
      query.where((eb) =>
        eb.or([
          eb('v.shown_at', 'is not', null),
          eb.exists(
            eb
              .selectFrom('round as r')
              .select('r.id')
              .whereRef('r.network_id', '=', 'v.network_id')
              .whereRef('r.version_id', '=', 'v.id')
              .where('r.state', '<>', 'draft'),
          ),
        ]),
      ),
    )
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
    .select((eb) => [
      'v.number',
      'v.created_at',
      eb
        .or([
          eb('v.shown_at', 'is not', null),
          eb.exists(
            eb
              .selectFrom('round as r')
              .select('r.id')
              .whereRef('r.network_id', '=', 'v.network_id')
              .whereRef('r.version_id', '=', 'v.id')
              .where('r.state', '<>', 'draft'),
          ),
        ])
        .as('shown'),
    ])
    .where('v.object_id', '=', id)
    .orderBy('v.number', 'desc')
    .execute()
  const seen = versions.map((row) => ({
    number: row.number,
    createdAt: row.created_at,
    shown: Boolean(row.shown),
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
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      state: row.state,
      closesAt: row.closes_at,
      ...(await takingPart(context, row.id as RoundId)),
    })),
  )
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
