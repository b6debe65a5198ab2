import type { Transaction } from 'kysely'
import type { DB } from '../db/tables.gen.ts'

/** Deletes messages that were sent, or should have been, before a moment. @returns how many */
export async function forgetMail(db: Transaction<DB>, before: Date): Promise<number> {
  const rows = await db
    .deleteFrom('mail_message')
    // An index finds these: one of what comes from two columns is of no use under row-level security.
    .where('not_before', '<', before)
    .where((eb) => eb(eb.fn.coalesce('sent_at', 'not_before'), '<', before))
    .returning('id')
    .execute()
  return rows.length
}

/** Lets go of what messages say that were given up before a moment: it is out of date, and they can't be tried again. */
export async function forgetFailedMail(db: Transaction<DB>, before: Date): Promise<void> {
  await db
    .updateTable('mail_message')
    .set({ body: '' })
    .where('state', '=', 'failed')
    .where('body', '<>', '')
    .where('not_before', '<', before)
    .execute()
}
