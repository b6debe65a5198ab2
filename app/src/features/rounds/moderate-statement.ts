import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { NotFound, Refused } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { BilingualSchema, type Bilingual } from '../../platform/i18n/bilingual.ts'
import { type ContributionId, type PersonId, type RoundId, newId } from '../../platform/ids.ts'
import {
  type ModerationReason,
  markRead,
  moderateContribution,
  moderationReasons,
} from '../contributions/public.ts'
import { tell } from '../notices/public.ts'
import { permissions } from './permissions.ts'
import { relationsTo, roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { levels } from './round.ts'

const Added = z.object({
  id: z.string(),
  text: z.string(),
  language: z.enum(['en', 'fr', 'zh', 'und']),
  moderation: z.enum(['waiting', 'accepted', 'returned', 'rejected']),
  reason: z.enum(moderationReasons).nullable(),
  /** What stands for these words: a verdict comes back with it, and is of no others. */
  mark: z.string(),
})

export const ModerationModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  level: z.enum(levels),
  open: z.boolean(),
  waiting: z.array(Added),
  /** How many more wait than are shown. */
  more: z.number(),
  dealtWith: z.array(Added),
  /** One that was taken in and is now to be taken out again. */
  takingOut: Added.nullable(),
})
export type ModerationModel = z.infer<typeof ModerationModel>

/** How many that wait stand on the page at once. */
const shownAtOnce = 20

/** What participants added, for those who read it first: in an order that says nothing, without authors. */
export async function moderationPage(
  context: Context,
  id: RoundId,
  out: ContributionId | null,
): Promise<ModerationModel> {
  const round = await roundOf(context, id)
  context.authorize(permissions['rounds.moderate'], await relationsTo(context, round))
  const rows = await context.db
    .selectFrom('contribution')
    .select(['id', 'text', 'language', 'moderation', 'moderation_reason'])
    .where('round_id', '=', id)
    .where('kind', '=', 'statement')
    .where('seeded', '=', false)
    .where('purged_at', 'is', null)
    .orderBy('id')
    .execute()
  const added = rows.map(({ moderation_reason, ...row }) => ({
    ...row,
    mark: markOf(row.text),
    reason: moderationReasons.find((reason) => reason === moderation_reason) ?? null,
  }))
  const waiting = added.filter(({ moderation }) => moderation === 'waiting')
  const open = round.state === 'open'
  return {
    id,
    title: round.title,
    level: round.anonymity_level,
    open,
    takingOut: (open && added.find((one) => one.id === out && one.moderation === 'accepted')) || null,
    waiting: waiting.slice(0, shownAtOnce),
    more: Math.max(0, waiting.length - shownAtOnce),
    dealtWith: added.filter(({ moderation }) => moderation !== 'waiting'),
  }
}

/** `read`: the mark of the words that were read, which their author may have changed since. */
export type Verdict = { read?: string | undefined } & (
  | { kind: 'accepted'; translation: string }
  | { kind: 'returned' | 'rejected'; reason: ModerationReason; note: Bilingual | null }
)

const markOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/**
 * Deals with the added statement whose button was pressed and with the others of the same form; of these, one that
 * somebody else has dealt with by now is left as it is.
 */
export async function moderateStatements(
  context: Context,
  id: RoundId,
  pressed: ContributionId,
  verdicts: ReadonlyMap<ContributionId, Verdict>,
): Promise<void> {
  for (const [contribution, verdict] of verdicts)
    await moderateStatement(context, id, contribution, verdict).catch((error: unknown) => {
      const dealtWith = error instanceof Refused && error.code === 'already_moderated'
      if (contribution === pressed || !dealtWith) throw error
    })
}

/**
 * Deals with one added statement: takes it into the round in its author's own words, returns it for another
 * wording, or leaves it out; with a typed reason that its author reads on their own page.
 */
export async function moderateStatement(
  context: Context,
  id: RoundId,
  contribution: ContributionId,
  verdict: Verdict,
): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.moderate'], await relationsTo(context, round))
  if (round.state !== 'open') throw refuse('round_not_open')
  const added = await context.db
    .selectFrom('contribution')
    .select(['text', 'language', 'moderation', 'author_id'])
    .where('id', '=', contribution)
    .where('round_id', '=', id)
    .where('kind', '=', 'statement')
    .where('seeded', '=', false)
    .forUpdate()
    .executeTakeFirst()
  if (!added) throw new NotFound()
  if (added.moderation !== 'waiting') throw refuse('already_moderated')
  if (verdict.read !== undefined && verdict.read !== markOf(added.text))
    throw new FormRefused({ [`verdict_${contribution}`]: 'error.changed' })

  await markRead(context, [contribution])
  if (verdict.kind === 'accepted') {
    const other = added.language === 'fr' ? 'en' : 'fr'
    const wording = {
      [added.language]: added.text,
      ...(verdict.translation ? { [other]: verdict.translation } : {}),
    }
    await moderateContribution(context, contribution, { kind: 'accepted', wording })
    await sql`
      insert into statement (network_id, id, round_id, contribution_id, number)
      select ${context.network.id}, ${newId()}, ${id}, ${contribution}, coalesce(max(number), 0) + 1
      from statement where round_id = ${id}`.execute(context.db)
  } else {
    await moderateContribution(context, contribution, verdict)
    if (verdict.kind === 'returned' && added.author_id !== null)
      await tell(context, {
        kind: 'statement-returned',
        subject: { type: 'round', id },
        people: [added.author_id as PersonId],
        parameters: { title: round.title },
      })
  }
  await context.audit({
    action: 'rounds.moderate',
    subject: { type: 'round', id },
    details: {
      verdict: verdict.kind,
      // At level C the reason stands with the statement alone: beside the time it would tell which one was read when.
      reason: verdict.kind === 'accepted' || round.anonymity_level === 'C' ? null : verdict.reason,
    },
  })
}
