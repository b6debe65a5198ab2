import { sql } from 'kysely'
import { hasEnded } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { firstOwed, saidToAnswer } from '../contributions/public.ts'
import { type Telling, tell, untold } from '../notices/public.ts'
import { networkTriagers } from './triagers.ts'

/** Days in which a need that is in no initiative is to be answered or brought into one. */
export const looseNeedDays = 14

/** Tells the readers of needs that wait too long outside of any initiative; of each need once, what joined it included. Not in a network that has ended. */
export async function remindOfWaitingNeeds(context: Context): Promise<void> {
  if (hasEnded(context)) return
  const before = new Date(context.now.getTime() - looseNeedDays * 86_400_000)
  const { rows: late } = await sql<{ id: string }>`
    select ${firstOwed} as id from ${saidToAnswer} s
    where s.kind = 'need' and s.initiative_id is null and s.owed
    group by s.thing having min(s.since) < ${before}`.execute(context.db)
  if (late.length === 0) return
  const people = (await networkTriagers(context)).map((one) => one.id)
  const tellings = late.map(({ id }): Telling => ({
    kind: 'answer-overdue',
    subject: { type: 'need', id },
    people,
  }))
  for (const telling of await untold(context, tellings)) await tell(context, telling)
}
