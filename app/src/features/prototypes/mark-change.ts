import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type ContributionId, type Id, newId } from '../../platform/ids.ts'
import { annotationsOn } from './annotations.ts'
import { type Version, loadVersion, relationsTo } from './load-version.ts'
import type { ObjectId, VersionId } from './object.ts'
import { permissions } from './permissions.ts'
import { type Place, placesOf } from './place.ts'
import { refuse } from './refusals.ts'

export type ChangeId = Id<'change'>

type At = Readonly<{ object: ObjectId; number: number }>

/** A version whose changes can still be marked: a later one, not shown yet. */
async function changing(context: Context, at: At | { version: VersionId }): Promise<Version> {
  const version = await loadVersion(context, at, { lock: true })
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: version.object.initiativeId, object: version.object.id }),
  )
  if (version.number === 1) throw new NotFound()
  if (version.shownAt !== null) throw refuse('version_shown_already')
  return version
}

/** The version before; null for the first. */
export async function versionBefore(context: Context, version: Version): Promise<Version | null> {
  if (version.number === 1) return null
  const row = await context.db
    .selectFrom('object_version')
    .select('id')
    .where('object_id', '=', version.object.id)
    .where('number', '<', version.number)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return loadVersion(context, { version: row.id as VersionId })
}

/** Marks what a later version changed, where, and out of which proposal, if any. */
export async function markChange(
  context: Context,
  at: At,
  input: { what: Bilingual; place: Place; contribution: ContributionId | null },
): Promise<void> {
  const version = await changing(context, at)
  if (!placesOf(version).includes(input.place)) throw new FormRefused({ place: 'error.place' })
  if (input.contribution !== null) {
    const before = await versionBefore(context, version)
    const said = before ? await annotationsOn(context, before.id, 'closed') : []
    const source = said.find(({ id }) => id === input.contribution)
    if (!source || (source.outcome !== 'taken' && source.outcome !== 'taken-in-part'))
      throw new FormRefused({ contribution: 'error.not-taken' })
  }
  await context.db
    .insertInto('version_change')
    .values({
      network_id: context.network.id,
      id: newId<'change'>(),
      version_id: version.id,
      what: input.what,
      place: input.place,
      contribution_id: input.contribution,
    })
    .execute()
  if (input.contribution !== null)
    await context.db
      .updateTable('annotation')
      .set({ outcome_version_id: version.id })
      .where('contribution_id', '=', input.contribution)
      .execute()
}

/** Takes a marked change off again. @returns the version it was marked on */
export async function unmarkChange(context: Context, change: ChangeId): Promise<Version> {
  const row = await context.db
    .selectFrom('version_change')
    .select(['version_id', 'contribution_id'])
    .where('id', '=', change)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const version = await changing(context, { version: row.version_id as VersionId })
  await context.db.deleteFrom('version_change').where('id', '=', change).execute()
  if (row.contribution_id !== null)
    await context.db
      .updateTable('annotation as a')
      .set({ outcome_version_id: null })
      .where('a.contribution_id', '=', row.contribution_id)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('version_change as c')
              .select('c.id')
              .whereRef('c.network_id', '=', 'a.network_id')
              .whereRef('c.contribution_id', '=', 'a.contribution_id'),
          ),
        ),
      )
      .execute()
  return version
}
