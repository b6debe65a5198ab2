import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { AnswerFacts, RoundFacts } from './strategy-record.ts'

/** The initiatives that use a strategy, newest first. */
export async function initiativesWith(context: Context, strategy: string) {
  return context.db
    .selectFrom('initiative_strategy as s')
    .innerJoin('initiative as i', (join) =>
      join.onRef('i.id', '=', 's.initiative_id').onRef('i.network_id', '=', 's.network_id'),
    )
    .select(['i.id', 'i.title', 'i.state'])
    .where('s.strategy', '=', strategy)
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id')
    .execute()
}

/** How many initiatives use each strategy. */
export async function usesOfStrategies(context: Context): Promise<ReadonlyMap<string, number>> {
  const rows = await context.db
    .selectFrom('initiative_strategy')
    .select(['strategy', (eb) => eb.fn.countAll<number>().as('uses')])
    .groupBy('strategy')
    .execute()
  return new Map(rows.map((row) => [row.strategy, row.uses]))
}

/** The rounds of initiatives that use a strategy: asked here (not imported), results published. Counts before disclosure control. */
export async function roundFacts(context: Context, strategy: string): Promise<readonly RoundFacts[]> {
  const { rows } = await sql<{ id: string; invited: number; respondents: number }>`
    select r.id,
      (select count(*) from round_invitation i where i.network_id = r.network_id and i.round_id = r.id)::int as invited,
      (select count(*) from (
        select v.participant from vote v where v.network_id = r.network_id and v.round_id = r.id
        union select coalesce(c.author_pseudonym, c.author_id) from contribution c where c.network_id = r.network_id
          and c.round_id = r.id and not c.seeded and coalesce(c.author_pseudonym, c.author_id) is not null) took)::int as respondents
    from round r join initiative_strategy s on s.network_id = r.network_id and s.initiative_id = r.initiative_id
    where s.strategy = ${strategy} and r.source = 'asked' and r.state in ('published', 'archived')
    order by r.opened_at, r.id`.execute(context.db)
  if (rows.length === 0) return []
  const lines = await sql<{
    round_id: string
    stratum: string
    stratum_label: Bilingual
    value: string
    value_label: Bilingual
    stewarded: boolean
    invited: number
    respondents: number
  }>`
    select p.round_id, s.code as stratum, s.label as stratum_label, v.code as value, v.label as value_label,
      v.steward_id is not null and v.released_at is null as stewarded, p.invited, p.respondents
    from round_participation p
    join stratum s on s.network_id = p.network_id and s.id = p.stratum_id
    join stratum_value v on v.network_id = p.network_id and v.id = p.value_id
    where p.round_id in (${sql.join(rows.map((row) => row.id))})
    order by s.position, s.code, v.position, v.code`.execute(context.db)
  return rows.map((row) => {
    const own = Map.groupBy(
      lines.rows.filter((line) => line.round_id === row.id),
      (line) => line.stratum,
    )
    return {
      invited: row.invited,
      respondents: Math.min(row.respondents, row.invited),
      strata: [...own].map(([code, values]) => ({
        code,
        label: values[0]?.stratum_label ?? {},
        values: values.map((line) => ({
          code: line.value,
          label: line.value_label,
          invited: line.invited,
          respondents: line.respondents,
          stewarded: line.stewarded,
        })),
      })),
    }
  })
}

/** The delivered answers of initiatives that use a strategy: days from asked (or heard) to told, and objections. */
export async function answerFacts(context: Context, strategy: string): Promise<AnswerFacts> {
  const { rows } = await sql<{ days: number; objected: boolean }>`
    select round(extract(epoch from min(a.delivered_at) - min(coalesce(r.opened_at, c.received_at))) / 86400)::int as days,
      exists (select 1 from answer_objection o where o.network_id = c.network_id and o.contribution_id = c.id) as objected
    from contribution c
    join initiative_strategy s on s.network_id = c.network_id and s.initiative_id = c.initiative_id
    join answer a on a.network_id = c.network_id and a.contribution_id = c.id and a.delivered_at is not null
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    where s.strategy = ${strategy} and not c.seeded and (r.id is null or r.source = 'asked')
      and coalesce(r.opened_at, c.received_at) is not null
    group by c.network_id, c.id`.execute(context.db)
  return {
    days: rows.map((row) => Math.max(0, row.days)),
    objected: rows.filter((row) => row.objected).length,
  }
}
