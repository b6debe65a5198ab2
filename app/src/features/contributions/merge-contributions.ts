import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Merges a contribution, and all that was merged into it before, into another: each keeps its author, is in the other's
 * initiative, and what is answered to the other is answered to them. Both are locked, in the order in which answering locks.
 *
 * What joins something read, or decided, has still to be read and answered itself. The target is taken where it leads: merging into something merged merges into its target. A contribution
 * merged into itself, directly or around a corner, or into one that was purged, is left as it is.
 *
 * @returns what it was merged into, or null where that would be itself or nothing
 */
export async function mergeContributions(
  context: Context,
  from: ContributionId,
  into: ContributionId,
): Promise<ContributionId | null> {
  const rows = await context.db
    .selectFrom('contribution')
    .select(['id', 'merged_into_id'])
    .where('id', 'in', [from, into])
    .orderBy('id')
    .forUpdate()
    .execute()
  const asked = rows.find((row) => row.id === into)
  const target = (asked?.merged_into_id ?? into) as ContributionId
  if (!asked || target === from) return null
  const { initiative_id, purged_at } = await context.db
    .selectFrom('contribution')
    .select(['initiative_id', 'purged_at'])
    .where('id', '=', target)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (purged_at !== null) return null
  await context.db
    .updateTable('contribution')
    .set({ merged_into_id: target, ...(initiative_id === null ? {} : { initiative_id }) })
    .where((eb) => eb.or([eb('id', '=', from), eb('merged_into_id', '=', from)]))
    .execute()
  return target
}

/** The contributions that share a fate with this one: itself and what was merged into it. */
export async function withMerged(
  context: Context,
  ids: readonly ContributionId[],
): Promise<readonly ContributionId[]> {
  if (ids.length === 0) return []
  const rows = await context.db
    .selectFrom('contribution')
    .select('id')
    .where((eb) => eb.or([eb('id', 'in', ids), eb('merged_into_id', 'in', ids)]))
    .execute()
  return rows.map((row) => row.id as ContributionId)
}

/** Takes a contribution out of what it was merged into. */
export async function unmergeContribution(context: Context, id: ContributionId): Promise<void> {
  await context.db.updateTable('contribution').set({ merged_into_id: null }).where('id', '=', id).execute()
}
