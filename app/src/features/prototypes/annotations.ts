import { sql } from 'kysely'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId, RoundId } from '../../platform/ids.ts'
import { roundsWithWords } from '../rounds/public.ts'
import type { Finding, Outcome, VersionId } from './object.ts'
import type { Place } from './place.ts'

/** What somebody said about a place of a version. Words as they were written: for those who triage, and for their author. */
export type Annotation = Readonly<{
  id: ContributionId
  roundId: RoundId | null
  level: 'A' | 'B' | 'C' | null
  kind: 'comment' | 'proposal'
  place: Place
  finding: Finding | null
  text: string
  language: 'en' | 'fr' | 'zh' | 'und'
  wordingBefore: string | null
  wordingAfter: string | null
  credit: boolean
  outcome: Outcome | null
  outcomeReason: Bilingual | null
  mergedInto: ContributionId | null
  authorId: string | null
  state: 'received' | 'read' | 'decided' | 'done'
  purged: boolean
  /** Whether its author approved that others read it. */
  approved: boolean
  /** Its author approved that others read it, and a named reader kept it with the readers all the same. */
  kept: boolean
  /** Whether others than its named readers may read it: its wording is approved, as a proposal's is, and enough took part. */
  open: boolean
}>

type Row = {
  id: string
  round_id: string | null
  level: 'A' | 'B' | 'C' | null
  kind: 'comment' | 'proposal'
  place: string
  finding: Finding | null
  text: string
  language: 'en' | 'fr' | 'zh' | 'und'
  wording_before: string | null
  wording_after: string | null
  credit: boolean
  outcome: Outcome | null
  outcome_reason: Bilingual | null
  merged_into_id: string | null
  author_id: string | null
  state: Annotation['state']
  purged: boolean
  approved: boolean
  kept: boolean
}

/** Where something was said: its version and its round. @throws {NotFound} not said about a version */
export async function whereSaid(
  context: Context,
  id: ContributionId,
): Promise<{ version: VersionId; round: RoundId | null }> {
  const row = await context.db
    .selectFrom('annotation as a')
    .innerJoin('contribution as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.contribution_id'),
    )
    .select(['a.version_id', 'c.round_id'])
    .where('a.contribution_id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return { version: row.version_id as VersionId, round: row.round_id as RoundId | null }
}

/**
 * What was said about a version, in the order of the ids, which are chance.
 *
 * @param of `closed`: in every round about it that has closed; `participant`: by one participant of one round
 */
export async function annotationsOn(
  context: Context,
  version: VersionId,
  of: 'closed' | { round: RoundId; participant: string },
): Promise<readonly Annotation[]> {
  const which =
    of === 'closed'
      ? sql`(r.id is null or r.state in ('closed', 'published', 'archived'))`
      : sql`c.round_id = ${of.round} and coalesce(c.author_pseudonym, c.author_id) = ${of.participant}`
  const { rows } = await sql<Row>`
    select c.id, c.round_id, r.anonymity_level as level, c.kind, a.place, a.finding, c.text, c.language,
      a.wording_before, a.wording_after, a.credit, a.outcome, a.outcome_reason, c.merged_into_id, c.author_id, c.state,
      c.purged_at is not null as purged, c.wording_state = 'approved' and c.moderation = 'accepted' as approved,
      c.wording_state = 'raw' and c.moderation = 'accepted' as kept
    from annotation a
    join contribution c on c.network_id = a.network_id and c.id = a.contribution_id
    left join round r on r.network_id = c.network_id and r.id = c.round_id
    where a.version_id = ${version} and ${which}
    order by c.id`.execute(context.db)
  const withWords = await roundsWithWords(
    context,
    rows.map((row) => row.round_id),
  )
  return rows.map((row) => ({
    id: row.id as ContributionId,
    roundId: row.round_id as RoundId | null,
    level: row.level,
    kind: row.kind,
    place: row.place,
    finding: row.finding,
    text: row.text,
    language: row.language,
    wordingBefore: row.wording_before,
    wordingAfter: row.wording_after,
    credit: row.credit,
    outcome: row.outcome,
    outcomeReason: row.outcome_reason,
    mergedInto: row.merged_into_id as ContributionId | null,
    authorId: row.author_id,
    state: row.state,
    purged: row.purged,
    approved: row.approved,
    kept: row.kept,
    open: row.approved && (row.round_id === null || withWords.has(row.round_id)),
  }))
}
