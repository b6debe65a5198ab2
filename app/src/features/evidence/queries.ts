import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import { participationIn } from '../people/public.ts'
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

/** The rounds of initiatives that use a strategy: asked here (not imported), results published. */
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
  const counted = rows.map(({ id, invited, respondents }) => ({
    id,
    invited,
    tookPart: Math.min(respondents, invited),
  }))
  const strata = await participationIn(context, counted)
  return counted.map(({ id, invited, tookPart }) => ({
    invited,
    respondents: tookPart,
    strata: strata.get(id) ?? [],
  }))
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
