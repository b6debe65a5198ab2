import type { Relation } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId, InitiativeId, PersonId } from '../../platform/ids.ts'
import { hasAnswer } from '../contributions/public.ts'
import { networkTriagers } from './triagers.ts'

/** A need as it is stored, its raw text included: for its author and the readers alone. */
export type Need = Readonly<{
  id: ContributionId
  text: string
  language: 'en' | 'fr' | 'zh' | 'und'
  wording: Bilingual
  wordingState: 'raw' | 'proposed' | 'approved'
  state: 'received' | 'read' | 'decided' | 'done'
  moderation: 'waiting' | 'accepted' | 'returned' | 'rejected'
  moderationReason: string | null
  moderationNote: Bilingual | null
  authorId: PersonId | null
  initiativeId: InitiativeId | null
  mergedIntoId: ContributionId | null
  receivedAt: Date | null
  readBy: PersonId | null
  readAt: Date | null
  purged: boolean
  /** It has an answer, perhaps only signed: nothing is merged into it any more. */
  answered: boolean
  relations: ReadonlySet<Relation>
}>

/**
 * A need, and what the person asking is to it: its author, one of its readers.
 *
 * @param options.lock true before changing it
 * @throws {NotFound} not a need, or not in this network
 */
export async function loadNeed(
  context: Context,
  id: ContributionId,
  options: { lock?: boolean } = {},
): Promise<Need> {
  let query = context.db
    .selectFrom('contribution')
    .selectAll()
    .select(hasAnswer('contribution').as('answered'))
    .where('id', '=', id)
    .where('kind', '=', 'need')
  if (options.lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new NotFound()
  const person = context.actor?.personId
  const relations = new Set<Relation>()
  if (person !== undefined) {
    if (row.author_id === person) relations.add('author')
    if ((await networkTriagers(context)).some((one) => one.id === person)) relations.add('triager')
  }
  return {
    id: row.id as ContributionId,
    text: row.text,
    language: row.language,
    wording: row.wording,
    wordingState: row.wording_state,
    state: row.state,
    moderation: row.moderation,
    moderationReason: row.moderation_reason,
    moderationNote: row.moderation_note,
    authorId: row.author_id as PersonId | null,
    initiativeId: row.initiative_id as InitiativeId | null,
    mergedIntoId: row.merged_into_id as ContributionId | null,
    receivedAt: row.received_at,
    readBy: row.read_by as PersonId | null,
    readAt: row.read_at,
    purged: row.purged_at !== null,
    answered: row.answered,
    relations,
  }
}
