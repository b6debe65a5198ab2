import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import {
  type ContributionId,
  type InitiativeId,
  type PersonId,
  type RoundId,
  newId,
} from '../../platform/ids.ts'

/**
 * Something said. Its author is a person (levels A and B, needs), a pseudonym (level C), or nobody (seeded by the lead).
 */
export type NewContribution = Readonly<{
  kind: 'need' | 'statement' | 'comment' | 'proposal'
  text: string
  language: 'en' | 'fr' | 'zh' | 'und'
  author: { person: PersonId } | { pseudonym: string } | 'seeded' | 'unknown'
  initiative?: InitiativeId | null
  round?: RoundId | null
  /** Wording that its author approves by sending it, or that was public before: seeded and imported statements. */
  wording?: Bilingual | null
  /** The id it gets: the same form sent twice adds one contribution. */
  id?: ContributionId
  /** Moderated out where it comes from. */
  rejected?: boolean
}>

/** Records a contribution, in state *received*; at level C without the time of the act. */
export async function addContribution(
  context: Context,
  contribution: NewContribution,
): Promise<ContributionId> {
  const id = contribution.id ?? newId<'contribution'>()
  const { author } = contribution
  const person = typeof author === 'object' && 'person' in author ? author.person : null
  const pseudonym = typeof author === 'object' && 'pseudonym' in author ? author.pseudonym : null
  const approved = contribution.wording != null
  await context.db
    .insertInto('contribution')
    .values({
      network_id: context.network.id,
      id,
      kind: contribution.kind,
      initiative_id: contribution.initiative ?? null,
      round_id: contribution.round ?? null,
      author_id: person,
      author_pseudonym: pseudonym,
      seeded: author === 'seeded',
      language: contribution.language,
      text: contribution.text,
      wording: contribution.wording ?? {},
      wording_state: approved ? 'approved' : 'raw',
      moderation: contribution.rejected ? 'rejected' : approved ? 'accepted' : 'waiting',
      received_at: pseudonym === null ? context.now : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return id
}
