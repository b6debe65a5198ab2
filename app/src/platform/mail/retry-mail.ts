import { sql } from 'kysely'
import type { Id } from '../ids.ts'
import type { Delivery } from './mail.ts'

/**
 * SQL: whether a message `m` to a person `p` that was given up can be tried again. What it says is there still, and the
 * person has neither left nor asked for no messages.
 */
export const canGoAgain = (now: Date) =>
  sql<boolean>`(m.state = 'failed' and m.body <> '' and p.messages_per_week > 0
    and (p.left_on is null or p.left_on > ${now}::date))`

/**
 * Lets messages that were given up wait for the mail server again, to the address that the person has now, as if they had
 * never been tried. Safe to repeat: what waits already is left alone.
 *
 * @param only one message; null for all that can be
 * @returns how many
 */
export async function retryMail(
  { db, network, now, services }: Delivery,
  only: Id<'mail-message'> | null,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update mail_message m set state = 'waiting', attempts = 0, last_error = null, taken_at = null, not_before = ${now},
      address = p.email
    from person p where p.network_id = m.network_id and p.id = m.person_id and ${canGoAgain(now)}
      ${only === null ? sql`` : sql`and m.id = ${only}`}
    returning m.id`.execute(db)
  for (const { id } of rows)
    await services.jobs.enqueue(db, 'send-mail', { networkId: network.id, subjectId: id })
  return rows.length
}
