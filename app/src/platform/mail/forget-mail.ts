import type { Transaction } from 'kysely'
import type { DB } from '../db/tables.gen.ts'

/** Deletes messages that were sent, or should have been, before a moment. @returns how many */
export async function forgetMail(db: Transaction<DB>, before: Date): Promise<number> {
  const rows = await db
    .deleteFrom('mail_message')
    .where((eb) => eb(eb.fn.coalesce('sent_at', 'not_before'), '<', before))
    .returning('id')
    .execute()
  return rows.length
}
