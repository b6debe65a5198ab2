import { sql } from 'kysely'
import type { Relation } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import { isOut } from './is-out.ts'
import { sectionsOf } from './markdown.ts'
import type { ObjectId, ObjectKind, VersionId } from './object.ts'
import { permissions } from './permissions.ts'
import type { Placed } from './place.ts'
import type { MediaType } from './upload.ts'

export type BoundaryObject = Readonly<{
  id: ObjectId
  initiativeId: InitiativeId
  kind: ObjectKind
  title: Bilingual
  derivedFromId: ObjectId | null
  createdBy: PersonId
}>

export type Version = Placed &
  Readonly<{
    id: VersionId
    object: BoundaryObject
    number: number
    mediaType: MediaType
    language: 'en' | 'fr' | 'und'
    textAlternative: Bilingual
    bytes: number
    createdAt: Date
    shownAt: Date | null
    /** Whether others than those who prepare it may see it. */
    isOut: boolean
    /** Whether its file was removed because it could have identified a patient. */
    purged: boolean
    /** The Markdown of a text; null for pictures and documents. */
    text: string | null
  }>

/** A thing of this network. @throws {NotFound} */
export async function loadObject(context: Context, id: ObjectId): Promise<BoundaryObject> {
  const row = await context.db
    .selectFrom('boundary_object')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    id,
    initiativeId: row.initiative_id as InitiativeId,
    kind: row.kind,
    title: row.title,
    derivedFromId: row.derived_from_id as ObjectId | null,
    createdBy: row.created_by as PersonId,
  }
}

type At = Readonly<{ object: ObjectId; number: number } | { version: VersionId }>

/**
 * A version with its text, if it is one; pictures and documents stay where they are until they are asked for.
 *
 * @param options.lock true before changing what hangs on it
 * @throws {NotFound}
 */
export async function loadVersion(
  context: Context,
  at: At,
  options: { lock?: boolean } = {},
): Promise<Version> {
  let query = context.db
    .selectFrom('object_version as v')
    .select([
      'id',
      'object_id',
      'number',
      'media_type',
      'language',
      'text_alternative',
      'width',
      'height',
      'created_at',
      'shown_at',
      'purged_at',
      isOut.as('is_out'),
      sql<number>`octet_length(content)`.as('bytes'),
      sql<Buffer | null>`case when media_type = 'text/markdown' then content end`.as('content'),
    ])
  query =
    'version' in at
      ? query.where('id', '=', at.version)
      : query.where('object_id', '=', at.object).where('number', '=', at.number)
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst()
  if (!row) throw new NotFound()
  const text = row.content?.toString() ?? null
  return {
    id: row.id as VersionId,
    object: await loadObject(context, row.object_id as ObjectId),
    number: row.number,
    mediaType: row.media_type,
    language: row.language,
    textAlternative: row.text_alternative,
    width: row.width,
    height: row.height,
    bytes: row.bytes,
    createdAt: row.created_at,
    shownAt: row.shown_at,
    isOut: row.is_out,
    purged: row.purged_at !== null,
    text,
    sections: text === null ? [] : sectionsOf(text),
  }
}

/** What the person who asks is to an initiative and, with `object`, to the thing in it. */
export async function relationsTo(
  context: Context,
  of: { initiative: InitiativeId; object?: ObjectId },
): Promise<ReadonlySet<Relation>> {
  const person = context.actor?.personId
  if (person === undefined) return new Set()
  const object = of.object ?? null
  const { rows } = await sql<{ relation: Relation }>`
    select 'dyad' as relation from initiative
      where id = ${of.initiative} and ${person} in (physician_lead_id, manager_lead_id)
    union all select 'creator' from initiative where id = ${of.initiative} and created_by = ${person}
    union all select 'decider' from initiative where id = ${of.initiative} and decider_id = ${person}
    union all select 'sponsor' from initiative where id = ${of.initiative} and sponsor_id = ${person}
    union all select part from initiative_person where initiative_id = ${of.initiative} and person_id = ${person}
    union all select 'invited' from round_invitation i
      join round r on r.network_id = i.network_id and r.id = i.round_id and r.state <> 'draft'
      join object_version v on v.network_id = r.network_id and v.id = r.version_id
      where i.person_id = ${person} and v.object_id = ${object}::uuid`.execute(context.db)
  return new Set(rows.map(({ relation }) => relation))
}

/** Whether somebody may prepare things: the dyad, and a lead who began the initiative. */
export const prepares = (context: Context, relations: ReadonlySet<Relation>): boolean =>
  relations.has('dyad') || (relations.has('creator') && context.actor?.roles.has('lead') === true)

/**
 * A version as this person may see it: those who prepare see all; others see what a round has opened about or what
 * they were told of.
 *
 * @throws {NotFound} not there, or not shown yet
 */
export async function seeVersion(
  context: Context,
  at: At,
): Promise<{ version: Version; relations: ReadonlySet<Relation>; prepares: boolean }> {
  const version = await loadVersion(context, at)
  const relations = await relationsTo(context, {
    initiative: version.object.initiativeId,
    object: version.object.id,
  })
  context.authorize(permissions['prototypes.see'], relations)
  const preparing = prepares(context, relations)
  if (!preparing && !version.isOut) throw new NotFound()
  return { version, relations, prepares: preparing }
}
