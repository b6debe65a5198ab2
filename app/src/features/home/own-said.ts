import { sql } from 'kysely'
import { minimumCount } from '@rounds/methods'
import type { Context } from '../../platform/http/context.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'

export type OutcomeSaid = 'adopt' | 'adapt' | 'defer' | 'decline' | 'answered'

/** Something the person signed in said, and what came of it so far. */
export type OwnSaid = Readonly<{
  id: string
  kind: 'need' | 'statement' | 'comment' | 'proposal'
  words: { text: string; language: string }
  round: Readonly<{ id: string; title: Bilingual; level: 'A' | 'B' | 'C' }> | null
  state: 'received' | 'read' | 'decided' | 'done'
  receivedAt: Date | null
  readBy: string | null
  readAt: Date | null
  turnedBack: 'returned' | 'rejected' | null
  purged: boolean
  /** How many others said the same; null while they are fewer than 5. */
  others: number | null
  dueAt: Date | null
  answers: readonly Readonly<{
    outcome: OutcomeSaid
    reason: Bilingual
    manner: 'one' | 'group' | 'bulk'
    by: string
    at: Date
    decision: string | null
    revisitOn: string | null
  }>[]
  promises: readonly Readonly<{
    id: string
    what: Bilingual
    owner: string
    dueOn: string
    doneAt: Date | null
    before: Bilingual | null
    after: Bilingual | null
    source: Bilingual | null
  }>[]
  objection: 'none' | 'waiting' | 'read-again'
  verdict: 'yes' | 'partly' | 'no' | null
}>

type Row = {
  id: string
  kind: OwnSaid['kind']
  text: string
  wording: Bilingual
  language: string
  round_id: string | null
  round_title: Bilingual | null
  level: 'A' | 'B' | 'C' | null
  state: OwnSaid['state']
  received_at: string | null
  read_by: string | null
  read_at: string | null
  moderation: 'waiting' | 'accepted' | 'returned' | 'rejected'
  purged: boolean
  others: number
  due_at: string | null
  answers: (Omit<OwnSaid['answers'][number], 'at'> & { at: string })[]
  promises: (Omit<OwnSaid['promises'][number], 'doneAt'> & { doneAt: string | null })[]
  objected: boolean
  resolved: boolean
  verdict: OwnSaid['verdict']
}

const dateOf = (value: string | Date | null): Date | null => (value === null ? null : new Date(value))

/**
 * Everything the person signed in said, newest rounds first: by their own name, and by pseudonym while its key lives.
 *
 * An answer is told once it has been delivered: until then it can be taken back.
 */
export async function ownSaid(
  context: Context,
  names: readonly string[],
  only?: string,
): Promise<readonly OwnSaid[]> {
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.text, c.wording, c.language, c.state, r.id as round_id, r.title as round_title, r.anonymity_level as level,
      c.received_at, p.given_name || ' ' || p.family_name as read_by, c.read_at, c.moderation, c.purged_at is not null as purged,
      (select count(*)::int from contribution o where o.network_id = c.network_id and o.id <> c.id and not o.seeded
        and (o.id = c.merged_into_id or o.merged_into_id = coalesce(c.merged_into_id, c.id))) as others,
      case when r.closed_at is not null then r.closed_at + n.answer_due_days * interval '1 day'
        when c.round_id is null and n.id is not null then c.received_at + n.answer_due_days * interval '1 day' end as due_at,
      (select coalesce(json_agg(json_build_object('outcome', a.outcome, 'reason', a.reason, 'manner', a.manner, 'at', a.answered_at,
          'by', b.given_name || ' ' || b.family_name, 'decision', a.decision_id, 'revisitOn', d.revisit_on) order by a.revision), '[]')
        from answer a join person b on b.network_id = a.network_id and b.id = a.answered_by
        left join decision d on d.network_id = a.network_id and d.id = a.decision_id and a.outcome = 'defer'
        where a.network_id = c.network_id and a.contribution_id = c.id and a.delivered_at is not null) as answers,
      (select coalesce(json_agg(json_build_object('id', m.id, 'what', m.what, 'owner', w.given_name || ' ' || w.family_name,
          'dueOn', m.due_on, 'doneAt', m.done_at, 'before', m.evidence_before, 'after', m.evidence_after,
          'source', m.evidence_source) order by m.due_on), '[]')
        from commitment m join person w on w.network_id = m.network_id and w.id = m.owner_id
        where m.network_id = c.network_id and m.decision_id = (select a.decision_id from answer a
          where a.network_id = c.network_id and a.contribution_id = c.id and a.delivered_at is not null
            and a.outcome in ('adopt', 'adapt')
          order by a.revision desc limit 1)) as promises,
      o.participant is not null as objected, o.resolved_on is not null as resolved, f.verdict
    from contribution c
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    left join initiative n on n.network_id = c.network_id and n.id = coalesce(c.initiative_id, r.initiative_id)
    left join person p on p.network_id = c.network_id and p.id = c.read_by
    left join answer_objection o on o.network_id = c.network_id and o.contribution_id = c.id
      and o.participant = coalesce(c.author_id, c.author_pseudonym)
    left join fix_verdict f on f.network_id = c.network_id and f.contribution_id = c.id
      and f.participant = coalesce(c.author_id, c.author_pseudonym)
    where (c.author_id = any(${names}::uuid[]) or c.author_pseudonym = any(${names}::uuid[]))
      ${only === undefined ? sql`` : sql`and c.id = ${only}`}
    order by coalesce(r.opened_at, c.received_at) desc nulls last, c.id`.execute(context.db)
  return rows.map((row): OwnSaid => ({
    id: row.id,
    kind: row.kind,
    words:
      row.text === '' ? inLanguage(row.wording, context.locale) : { text: row.text, language: row.language },
    round:
      row.round_id && row.level ? { id: row.round_id, title: row.round_title ?? {}, level: row.level } : null,
    state: row.state,
    receivedAt: dateOf(row.received_at),
    readBy: row.read_by,
    readAt: dateOf(row.read_at),
    turnedBack: row.moderation === 'returned' || row.moderation === 'rejected' ? row.moderation : null,
    purged: row.purged,
    others: row.others >= minimumCount ? row.others : null,
    dueAt: dateOf(row.due_at),
    answers: row.answers.map((one) => ({ ...one, at: new Date(one.at) })),
    promises: row.promises.map((one) => ({ ...one, doneAt: dateOf(one.doneAt) })),
    objection: row.objected ? (row.resolved ? 'read-again' : 'waiting') : 'none',
    verdict: row.verdict,
  }))
}
