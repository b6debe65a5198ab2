import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import type { Initiative } from './load-initiative.ts'

export type ListedInitiative = Readonly<{
  id: InitiativeId
  title: Bilingual
  state: 'framing' | 'running' | 'decided' | 'archived'
  openQuestion: Bilingual
  decider: string | null
  decisionDueOn: string | null
}>

/** All initiatives of the network: those being decided soonest first, closed ones last. */
export async function listInitiatives(context: Context): Promise<readonly ListedInitiative[]> {
  const rows = await context.db
    .selectFrom('initiative as i')
    .leftJoin('person as p', (join) =>
      join.onRef('p.id', '=', 'i.decider_id').onRef('p.network_id', '=', 'i.network_id'),
    )
    .select([
      'i.id',
      'i.title',
      'i.state',
      'i.open_question',
      'i.decision_due_on',
      'i.created_at',
      'p.given_name',
      'p.family_name',
    ])
    .orderBy((eb) => eb.case().when('i.state', '=', 'archived').then(1).else(0).end())
    .orderBy('i.decision_due_on', (order) => order.asc().nullsLast())
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id')
    .execute()
  return rows.map((row) => ({
    id: row.id as InitiativeId,
    title: row.title,
    state: row.state,
    openQuestion: row.open_question,
    decider: row.given_name === null ? null : `${row.given_name} ${row.family_name}`,
    decisionDueOn: row.decision_due_on,
  }))
}

/** The rounds and the decision of an initiative, and when champions and sponsor heard of a late answer. */
export async function happenings(context: Context, initiative: Initiative) {
  const rounds = await context.db
    .selectFrom('round')
    .select((eb) => [
      'id',
      'title',
      'state',
      'closes_at',
      'opened_at',
      'created_by',
      eb
        .exists(
          eb
            .selectFrom('round_invitation as i')
            .select('i.round_id')
            .whereRef('i.network_id', '=', 'round.network_id')
            .whereRef('i.round_id', '=', 'round.id')
            .where('i.person_id', '=', actorOf(context).personId),
        )
        .as('asked'),
    ])
    .where('initiative_id', '=', initiative.id)
    .where('state', '<>', 'draft')
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
  const decision = await context.db
    .selectFrom('decision')
    .select(['id', 'decided_at'])
    .where('initiative_id', '=', initiative.id)
    .orderBy('decided_at', 'desc')
    .executeTakeFirst()
  return {
    rounds: rounds.map((round) => ({
      id: round.id,
      title: round.title,
      state: round.state as 'open' | 'closed' | 'published' | 'archived',
      closesAt: round.closes_at,
      asked: Boolean(round.asked),
      begunBy: round.created_by as PersonId,
    })),
    decision: decision ? { id: decision.id, at: decision.decided_at } : null,
  }
}

/** When the champions and the sponsor were first told of these late answers. */
export async function toldOf(
  context: Context,
  subjects: readonly string[],
): Promise<{ champion: Date | null; sponsor: Date | null }> {
  if (subjects.length === 0) return { champion: null, sponsor: null }
  const rows = await context.db
    .selectFrom('notice')
    .select(['kind', (eb) => eb.fn.min('created_at').as('at')])
    .where('kind', 'in', ['champion-escalation', 'sponsor-escalation'])
    .where('subject_id', 'in', subjects)
    .groupBy('kind')
    .execute()
  const at = (kind: string): Date | null => rows.find((row) => row.kind === kind)?.at ?? null
  return { champion: at('champion-escalation'), sponsor: at('sponsor-escalation') }
}
