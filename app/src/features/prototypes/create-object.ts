import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type InitiativeId, newId } from '../../platform/ids.ts'
import { loadObject, relationsTo } from './load-version.ts'
import { type ObjectId, type ObjectKind, mayDerive } from './object.ts'
import { permissions } from './permissions.ts'

/** Begins a thing to design around in an initiative; it has no version yet. */
export async function createObject(
  context: Context,
  input: { initiative: InitiativeId; kind: ObjectKind; title: Bilingual; derivedFrom: ObjectId | null },
): Promise<ObjectId> {
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: input.initiative }),
  )
  if (input.derivedFrom !== null) {
    const from = await loadObject(context, input.derivedFrom)
    if (from.initiativeId !== input.initiative) throw new FormRefused({ derived_from: 'error.derived-from' })
    if (!mayDerive(input.kind, from.kind)) throw new FormRefused({ derived_from: 'error.derived-order' })
  }
  const id = newId<'object'>()
  await context.db
    .insertInto('boundary_object')
    .values({
      network_id: context.network.id,
      id,
      initiative_id: input.initiative,
      kind: input.kind,
      title: input.title,
      derived_from_id: input.derivedFrom,
      created_by: actorOf(context).personId,
    })
    .execute()
  return id
}
