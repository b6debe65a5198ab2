import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'

export type StratumValue = Readonly<{
  id: string
  code: string
  label: Bilingual
  /** Who alone may release it; null where nobody has to. */
  steward: Readonly<{ id: string; name: string }> | null
  releasedAt: Date | null
}>
export type Stratum = Readonly<{
  id: string
  code: string
  label: Bilingual
  /** `roster`: a column of the roster file. `self`: said by the person alone, if they like. */
  source: 'roster' | 'self'
  values: readonly StratumValue[]
}>

/** The strata of the network, in their order, with their values. */
export async function strataOf(context: Context): Promise<readonly Stratum[]> {
  const { db } = context
  const strata = await db
    .selectFrom('stratum')
    .select(['id', 'code', 'label', 'source'])
    .orderBy('position')
    .orderBy('code')
    .execute()
  const values = await db
    .selectFrom('stratum_value as v')
    .leftJoin('person as p', 'p.id', 'v.steward_id')
    .select([
      'v.id',
      'v.stratum_id',
      'v.code',
      'v.label',
      'v.steward_id',
      'v.released_at',
      'p.given_name',
      'p.family_name',
    ])
    .orderBy('v.position')
    .orderBy('v.code')
    .execute()
  const byStratum = Map.groupBy(values, (value) => value.stratum_id)
  return strata.map((stratum) => ({
    ...stratum,
    values: (byStratum.get(stratum.id) ?? []).map((value) => ({
      id: value.id,
      code: value.code,
      label: value.label,
      steward:
        value.steward_id === null
          ? null
          : { id: value.steward_id, name: `${value.given_name} ${value.family_name}` },
      releasedAt: value.released_at,
    })),
  }))
}

/** Ids of the values that no output may show: stewarded, and not released by their steward. */
export async function withheldValues(context: Context): Promise<ReadonlySet<string>> {
  const rows = await context.db
    .selectFrom('stratum_value')
    .select('id')
    .where('steward_id', 'is not', null)
    .where('released_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.id))
}
