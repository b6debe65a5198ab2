import type { Context } from '../../platform/http/context.ts'
import type { DecisionDraft, Outcome } from './decision.ts'

export type CurrentDecision = DecisionDraft &
  Readonly<{
    id: string
    initiativeId: string
    decidedBy: string
    decidedAt: Date
    revision: number
  }>

type Row = {
  id: string
  initiative_id: string
  outcome: Outcome
  reason: DecisionDraft['reason']
  decided_by: string
  decided_at: Date
  revisit_on: string | null
  review_on: string | null
  revision: number
}

const decisionOf = (row: Row): CurrentDecision => ({
  id: row.id,
  initiativeId: row.initiative_id,
  outcome: row.outcome,
  reason: row.reason,
  revisitOn: row.revisit_on,
  reviewOn: row.review_on,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  revision: row.revision,
})

/** What was decided in an initiative last; null before. Locked when it is to change. */
export async function currentDecision(
  context: Context,
  initiative: string,
  options: { lock?: boolean } = {},
): Promise<CurrentDecision | null> {
  let query = context.db
    .selectFrom('decision')
    .selectAll()
    .where('initiative_id', '=', initiative)
    .orderBy('decided_at', 'desc')
    .limit(1)
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  return row ? decisionOf(row) : null
}

/** A decision by its id; null when there is none. */
export async function decisionById(context: Context, id: string): Promise<CurrentDecision | null> {
  const row = await context.db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? decisionOf(row) : null
}
