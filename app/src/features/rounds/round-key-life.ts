import { z } from 'zod'
import { todayIn } from '../../platform/calendar-day.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { RoundId } from '../../platform/ids.ts'
import { listOwed } from './list-owed.ts'
import { permissions } from './permissions.ts'
import { roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { keyDestroyOn } from './round.ts'
import { canSayWho } from './took-part.ts'

/**
 * The last answer of a round has been delivered: from now on it is known when its key is destroyed.
 *
 * A later delivery (an answer that was revised) moves the date on, as long as the key is there.
 */
export async function answersDelivered(context: Context, id: RoundId): Promise<void> {
  const round = await roundOf(context, id, 'update')
  if (round.key_destroyed_at !== null) return
  const on = keyDestroyOn(context.now)
  await context.db
    .updateTable('round')
    .set({
      last_answer_delivered_at: context.now,
      key_destroy_on: round.anonymity_level === 'C' ? on : null,
    })
    .where('id', '=', id)
    .execute()
}

const isDue = (context: Context, id?: RoundId) => {
  const query = context.db
    .selectFrom('round as r')
    .select(['r.id', listOwed.as('list_owed')])
    .where('r.anonymity_level', '=', 'C')
    .where('r.key_destroy_on', '<=', todayIn(context))
    .where('r.key_destroyed_at', 'is', null)
    .where('r.key_hold_reason', 'is', null)
  return id === undefined ? query : query.where('r.id', '=', id).forUpdate('r').skipLocked()
}

/** The rounds whose key's day has come and which nothing holds. */
export async function keysDue(context: Context): Promise<readonly string[]> {
  return (await isDue(context).execute()).map(({ id }) => id)
}

/**
 * Destroys the key of a round whose day has come, unless something holds it by now, or it has still to say who is paid.
 *
 * The file goes first, the note that it is gone with the transaction: a crash between the two leaves a
 * destroyed key that is destroyed again, never a kept one that is said to be gone.
 */
export async function destroyKeyDue(context: Context, id: RoundId): Promise<void> {
  const due = await isDue(context, id).executeTakeFirst()
  if (!due) return
  if (due.list_owed && (await canSayWho(context, { id, anonymity_level: 'C' }))) return
  await context.db.updateTable('round').set({ key_destroyed_at: context.now }).where('id', '=', id).execute()
  await context.services.keys.destroy(context.network.id, id)
  await context.audit({ action: 'rounds.key-destroyed', subject: { type: 'round', id } })
}

/** Keeps a key beyond its day, for an access request or a legal hold; everyone who was asked can read why. */
export async function holdKey(context: Context, id: RoundId, reason: string): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.hold-key'])
  if (round.anonymity_level !== 'C' || round.state === 'draft' || round.key_destroyed_at !== null)
    throw refuse('key_not_there')
  await context.db.updateTable('round').set({ key_hold_reason: reason }).where('id', '=', id).execute()
  await context.audit({
    action: 'rounds.hold-key',
    subject: { type: 'round', id },
    details: { by: actorOf(context).personId },
  })
}

/** Ends a hold: the key is destroyed on its day, or with the next sweep where that day has passed. */
export async function releaseKey(context: Context, id: RoundId): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.hold-key'])
  if (round.key_hold_reason === null) throw refuse('key_not_there')
  await context.db.updateTable('round').set({ key_hold_reason: null }).where('id', '=', id).execute()
  await context.audit({ action: 'rounds.release-key', subject: { type: 'round', id } })
}

export const KeyModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  there: z.boolean(),
  keyDestroyOn: z.string().nullable(),
  keyDestroyedAt: z.date().nullable(),
  holdReason: z.string().nullable(),
})
export type KeyModel = z.infer<typeof KeyModel>

/** What a privacy officer sees of a round's key. */
export async function keyPage(context: Context, id: RoundId): Promise<KeyModel> {
  const round = await roundOf(context, id)
  context.authorize(permissions['rounds.hold-key'])
  return {
    id,
    title: round.title,
    there: round.anonymity_level === 'C' && round.state !== 'draft' && round.key_destroyed_at === null,
    keyDestroyOn: round.key_destroy_on,
    keyDestroyedAt: round.key_destroyed_at,
    holdReason: round.key_hold_reason,
  }
}
