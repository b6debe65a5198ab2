import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type Id, newId } from '../../platform/ids.ts'
import { may } from './permissions.ts'

export const organisationKinds = [
  'health',
  'practice',
  'community',
  'social',
  'education',
  'government',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** Adds an organisation, or with `id` changes its name and kind. The code of the roster stays. */
export async function keepOrganisation(
  context: Context,
  input: { id?: Id<'organisation'>; code: string; name: Bilingual; kind: OrganisationKind },
): Promise<void> {
  context.authorize(may['people.change'])
  const { db, network } = context
  const { id, code, name, kind } = input
  if (id !== undefined) {
    const changed = await db
      .updateTable('organisation')
      .set({ name, kind })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new NotFound()
    await context.audit({ action: 'organisation.change', subject: { type: 'organisation', id } })
    return
  }
  const added = newId<'organisation'>()
  const inserted = await db
    .insertInto('organisation')
    .values({ network_id: network.id, id: added, code, name, kind })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new FormRefused({ code: 'organisation.code.taken' })
  await context.audit({ action: 'organisation.add', subject: { type: 'organisation', id: added } })
}
