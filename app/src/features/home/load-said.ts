import { sql } from 'kysely'
import type { z } from 'zod'
import { minimumCount } from '@rounds/methods'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId, RoundId } from '../../platform/ids.ts'
import { loadOwnNeed } from '../needs/public.ts'
import { ownNames, relationsToRound, roundOf, roundsWithWords } from '../rounds/public.ts'
import { ownSaid } from './own-said.ts'
import { permissions } from './permissions.ts'
import type { RoundSaidModel, SaidItemModel, SaidModel } from './said-models.ts'

export const saidPerPage = 20

/** What the person signed in said, with what came of it. */
export async function loadSaid(
  context: Context,
  { page, saved }: Readonly<{ page: number; saved: 'taken-back' | null }>,
): Promise<z.input<typeof SaidModel>> {
  const { names, gone } = await ownNames(context)
  const all = await ownSaid(context, names)
  const rounds = await context.db
    .selectFrom('round as r')
    .innerJoin('round_invitation as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.round_id', '=', 'r.id'),
    )
    .select(['r.id', 'r.title'])
    .where('i.person_id', '=', actorOf(context).personId)
    .where('r.closed_at', 'is not', null)
    .orderBy('r.closed_at', 'desc')
    .limit(20)
    .execute()
  return {
    items: all.slice((page - 1) * saidPerPage, page * saidPerPage).map((one) => ({
      ...one,
      answers: [...one.answers],
      promises: [...one.promises],
    })),
    total: all.length,
    answered: all.filter((one) => one.answers.length > 0).length,
    done: all.filter((one) => one.state === 'done').length,
    page,
    saved,
    gone: [...gone],
    rounds,
  }
}

/** One thing the person signed in said. @throws {NotFound} somebody else's, or nobody can tell any more */
export async function loadSaidItem(
  context: Context,
  id: ContributionId,
): Promise<Omit<z.input<typeof SaidItemModel>, 'sent'>> {
  const { names } = await ownNames(context)
  const item = (await ownSaid(context, names, id))[0]
  if (!item) throw new NotFound()
  const need = item.kind === 'need' ? await loadOwnNeed(context, id) : null
  return { ...item, answers: [...item.answers], promises: [...item.promises], need }
}

type Row = {
  id: string
  kind: 'need' | 'statement' | 'comment' | 'proposal'
  wording: Bilingual
  state: 'received' | 'read' | 'decided' | 'done'
  others: number
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline' | 'answered' | null
  reason: Bilingual
  manner: 'one' | 'group' | 'bulk'
  by: string
  at: Date
  open: boolean
}

/** Everything said in a round with the answer that was delivered, in approved wording only: the same for all who were asked. */
export async function loadRoundSaid(
  context: Context,
  id: RoundId,
  page: number,
): Promise<z.input<typeof RoundSaidModel>> {
  const round = await roundOf(context, id)
  context.authorize(permissions['home.see-answers-of-round'], await relationsToRound(context, round))
  if (round.closed_at === null) throw new NotFound()
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.wording, coalesce(w.state, c.state) as state,
      c.wording_state = 'approved' and c.purged_at is null as open,
      (select count(*)::int from contribution o where o.network_id = c.network_id and o.merged_into_id = c.id) as others,
      a.outcome, a.reason, a.manner, p.given_name || ' ' || p.family_name as by, a.answered_at as at
    from contribution c
    left join lateral (select * from answer a where a.network_id = c.network_id and a.delivered_at is not null
      and (a.contribution_id = c.id or c.seeded and a.contribution_id in (select m.id from contribution m
          where m.network_id = c.network_id and m.merged_into_id = c.id))
      order by a.revision desc limit 1) a on true
    left join contribution w on w.network_id = a.network_id and w.id = a.contribution_id
    left join person p on p.network_id = a.network_id and p.id = a.answered_by
    where c.round_id = ${id} and c.merged_into_id is null and c.moderation in ('accepted', 'waiting')
      and (not c.seeded or a.id is not null)
    order by a.answered_at desc nulls last, c.id`.execute(context.db)
  const words = (await roundsWithWords(context, [id])).has(id)
  const shown = rows.filter(
    (row) => row.open && (words || row.kind === 'statement') && (row.kind !== 'comment' || row.outcome),
  )
  return {
    round: { id, title: round.title },
    items: shown.slice((page - 1) * saidPerPage, page * saidPerPage).map((row) => ({
      id: row.id,
      words: row.wording,
      state: row.state,
      others: row.others >= minimumCount ? row.others : null,
      answer: row.outcome
        ? { outcome: row.outcome, reason: row.reason, manner: row.manner, by: row.by, at: row.at }
        : null,
    })),
    hidden: rows.some((row) => row.outcome !== null && !shown.includes(row)),
    page,
    total: shown.length,
  }
}
