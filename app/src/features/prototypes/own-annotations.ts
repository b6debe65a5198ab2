import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import type { Finding, Outcome } from './object.ts'

/** Where something stands that a person said about a version, and what came of it. */
export type OwnAnnotation = Readonly<{
  contribution: ContributionId
  /** The thing it was said about. */
  title: Bilingual
  version: number
  address: string
  place: string
  finding: Finding | null
  before: string | null
  after: string | null
  outcome: Outcome | null
  reason: Bilingual | null
}>

/**
 * What belongs to contributions of this feature among those given, for "What you said" and for the export of one's own data.
 *
 * The caller has made sure that they are the person's own, by their id or by their pseudonym. An outcome is there from the
 * moment when a version that follows from it has been shown.
 */
export async function ownAnnotationData(
  context: Context,
  contributions: readonly ContributionId[],
): Promise<readonly OwnAnnotation[]> {
  if (contributions.length === 0) return []
  const rows = await context.db
    .selectFrom('annotation as a')
    .innerJoin('object_version as v', (join) =>
      join.onRef('v.network_id', '=', 'a.network_id').onRef('v.id', '=', 'a.version_id'),
    )
    .innerJoin('boundary_object as o', (join) =>
      join.onRef('o.network_id', '=', 'v.network_id').onRef('o.id', '=', 'v.object_id'),
    )
    .select((eb) => [
      'a.contribution_id',
      'a.place',
      'a.finding',
      'a.wording_before',
      'a.wording_after',
      'a.outcome',
      'a.outcome_reason',
      'o.title',
      'v.number',
      'v.object_id',
      eb
        .exists(
          eb
            .selectFrom('object_version as later')
            .select('later.id')
            .whereRef('later.network_id', '=', 'v.network_id')
            .whereRef('later.object_id', '=', 'v.object_id')
            .whereRef('later.number', '>', 'v.number')
            .where('later.shown_at', 'is not', null),
        )
        .as('told'),
    ])
    .where('a.contribution_id', 'in', [...contributions])
    .orderBy('a.contribution_id')
    .execute()
  return rows.map((row) => ({
    contribution: row.contribution_id as ContributionId,
    title: row.title,
    version: row.number,
    address: `/objects/${row.object_id}/versions/${row.number}`,
    place: row.place,
    finding: row.finding,
    before: row.wording_before,
    after: row.wording_after,
    outcome: row.told ? row.outcome : null,
    reason: row.told ? row.outcome_reason : null,
  }))
}

/** Where one contribution stands on a version; null when it was not said about one. */
export async function annotationOf(context: Context, id: ContributionId): Promise<OwnAnnotation | null> {
  return (await ownAnnotationData(context, [id]))[0] ?? null
}
