import type { Context } from '../../platform/http/context.ts'
import { hasAnswer } from '../contributions/public.ts'
import { tell } from '../notices/public.ts'
import { networkTriagers } from './triagers.ts'

/** Days in which a need that is in no initiative is to be answered or brought into one. */
export const looseNeedDays = 14

/** Tells the readers of needs that wait too long outside of any initiative; of each need once. */
export async function remindOfWaitingNeeds(context: Context): Promise<void> {
  const before = new Date(context.now.getTime() - looseNeedDays * 86_400_000)
  const late = await context.db
    .selectFrom('contribution')
    .select(['id', 'received_at'])
    .where('kind', '=', 'need')
    .where('initiative_id', 'is', null)
    .where('merged_into_id', 'is', null)
    .where('purged_at', 'is', null)
    .where((eb) => eb.not(hasAnswer('contribution')))
    .where('moderation', 'in', ['waiting', 'accepted'])
    .where('received_at', '<', before)
    .execute()
  if (late.length === 0) return
  const people = (await networkTriagers(context)).map((one) => one.id)
  for (const need of late)
    await tell(context, { kind: 'answer-overdue', subject: { type: 'need', id: need.id }, people })
}
