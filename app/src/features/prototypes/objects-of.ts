import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { isOut } from './is-out.ts'
import { type ObjectKind, objectKinds } from './object.ts'

/** A thing that people design around, with its newest version that others may see. */
export type ObjectSummary = Readonly<{
  id: string
  kind: ObjectKind
  title: Bilingual
  address: string
  /** Null while nothing of it has been shown. */
  newest: Readonly<{ number: number; address: string }> | null
}>

/** What an initiative's people design around, along the stages. */
export async function objectsOf(
  context: Context,
  initiative: InitiativeId,
): Promise<readonly ObjectSummary[]> {
  const objects = await context.db
    .selectFrom('boundary_object')
    .select(['id', 'kind', 'title'])
    .where('initiative_id', '=', initiative)
    .execute()
  const versions = await context.db
    .selectFrom('object_version as v')
    .innerJoin('boundary_object as o', (join) =>
      join.onRef('o.network_id', '=', 'v.network_id').onRef('o.id', '=', 'v.object_id'),
    )
    .select(['v.object_id', 'v.number'])
    .where('o.initiative_id', '=', initiative)
    .where(isOut)
    .orderBy('v.number', 'desc')
    .execute()
  const newest = new Map<string, number>()
  for (const { object_id: object, number } of versions) if (!newest.has(object)) newest.set(object, number)
  return objects
    .toSorted((a, b) => objectKinds.indexOf(a.kind) - objectKinds.indexOf(b.kind) || a.id.localeCompare(b.id))
    .map(({ id, kind, title }) => {
      const number = newest.get(id)
      return {
        id,
        kind,
        title,
        address: `/objects/${id}`,
        newest: number === undefined ? null : { number, address: `/objects/${id}/versions/${number}` },
      }
    })
}

/** A version's title, number and address, for pages that link to it; null when there is none. */
export async function versionOf(
  context: Context,
  id: string,
): Promise<{ title: Bilingual; number: number; address: string } | null> {
  const row = await context.db
    .selectFrom('object_version as v')
    .innerJoin('boundary_object as o', (join) =>
      join.onRef('o.network_id', '=', 'v.network_id').onRef('o.id', '=', 'v.object_id'),
    )
    .select(['o.title', 'v.number', 'v.object_id'])
    .where('v.id', '=', id)
    .executeTakeFirst()
  return row
    ? {
        title: row.title,
        number: row.number,
        address: `/objects/${row.object_id}/versions/${row.number}`,
      }
    : null
}
