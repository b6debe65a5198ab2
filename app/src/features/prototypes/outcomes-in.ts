import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId, InitiativeId } from '../../platform/ids.ts'
import type { Outcome } from './object.ts'

/** What came of a proposal or a comment: what an answer to it can rest on. */
export type AnnotationOutcome = Readonly<{
  contribution: ContributionId
  outcome: Outcome
  reason: Bilingual
  /** The version that has it, and where that is; null until a change is marked. */
  version: Readonly<{ number: number; address: string }> | null
}>

/** The outcomes of everything said about an initiative's prototypes, as far as they have been decided. */
export async function outcomesIn(
  context: Context,
  initiative: InitiativeId,
): Promise<readonly AnnotationOutcome[]> {
  const rows = await context.db
    .selectFrom('annotation as a')
    .innerJoin('object_version as said', (join) =>
      join.onRef('said.network_id', '=', 'a.network_id').onRef('said.id', '=', 'a.version_id'),
    )
    .innerJoin('boundary_object as o', (join) =>
      join.onRef('o.network_id', '=', 'said.network_id').onRef('o.id', '=', 'said.object_id'),
    )
    .leftJoin('object_version as v', (join) =>
      join.onRef('v.network_id', '=', 'a.network_id').onRef('v.id', '=', 'a.outcome_version_id'),
    )
    .select(['a.contribution_id', 'a.outcome', 'a.outcome_reason', 'v.number', 'o.id as object'])
    .where('o.initiative_id', '=', initiative)
    .orderBy('a.contribution_id')
    .execute()
  return rows.flatMap((row) =>
    row.outcome === null
      ? []
      : [
          {
            contribution: row.contribution_id as ContributionId,
            outcome: row.outcome,
            reason: row.outcome_reason ?? {},
            version:
              row.number === null
                ? null
                : { number: row.number, address: `/objects/${row.object}/versions/${row.number}` },
          },
        ],
  )
}
