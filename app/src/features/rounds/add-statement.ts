import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { languageOf } from '../../platform/i18n/locale.ts'
import type { ContributionId, PersonId, RoundId } from '../../platform/ids.ts'
import { addContribution, resubmitContribution, reviseContribution } from '../contributions/public.ts'
import { namedReaders } from '../initiatives/public.ts'
import { type Answering, answering } from './answering.ts'
import { RoundHeader, headerOf } from './participant-model.ts'
import { permissions } from './permissions.ts'
import { roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { takesAnswers } from './round.ts'

export const AddModel = z.object({
  round: RoundHeader,
  open: z.boolean(),
  mayAdd: z.boolean(),
  readers: z.array(z.string()),
  /** One that they had added was purged. */
  removed: z.boolean(),
  own: z
    .object({
      text: z.string(),
      moderation: z.enum(['waiting', 'accepted', 'returned', 'rejected']),
      reason: z.string().nullable(),
      note: BilingualSchema.nullable(),
      /** Whether it may still be said in other words: it was returned, or nobody has read it. */
      mayChange: z.boolean(),
      /** It was in the round, and its readers took it out again. */
      takenOut: z.boolean(),
    })
    .nullable(),
})
export type AddModel = z.infer<typeof AddModel>

/**
 * The statement that the person who asks has added to a round last, and whether one was that is purged; null when there is
 * none, or no key to find it with.
 */
async function ownStatements(context: Context, at: Answering) {
  if (at.participant === null) return { own: null, removed: false }
  const rows = await context.db
    .selectFrom('contribution as c')
    .leftJoin('statement as s', (join) =>
      join.onRef('s.network_id', '=', 'c.network_id').onRef('s.contribution_id', '=', 'c.id'),
    )
    .select(['c.id', 'c.text', 'c.state', 'c.moderation', 'c.moderation_reason', 'c.moderation_note'])
    .select(['c.purged_at', 's.removed as takenOut'])
    .where('c.round_id', '=', at.id)
    .where('c.kind', '=', 'statement')
    .where('c.seeded', '=', false)
    .where(at.level === 'C' ? 'c.author_pseudonym' : 'c.author_id', '=', at.participant)
    .execute()
  const kept = rows.filter((row) => row.purged_at === null)
  return {
    // What was said in place of one that was taken out; else that one, and last one that it was said in place of.
    own:
      kept.find((row) => !row.takenOut) ??
      kept.find((row) => row.moderation === 'rejected') ??
      kept[0] ??
      null,
    removed: rows.some((row) => row.purged_at !== null),
  }
}

/** The page on which a participant adds a statement, and reads what became of it. */
export async function addPage(context: Context, id: RoundId): Promise<AddModel> {
  const at = await answering(context, id)
  context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  const { own, removed } = await ownStatements(context, at)
  const round = await roundOf(context, id)
  return {
    round: await headerOf(context, round),
    open: takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now),
    mayAdd: at.mayAdd && at.kind === 'statements',
    readers: await namedReaders(context, round.initiative_id),
    removed,
    own: own && {
      text: own.text,
      moderation: own.moderation,
      reason: own.moderation_reason,
      note: own.moderation_note,
      mayChange: own.moderation === 'returned' || isUnread(own),
      takenOut: own.takenOut === true,
    },
  }
}

const isUnread = (own: { state: string; moderation: string }): boolean =>
  own.state === 'received' && own.moderation === 'waiting'

/**
 * Adds a participant's one statement, or the other wording of the one that was returned to them or that nobody has read.
 */
export async function addStatement(context: Context, input: { round: RoundId; text: string }): Promise<void> {
  const at = await answering(context, input.round, { lock: true })
  context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  if (!takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now)) throw refuse('round_closed')
  if (!at.mayAdd || at.kind !== 'statements') throw refuse('adding_off')
  if (at.participant === null) throw refuse('round_key_missing')

  await sql`select pg_advisory_xact_lock(hashtextextended(${`${at.id} ${at.participant}`}, 0))`.execute(
    context.db,
  )
  const { own } = await ownStatements(context, at)
  if (own?.text === input.text) return
  if (own && isUnread(own)) {
    await reviseContribution(context, own.id as ContributionId, input.text, null)
    return
  }
  if (own && own.moderation !== 'returned') throw refuse('already_added')
  if (own && !own.takenOut) return resubmitContribution(context, own.id as ContributionId, input.text)
  const round = await context.db
    .selectFrom('round')
    .select('initiative_id')
    .where('id', '=', at.id)
    .executeTakeFirstOrThrow()
  await addContribution(context, {
    kind: 'statement',
    text: input.text,
    language: languageOf(context.locale),
    author: at.level === 'C' ? { pseudonym: at.participant } : { person: at.participant as PersonId },
    initiative: round.initiative_id as never,
    round: at.id,
  })
}
