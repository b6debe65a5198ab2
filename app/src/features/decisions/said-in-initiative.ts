import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { roundsWithWords } from '../rounds/public.ts'
import { saidToAnswer } from '../contributions/public.ts'
import { type AnswerOutcome, type Manner, type Said, answerOfChange, answeredByRoot } from './answer.ts'

/** Something said, with the answer it has, for those who answer. */
export type SaidRow = Said &
  Readonly<{
    kind: 'need' | 'statement' | 'comment' | 'proposal'
    roundId: string | null
    moderation: 'waiting' | 'accepted' | 'returned' | 'rejected'
    /** No answer to it has gone out, and one is to. */
    waits: boolean
    /** What others may read; empty where its author approved nothing, or fewer than ten took part where it was said. */
    wording: Bilingual
    /** As it was written, for its named readers alone; of needs never. */
    raw: Bilingual | null
    number: number | null
    /** The last one; `underway`: it has not gone out. */
    answer: Readonly<{
      outcome: AnswerOutcome
      reason: Bilingual
      manner: Manner
      underway: boolean
      revision: number
    }> | null
    draft: Readonly<{ outcome: AnswerOutcome; reason: Bilingual; preparedBy: string }> | null
    suggested: Readonly<{ outcome: AnswerOutcome; reason: Bilingual }> | null
  }>

/** Whether its answer can be taken back: the first, which has not gone out, to what is then owed one again. */
export const canBeTakenBack = (one: SaidRow): boolean => one.waits && one.answer !== null

/** The things answered of which a part was said in this round; with null, in the whole initiative. */
export const thingsAnswered = (
  all: readonly SaidRow[],
  round: string | null,
): readonly (readonly SaidRow[])[] =>
  [...answeredByRoot(all).values()].filter(
    (together) => round === null || together.some((one) => one.roundId === round),
  )

/** What is no statement to be voted on, but said to those who read. */
const isComment = (kind: SaidRow['kind']): boolean => kind === 'comment' || kind === 'proposal'

type Scope = Readonly<{ initiative: string } | { round: string } | { contribution: string }>

/** Everything said in an initiative, in one round of it, or one thing alone with what was merged into it. */
export async function saidIn(context: Context, scope: Scope): Promise<readonly SaidRow[]> {
  const where =
    'initiative' in scope
      ? sql`(c.initiative_id = ${scope.initiative} or r.initiative_id = ${scope.initiative})`
      : 'round' in scope
        ? sql`c.round_id = ${scope.round}`
        : sql`(c.id = ${scope.contribution} or c.merged_into_id = ${scope.contribution})`
  const { rows } = await sql<{
    id: string
    kind: SaidRow['kind']
    round_id: string | null
    merged_into_id: string | null
    moderation: SaidRow['moderation']
    waits: boolean
    owed: boolean
    wording: Bilingual
    text: string
    language: 'en' | 'fr' | 'zh' | 'und'
    number: number | null
    outcome: AnswerOutcome | null
    reason: Bilingual | null
    manner: Manner | null
    underway: boolean
    revision: number
    draft_outcome: AnswerOutcome | null
    draft_reason: Bilingual | null
    prepared_by: string | null
    change: 'taken' | 'taken-in-part' | 'not-taken' | null
    change_reason: Bilingual | null
  }>`
    select c.id, c.kind, c.round_id, c.merged_into_id, c.moderation,
      coalesce(w.waits, false) as waits, coalesce(w.owed, false) as owed,
      case when c.wording_state = 'approved' then c.wording else '{}' end as wording,
      case when c.kind = 'need' then '' else c.text end as text, c.language, s.number,
      a.outcome, a.reason, a.manner, a.delivered_at is null as underway, a.revision,
      d.outcome as draft_outcome, d.reason as draft_reason, d.prepared_by,
      n.outcome as change, n.outcome_reason as change_reason
    from contribution c
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    left join statement s on s.network_id = c.network_id and s.contribution_id = c.id
    left join lateral (select * from answer a where a.network_id = c.network_id and a.contribution_id = c.id
      order by a.revision desc limit 1) a on true
    left join ${saidToAnswer} w on w.network_id = c.network_id and w.id = c.id
    left join answer_draft d on d.network_id = c.network_id and d.contribution_id = c.id
    left join annotation n on n.network_id = c.network_id and n.contribution_id = c.id
    where ${where}
    order by r.opened_at nulls last, s.number nulls last, c.id`.execute(context.db)
  const withWords = await roundsWithWords(
    context,
    rows.map((row) => (isComment(row.kind) ? row.round_id : null)),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    roundId: row.round_id,
    mergedInto: row.merged_into_id,
    moderation: row.moderation,
    waits: row.waits,
    owed: row.owed,
    answered: row.outcome !== null,
    wording: !isComment(row.kind) || row.round_id === null || withWords.has(row.round_id) ? row.wording : {},
    raw: row.text === '' ? null : { [row.language]: row.text },
    number: row.number,
    answer:
      row.outcome && row.reason && row.manner
        ? {
            outcome: row.outcome,
            reason: row.reason,
            manner: row.manner,
            underway: row.underway,
            revision: row.revision,
          }
        : null,
    draft:
      row.draft_outcome && row.draft_reason && row.prepared_by
        ? { outcome: row.draft_outcome, reason: row.draft_reason, preparedBy: row.prepared_by }
        : null,
    suggested:
      row.change && row.change !== 'taken' && row.change_reason
        ? { outcome: answerOfChange(row.change), reason: row.change_reason }
        : row.change
          ? { outcome: answerOfChange(row.change), reason: row.change_reason ?? {} }
          : null,
  }))
}
