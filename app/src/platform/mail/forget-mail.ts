import { type Transaction, sql } from 'kysely'
import type { DB } from '../db/tables.gen.ts'

/** Deletes messages that were sent before a moment. @returns how many */
export async function forgetSentMail(db: Transaction<DB>, before: Date): Promise<number> {
  const rows = await db
    .deleteFrom('mail_message')
    .where('state', '=', 'sent')
    .where('sent_at', '<', before)
    .returning('id')
    .execute()
  return rows.length
}

/** How many messages, sent or waiting, carry a text. */
export async function mailWith(db: Transaction<DB>, text: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from mail_message
    where strpos(lower(body), lower(${text})) > 0 or strpos(lower(subject), lower(${text})) > 0`.execute(db)
  return rows[0]?.count ?? 0
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')

/** Takes a text out of messages, in whatever case it stands: those waiting go without it. @returns how many */
export async function purgeMail(db: Transaction<DB>, text: string): Promise<number> {
  const { rows } = await sql`
    update mail_message set body = regexp_replace(body, ${escaped(text)}, '…', 'gi'),
      subject = regexp_replace(subject, ${escaped(text)}, '…', 'gi')
    where strpos(lower(body), lower(${text})) > 0 or strpos(lower(subject), lower(${text})) > 0
    returning id`.execute(db)
  return rows.length
}
